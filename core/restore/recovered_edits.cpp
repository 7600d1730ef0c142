#include "core/model/optimizer_table.h"
#include "core/restore/edits.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace cairn::restore {
namespace {

using formats::BundleEntry;
using model::Api;
using model::Config;
using model::Family;

/// What names and shapes of a checkpoint tell by themselves.
struct Traits {
  bool dnn = false, linear = false, baseline = false;
  std::vector<std::int64_t> hiddenUnits;
  bool batchNorm = false;
  std::int64_t logits = 0;      // 0: not told
  std::int64_t inputWidth = 0;  // rows of the first kernel
  std::optional<Api> api;
  std::string optimizer;  // its class without `Optimizer`, by its slots; empty: not told
  std::map<std::string, double> hyper;  // those that add slots, on or off
  std::int64_t partitions = 1;          // as the names of slots tell
};

const BundleEntry* find(const std::vector<BundleEntry>& has, std::string_view name) {
  const auto at = std::lower_bound(
      has.begin(), has.end(), name,
      [](const BundleEntry& entry, std::string_view wanted) { return entry.name < wanted; });
  return at != has.end() && at->name == name ? &*at : nullptr;
}

bool any(const std::vector<BundleEntry>& has, auto matches) {
  return std::any_of(has.begin(), has.end(), [&](const BundleEntry& entry) {
    return matches(std::string_view(entry.name));
  });
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

void readLayers(const std::vector<BundleEntry>& has, Traits& traits) {
  for (;;) {
    const auto layer = traits.hiddenUnits.size();
    const BundleEntry* kernel = find(has, fmt::format("dnn/hiddenlayer_{}/kernel", layer));
    if (!kernel || kernel->shape.size() != 2) break;
    if (layer == 0) traits.inputWidth = kernel->shape[0];
    traits.hiddenUnits.push_back(kernel->shape[1]);
  }
  const BundleEntry* kernel = find(has, "dnn/logits/kernel");
  const BundleEntry* bias = find(has, "dnn/logits/bias");
  if (!bias) bias = find(has, "linear/linear_model/bias_weights");
  if (!bias) bias = find(has, "baseline/bias");
  if (kernel && kernel->shape.size() == 2) {
    traits.logits = kernel->shape[1];
    if (traits.hiddenUnits.empty()) traits.inputWidth = kernel->shape[0];
  } else if (bias && bias->shape.size() == 1) {
    traits.logits = bias->shape[0];
  }
}

/// v1's slots stand behind the variable's name: `…/t_0/Adagrad`, in Combined and Baseline
/// `…/Adagrad`.
void readV1Optimizer(const std::vector<BundleEntry>& has, Traits& traits) {
  const auto slot = [&](std::string_view name) {
    return any(has, [&](std::string_view key) { return key.ends_with(fmt::format("/{}", name)); });
  };
  if (slot("beta1_power") || slot("Adam_1"))
    traits.optimizer = "Adam";
  else if (slot("Adagrad"))
    traits.optimizer = "Adagrad";
  else if (slot("Ftrl"))
    traits.optimizer = "Ftrl";
  else if (slot("RMSProp"))
    traits.optimizer = "RMSProp";
  else if (slot("Momentum"))
    traits.optimizer = "Momentum";
  else if (slot("Adadelta"))
    traits.optimizer = "Adadelta";
  else if (slot("ProximalAdagrad"))
    traits.optimizer = "ProximalAdagrad";
  if (traits.optimizer == "RMSProp") traits.hyper["centered"] = slot("RMSProp_2") ? 1 : 0;
  if (!traits.optimizer.empty())
    traits.api = Api::V1;
  else
    traits.optimizer = "GradientDescent";  // the one that has no slots
}

void readV2Optimizer(const std::vector<BundleEntry>& has, Traits& traits) {
  constexpr std::string_view kPrefix = "training/";
  for (const BundleEntry& entry : has) {
    if (!entry.name.starts_with(kPrefix)) continue;
    const std::string_view rest = std::string_view(entry.name).substr(kPrefix.size());
    traits.api = Api::V2;
    traits.optimizer = rest.substr(0, rest.find('/'));
    break;
  }
  const auto slot = [&](std::string_view name) {
    return any(has, [&](std::string_view key) {
      return key.starts_with("training/") && std::count(key.begin(), key.end(), '/') > 2 &&
             key.ends_with(fmt::format("/{}", name));
    });
  };
  constexpr double kUsualMomentum = 0.9;  // the checkpoint of a schedule tells no more than that
  if (traits.optimizer == "SGD" || traits.optimizer == "RMSprop")
    traits.hyper["momentum"] = slot("momentum") ? kUsualMomentum : 0;
  if (traits.optimizer == "RMSprop") traits.hyper["centered"] = slot("mg") ? 1 : 0;
  if (traits.optimizer == "Adam") traits.hyper["amsgrad"] = slot("vhat") ? 1 : 0;
}

/// Slots of a partitioned variable's parts are called `…/t_0/…`, `…/t_1/…`, …; of linear models
/// `…/part_1/…`.
std::int64_t partitionsOf(const std::vector<BundleEntry>& has) {
  std::int64_t count = 1;
  while (any(has, [&](auto key) {
    return contains(key, fmt::format("/t_{}/", count)) ||
           contains(key, fmt::format("/part_{}/", count));
  }))
    ++count;
  return count;
}

Traits readTraits(const std::vector<BundleEntry>& has) {
  Traits traits;
  traits.dnn = any(has, [](auto key) { return key.starts_with("dnn/"); });
  traits.linear = any(has, [](auto key) { return key.starts_with("linear/linear_model/"); });
  traits.baseline = any(has, [](auto key) { return key.starts_with("baseline/"); });
  traits.batchNorm = any(has, [](auto key) { return contains(key, "/batchnorm_"); });
  readLayers(has, traits);
  readV2Optimizer(has, traits);
  if (!traits.api) readV1Optimizer(has, traits);
  traits.partitions = partitionsOf(has);
  return traits;
}

/// The part of a checkpoint that stands under `dnn/` or `linear/`, and its slots.
std::vector<BundleEntry> sideOf(const std::vector<BundleEntry>& has, std::string_view side) {
  std::vector<BundleEntry> own;
  for (const BundleEntry& entry : has) {
    const std::string_view name = entry.name;
    const bool slot = name.starts_with("training/") && contains(name, fmt::format("/{}/", side));
    if (slot || name.starts_with(fmt::format("{}/", side))) own.push_back(entry);
  }
  return own;
}

std::optional<Family> familyOf(const Traits& traits) {
  if (traits.dnn && traits.linear) return Family::Combined;
  if (traits.dnn) return Family::Dnn;
  if (traits.linear) return Family::Linear;
  if (traits.baseline) return Family::Baseline;
  return std::nullopt;
}

std::string estimatorName(Family family, model::Task task) {
  const std::string_view stem = family == Family::Dnn        ? "DNN"
                                : family == Family::Linear   ? "Linear"
                                : family == Family::Combined ? "DNNLinearCombined"
                                                             : "Baseline";
  const std::string_view end = task == model::Task::Classifier  ? "Classifier"
                               : task == model::Task::Regressor ? "Regressor"
                                                                : "Estimator";
  return fmt::format("{}{}", stem, end);
}

/// The optimizer of `api` whose slots the checkpoint has; what the slots don't tell is TensorFlow's
/// default. Nothing for a class that 2.15 does not have.
std::optional<model::Optimizer> optimizerOf(const Traits& traits, Api api) {
  const std::string name = api == Api::V1 ? traits.optimizer + "Optimizer" : traits.optimizer;
  const model::OptimizerClass* known = model::findOptimizerClass(api, name);
  if (!known) return std::nullopt;
  model::Optimizer optimizer;
  optimizer.className = name;
  optimizer.name = known->defaultName;
  optimizer.learningRate.value = known->learningRate.value_or(0);
  for (const model::HyperParameter& parameter : known->parameters)
    if (parameter.kind != model::HyperParameter::Kind::OptionalNumber)
      optimizer.hyper[std::string(parameter.name)] = parameter.fallback;
  for (const auto& [key, value] : traits.hyper) optimizer.hyper[key] = value;
  return optimizer;
}

bool isOn(const model::Optimizer& optimizer, const std::string& hyper) {
  const auto found = optimizer.hyper.find(hyper);
  return found != optimizer.hyper.end() && found->second != 0;
}

/// Combined has its columns on two sides, the others in one list.
void takeColumns(Config& config, const std::string& estimator) {
  Config told = config;
  told.estimator = estimator;
  model::Args& args = config.args;
  if (config.family() == Family::Combined && told.family() == Family::Dnn)
    args.featureColumns = args.dnnFeatureColumns;
  if (config.family() == Family::Combined && told.family() == Family::Linear)
    args.featureColumns = args.linearFeatureColumns;
  if (config.family() == Family::Dnn && told.family() == Family::Combined)
    args.dnnFeatureColumns = args.featureColumns;
  if (config.family() == Family::Linear && told.family() == Family::Combined)
    args.linearFeatureColumns = args.featureColumns;
}

std::string inQuotes(std::string_view text) { return fmt::format("\"{}\"", text); }
std::string listed(const std::vector<std::int64_t>& values) {
  return fmt::format("[{}]", fmt::join(values, ", "));
}

Edit certain(std::string key, std::string was, std::string now, Source source,
             std::function<void(Config&)> apply) {
  return {std::move(key), std::move(was),     std::move(now),
          source,         Certainty::Certain, std::move(apply)};
}

void addEstimator(const Traits& traits, const Config& now, std::vector<Edit>& edits) {
  const auto family = familyOf(traits);
  if (!family || *family == now.family()) return;
  const std::string name = estimatorName(*family, now.task());
  edits.push_back(certain("estimator", inQuotes(name), inQuotes(now.estimator), Source::Names,
                          [name, traits](Config& config) {
                            takeColumns(config, name);
                            config.estimator = name;
                            config.args.hiddenUnits = traits.hiddenUnits;
                            config.args.batchNorm = traits.batchNorm;
                            if (const auto told = optimizerOf(traits, config.api))
                              config.args.optimizer = *told;
                          }));
}

void addApi(const Traits& traits, const Config& now, std::vector<Edit>& edits) {
  if (!traits.api || *traits.api == now.api) return;
  const auto name = [](Api api) { return inQuotes(api == Api::V1 ? "v1" : "v2"); };
  edits.push_back(
      certain("api", name(*traits.api), name(now.api), Source::Names, [traits](Config& config) {
        config.api = *traits.api;
        if (const auto told = optimizerOf(traits, *traits.api)) config.args.optimizer = *told;
      }));
}

void addLayers(const Traits& traits, const Config& now, std::vector<Edit>& edits) {
  const bool hasLayers = now.family() == Family::Dnn || now.family() == Family::Combined;
  if (!hasLayers || !traits.dnn) return;
  const std::string prefix = now.family() == Family::Combined ? "args.dnn_" : "args.";
  if (traits.hiddenUnits != now.args.hiddenUnits)
    edits.push_back(
        certain(prefix + "hidden_units", listed(traits.hiddenUnits), listed(now.args.hiddenUnits),
                Source::Shapes,
                [units = traits.hiddenUnits](Config& config) { config.args.hiddenUnits = units; }));
  if (traits.batchNorm != now.args.batchNorm)
    edits.push_back(
        certain("args.batch_norm", traits.batchNorm ? "true" : "false",
                now.args.batchNorm ? "true" : "false", Source::Names,
                [on = traits.batchNorm](Config& config) { config.args.batchNorm = on; }));
}

void addLogits(const Traits& traits, const Config& now, std::vector<Edit>& edits) {
  if (traits.logits == 0 || traits.logits == now.logitsDimension()) return;
  if (now.task() == model::Task::Classifier) {
    const std::int64_t classes = traits.logits == 1 ? 2 : traits.logits;
    edits.push_back(certain("args.n_classes", fmt::to_string(classes),
                            fmt::to_string(now.args.nClasses), Source::Shapes,
                            [classes](Config& config) { config.args.nClasses = classes; }));
  } else if (now.task() == model::Task::Regressor) {
    edits.push_back(
        certain("args.label_dimension", fmt::to_string(traits.logits),
                fmt::to_string(now.args.labelDimension), Source::Shapes,
                [width = traits.logits](Config& config) { config.args.labelDimension = width; }));
  }
}

using OptimizerOf = model::Optimizer& (*)(Config&);

void addOptimizer(const Traits& traits, const Config& now, const std::string& key, OptimizerOf at,
                  std::vector<Edit>& edits) {
  const auto told = optimizerOf(traits, traits.api.value_or(now.api));
  if (!told) return;
  const auto apply = [told, at](Config& config) { at(config) = *told; };
  Config copy = now;
  const model::Optimizer asked = at(copy);
  if (told->className != asked.className) {
    edits.push_back(
        certain(key, inQuotes(told->className), inQuotes(asked.className), Source::Names, apply));
    return;
  }
  // The same class with a switch thrown that adds slots or takes them away.
  for (const auto& [name, value] : traits.hyper) {
    if ((value != 0) == isOn(asked, name)) continue;
    const bool flag = name != "momentum";
    const auto text = [&](bool on, double number) {
      return flag ? std::string(on ? "true" : "false") : fmt::format("{}", number);
    };
    edits.push_back(certain(key + "." + name, text(value != 0, value),
                            text(isOn(asked, name), isOn(asked, name) ? asked.hyper.at(name) : 0),
                            Source::Names, apply));
  }
}

/// Each side of Combined has its own.
void addOptimizers(const std::vector<BundleEntry>& has, const Traits& traits, const Config& now,
                   std::vector<Edit>& edits) {
  if (now.family() != Family::Combined) {
    addOptimizer(
        traits, now, "args.optimizer",
        [](Config& config) -> model::Optimizer& { return config.args.optimizer; }, edits);
    return;
  }
  const auto add = [&](std::string_view side, const char* key, OptimizerOf at) {
    const std::vector<BundleEntry> own = sideOf(has, side);
    if (own.empty()) return;
    Traits told;
    readV2Optimizer(own, told);
    if (!told.api && traits.api != Api::V2) readV1Optimizer(own, told);
    if (!told.optimizer.empty()) addOptimizer(told, now, key, at, edits);
  };
  add("dnn", "args.dnn_optimizer",
      [](Config& config) -> model::Optimizer& { return config.args.dnnOptimizer; });
  add("linear", "args.linear_optimizer",
      [](Config& config) -> model::Optimizer& { return config.args.linearOptimizer; });
}

void addPartitions(const Traits& traits, const Config& now, std::vector<Edit>& edits) {
  if (traits.partitions == now.args.partitions || now.api != Api::V1) return;
  const auto text = [](std::int64_t count) {
    return count > 1 ? fmt::format("{{\"fixed_size_partitioner\": {}}}", count)
                     : std::string("null");
  };
  const std::string key =
      now.family() == Family::Linear ? "args.partitioner" : "args.input_layer_partitioner";
  edits.push_back(
      certain(key, text(traits.partitions), text(now.args.partitions), Source::Names,
              [count = traits.partitions](Config& config) { config.args.partitions = count; }));
}

/// Names and shapes tell that the columns were others, not which they were.
void addColumns(const Traits& traits, const Config& now, std::vector<Edit>& edits) {
  const auto add = [&](const char* key) {
    edits.push_back({key, {}, {}, Source::Shapes, Certainty::Certain, {}});
  };
  switch (now.family()) {
    case Family::Dnn:
      if (traits.dnn) add("args.feature_columns");
      break;
    case Family::Linear:
      if (traits.linear) add("args.feature_columns");
      break;
    case Family::Combined:
      if (traits.dnn) add("args.dnn_feature_columns");
      if (traits.linear) add("args.linear_feature_columns");
      break;
    case Family::Baseline:
      break;
  }
}

}  // namespace

std::vector<Edit> recoveredEdits(const std::vector<BundleEntry>& has, const Config& now) {
  const Traits traits = readTraits(has);
  std::vector<Edit> edits;
  addEstimator(traits, now, edits);
  addApi(traits, now, edits);
  addLayers(traits, now, edits);
  addLogits(traits, now, edits);
  addOptimizers(has, traits, now, edits);
  addPartitions(traits, now, edits);
  addColumns(traits, now, edits);
  return edits;
}

}  // namespace cairn::restore
