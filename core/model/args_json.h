#pragma once

#include "core/model/config.h"
#include "core/model/object_reader.h"

namespace cairn::model {

/// Reads `args` for the config's estimator and api into `config.args`.
void readArgs(const nlohmann::json& value, Config& config, Problems& problems);

/// `args` as a config states them; `full` with all that have a default.
nlohmann::ordered_json argsToJson(const Config& config, bool full);

/// Names of TensorFlow's estimators that a config may ask for.
std::vector<std::string> estimatorNames();

/// A loss reduction's name in capitals, empty when the api has none of that name.
std::string lossReductionName(Api api, const std::string& name);
std::string defaultLossReduction(Api api);
std::vector<std::string> lossReductions(Api api);

/// Activations that a config may name.
const std::vector<std::string>& activationNames();

/// Names of the arguments that differ by estimator.
struct ArgNames {
  bool dnn = false;     // there is a network
  bool linear = false;  // there is a linear model
  bool combined = false;
  std::string dnnColumns;  // `feature_columns`, `dnn_feature_columns`
  std::string linearColumns;
  std::string hiddenUnits;
  std::string activation;
  std::string dropout;
  std::string dnnOptimizer;
  std::string linearOptimizer;  // also a baseline's
  std::string sparseCombiner;
  std::string partitioner;  // v1 only
};
ArgNames argNames(const Config& config);

}  // namespace cairn::model
