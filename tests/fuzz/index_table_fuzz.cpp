#include "core/formats/index_table.h"
#include "tests/fuzz/table_crc.h"

#include <cstdlib>

// What is read can be written, and is read again as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto entries = cairn::formats::readTable(cairn::fuzz::input(data, size), "fuzz");
  if (!entries) return 0;
  const auto written = cairn::formats::writeTable(*entries);
  const auto again = cairn::formats::readTable(*written, "fuzz");
  if (!again || *again != *entries) std::abort();
  return 0;
}
