#include "core/formats/bundle_index.h"
#include "tests/fuzz/table_crc.h"

#include <algorithm>
#include <cstdlib>

// Whatever can be listed is in the order of its names.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto index = cairn::formats::decodeBundleIndex(cairn::fuzz::input(data, size), "fuzz");
  if (index && !std::is_sorted(index->entries.begin(), index->entries.end(),
                               [](const auto& a, const auto& b) { return a.name < b.name; }))
    std::abort();
  return 0;
}
