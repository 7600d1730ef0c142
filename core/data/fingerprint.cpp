#include "core/data/fingerprint.h"

#include <farmhash.h>

namespace cairn::data {

std::uint64_t fingerprint64(std::string_view text) {
  return ::util::Fingerprint64(text.data(), text.size());
}

std::uint64_t fingerprintCat64(std::uint64_t first, std::uint64_t second) {
  constexpr std::uint64_t kMultiplier = 0xc6a4a7935bd1e995;
  const auto mixed = [](std::uint64_t value) { return value ^ (value >> 47); };
  std::uint64_t result = first ^ kMultiplier;
  result ^= mixed(second * kMultiplier) * kMultiplier;
  result *= kMultiplier;
  result = mixed(result) * kMultiplier;
  return mixed(result);
}

}  // namespace cairn::data
