#pragma once

#include "tests/bench/bench.h"

#include <optional>

namespace cairn::bench {

/// What a peer's script measured.
struct PeerFigures {
  std::string name;  // with its version
  std::vector<double> values;
};

/// Runs `tests/bench/peers/<script>` in a process of its own: `.js` in Debian's node, others in the
/// Python environment that `tests/run bench --peers` makes (CAIRN_INTEROP_VENV, else
/// build/interop-venv).
/// Nothing when there is no such program, or the script fails; it says why on standard error.
std::optional<PeerFigures> runPeer(const std::string& script,
                                   const std::vector<std::string>& arguments);

/// This program's own row of that name, with the engine's baseline build.
std::optional<PeerFigures> runBaseline(const std::string& row);

/// A row that is measured against a peer: `cairn` and `peer` run in turns, `repeat` times.
/// `cairn` gives one figure in the row's unit; without the peer the row says that it was skipped.
struct Duel {
  std::string unit;
  std::int64_t n = 0;
  double limit = 0;  // of peer / Cairn, spec/performance.md 1
  double goal = 0;
  std::string note;  // what the peer does not do
  std::function<double(double& check)> cairn;
  std::function<std::optional<PeerFigures>()> peer;
};
Row measure(const Duel& duel, int repeat);

/// A new folder, gone with this object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  const std::string& path() const { return m_path; }

 private:
  std::string m_path;
};

/// Seconds from the start to the end of a program; below 0 when it failed.
double processSeconds(const std::vector<std::string>& words);

}  // namespace cairn::bench
