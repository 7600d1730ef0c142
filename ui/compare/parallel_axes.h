#pragma once

#include "ui/compare/comparison.h"

#include <QString>
#include <optional>
#include <vector>

namespace cairn::ui {

/// A label at a height of an axis, 0 (bottom) to 1.
struct AxisLabel {
  QString text;
  double place = 0;
  bool operator==(const AxisLabel&) const = default;
};

/// One axis of parallel coordinates: a key whose values differ, or a result.
struct ParallelAxis {
  std::string key;
  QString name;  // with ↑ or ↓ for results
  bool isNumeric = false;
  bool isLog = false, isInverted = false;
  std::vector<std::optional<double>> values;  // by run; of words, their number
  std::vector<QString> words;                 // of an axis without numbers, by number
  std::vector<std::optional<double>> places;  // by run, 0 to 1, equal ones fanned out
  std::vector<AxisLabel> labels;

  /// Makes places and labels anew, after isLog or isInverted has changed.
  void arrange();
  bool canBeLog() const;
};

/// The part of an axis that a brush lets through, 0 to 1.
struct Brush {
  double lo = 0, hi = 1;
  bool operator==(const Brush&) const = default;
};

/// Differing keys first, then the results that say which way is better; at most `most`.
std::vector<ParallelAxis> makeAxes(const Comparison& comparison, ResultKind kind,
                                   std::size_t most = 9);

/// Whether a run passes the brushes of every axis (several of one axis: any of them).
bool passes(const std::vector<ParallelAxis>& axes, const std::vector<std::vector<Brush>>& brushes,
            std::size_t run);

}  // namespace cairn::ui
