// What a tensor's name and two shapes tell of the config, without a checkpoint at hand.
#include "core/restore/traceback_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace cairn::restore {
namespace {

constexpr std::array<std::string_view, 14> kSlots = {
    "Adagrad",   "Adadelta",        "Adadelta_1", "Adam",       "Adam_1",
    "Ftrl",      "Ftrl_1",          "Momentum",   "RMSProp",    "RMSProp_1",
    "RMSProp_2", "ProximalAdagrad", "AdagradDA",  "AdagradDA_1"};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string_view lastPart(std::string_view name) {
  const auto slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

bool isSlot(std::string_view name) {
  return std::find(kSlots.begin(), kSlots.end(), lastPart(name)) != kSlots.end();
}

/// The variable that a slot of v1 or v2 belongs to; else the name itself.
std::string_view variableOf(std::string_view name) {
  if (name.starts_with("training/")) {
    name.remove_prefix(9);
    const auto slash = name.find('/');
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    return name.substr(0, name.rfind('/'));
  }
  if (isSlot(name)) name = name.substr(0, name.rfind('/'));
  for (const std::string_view part : {"/t_0", "/part_0"})
    if (name.ends_with(part)) name.remove_suffix(part.size());
  return name;
}

std::optional<std::size_t> layerOf(std::string_view name) {
  constexpr std::string_view kPrefix = "dnn/hiddenlayer_";
  if (!name.starts_with(kPrefix)) return std::nullopt;
  std::size_t layer = 0;
  const auto [end, error] =
      std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), layer);
  if (error != std::errc()) return std::nullopt;
  return layer;
}

std::vector<KeyGuess> named(std::initializer_list<const char*> keys) {
  std::vector<KeyGuess> guesses;
  for (const char* key : keys) guesses.push_back({key});
  return guesses;
}

std::vector<KeyGuess> missingSlot(std::string_view name) {
  if (name.starts_with("training/Ftrl") && name.ends_with("/beta"))
    return named({"tensorflow version", "args.optimizer"});
  if (name.starts_with("training/")) return named({"args.optimizer", "api"});
  // Combined's slots have no `/t_0` in their names, and its scalars stand under `head`.
  if (name == "head/beta1_power")
    return named({"args.linear_optimizer", "args.dnn_optimizer", "estimator"});
  if (contains(name, "/t_0/") || contains(name, "/part_0/") || name.ends_with("beta1_power"))
    return named({"args.optimizer", "api", "estimator"});
  if (name.starts_with("linear/")) return named({"args.linear_optimizer", "estimator"});
  return named({"args.dnn_optimizer", "estimator"});
}

std::vector<KeyGuess> missingKeys(std::string_view name) {
  if (name.starts_with("training/") || isSlot(name) || name.ends_with("beta1_power"))
    return missingSlot(name);
  if (contains(name, "/batchnorm_")) return named({"args.batch_norm"});
  if (contains(name, "input_layer/") || contains(name, "input_from_feature_columns"))
    return named({"args.feature_columns", "estimator"});
  if (const auto layer = layerOf(name))
    return *layer == 0 ? named({"estimator", "args.hidden_units"})
                       : named({"args.hidden_units", "estimator"});
  if (name.starts_with("linear/linear_model/") && name.ends_with("/weights"))
    return named({"args.feature_columns", "estimator"});
  if (name.starts_with("linear/") || name.starts_with("baseline/")) return named({"estimator"});
  return named({"files.index", "estimator"});
}

KeyGuess hiddenUnits(std::size_t layer, std::int64_t was, std::int64_t now) {
  return {fmt::format("args.hidden_units[{}]", layer), fmt::to_string(was), fmt::to_string(now)};
}

/// A classifier of two classes has one logit: two are a regressor's.
std::vector<KeyGuess> logits(std::int64_t was, std::int64_t now) {
  const auto classes = [](std::int64_t width) { return fmt::to_string(width == 1 ? 2 : width); };
  std::vector<KeyGuess> guesses;
  if (was != 2 && now != 2) guesses.push_back({"args.n_classes", classes(was), classes(now)});
  guesses.push_back({"args.label_dimension", fmt::to_string(was), fmt::to_string(now)});
  return guesses;
}

/// Dimension by dimension; what sorts before it fits, or TensorFlow would have named that.
std::vector<KeyGuess> shapeKeys(std::string_view name, const formats::Shape& wants,
                                const formats::Shape& has) {
  if (wants.size() != has.size() || wants.empty()) return named({"args.feature_columns"});
  const bool isKernel = name.ends_with("/kernel") && wants.size() == 2;
  const bool rows = isKernel && wants[0] != has[0];
  const bool columns = wants.back() != has.back();
  std::vector<KeyGuess> guesses;
  if (const auto layer = layerOf(name)) {
    if (rows && *layer == 0) guesses.push_back({"args.feature_columns"});
    if (rows && *layer > 0) guesses.push_back(hiddenUnits(*layer - 1, has[0], wants[0]));
    if (columns) guesses.push_back(hiddenUnits(*layer, has.back(), wants.back()));
    return guesses;
  }
  if (name.starts_with("dnn/logits/")) {
    if (rows) guesses = named({"args.hidden_units", "args.feature_columns"});
    if (columns)
      for (KeyGuess& guess : logits(has.back(), wants.back())) guesses.push_back(std::move(guess));
    return guesses;
  }
  if (name.starts_with("baseline/") || name.ends_with("/bias_weights"))
    return logits(has.back(), wants.back());
  if (name.starts_with("linear/") && wants.size() == 2 && wants[0] == has[0])
    return logits(has.back(), wants.back());
  return named({"args.feature_columns"});
}

/// Broke in the first step: v2 takes any shape from a file.
std::vector<KeyGuess> runKeys(const Traceback& told) {
  if (contains(told.sentence, "Received a label value")) return named({"args.n_classes"});
  if (told.node.starts_with("baseline/")) return named({"args.n_classes"});
  if (told.wants) {
    const auto layer = layerOf(told.node);
    return layer && *layer > 0 ? named({"args.hidden_units"}) : named({"args.feature_columns"});
  }
  if (contains(told.node, "input_layer") || contains(told.node, "linear_model") ||
      contains(told.sentence, "features dictionary"))
    return named({"args.feature_columns"});
  return named({"args.n_classes", "args.hidden_units"});
}

std::vector<KeyGuess> damageKeys(const Traceback& told) {
  const bool data =
      contains(told.sentence, "bytes than requested") || contains(told.sentence, " shard ");
  return named({data ? "files.data" : "files.index"});
}

std::vector<KeyGuess> goneKeys(const Traceback& told) {
  if (contains(told.sentence, "No such file")) return named({"files.data"});
  return named({"files.checkpoint", "files.index"});
}

}  // namespace

std::vector<KeyGuess> guessKeys(const Traceback& told) {
  switch (told.fault) {
    case Fault::Missing:
      return missingKeys(told.tensor);
    case Fault::Shape:
      if (!told.wants) return named({"args.input_layer_partitioner"});
      if (told.tensor.empty()) return logits(told.has->back(), told.wants->back());
      return shapeKeys(variableOf(told.tensor), *told.wants, *told.has);
    case Fault::DType:
      return named({"dtype"});
    case Fault::Damaged:
      return damageKeys(told);
    case Fault::FileGone:
      return goneKeys(told);
    case Fault::StateFile:
      return named({"files.checkpoint"});
    case Fault::WhileItRan:
      return runKeys(told);
    case Fault::Other:
      return {};
  }
  return {};
}

}  // namespace cairn::restore
