#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

// Rows of cairn_bench in the form of spec/performance.md 7. A row's file registers it with a
// static Registration; main runs those whose name matches the filter.
namespace cairn::bench {

/// What one row measured.
struct Row {
  std::int64_t n = 0;  // of what the row's unit counts
  std::string unit;    // `us/step`, `ns/event`, `ms`
  std::vector<double> cairn;
  double check = 0;     // a result of the work, so that none of it is optimised away
  std::string skipped;  // why it was not measured, or not against its peer; empty: it was
  std::string peerName;
  std::vector<double> peer;  // in turns with `cairn`; empty: the row has no peer
  double limit = 0;          // peer / Cairn that must hold; 0: none
  double goal = 0;
  double most = 0;   // what the median of `cairn` itself must not exceed; 0: nothing
  std::string note;  // what either side does not do
};

/// Measures a row `repeat` times.
using Measure = std::function<Row(int repeat)>;

class Registration {
 public:
  Registration(std::string name, Measure measure);
};

/// Seconds of a clock that never goes back.
double now();
/// Seconds that `work` takes.
double seconds(const std::function<void()>& work);

}  // namespace cairn::bench
