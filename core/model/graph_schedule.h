#pragma once

#include "core/model/config.h"
#include "core/model/graph_ops.h"

#include <string>
#include <string_view>

namespace cairn::model {

/// Whether addSchedule can write this schedule of v1.
bool isGraphSchedule(std::string_view name);

/// Adds what turns global_step into the learning rate; returns the rate's node, float32[].
/// Formula: tf.compat.v1.train, TensorFlow 2.15. `scope` is the schedule's own; `step` is the
/// handle of global_step; `rate.schedule` is one that isGraphSchedule knows.
std::string addSchedule(GraphOps& ops, const LearningRate& rate, const std::string& scope,
                        const std::string& step);

}  // namespace cairn::model
