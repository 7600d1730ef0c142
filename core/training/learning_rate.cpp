#include "core/training/learning_rate.h"

#include <fmt/format.h>

namespace cairn::training {

Result<LearningRateSchedule> LearningRateSchedule::create(const model::LearningRate& rate,
                                                          const std::string& key) {
  if (!rate.schedule.empty())
    return Error{ErrorCode::Unsupported,
                 fmt::format("learning rate schedule {}, only a constant rate can be trained",
                             rate.schedule),
                 key};
  return LearningRateSchedule(static_cast<float>(rate.value));
}

}  // namespace cairn::training
