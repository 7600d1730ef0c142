#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/model/config.h"

namespace cairn::training {

/// The learning rate of each step. Thread: Immutable; share freely.
class LearningRateSchedule {
 public:
  /// Errors: Unsupported, with `key`, for a schedule that is not known.
  static Result<LearningRateSchedule> create(const model::LearningRate& rate,
                                             const std::string& key);
  /// Of the step that takes the variables from `step` to `step` + 1.
  float at(Step step) const {
    (void)step;
    return m_rate;
  }

 private:
  explicit LearningRateSchedule(float rate) : m_rate(rate) {}
  float m_rate;
};

}  // namespace cairn::training
