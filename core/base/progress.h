#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace cairn {

/// How far a long function has come. `total` is 0 while it is unknown.
struct Progress {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  std::string what = {};  // the file, tensor or run in hand

  bool operator==(const Progress&) const = default;
};

/// Called from the working thread, at most some thirty times a second; must not block.
using ProgressCallback = std::function<void(const Progress&)>;

}  // namespace cairn
