#include "core/model/graph_train_op.h"

#include "core/model/graph_schedule.h"
#include "core/model/optimizer_table.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

namespace cairn::model {
namespace {

using formats::boolAttr;
using formats::DType;
using formats::typeAttr;

/// How a v1 optimizer updates one variable: the operation and its inputs after the variable.
/// `slot0` … are the variable's slots, `grad` its gradient, `…_power` a scalar variable, all others
/// hyper-parameters.
struct ApplyRule {
  std::string_view className;
  std::string_view op;
  std::vector<std::string_view> inputs;
};

const std::vector<ApplyRule>& applyRules() {
  static const std::vector<ApplyRule> rules = {
      {"GradientDescentOptimizer", "ResourceApplyGradientDescent", {"learning_rate", "grad"}},
      {"MomentumOptimizer",
       "ResourceApplyMomentum",
       {"slot0", "learning_rate", "grad", "momentum"}},
      {"AdagradOptimizer", "ResourceApplyAdagrad", {"slot0", "learning_rate", "grad"}},
      {"ProximalAdagradOptimizer",
       "ResourceApplyProximalAdagrad",
       {"slot0", "learning_rate", "l1_regularization_strength", "l2_regularization_strength",
        "grad"}},
      {"ProximalGradientDescentOptimizer",
       "ResourceApplyProximalGradientDescent",
       {"learning_rate", "l1_regularization_strength", "l2_regularization_strength", "grad"}},
      {"AdadeltaOptimizer",
       "ResourceApplyAdadelta",
       {"slot0", "slot1", "learning_rate", "rho", "epsilon", "grad"}},
      {"AdamOptimizer",
       "ResourceApplyAdam",
       {"slot0", "slot1", "beta1_power", "beta2_power", "learning_rate", "beta1", "beta2",
        "epsilon", "grad"}},
      {"RMSPropOptimizer",
       "ResourceApplyRMSProp",
       {"slot0", "slot1", "learning_rate", "decay", "momentum", "epsilon", "grad"}},
      {"FtrlOptimizer",
       "ResourceApplyFtrl",
       {"slot0", "slot1", "grad", "learning_rate", "l1_regularization_strength",
        "l2_regularization_strength", "learning_rate_power"}},
  };
  return rules;
}

const ApplyRule* findRule(const std::string& className) {
  const auto& rules = applyRules();
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const ApplyRule& rule) {
    return rule.className == className;
  });
  return found == rules.end() ? nullptr : &*found;
}

/// The rule as this optimizer's switches change it.
ApplyRule ruleOf(const Optimizer& optimizer) {
  ApplyRule rule = *findRule(optimizer.className);
  if (rule.op == "ResourceApplyRMSProp" && optimizer.value("centered") != 0) {
    rule.op = "ResourceApplyCenteredRMSProp";  // mean gradient, mean square, momentum
    rule.inputs = {"slot1", "slot0",    "slot2",   "learning_rate",
                   "decay", "momentum", "epsilon", "grad"};
  }
  if (rule.op == "ResourceApplyFtrl" &&
      optimizer.value("l2_shrinkage_regularization_strength") > 0) {
    rule.op = "ResourceApplyFtrlV2";
    rule.inputs.insert(rule.inputs.end() - 1, "l2_shrinkage_regularization_strength");
  }
  return rule;
}

/// The optimizer's name in the graph and in its slots.
std::string graphName(const Optimizer& optimizer) {
  return optimizer.byName
             ? std::string(findOptimizerClass(Api::V1, optimizer.className)->defaultName)
             : optimizer.name;
}

class TrainOpBuilder {
 public:
  TrainOpBuilder(GraphOps& ops, const Optimizer& optimizer, const TrainOpPlace& place,
                 const GraphVariables& variables)
      : m_ops(ops),
        m_optimizer(optimizer),
        m_place(place),
        m_headScope(place.head),
        m_name(place.head + "/" + graphName(optimizer) + place.suffix),
        m_variables(variables),
        m_rule(ruleOf(optimizer)) {}

  Result<std::string> build(const GraphGradients& gradients,
                            const std::vector<std::string>& waitFor) {
    CAIRN_ASSIGN(const std::string step, handle("global_step"));
    addHyperParameters(step);
    std::vector<std::string> done;
    for (const auto& [key, gradient] : gradients.dense) {
      CAIRN_ASSIGN(const std::string applied, apply(key, gradient, {}));
      done.push_back("^" + applied);
    }
    for (const auto& [key, parts] : gradients.sparse) {
      CAIRN_ASSIGN(const std::string applied, applySparse(key, parts));
      done.push_back("^" + applied);
    }
    if (m_rule.op == "ResourceApplyAdam") addPowers(done);
    for (const std::string& node : waitFor) done.push_back("^" + node);

    const auto update = m_ops.addPlain(m_name + "/update", "NoOp", done);
    if (!m_place.countsStep) return update;
    const auto increment = m_ops.filled(m_name + "/Const", {}, 1, DType::Int64, {"^" + update});
    return m_ops.addPlain(m_name, "AssignAddVariableOp", {step, increment},
                          {{"dtype", typeAttr(DType::Int64)}});
  }

 private:
  Result<std::string> handle(const std::string& key) const {
    const auto found = m_variables.find(key);
    if (found == m_variables.end())
      return Error{ErrorCode::InvalidArgument, "the optimizer's variable is not in the list", key};
    return found->second.node;
  }

  /// `Adam`, `Adam_1`: numbered in the order in which the optimizer makes them; Ftrl's two may have
  /// names of their own.
  Result<std::string> slot(const std::string& key, std::size_t number) const {
    const std::string base = graphName(m_optimizer);
    const std::string first = m_optimizer.accumName.empty() ? base : m_optimizer.accumName;
    std::string name = number == 0 ? first : base;
    if (number == 1 && !m_optimizer.linearName.empty()) name = m_optimizer.linearName;
    if (number > 0 && (number > 1 || name == first)) name += fmt::format("_{}", number);
    return handle(key + m_place.infix + name);
  }

  void addHyperParameters(const std::string& step) {
    const LearningRate& rate = m_optimizer.learningRate;
    m_hyper["learning_rate"] =
        rate.schedule.empty() ? m_ops.scalar(m_name + "/learning_rate", rate.value)
                              : addSchedule(m_ops, rate, m_headScope + "/" + rate.schedule, step);
    for (const std::string_view input : m_rule.inputs) {
      const std::string name(input);
      if (m_optimizer.hyper.contains(name))
        m_hyper[name] = m_ops.scalar(m_name + "/" + name, m_optimizer.hyper.at(name));
    }
    const double beta = m_optimizer.value("beta");
    if (beta == 0 || !m_rule.op.starts_with("ResourceApplyFtrl")) return;
    // l2 + beta / (2 learning rate)
    const auto twice = m_ops.add(m_name + "/mul", "Mul",
                                 {m_ops.scalar(m_name + "/mul/x", 2), m_hyper["learning_rate"]});
    const auto share =
        m_ops.add(m_name + "/truediv", "RealDiv", {m_ops.scalar(m_name + "/beta", beta), twice});
    auto& l2 = m_hyper["l2_regularization_strength"];
    l2 = m_ops.add(m_name + "/add", "AddV2", {l2, share});
  }

  /// Rows that were looked up; Adam moves the others too.
  Result<std::string> applySparse(const std::string& key,
                                  const std::vector<SparseGradient>& parts) {
    CAIRN_ASSIGN(const std::string variable, handle(key));
    const std::string scope = fmt::format("{}/update_{}", m_name, variable);
    if (m_rule.op == "ResourceApplyAdam") {
      const std::int64_t rows = m_variables.at(key).shape.front();
      return apply(key, overAllRows(m_ops, scope, parts, rows), {});
    }
    const SparseGradient gradient = summedById(m_ops, scope, parts);
    if (m_rule.op != "ResourceApplyGradientDescent") return apply(key, gradient.rows, gradient.ids);
    const auto rate = m_ops.add(scope + "/Neg", "Neg", {m_hyper["learning_rate"]});
    const auto change = m_ops.add(scope + "/mul", "Mul", {gradient.rows, rate});
    return m_ops.addPlain(
        scope + "/ResourceScatterAdd", "ResourceScatterAdd", {variable, gradient.ids, change},
        {{"dtype", typeAttr(DType::Float)}, {"Tindices", typeAttr(DType::Int64)}});
  }

  /// `ids` are those of the gradient's rows; empty: all.
  Result<std::string> apply(const std::string& key, const std::string& gradient,
                            const std::string& ids) {
    CAIRN_ASSIGN(const std::string variable, handle(key));
    std::vector<std::string> inputs = {variable};
    for (const std::string_view input : m_rule.inputs) {
      if (input == "grad") {
        inputs.push_back(gradient);
        if (!ids.empty()) inputs.push_back(ids);
      } else if (input.starts_with("slot")) {
        CAIRN_ASSIGN(std::string node, slot(key, static_cast<std::size_t>(input.back() - '0')));
        inputs.push_back(std::move(node));
      } else if (input.ends_with("_power") && input != "learning_rate_power") {
        CAIRN_ASSIGN(std::string node, power(std::string(input)));
        inputs.push_back(std::move(node));
      } else {
        inputs.push_back(m_hyper[std::string(input)]);
      }
    }
    formats::NodeAttributes attributes;
    if (m_rule.op == "ResourceApplyMomentum")
      attributes.emplace_back("use_nesterov", boolAttr(m_optimizer.value("use_nesterov") != 0));
    std::string op(m_rule.op);
    if (!ids.empty()) {
      op.insert(std::string_view("Resource").size(), "Sparse");
      attributes.emplace_back("Tindices", typeAttr(DType::Int64));
    }
    return m_ops.add(fmt::format("{}/update_{}/{}", m_name, variable, op), op, inputs, attributes);
  }

  /// beta^t before this step, read once for all updates.
  Result<std::string> power(const std::string& name) {
    auto& known = m_powers[name];
    if (known.read.empty()) {
      CAIRN_ASSIGN(known.handle, handle(m_headScope + "/" + name + m_place.suffix));
      known.read = m_ops.read(m_name + "/" + name + "/ReadVariableOp", known.handle);
    }
    return known.read;
  }

  /// beta^(t+1), once every update has used beta^t.
  void addPowers(std::vector<std::string>& done) {
    const std::vector<std::string> updates = done;
    for (const auto& [name, known] : m_powers) {
      const std::string beta = name.substr(0, name.find('_'));
      const std::string scope = m_name + "/" + name;
      const auto next = m_ops.add(scope + "/mul", "Mul", {known.read, m_hyper[beta]});
      std::vector<std::string> inputs = {known.handle, next};
      inputs.insert(inputs.end(), updates.begin(), updates.end());
      done.push_back("^" + m_ops.addPlain(scope + "/AssignVariableOp", "AssignVariableOp", inputs,
                                          {{"dtype", typeAttr(DType::Float)}}));
    }
  }

  struct Power {
    std::string handle;
    std::string read;
  };

  GraphOps& m_ops;
  const Optimizer& m_optimizer;
  const TrainOpPlace m_place;
  const std::string m_headScope;
  const std::string m_name;
  const GraphVariables& m_variables;
  const ApplyRule m_rule;
  std::map<std::string, std::string> m_hyper;
  std::map<std::string, Power> m_powers;
};

}  // namespace

Result<void> checkTrainOp(const Optimizer& optimizer, const std::string& key) {
  if (findRule(optimizer.className) == nullptr)
    return Error{ErrorCode::Unsupported, "a train op of " + optimizer.className, key};
  const std::string& schedule = optimizer.learningRate.schedule;
  if (!schedule.empty() && !isGraphSchedule(schedule))
    return Error{ErrorCode::Unsupported, "a train op with the schedule " + schedule,
                 key + ".learning_rate"};
  return {};
}

Result<std::string> addTrainOp(GraphOps& ops, const Optimizer& optimizer, const TrainOpPlace& place,
                               const GraphVariables& variables, const GraphGradients& gradients,
                               const std::vector<std::string>& waitFor) {
  return TrainOpBuilder(ops, optimizer, place, variables).build(gradients, waitFor);
}

}  // namespace cairn::model
