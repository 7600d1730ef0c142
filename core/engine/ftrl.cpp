#include "core/engine/optimizers.h"

#include <cmath>

namespace cairn::engine {
namespace {

/// `root(n)` is n to the power -learning_rate_power.
template <class Root>
void applyWith(const Update& update, const CairnOptimizerSpec& spec, const Root& root) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict squares = update.slots[0];
  float* __restrict linear = update.slots[1];
  const float rate = update.rate;
  const float l1 = spec.l1;
  const float shrinkage = 2.0F * spec.l2_shrinkage;
  const float l2 = 2.0F * (spec.l2 + spec.beta / (2.0F * rate));
  for (int64_t i = 0; i < update.count; ++i) {
    const float g = gradient[i];
    const float before = squares[i];
    const float after = before + g * g;
    const float rootAfter = root(after);
    const float pull = (rootAfter - root(before)) / rate * value[i];
    const float z = linear[i] + (g + shrinkage * value[i]) - pull;
    const float kept = (std::copysign(l1, z) - z) / (rootAfter / rate + l2);
    value[i] = std::fabs(z) > l1 ? kept : 0.0F;
    linear[i] = z;
    squares[i] = after;
  }
}

}  // namespace

void applyFtrl(const Update& update, const CairnOptimizerSpec& spec) {
  const float power = -spec.learning_rate_power;
  if (power == 0.5F)
    applyWith(update, spec, [](float n) { return std::sqrt(n); });
  else
    applyWith(update, spec, [power](float n) { return std::pow(n, power); });
}

}  // namespace cairn::engine
