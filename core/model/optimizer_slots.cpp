#include "core/model/optimizer_slots.h"

#include "core/base/limits.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::model {

namespace {

// One optimizer, the weights it trains, and the names that go with its place in the estimator.
struct Side {
  const Optimizer* optimizer = nullptr;
  const OptimizerClass* type = nullptr;
  std::string key;  // `args.optimizer`, …
  std::vector<const ModelVariable*> weights;
  std::string scalarSuffix;  // v1: `_1` for the second Adam of a Combined
  std::string v2Name;        // `Adagrad`, `Adam_1`
  bool ownIterations = false;
};

std::string slotKey(const Side& side, const SlotRule& rule) {
  return rule.onlyIf.empty() ? side.key : fmt::format("{}.{}", side.key, rule.onlyIf);
}

bool applies(const SlotRule& rule, const Optimizer& optimizer) {
  return rule.onlyIf.empty() || optimizer.value(std::string(rule.onlyIf)) > 0;
}

double initialValue(const SlotRule& rule, const Optimizer& optimizer) {
  return rule.initialIs.empty() ? rule.initial : optimizer.value(std::string(rule.initialIs));
}

Variable makeSlot(const Variable& weight, const Side& side, const SlotRule& rule) {
  Variable slot = weight;
  slot.role = VariableRole::Slot;
  slot.initializer = {Initializer::Kind::Constant, initialValue(rule, *side.optimizer)};
  slot.trainable = false;
  slot.slotOf = weight.name;
  slot.key = slotKey(side, rule);
  return slot;
}

Variable makeScalar(std::string name, std::string slot, double value, std::string key) {
  Variable scalar;
  scalar.name = std::move(name);
  scalar.graphName = scalar.name;
  scalar.role = VariableRole::OptimizerScalar;
  scalar.initializer = {Initializer::Kind::Constant, value};
  scalar.trainable = false;
  scalar.shapeChecked = false;
  scalar.slot = std::move(slot);
  scalar.key = std::move(key);
  return scalar;
}

// Heads of TensorFlow 2 train in a scope of that name, and each part of a MultiHead uses one up.
std::string trainingScope(const Config& config) {
  const Head& head = config.args.head;
  return head.type == "MultiHead" ? fmt::format("training_{}", head.heads.size()) : "training";
}

// v1 ----------------------------------------------------------------------------------------------

std::string v1Scope(const Config& config) {
  if (config.family() == Family::Dnn) return "dnn/";
  if (config.family() == Family::Linear) return "linear/";
  return "";
}

// slot_creator cuts the slot's own name out of its graph name by the length of the variable's, but
// the estimator's scope stands before it: that many characters too many are kept.
std::string v1SlotInfix(const std::string& variable, std::size_t part, std::size_t scopeLength) {
  const std::string path = fmt::format("{}/part_{}/", variable, part);
  return "/" + path.substr(path.size() - std::min(path.size(), scopeLength));
}

// `Ftrl`, `Ftrl_1`: each slot's base name, made unique in the order of creation.
std::vector<std::string> v1SlotNames(const Side& side) {
  std::vector<std::string> names;
  std::map<std::string, int> uses;
  for (std::size_t i = 0; i < side.type->slots.size(); ++i) {
    if (!applies(side.type->slots[i], *side.optimizer)) {
      names.emplace_back();
      continue;
    }
    const Optimizer& optimizer = *side.optimizer;
    std::string base = optimizer.byName ? std::string(side.type->defaultName) : optimizer.name;
    if (i == 0 && !optimizer.accumName.empty()) base = optimizer.accumName;
    if (i == 1 && !optimizer.linearName.empty()) base = optimizer.linearName;
    const int use = uses[base]++;
    names.push_back(use == 0 ? base : fmt::format("{}_{}", base, use));
  }
  return names;
}

void addV1Slots(const Side& side, const Config& config, std::vector<Variable>& out) {
  const std::vector<std::string> names = v1SlotNames(side);
  const std::size_t scope = config.family() == Family::Baseline ? 0 : v1Scope(config).size();
  for (const ModelVariable* weight : side.weights) {
    if (out.size() > limits::kVariables) return;  // the map refuses so many
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i].empty()) continue;
      Variable slot = makeSlot(weight->variable, side, side.type->slots[i]);
      slot.slot = names[i];
      slot.slotOrder = static_cast<int>(i);
      slot.graphName = v1Scope(config) + weight->variable.graphName + "/" + names[i];
      const std::vector<RowRange> slices = slot.slices;
      // With a scope the part's number is in the key, so every part has a key of its own.
      const std::size_t keys = scope == 0 || slices.empty() ? 1 : slices.size();
      for (std::size_t part = 0; part < keys; ++part) {
        slot.name =
            weight->variable.name + v1SlotInfix(weight->variable.name, part, scope) + names[i];
        if (keys > 1) slot.slices = {slices[part]};
        out.push_back(slot);
      }
    }
  }
}

void addV1Scalars(const Side& side, const Config& config, std::vector<Variable>& out) {
  if (side.type->name != "AdamOptimizer") return;
  const std::string scope =
      config.task() == Task::Head ? trainingScope(config) + "/" : v1Scope(config) + "head/";
  for (const auto& [name, beta] : {std::pair("beta1_power", "beta1"), {"beta2_power", "beta2"}})
    out.push_back(
        makeScalar(scope + name + side.scalarSuffix, name, side.optimizer->value(beta), side.key));
}

// v2 ----------------------------------------------------------------------------------------------

void addV2Slots(const Side& side, const std::string& scope, std::vector<Variable>& out) {
  for (const ModelVariable* weight : side.weights) {
    if (out.size() > limits::kVariables) return;  // the map refuses so many
    for (std::size_t i = 0; i < side.type->slots.size(); ++i) {
      const SlotRule& rule = side.type->slots[i];
      if (!applies(rule, *side.optimizer)) continue;
      Variable slot = makeSlot(weight->variable, side, rule);
      slot.slot = rule.name;
      slot.slotOrder = static_cast<int>(i);
      slot.name = fmt::format("{}/{}/{}/{}", scope, side.v2Name, weight->variable.name, rule.name);
      slot.graphName = slot.name;
      out.push_back(std::move(slot));
    }
  }
}

void addV2Scalars(const Side& side, const std::string& scope, std::vector<Variable>& out) {
  const auto add = [&](const std::string& name, double value) -> Variable& {
    out.push_back(
        makeScalar(fmt::format("{}/{}/{}", scope, side.v2Name, name), name, value, side.key));
    return out.back();
  };
  const Optimizer& optimizer = *side.optimizer;
  // A schedule is no variable.
  if (optimizer.learningRate.schedule.empty())
    add("learning_rate", optimizer.learningRate.value).key = side.key + ".learning_rate";
  for (const HyperParameter& parameter : side.type->parameters) {
    const std::string name(parameter.name);
    if (parameter.saved) add(name, optimizer.value(name));
  }
  if (side.type->name == "Nadam") {
    add("decay", optimizer.value("schedule_decay"));
    add("momentum_cache", 1);
  }
  if (side.ownIterations) add("iter", 0).dtype = formats::DType::Int64;
}

// Both --------------------------------------------------------------------------------------------

Side makeSide(const Config& config, const Optimizer& optimizer, std::string key) {
  Side side;
  side.optimizer = &optimizer;
  side.type = findOptimizerClass(config.api, optimizer.className);
  side.key = std::move(key);
  if (side.type != nullptr)
    side.v2Name = optimizer.byName ? std::string(side.type->defaultName) : optimizer.name;
  return side;
}

std::vector<Side> sidesOf(const Config& config, const std::vector<ModelVariable>& weights) {
  std::vector<Side> sides;
  if (config.family() != Family::Combined) {
    sides.push_back(makeSide(config, config.args.optimizer, "args.optimizer"));
    for (const ModelVariable& weight : weights)
      if (weight.variable.trainable) sides[0].weights.push_back(&weight);
    return sides;
  }
  const auto add = [&](const Optimizer& optimizer, const char* key, TrainedBy trainedBy) {
    sides.push_back(makeSide(config, optimizer, key));
    for (const ModelVariable& weight : weights)
      if (weight.variable.trainable && weight.trainedBy == trainedBy)
        sides.back().weights.push_back(&weight);
  };
  const bool network = !config.args.dnnFeatureColumns.empty();
  const bool linear = !config.args.linearFeatureColumns.empty();
  if (network) add(config.args.dnnOptimizer, "args.dnn_optimizer", TrainedBy::Network);
  if (linear) add(config.args.linearOptimizer, "args.linear_optimizer", TrainedBy::Linear);
  if (!network || !linear) return sides;
  Side& second = sides[1];
  second.ownIterations = true;
  if (second.v2Name == sides[0].v2Name) second.v2Name += "_1";
  if (second.type == sides[0].type) second.scalarSuffix = "_1";
  return sides;
}

}  // namespace

std::vector<Variable> optimizerVariables(const Config& config,
                                         const std::vector<ModelVariable>& weights) {
  std::vector<Variable> out;
  for (const Side& side : sidesOf(config, weights)) {
    if (side.type == nullptr) continue;
    if (config.api == Api::V1) {
      addV1Slots(side, config, out);
      addV1Scalars(side, config, out);
    } else {
      addV2Slots(side, trainingScope(config), out);
      addV2Scalars(side, trainingScope(config), out);
    }
  }
  return out;
}

}  // namespace cairn::model
