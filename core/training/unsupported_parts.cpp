#include "core/training/unsupported_parts.h"

#include "core/training/head.h"
#include "core/training/learning_rate.h"
#include "core/training/network.h"
#include "core/training/tower_optimizer.h"

#include <fmt/format.h>

namespace cairn::training {
namespace {

Error notYet(std::string message, std::string key) {
  return {ErrorCode::Unsupported, std::move(message), std::move(key)};
}

template <class T>
void collect(const Result<T>& result, std::vector<Error>& problems) {
  if (!result) problems.push_back(result.error());
}

}  // namespace

std::vector<Error> unsupportedInference(const model::Config& config) {
  std::vector<Error> problems;
  collect(activationOf(config.args.activationFn), problems);
  collect(headOf(config), problems);
  if (config.args.partitions > 1)
    problems.push_back(
        notYet("partitioned variables can't be trained yet", "args.input_layer_partitioner"));
  return problems;
}

std::vector<Error> unsupportedParts(const model::Config& config) {
  std::vector<Error> problems = unsupportedInference(config);
  if (!problems.empty() && problems.front().where == "estimator") return problems;
  const auto check = [&](const model::Optimizer& optimizer, const std::string& key) {
    collect(optimizerSpec(optimizer, config.api, key), problems);
    collect(LearningRateSchedule::create(optimizer.learningRate, key + ".learning_rate"), problems);
  };
  if (config.family() != model::Family::Combined) {
    check(config.args.optimizer, "args.optimizer");
    return problems;
  }
  if (!config.args.dnnFeatureColumns.empty()) check(config.args.dnnOptimizer, "args.dnn_optimizer");
  if (!config.args.linearFeatureColumns.empty())
    check(config.args.linearOptimizer, "args.linear_optimizer");
  return problems;
}

}  // namespace cairn::training
