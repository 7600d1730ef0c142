#include "core/training/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace cairn::training {
namespace {

using Rate = std::function<float(std::int64_t)>;
constexpr float kPi = std::numbers::pi_v<float>;

/// The parameters of one schedule, which the config has filled in.
class Parameters {
 public:
  explicit Parameters(const model::LearningRate& rate) : m_rate(&rate) {}

  double number(const char* name) const {
    const auto found = m_rate->parameters.find(name);
    const double* value =
        found == m_rate->parameters.end() ? nullptr : std::get_if<double>(&found->second);
    return value == nullptr ? 0 : *value;
  }
  float real(const char* name) const { return static_cast<float>(number(name)); }
  bool has(const char* name) const { return m_rate->parameters.contains(name); }
  bool flag(const char* name) const {
    const auto found = m_rate->parameters.find(name);
    const bool* value =
        found == m_rate->parameters.end() ? nullptr : std::get_if<bool>(&found->second);
    return value != nullptr && *value;
  }
  std::vector<double> numbers(const char* name) const {
    const auto found = m_rate->parameters.find(name);
    const auto* list = found == m_rate->parameters.end()
                           ? nullptr
                           : std::get_if<std::vector<double>>(&found->second);
    return list == nullptr ? std::vector<double>() : *list;
  }
  /// v1 says `learning_rate`, v2 `initial_learning_rate`.
  float start() const {
    return has("learning_rate") ? real("learning_rate") : real("initial_learning_rate");
  }

 private:
  const model::LearningRate* m_rate;
};

Rate exponential(const Parameters& given, float decay) {
  return [start = given.start(), steps = given.real("decay_steps"), decay,
          stairs = given.flag("staircase")](std::int64_t step) {
    const float p = static_cast<float>(step) / steps;
    return start * std::pow(decay, stairs ? std::floor(p) : p);
  };
}

Rate inverseTime(const Parameters& given) {
  return [start = given.start(), steps = given.real("decay_steps"),
          decay = given.real("decay_rate"), stairs = given.flag("staircase")](std::int64_t step) {
    const float p = static_cast<float>(step) / steps;
    return start / (1.0F + decay * (stairs ? std::floor(p) : p));
  };
}

Rate polynomial(const Parameters& given) {
  return [start = given.start(), all = given.real("decay_steps"),
          end = given.real("end_learning_rate"), power = given.real("power"),
          cycle = given.flag("cycle")](std::int64_t step) {
    float at = static_cast<float>(step);
    float steps = all;
    if (cycle)
      steps *= step == 0 ? 1.0F : std::ceil(at / all);
    else
      at = std::min(at, all);
    return (start - end) * std::pow(1.0F - at / steps, power) + end;
  };
}

Rate piecewise(const Parameters& given) {
  std::vector<double> boundaries = given.numbers("boundaries");
  std::vector<double> values = given.numbers("values");
  return [boundaries = std::move(boundaries), values = std::move(values)](std::int64_t step) {
    // A boundary belongs to the piece before it.
    const auto above =
        std::lower_bound(boundaries.begin(), boundaries.end(), static_cast<double>(step));
    return static_cast<float>(values[static_cast<std::size_t>(above - boundaries.begin())]);
  };
}

/// From 1 to 0 on half a cosine.
float halfCosine(float fraction) { return 0.5F * (1.0F + std::cos(kPi * fraction)); }

Rate cosine(const Parameters& given) {
  const float rest = static_cast<float>(1 - given.number("alpha"));
  const auto decayed = [rest, alpha = given.real("alpha")](float from, float fraction) {
    return from * (rest * halfCosine(fraction) + alpha);
  };
  const float start = given.start();
  const float steps = given.real("decay_steps");
  if (!given.has("warmup_target"))
    return [=](std::int64_t step) {
      return decayed(start, std::min(static_cast<float>(step), steps) / steps);
    };
  return [=, target = given.real("warmup_target"),
          warmup = given.real("warmup_steps")](std::int64_t step) {
    const float at = std::min(static_cast<float>(step), steps + warmup);
    if (at < warmup) return (target - start) * (at / warmup) + start;
    return decayed(target, (at - warmup) / steps);
  };
}

Rate cosineRestarts(const Parameters& given) {
  return [start = given.start(), first = given.real("first_decay_steps"),
          stretch = given.real("t_mul"), shrink = given.real("m_mul"),
          alpha = given.real("alpha")](std::int64_t step) {
    float fraction = static_cast<float>(step) / first;
    float restarts = std::floor(fraction);
    if (stretch == 1.0F) {
      fraction -= restarts;
    } else {
      restarts = std::floor(std::log(1.0F - fraction * (1.0F - stretch)) / std::log(stretch));
      const float power = std::pow(stretch, restarts);
      fraction = (fraction - (1.0F - power) / (1.0F - stretch)) / power;
    }
    const float height = std::pow(shrink, restarts);
    const float cosineDecayed = 0.5F * height * (1.0F + std::cos(kPi * fraction));
    return start * ((1.0F - alpha) * cosineDecayed + alpha);
  };
}

Rate linearCosine(const Parameters& given) {
  return [start = given.start(), steps = given.real("decay_steps"),
          periods = given.real("num_periods"), alpha = given.real("alpha"),
          beta = given.real("beta")](std::int64_t step) {
    const float at = std::min(static_cast<float>(step), steps);
    const float linear = (steps - at) / steps;
    const float waves = 2.0F * periods * (at / steps);
    return start * ((alpha + linear) * halfCosine(waves) + beta);
  };
}

Result<void> checkPieces(const Parameters& given, bool wholeSteps, const std::string& key) {
  const std::vector<double> boundaries = given.numbers("boundaries");
  if (boundaries.empty() || boundaries.size() + 1 != given.numbers("values").size())
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("The length of boundaries should be 1 less than the length of values. "
                             "Received: boundaries of length {}, and values of length {}.",
                             boundaries.size(), given.numbers("values").size()),
                 key};
  const auto isWhole = [](double value) { return value == std::floor(value); };
  if (wholeSteps && !std::all_of(boundaries.begin(), boundaries.end(), isWhole))
    return Error{ErrorCode::InvalidArgument,
                 "`boundaries` (<dtype: 'float32'>) must have the same dtype as x (<dtype: "
                 "'int64'>).",
                 key};
  return {};
}

}  // namespace

Result<LearningRateSchedule> LearningRateSchedule::create(const model::LearningRate& rate,
                                                          const std::string& key) {
  const std::string& name = rate.schedule;
  const Parameters given(rate);
  if (name.empty())
    return LearningRateSchedule(
        [value = static_cast<float>(rate.value)](std::int64_t) { return value; });
  if (name == "exponential_decay" || name == "ExponentialDecay")
    return LearningRateSchedule(exponential(given, given.real("decay_rate")));
  if (name == "natural_exp_decay")
    return LearningRateSchedule(exponential(given, std::exp(-given.real("decay_rate"))));
  if (name == "inverse_time_decay" || name == "InverseTimeDecay")
    return LearningRateSchedule(inverseTime(given));
  if (name == "polynomial_decay" || name == "PolynomialDecay")
    return LearningRateSchedule(polynomial(given));
  if (name == "piecewise_constant" || name == "piecewise_constant_decay" ||
      name == "PiecewiseConstantDecay") {
    CAIRN_TRY(checkPieces(given, name != "PiecewiseConstantDecay", key));
    return LearningRateSchedule(piecewise(given));
  }
  if (name == "cosine_decay" || name == "CosineDecay") return LearningRateSchedule(cosine(given));
  if (name == "cosine_decay_restarts" || name == "CosineDecayRestarts")
    return LearningRateSchedule(cosineRestarts(given));
  if (name == "linear_cosine_decay") return LearningRateSchedule(linearCosine(given));
  return Error{ErrorCode::Unsupported, fmt::format("learning rate schedule {} is not known", name),
               key};
}

}  // namespace cairn::training
