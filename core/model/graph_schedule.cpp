#include "core/model/graph_schedule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace cairn::model {
namespace {

using formats::DType;
using formats::typeAttr;

class ScheduleBuilder {
 public:
  ScheduleBuilder(GraphOps& ops, const LearningRate& rate, std::string scope,
                  const std::string& step)
      : m_ops(ops), m_rate(rate), m_scope(std::move(scope) + "/") {
    const auto read = m_ops.read(m_scope + "ReadVariableOp", step, DType::Int64);
    m_step = m_ops.addPlain(m_scope + "Cast", "Cast", {read},
                            {{"SrcT", typeAttr(DType::Int64)}, {"DstT", typeAttr(DType::Float)}});
  }

  std::string build() {
    const std::string& name = m_rate.schedule;
    if (name == "exponential_decay") return exponential(number("decay_rate"));
    if (name == "natural_exp_decay") return exponential(std::exp(-number("decay_rate")));
    if (name == "inverse_time_decay") return inverseTime();
    if (name == "polynomial_decay") return polynomial();
    if (name == "cosine_decay") return cosine();
    if (name == "cosine_decay_restarts") return cosineRestarts();
    if (name == "linear_cosine_decay") return linearCosine();
    return piecewise();
  }

 private:
  double number(const std::string& parameter) const {
    const auto found = m_rate.parameters.find(parameter);
    if (found == m_rate.parameters.end()) return 0;
    if (const double* value = std::get_if<double>(&found->second)) return *value;
    if (const bool* value = std::get_if<bool>(&found->second)) return *value ? 1 : 0;
    return 0;
  }

  std::vector<double> numbers(const std::string& parameter) const {
    const auto found = m_rate.parameters.find(parameter);
    if (found == m_rate.parameters.end()) return {};
    const auto* list = std::get_if<std::vector<double>>(&found->second);
    return list != nullptr ? *list : std::vector<double>{};
  }

  std::string value(double constant) { return m_ops.scalar(next("Const"), constant); }
  std::string op(const std::string& type, const std::vector<std::string>& inputs) {
    return m_ops.add(next(type), type, inputs);
  }
  std::string next(const std::string& type) {
    return fmt::format("{}{}_{}", m_scope, type, m_nodes++);
  }
  std::string multiply(const std::string& a, const std::string& b) { return op("Mul", {a, b}); }

  /// step / `steps`, whole numbers only with `staircase`.
  std::string fraction(double steps) {
    const auto part = op("RealDiv", {m_step, value(steps)});
    return number("staircase") != 0 ? op("Floor", {part}) : part;
  }
  /// min(step, decay_steps) / decay_steps
  std::string finished() {
    const auto steps = value(number("decay_steps"));
    return op("RealDiv", {op("Minimum", {m_step, steps}), steps});
  }
  std::string rate() { return value(number("learning_rate")); }

  /// (1 + cos(`turns` pi x)) / 2
  std::string wave(const std::string& x, double turns) {
    const auto angle = multiply(value(turns * std::numbers::pi), x);
    return multiply(value(0.5), op("AddV2", {value(1), op("Cos", {angle})}));
  }
  /// rate ((1 - alpha) x + alpha)
  std::string above(const std::string& x) {
    const double alpha = number("alpha");
    return multiply(rate(), op("AddV2", {multiply(value(1 - alpha), x), value(alpha)}));
  }

  std::string exponential(double base) {
    return multiply(rate(), op("Pow", {value(base), fraction(number("decay_steps"))}));
  }

  std::string inverseTime() {
    const auto grown = multiply(value(number("decay_rate")), fraction(number("decay_steps")));
    return op("RealDiv", {rate(), op("AddV2", {value(1), grown})});
  }

  std::string polynomial() {
    auto steps = value(number("decay_steps"));
    auto step = m_step;
    if (number("cycle") != 0) {
      // The first round counts at step 0 too.
      const auto rounds = op("Maximum", {op("Ceil", {op("RealDiv", {m_step, steps})}), value(1)});
      steps = multiply(steps, rounds);
    } else {
      step = op("Minimum", {m_step, steps});
    }
    const double end = number("end_learning_rate");
    const auto left = op("Sub", {value(1), op("RealDiv", {step, steps})});
    const auto shape = op("Pow", {left, value(number("power"))});
    const auto span = value(number("learning_rate") - end);
    return op("AddV2", {multiply(span, shape), value(end)});
  }

  std::string cosine() { return above(wave(finished(), 1)); }

  std::string linearCosine() {
    const auto x = finished();
    const auto line = op("AddV2", {value(number("alpha")), op("Sub", {value(1), x})});
    const auto product = multiply(line, wave(x, 2 * number("num_periods")));
    return multiply(rate(), op("AddV2", {product, value(number("beta"))}));
  }

  std::string cosineRestarts() {
    const double t = number("t_mul");
    const auto done = op("RealDiv", {m_step, value(number("first_decay_steps"))});
    std::string round, x;
    if (t == 1) {
      round = op("Floor", {done});
      x = op("Sub", {done, round});
    } else {
      // Lengths grow by t: after n rounds (1 - t^n) / (1 - t) of the first one have passed.
      const auto inside = op("Sub", {value(1), multiply(done, value(1 - t))});
      round = op("Floor", {op("RealDiv", {op("Log", {inside}), value(std::log(t))})});
      const auto power = op("Pow", {value(t), round});
      const auto passed = op("RealDiv", {op("Sub", {value(1), power}), value(1 - t)});
      x = op("RealDiv", {op("Sub", {done, passed}), power});
    }
    return above(multiply(op("Pow", {value(number("m_mul")), round}), wave(x, 1)));
  }

  /// values[i] up to and with boundaries[i].
  std::string piecewise() {
    const auto boundaries = numbers("boundaries");
    const auto values = numbers("values");
    if (values.empty()) return value(0);
    std::string chosen = value(values.back());
    for (std::size_t i = std::min(boundaries.size(), values.size()); i-- > 0;) {
      const auto here = op("LessEqual", {m_step, value(boundaries[i])});
      chosen = op("SelectV2", {here, value(values[i]), chosen});
    }
    return chosen;
  }

  GraphOps& m_ops;
  const LearningRate& m_rate;
  const std::string m_scope;
  std::string m_step;
  int m_nodes = 0;
};

}  // namespace

bool isGraphSchedule(std::string_view name) {
  constexpr std::array<std::string_view, 9> kNames = {
      "exponential_decay",   "natural_exp_decay",  "inverse_time_decay",
      "polynomial_decay",    "cosine_decay",       "cosine_decay_restarts",
      "linear_cosine_decay", "piecewise_constant", "piecewise_constant_decay"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::string addSchedule(GraphOps& ops, const LearningRate& rate, const std::string& scope,
                        const std::string& step) {
  return ScheduleBuilder(ops, rate, scope, step).build();
}

}  // namespace cairn::model
