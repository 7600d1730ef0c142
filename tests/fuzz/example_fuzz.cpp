#include "core/formats/example.h"

#include <cstdlib>

using namespace cairn;

// Every list can be read as what it says it is, and holds no more values than bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<formats::ExampleFeature> features;
  const ByteView bytes = std::as_bytes(std::span(data, size));
  if (!formats::readExample(bytes, features)) return 0;
  for (const formats::ExampleFeature& feature : features) {
    std::vector<std::string> words;
    std::vector<float> floats;
    std::vector<std::int64_t> ints;
    (void)formats::appendValues(feature, words);
    (void)formats::appendValues(feature, floats);
    (void)formats::appendValues(feature, ints);
    if (words.size() + floats.size() + ints.size() > 3 * size) std::abort();
  }
  return 0;
}
