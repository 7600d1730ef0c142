#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/model/config.h"

#include <functional>

namespace cairn::training {

/// The learning rate of each step, in float32 as TensorFlow's graph computes it.
/// Formula: tf.compat.v1.train.*_decay and tf.keras.optimizers.schedules of TensorFlow 2.15.
/// Thread: Immutable; share freely.
class LearningRateSchedule {
 public:
  /// Errors: Unsupported for a schedule that is not known, InvalidArgument for parameters that
  ///         TensorFlow refuses; both with `key`.
  static Result<LearningRateSchedule> create(const model::LearningRate& rate,
                                             const std::string& key);
  /// Of the step that takes the variables from `step` to `step` + 1.
  float at(Step step) const { return m_rate(step.value()); }

 private:
  using Rate = std::function<float(std::int64_t)>;
  explicit LearningRateSchedule(Rate rate) : m_rate(std::move(rate)) {}
  Rate m_rate;
};

}  // namespace cairn::training
