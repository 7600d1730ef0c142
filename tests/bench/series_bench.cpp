#include "core/series/smoothing.h"
#include "tests/bench/peer.h"

namespace cairn::bench {
namespace {

constexpr std::size_t kPoints = 10'000'000;

// As peers/smooth.js makes them.
std::vector<float> points() {
  std::vector<float> values(kPoints);
  for (std::size_t i = 0; i < kPoints; ++i) {
    std::uint32_t h = static_cast<std::uint32_t>(i) * 2654435761U + 12345U;
    h ^= h >> 15;
    h *= 2246822519U;
    h ^= h >> 13;
    const double noise = static_cast<double>(h >> 8) / 16777216.0 - 0.5;
    values[i] = static_cast<float>(
        1 / (1 + static_cast<double>(i) / (static_cast<double>(kPoints) / 50)) + 0.1 * noise);
  }
  return values;
}

const Registration smooth("smooth.1e7", [](int repeat) {
  const std::vector<float> values = points();
  std::vector<float> out(kPoints);
  return measure({.unit = "ms",
                  .n = static_cast<std::int64_t>(kPoints),
                  .limit = 4,
                  .goal = 9,
                  .note = "the peer: the same formula over Float32Array, never denormal, no NaN",
                  .cairn =
                      [&](double& check) {
                        double best = 1e9;
                        for (int i = 0; i < 5; ++i)
                          best = std::min(best, seconds([&] {
                                                  series::smoothForDisplay(values, 0.99, out);
                                                }) * 1e3);
                        check = static_cast<double>(out.back());
                        return best;
                      },
                  .peer = [] { return runPeer("smooth.js", {std::to_string(kPoints)}); }},
                 repeat);
});

}  // namespace
}  // namespace cairn::bench
