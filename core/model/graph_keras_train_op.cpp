#include "core/model/graph_keras_train_op.h"

#include "core/model/graph_schedule.h"
#include "core/model/optimizer_table.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::model {
namespace {

using formats::boolAttr;
using formats::DType;
using formats::typeAttr;

/// How a Keras optimizer updates one variable: the operation and its inputs after the variable.
/// `slot:` names one of the variable's slots, `grad` is its gradient, `power:` a hyper-parameter to
/// the power of the step's number; all others are hyper-parameters.
struct KerasRule {
  std::string_view op;  // empty: RMSprop without momentum, which has no operation of its own
  std::vector<std::string_view> inputs;
};

/// Nothing when Cairn does not write the optimizer's step.
std::optional<KerasRule> ruleOf(const Optimizer& optimizer) {
  const std::string& name = optimizer.className;
  if (name == "SGD" && optimizer.value("momentum") == 0)
    return KerasRule{"ResourceApplyGradientDescent", {"learning_rate", "grad"}};
  if (name == "SGD")
    return KerasRule{"ResourceApplyKerasMomentum",
                     {"slot:momentum", "learning_rate", "grad", "momentum"}};
  if (name == "Adagrad")
    return KerasRule{"ResourceApplyAdagradV2",
                     {"slot:accumulator", "learning_rate", "epsilon", "grad"}};
  if (name == "Adam" && optimizer.value("amsgrad") != 0)
    return KerasRule{"ResourceApplyAdamWithAmsgrad",
                     {"slot:m", "slot:v", "slot:vhat", "power:beta_1", "power:beta_2",
                      "learning_rate", "beta_1", "beta_2", "epsilon", "grad"}};
  if (name == "Adam")
    return KerasRule{"ResourceApplyAdam",
                     {"slot:m", "slot:v", "power:beta_1", "power:beta_2", "learning_rate", "beta_1",
                      "beta_2", "epsilon", "grad"}};
  if (name == "Adamax")
    return KerasRule{"ResourceApplyAdaMax",
                     {"slot:m", "slot:v", "power:beta_1", "learning_rate", "beta_1", "beta_2",
                      "epsilon", "grad"}};
  if (name == "Adadelta")
    return KerasRule{
        "ResourceApplyAdadelta",
        {"slot:accum_grad", "slot:accum_var", "learning_rate", "rho", "epsilon", "grad"}};
  if (name == "RMSprop" && optimizer.value("momentum") == 0)
    return KerasRule{"", {"learning_rate", "rho", "epsilon"}};
  if (name == "RMSprop" && optimizer.value("centered") != 0)
    return KerasRule{"ResourceApplyCenteredRMSProp",
                     {"slot:mg", "slot:rms", "slot:momentum", "learning_rate", "rho", "momentum",
                      "epsilon", "grad"}};
  if (name == "RMSprop")
    return KerasRule{
        "ResourceApplyRMSProp",
        {"slot:rms", "slot:momentum", "learning_rate", "rho", "momentum", "epsilon", "grad"}};
  if (name != "Ftrl") return {};
  KerasRule rule = {
      "ResourceApplyFtrl",
      {"slot:accumulator", "slot:linear", "grad", "learning_rate", "l1_regularization_strength",
       "l2_regularization_strength", "learning_rate_power"}};
  if (optimizer.value("l2_shrinkage_regularization_strength") > 0) {
    rule.op = "ResourceApplyFtrlV2";
    rule.inputs.insert(rule.inputs.end() - 1, "l2_shrinkage_regularization_strength");
  }
  return rule;
}

/// The schedule in v1's words; the formulas are the same.
LearningRate inV1Words(LearningRate rate) {
  static const std::map<std::string, std::string> names = {
      {"ExponentialDecay", "exponential_decay"}, {"InverseTimeDecay", "inverse_time_decay"},
      {"PolynomialDecay", "polynomial_decay"},   {"PiecewiseConstantDecay", "piecewise_constant"},
      {"CosineDecay", "cosine_decay"},           {"CosineDecayRestarts", "cosine_decay_restarts"}};
  const auto name = names.find(rate.schedule);
  if (name != names.end()) rate.schedule = name->second;
  if (const auto initial = rate.parameters.find("initial_learning_rate");
      initial != rate.parameters.end())
    rate.parameters["learning_rate"] = initial->second;
  return rate;
}

class KerasTrainOpBuilder {
 public:
  KerasTrainOpBuilder(GraphOps& ops, const Optimizer& optimizer, const KerasPlace& place,
                      const GraphVariables& variables)
      : m_ops(ops),
        m_optimizer(optimizer),
        m_variables(variables),
        m_rule(*ruleOf(optimizer)),
        m_class(findOptimizerClass(Api::V2, optimizer.className)),
        m_place(place),
        m_name((optimizer.byName ? std::string(m_class->defaultName) : optimizer.name) +
               place.suffix),
        m_scope("training/" + m_name) {}

  Result<std::string> build(const GraphGradients& gradients,
                            const std::vector<std::string>& waitFor) {
    const auto own = m_variables.find(m_scope + "/iter");
    CAIRN_ASSIGN(m_step, handle(own == m_variables.end() ? "global_step" : m_scope + "/iter"));
    CAIRN_TRY(addHyperParameters());
    std::vector<std::string> done;
    for (const auto& [key, gradient] : gradients.dense) {
      CAIRN_ASSIGN(const std::string applied,
                   m_rule.op.empty() ? applyRmsprop(key, gradient) : apply(key, gradient, {}));
      done.push_back("^" + applied);
    }
    for (const auto& [key, parts] : gradients.sparse) {
      CAIRN_ASSIGN(const std::string applied, applySparse(key, parts));
      done.push_back("^" + applied);
    }
    for (const std::string& node : waitFor) done.push_back("^" + node);

    const std::string scope = m_scope + "/" + m_name;
    const auto update = m_ops.addPlain(scope + "/group_deps", "NoOp", done);
    const auto one = m_ops.filled(scope + "/Const", {}, 1, DType::Int64, {"^" + update});
    const auto count = m_ops.addPlain(scope + "/AssignAddVariableOp", "AssignAddVariableOp",
                                      {m_step, one}, {{"dtype", typeAttr(DType::Int64)}});
    if (!m_place.whole) return count;
    return m_ops.addPlain("training/group_deps", "NoOp", {"^" + count});
  }

 private:
  Result<std::string> handle(const std::string& key) const {
    const auto found = m_variables.find(key);
    if (found == m_variables.end())
      return Error{ErrorCode::InvalidArgument, "the optimizer's variable is not in the list", key};
    return found->second.node;
  }
  Result<std::string> slot(const std::string& key, std::string_view name) const {
    return handle(fmt::format("{}/{}/{}", m_scope, key, name));
  }

  /// A hyper-parameter as Keras takes it: what is saved is read from its variable.
  std::string hyper(const std::string& name) {
    std::string& node = m_hyper[name];
    if (!node.empty()) return node;
    const auto saved = m_variables.find(m_scope + "/" + name);
    if (saved == m_variables.end())
      node = m_ops.scalar(m_scope + "/" + name + "_constant", m_optimizer.value(name));
    else
      node = m_ops.read(m_scope + "/" + name + "/value", saved->second.node);
    return node;
  }

  std::string op(const std::string& type, const std::vector<std::string>& inputs) {
    return m_ops.add(fmt::format("{}/{}_{}", m_scope, type, m_nodes++), type, inputs);
  }
  std::string value(double constant) {
    return m_ops.scalar(fmt::format("{}/Const_{}", m_scope, m_nodes++), constant);
  }

  Result<void> addHyperParameters() {
    const LearningRate& rate = m_optimizer.learningRate;
    if (!rate.schedule.empty())
      m_hyper["learning_rate"] =
          addSchedule(m_ops, inV1Words(rate), m_scope + "/" + rate.schedule, m_step);
    const std::string step = floatStep();
    if (m_optimizer.value("decay") > 0) {
      const auto slowed = op("AddV2", {value(1), op("Mul", {hyper("decay"), step})});
      m_hyper["learning_rate"] = op("RealDiv", {hyper("learning_rate"), slowed});
    }
    m_nextStep = op("AddV2", {step, value(1)});
    if (m_rule.op.starts_with("ResourceApplyFtrl")) {
      // l2 + beta / (2 learning rate)
      const auto twice = op("Mul", {value(2), hyper("learning_rate")});
      const auto share = op("RealDiv", {hyper("beta"), twice});
      m_hyper["l2_regularization_strength"] =
          op("AddV2", {hyper("l2_regularization_strength"), share});
    }
    return {};
  }

  std::string floatStep() {
    const auto read = m_ops.read(m_scope + "/iterations", m_step, DType::Int64);
    return m_ops.addPlain(m_scope + "/Cast", "Cast", {read},
                          {{"SrcT", typeAttr(DType::Int64)}, {"DstT", typeAttr(DType::Float)}});
  }

  std::string power(const std::string& name) {
    std::string& node = m_powers[name];
    if (node.empty()) node = op("Pow", {hyper(name), m_nextStep});
    return node;
  }

  /// Rows that were looked up; Adam and RMSprop without momentum move the others' slots too.
  Result<std::string> applySparse(const std::string& key,
                                  const std::vector<SparseGradient>& parts) {
    CAIRN_ASSIGN(const std::string variable, handle(key));
    const std::string scope = updateScope(key);
    const std::int64_t rows = m_variables.at(key).shape.front();
    if (m_rule.op.empty()) return applyRmsprop(key, overAllRows(m_ops, scope, parts, rows));
    if (m_rule.op.starts_with("ResourceApplyAdam"))
      return apply(key, overAllRows(m_ops, scope, parts, rows), {});
    const SparseGradient gradient = summedById(m_ops, scope, parts);
    if (m_rule.op != "ResourceApplyGradientDescent") return apply(key, gradient.rows, gradient.ids);
    const auto rate = m_ops.add(scope + "/Neg", "Neg", {hyper("learning_rate")});
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
      } else if (input.starts_with("slot:")) {
        CAIRN_ASSIGN(std::string node, slot(key, input.substr(5)));
        inputs.push_back(std::move(node));
      } else if (input.starts_with("power:")) {
        inputs.push_back(power(std::string(input.substr(6))));
      } else {
        inputs.push_back(hyper(std::string(input)));
      }
    }
    formats::NodeAttributes attributes;
    if (m_rule.op == "ResourceApplyKerasMomentum")
      attributes.emplace_back("use_nesterov", boolAttr(m_optimizer.value("nesterov") != 0));
    std::string type(m_rule.op);
    if (!ids.empty()) {
      type.insert(std::string_view("Resource").size(), "Sparse");
      attributes.emplace_back("Tindices", typeAttr(DType::Int64));
    }
    return m_ops.add(updateScope(key) + "/" + type, type, inputs, attributes);
  }

  std::string updateScope(const std::string& key) const {
    return fmt::format("{}/{}/update_{}", m_scope, m_name, key);
  }

  /// Sets a slot to rho slot + (1 - rho) x and returns the new value.
  Result<std::string> average(const std::string& key, const char* slotName, const std::string& x,
                              std::vector<std::string>& done) {
    CAIRN_ASSIGN(const std::string node, slot(key, slotName));
    const std::string scope = updateScope(key) + "/" + slotName;
    const auto old = m_ops.read(scope + "/ReadVariableOp", node);
    const auto kept = m_ops.add(scope + "/mul", "Mul", {hyper("rho"), old});
    const auto rest = m_ops.add(scope + "/sub", "Sub", {m_one, hyper("rho")});
    const auto added = m_ops.add(scope + "/mul_1", "Mul", {x, rest});
    const auto next = m_ops.add(scope + "/add", "AddV2", {kept, added});
    done.push_back("^" + m_ops.addPlain(scope + "/AssignVariableOp", "AssignVariableOp",
                                        {node, next}, {{"dtype", typeAttr(DType::Float)}}));
    return next;
  }

  /// w -= lr g / (sqrt(rms) + epsilon), epsilon outside the root; centered: rms - mg^2.
  Result<std::string> applyRmsprop(const std::string& key, const std::string& gradient) {
    CAIRN_ASSIGN(const std::string variable, handle(key));
    if (m_one.empty()) m_one = value(1);
    const std::string scope = updateScope(key);
    std::vector<std::string> done;
    const auto square = m_ops.add(scope + "/Square", "Square", {gradient});
    CAIRN_ASSIGN(std::string spread, average(key, "rms", square, done));
    if (m_optimizer.value("centered") != 0) {
      CAIRN_ASSIGN(const std::string mean, average(key, "mg", gradient, done));
      spread = m_ops.add(scope + "/sub", "Sub",
                         {spread, m_ops.add(scope + "/Square_1", "Square", {mean})});
    }
    const auto root = m_ops.add(scope + "/Sqrt", "Sqrt", {spread});
    const auto below = m_ops.add(scope + "/add", "AddV2", {root, hyper("epsilon")});
    const auto above = m_ops.add(scope + "/mul", "Mul", {hyper("learning_rate"), gradient});
    const auto change = m_ops.add(scope + "/truediv", "RealDiv", {above, below});
    std::vector<std::string> inputs = {variable, change};
    inputs.insert(inputs.end(), done.begin(), done.end());
    return m_ops.addPlain(scope + "/AssignSubVariableOp", "AssignSubVariableOp", inputs,
                          {{"dtype", typeAttr(DType::Float)}});
  }

  GraphOps& m_ops;
  const Optimizer& m_optimizer;
  const GraphVariables& m_variables;
  const KerasRule m_rule;
  const OptimizerClass* m_class;
  const KerasPlace m_place;
  const std::string m_name;
  const std::string m_scope;  // `training/Adam`
  std::string m_step;         // handle of global_step
  std::string m_nextStep;     // float32, one more
  std::string m_one;
  std::map<std::string, std::string> m_hyper;
  std::map<std::string, std::string> m_powers;
  int m_nodes = 0;
};

}  // namespace

Result<void> checkKerasTrainOp(const Optimizer& optimizer, const std::string& key) {
  if (!ruleOf(optimizer))
    return Error{ErrorCode::Unsupported, "a train op of " + optimizer.className, key};
  for (const char* clip : {"clipnorm", "clipvalue", "global_clipnorm"})
    if (optimizer.hyper.contains(clip))
      return Error{ErrorCode::Unsupported, "a train op that clips gradients", key + "." + clip};
  const LearningRate& rate = optimizer.learningRate;
  const auto warmup = rate.parameters.find("warmup_target");
  if (!rate.schedule.empty() &&
      (!isGraphSchedule(inV1Words(rate).schedule) || warmup != rate.parameters.end()))
    return Error{ErrorCode::Unsupported, "a train op with the schedule " + rate.schedule,
                 key + ".learning_rate"};
  return {};
}

Result<void> checkKerasRows(const Optimizer& optimizer, const std::string& key) {
  if (optimizer.className != "Adamax") return {};
  return Error{ErrorCode::Unsupported, "a train op of Adamax for rows that are looked up", key};
}

Result<std::string> addKerasTrainOp(GraphOps& ops, const Optimizer& optimizer,
                                    const KerasPlace& place, const GraphVariables& variables,
                                    const GraphGradients& gradients,
                                    const std::vector<std::string>& waitFor) {
  return KerasTrainOpBuilder(ops, optimizer, place, variables).build(gradients, waitFor);
}

}  // namespace cairn::model
