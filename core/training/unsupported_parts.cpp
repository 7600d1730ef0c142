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

void checkColumns(const model::Config& config, std::vector<Error>& problems) {
  for (const data::FeatureColumn& column : config.args.featureColumns)
    if (column.type != data::ColumnType::Numeric)
      problems.push_back(notYet(fmt::format("{} columns can't be trained yet, only numeric_column",
                                            data::columnTypeName(column.type)),
                                "args.feature_columns." + data::columnName(column)));
}

}  // namespace

std::vector<Error> unsupportedInference(const model::Config& config) {
  if (config.family() != model::Family::Dnn)
    return {notYet(fmt::format("{} can't be trained yet, only DNN estimators", config.estimator),
                   "estimator")};
  std::vector<Error> problems;
  checkColumns(config, problems);
  collect(activationOf(config.args.activationFn), problems);
  collect(headOf(config), problems);
  if (config.args.batchNorm)
    problems.push_back(notYet("batch normalisation can't be computed yet", "args.batch_norm"));
  if (config.args.partitions > 1)
    problems.push_back(
        notYet("partitioned variables can't be trained yet", "args.input_layer_partitioner"));
  if (!config.warmStartFrom.checkpoint.empty())
    problems.push_back(notYet("warm start can't be done yet", "warm_start_from"));
  return problems;
}

std::vector<Error> unsupportedParts(const model::Config& config) {
  std::vector<Error> problems = unsupportedInference(config);
  if (!problems.empty() && problems.front().where == "estimator") return problems;
  collect(optimizerSpec(config.args.optimizer, config.api, "args.optimizer"), problems);
  collect(LearningRateSchedule::create(config.args.optimizer.learningRate,
                                       "args.optimizer.learning_rate"),
          problems);
  if (config.args.dropout > 0)
    problems.push_back(notYet("dropout can't be trained yet", "args.dropout"));
  return problems;
}

}  // namespace cairn::training
