#include "core/restore/silent_changes.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace cairn::restore {
namespace {

struct Effect {
  std::string_view part;  // of the key
  std::string_view text;
  bool harmless;
};

// The first part that the key contains counts, so the narrower ones stand first.
constexpr std::array kEffects = {
    Effect{"normalizer_fn",
           "the inputs are scaled another way, so the same weights compute another "
           "function",
           false},
    Effect{"boundaries", "the buckets moved, so rows of the kernel stand for other values", false},
    Effect{"vocabulary", "positions of words changed, so rows stand for other words", false},
    Effect{"hash_key", "values fall into other buckets", false},
    Effect{"combiner", "rows are combined another way", false},
    Effect{"feature_columns",
           "columns are sorted by name, so the kernel's rows may now belong to "
           "other columns",
           false},
    Effect{"activation_fn",
           "the checkpoint does not hold the activation: the same weights compute "
           "another function",
           false},
    Effect{"dropout", "dropout has no variables and is off in evaluate and predict", true},
    Effect{"batch_norm",
           "the batch normalisation in the checkpoint is ignored, so the same weights "
           "compute another function",
           false},
    Effect{"hidden_units",
           "layers of the checkpoint that the config does not have are dropped from "
           "the next one",
           false},
    Effect{"loss_reduction", "the loss is on another scale; predictions stay as they are", true},
    Effect{"weight_column", "training weighs its examples another way", true},
    Effect{"n_classes", "the logits are read as other classes", false},
    Effect{"head", "the logits are read another way", false},
    Effect{"estimator", "the logits are read another way", false},
    Effect{"sparse_combiner", "rows are combined another way", false},
    Effect{"run_config", "changes when files are written, not what is trained", true},
    Effect{"data", "changes the rows that are read, not what is restored", true},
    Effect{"train", "changes how long training goes on, not what is restored", true},
    Effect{"eval", "changes when it is evaluated, not what is restored", true},
};

bool isUnder(std::string_view key, std::string_view parent) {
  return key.starts_with(parent) && (key.size() == parent.size() || key[parent.size()] == '.');
}

bool explained(const std::string& key, const std::vector<Cause>& causes) {
  return std::any_of(causes.begin(), causes.end(), [&](const Cause& cause) {
    return isUnder(key, cause.key) || isUnder(cause.key, key);
  });
}

const model::Optimizer& optimizerAt(const model::Config& config, std::string_view key) {
  if (key.starts_with("args.dnn_")) return config.args.dnnOptimizer;
  if (key.starts_with("args.linear_")) return config.args.linearOptimizer;
  return config.args.optimizer;
}

double hyper(const model::Optimizer& optimizer, const char* name) {
  const auto found = optimizer.hyper.find(name);
  return found == optimizer.hyper.end() ? 0 : found->second;
}

SilentChange optimizerChange(const model::ConfigDifference& difference, const model::Config& was,
                             const model::Config& now) {
  SilentChange change{difference.key, difference.was, difference.now, {}, true};
  const model::Optimizer& before = optimizerAt(was, difference.key);
  const model::Optimizer& after = optimizerAt(now, difference.key);
  if (before.className != after.className) {
    change.effect = "the optimizer's slots in the checkpoint are left out of the next one";
  } else if (hyper(before, "centered") != hyper(after, "centered")) {
    change.effect = "RMSProp_1 held the mean gradient and is read as the momentum";
    change.harmless = false;
  } else if (now.api == model::Api::V2) {
    change.effect = "v2 saves hyper-parameters and restores them: the config's value is not used";
    change.harmless = false;
  } else {
    change.effect = "not in the checkpoint: training goes on with the new value";
  }
  return change;
}

SilentChange changeOf(const model::ConfigDifference& difference, const model::Config& was,
                      const model::Config& now) {
  if (difference.key.find("optimizer") != std::string::npos)
    return optimizerChange(difference, was, now);
  SilentChange change{difference.key, difference.was, difference.now,
                      "changes nothing that is restored", true};
  for (const Effect& effect : kEffects) {
    if (difference.key.find(effect.part) == std::string::npos) continue;
    change.effect = effect.text;
    change.harmless = effect.harmless;
    break;
  }
  return change;
}

}  // namespace

std::vector<SilentChange> silentChanges(const model::Config& was, const model::Config& now,
                                        const std::vector<Cause>& causes) {
  std::vector<SilentChange> changes;
  for (const model::ConfigDifference& difference : model::diffConfigs(was, now))
    if (!explained(difference.key, causes)) changes.push_back(changeOf(difference, was, now));
  return changes;
}

std::vector<SilentChange> silentDrops(const std::vector<Edit>& dropped) {
  std::vector<SilentChange> changes;
  for (const Edit& edit : dropped) {
    SilentChange change{edit.key, edit.was, edit.now,
                        "what the checkpoint holds of it is left out of the next one", false};
    if (edit.key.find("optimizer") != std::string::npos) change.harmless = true;
    for (const Effect& effect : kEffects) {
      if (edit.key.find(effect.part) == std::string::npos) continue;
      change.effect = effect.text;
      break;
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<SilentChange> uncheckedShapes(const std::vector<Cause>& causes) {
  std::vector<SilentChange> changes;
  for (const Cause& cause : causes)
    changes.push_back({cause.key, cause.was, cause.now,
                       "v2 does not compare shapes when it restores: what is trained has the "
                       "checkpoint's shapes, not the config's",
                       false});
  return changes;
}

}  // namespace cairn::restore
