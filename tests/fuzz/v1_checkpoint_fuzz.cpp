#include "core/formats/v1_checkpoint.h"
#include "tests/fuzz/table_crc.h"

using namespace cairn;

// Every tensor that is listed can be asked for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  formats::V1Checkpoint checkpoint;
  if (!formats::addV1Table(fuzz::input(data, size), "fuzz", checkpoint)) return 0;
  formats::finishV1(checkpoint);
  for (const formats::BundleEntry& entry : checkpoint.entries)
    (void)formats::readV1Tensor(checkpoint, entry, formats::wholeSlice(entry.shape.size()));
  return 0;
}
