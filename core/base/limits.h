#pragma once

#include <cstddef>
#include <cstdint>

// What a file may claim before it counts as damage, and what a reader may spend on it.
namespace cairn::limits {

// protobuf cannot hold a larger message, so a larger length is damage.
inline constexpr std::uint64_t kRecordBytes = (std::uint64_t{1} << 31) - 1;
// TensorShape::MaxDimensions.
inline constexpr std::size_t kDimensions = 254;
inline constexpr std::int64_t kShards = 99'999;  // `-of-%05d`
inline constexpr std::size_t kTensors = 10'000'000;
inline constexpr std::size_t kVariables = 1'000'000;
inline constexpr std::size_t kNameBytes = std::size_t{1} << 20;
inline constexpr std::size_t kNameShownBytes = 4096;
inline constexpr std::size_t kSnappyBlockBytes = std::size_t{16} << 20;
inline constexpr std::size_t kSlices = 10'000;  // of one variable; partitioners make tens
// A reader may take this much memory, and so many times the bytes that it was given.
inline constexpr std::uint64_t kMemoryBase = std::uint64_t{16} << 20;
inline constexpr std::uint64_t kMemoryFactor = 8;
inline constexpr std::size_t kSnappyRatio = 32;  // snappy itself reaches about 21
inline constexpr int kProtobufNesting = 100;
// A graph constant may state one value for any shape; this is what we spread it to.
inline constexpr std::uint64_t kFilledTensorBytes = std::uint64_t{256} << 20;
inline constexpr std::uint64_t kTextBytes = (std::uint64_t{1} << 31) - 1;  // a text protobuf
inline constexpr std::size_t kTextTokenBytes = std::size_t{64} << 20;
inline constexpr std::size_t kCsvLineBytes = std::size_t{64} << 20;
inline constexpr std::size_t kCsvColumns = 100'000;
// Text compresses some twentyfold; more than this is a bomb, but for small contents.
inline constexpr std::uint64_t kInflatedBase = std::uint64_t{1} << 30;
inline constexpr std::uint64_t kInflatedRatio = 200;
inline constexpr std::size_t kVocabularyWords = std::size_t{1} << 25;
// Of all rows of one column: crosses multiply what a file holds.
inline constexpr std::uint64_t kColumnIds = std::uint64_t{1} << 28;
inline constexpr std::size_t kJsonBytes = std::size_t{64} << 20;
inline constexpr int kJsonNesting = 100;
inline constexpr int kScanDepth = 64;

}  // namespace cairn::limits

namespace cairn {

/// a + b, or false when it does not fit.
constexpr bool addFits(std::uint64_t a, std::uint64_t b, std::uint64_t& sum) {
  return !__builtin_add_overflow(a, b, &sum);
}
/// a * b, or false when it does not fit.
constexpr bool multiplyFits(std::uint64_t a, std::uint64_t b, std::uint64_t& product) {
  return !__builtin_mul_overflow(a, b, &product);
}

}  // namespace cairn
