#include "core/formats/tensor_bundle.h"
#include "tests/bench/peer.h"

#include <fmt/format.h>
#include <iostream>
#include <random>

namespace cairn::bench {
namespace {

constexpr int kTensors = 10'000;

/// 10,000 tensors of 1 KB, as performance.md's row has them.
bool writeMany(const std::string& prefix) {
  std::mt19937 random(1);
  std::uniform_real_distribution<float> value(-0.5F, 0.5F);
  std::vector<formats::BundleItem> items;
  std::vector<float> values(256);
  for (int i = 0; i < kTensors; ++i) {
    for (float& v : values) v = value(random);
    items.push_back({fmt::format("block_{:03}/layer_{:02}/kernel", i / 100, i % 100),
                     formats::makeFloatTensor({16, 16}, values)});
  }
  const auto image = formats::encodeBundle(items);
  const auto written =
      image ? formats::writeBundle(posixFileOps(), prefix, *image) : Result<void>(image.error());
  if (!written) std::cerr << "cairn_bench: " << describe(written.error()) << '\n';
  return static_cast<bool>(written);
}

const Registration list("checkpoint.list", [](int repeat) {
  const TemporaryFolder folder;
  const std::string prefix = folder.path() + "/model.ckpt-200";
  if (!writeMany(prefix)) return Row{};
  return measure({.unit = "ms",
                  .n = kTensors,
                  .limit = 10,
                  .goal = 14,
                  .note = "both read the index alone; warm page cache",
                  .cairn =
                      [&](double& check) {
                        double best = 1e9;
                        for (int i = 0; i < 5; ++i)
                          best = std::min(
                              best, seconds([&] {
                                const auto bundle =
                                    formats::TensorBundle::open(posixFileOps(), prefix);
                                check = bundle ? static_cast<double>(bundle->entries().size()) : -1;
                              }));
                        return best * 1e3;
                      },
                  .peer = [&] { return runPeer("checkpoint_list.py", {prefix}); }},
                 repeat);
});

}  // namespace
}  // namespace cairn::bench
