#include "core/restore/edits.h"

#include <algorithm>
#include <array>

namespace cairn::restore {
namespace {

using model::Args;
using model::Config;
using model::ConfigDifference;

/// An argument that can change which variables there are or how large they are.
struct Argument {
  std::string_view key;
  void (*copy)(const Args& from, Args& to);
};

constexpr std::array kArguments = {
    Argument{"args.hidden_units", [](const Args& f, Args& t) { t.hiddenUnits = f.hiddenUnits; }},
    Argument{"args.dnn_hidden_units",
             [](const Args& f, Args& t) { t.hiddenUnits = f.hiddenUnits; }},
    Argument{"args.feature_columns",
             [](const Args& f, Args& t) { t.featureColumns = f.featureColumns; }},
    Argument{"args.linear_feature_columns",
             [](const Args& f, Args& t) { t.linearFeatureColumns = f.linearFeatureColumns; }},
    Argument{"args.dnn_feature_columns",
             [](const Args& f, Args& t) { t.dnnFeatureColumns = f.dnnFeatureColumns; }},
    Argument{"args.n_classes", [](const Args& f, Args& t) { t.nClasses = f.nClasses; }},
    Argument{"args.label_dimension",
             [](const Args& f, Args& t) { t.labelDimension = f.labelDimension; }},
    Argument{"args.head", [](const Args& f, Args& t) { t.head = f.head; }},
    Argument{"args.batch_norm", [](const Args& f, Args& t) { t.batchNorm = f.batchNorm; }},
    Argument{"args.activation_fn", [](const Args& f, Args& t) { t.activationFn = f.activationFn; }},
    Argument{"args.dnn_activation_fn",
             [](const Args& f, Args& t) { t.activationFn = f.activationFn; }},
    Argument{"args.optimizer", [](const Args& f, Args& t) { t.optimizer = f.optimizer; }},
    Argument{"args.dnn_optimizer", [](const Args& f, Args& t) { t.dnnOptimizer = f.dnnOptimizer; }},
    Argument{"args.linear_optimizer",
             [](const Args& f, Args& t) { t.linearOptimizer = f.linearOptimizer; }},
    Argument{"args.input_layer_partitioner",
             [](const Args& f, Args& t) { t.partitions = f.partitions; }},
    Argument{"args.partitioner", [](const Args& f, Args& t) { t.partitions = f.partitions; }},
};

bool isUnder(std::string_view key, std::string_view parent) {
  return key.starts_with(parent) &&
         (key.size() == parent.size() || key[parent.size()] == '.' || key[parent.size()] == '[');
}

std::vector<ConfigDifference> under(const std::vector<ConfigDifference>& all,
                                    std::string_view parent) {
  std::vector<ConfigDifference> found;
  std::copy_if(all.begin(), all.end(), std::back_inserter(found),
               [&](const ConfigDifference& one) { return isUnder(one.key, parent); });
  return found;
}

Edit recorded(std::string key, const std::vector<ConfigDifference>& differences,
              std::function<void(Config&)> apply) {
  Edit edit{.key = std::move(key), .was = {}, .now = {}, .apply = std::move(apply)};
  if (differences.size() == 1) {
    edit.key = differences.front().key;
    edit.was = differences.front().was;
    edit.now = differences.front().now;
  }
  return edit;
}

/// Another class has other arguments: those that the two don't share go back with it.
void putEstimatorBack(const Config& was, Config& config) {
  const bool otherFamily = was.family() != config.family();
  const bool otherTask = was.task() != config.task();
  config.estimator = was.estimator;
  if (otherFamily) {
    const Args now = config.args;
    config.args = was.args;
    config.args.nClasses = now.nClasses;
    config.args.labelDimension = now.labelDimension;
  }
  if (otherTask) {
    config.args.nClasses = was.args.nClasses;
    config.args.labelDimension = was.args.labelDimension;
    config.args.labelVocabulary = was.args.labelVocabulary;
    config.args.head = was.args.head;
  }
}

/// The two APIs name optimizers and reductions differently, so those go back with the api.
void putApiBack(const Config& was, Config& config) {
  config.api = was.api;
  config.args.optimizer = was.args.optimizer;
  config.args.dnnOptimizer = was.args.dnnOptimizer;
  config.args.linearOptimizer = was.args.linearOptimizer;
  config.args.lossReduction = was.args.lossReduction;
}

}  // namespace

std::vector<Edit> recordedEdits(const Config& was, const Config& now) {
  const std::vector<ConfigDifference> all = model::diffConfigs(was, now);
  std::vector<Edit> edits;
  if (was.estimator != now.estimator)
    edits.push_back(recorded("estimator", under(all, "estimator"),
                             [was](Config& config) { putEstimatorBack(was, config); }));
  if (was.api != now.api)
    edits.push_back(
        recorded("api", under(all, "api"), [was](Config& config) { putApiBack(was, config); }));
  for (const Argument& argument : kArguments) {
    const auto differences = under(all, argument.key);
    if (differences.empty()) continue;
    edits.push_back(
        recorded(std::string(argument.key), differences,
                 [was, copy = argument.copy](Config& config) { copy(was.args, config.args); }));
  }
  return edits;
}

}  // namespace cairn::restore
