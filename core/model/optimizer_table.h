#pragma once

#include "core/model/config.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::model {

/// One hyper-parameter of an optimizer's constructor, the learning rate and the names apart.
struct HyperParameter {
  enum class Kind { Number, Flag, OptionalNumber };
  std::string_view name;
  Kind kind = Kind::Number;
  double fallback = 0;
  bool required = false;
  bool saved = false;  // v2: a scalar of the checkpoint
};

/// A slot of v1: what fills it, and whose name it has.
struct SlotRule {
  std::string_view name;       // v2; v1 takes the optimizer's name
  double initial = 0;          // …
  std::string_view initialIs;  // … or this hyper-parameter
  std::string_view onlyIf;     // hyper-parameter that must be above 0
};

/// An optimizer class as TensorFlow 2.15 has it. Formula: spec/estimator.md 3 and 4.
struct OptimizerClass {
  std::string_view name;         // `AdagradOptimizer`, `Adagrad`
  std::string_view defaultName;  // of the argument `name`
  std::string_view string;       // that stands for it in an estimator, e.g. `RMSProp`; may be empty
  std::optional<double> learningRate;  // default, where it has one
  std::vector<HyperParameter> parameters;
  std::vector<SlotRule> slots;  // in the order in which TensorFlow makes them
};

const std::vector<OptimizerClass>& optimizerClasses(Api api);
/// Null when there is none of that name.
const OptimizerClass* findOptimizerClass(Api api, std::string_view name);
const OptimizerClass* findOptimizerString(Api api, std::string_view string);

/// One parameter of a learning-rate schedule.
struct ScheduleParameter {
  enum class Kind { Number, Flag, Numbers, OptionalNumber };
  std::string_view name;
  Kind kind = Kind::Number;
  double fallback = 0;
  bool required = false;
};

struct ScheduleClass {
  std::string_view name;
  std::vector<ScheduleParameter> parameters;
};

const std::vector<ScheduleClass>& scheduleClasses(Api api);
const ScheduleClass* findSchedule(Api api, std::string_view name);

/// Which optimizer of which estimator: its default rate hangs on both.
enum class OptimizerSide { Dnn, Linear, Baseline, CombinedDnn, CombinedLinear };

/// The optimizer that a string (empty: None) stands for.
/// Formula: spec/estimator.md 1.3; `columns` is the number of linear columns.
Optimizer optimizerByName(Api api, std::string_view string, OptimizerSide side,
                          std::size_t columns);

}  // namespace cairn::model
