#include "core/engine/optimizers.h"

#include <cmath>

namespace cairn::engine {
namespace {

/// What the step's scalars come to.
struct Factors {
  Factors(const CairnOptimizerSpec& spec, const float* scalars, float learningRate)
      : beta1(spec.beta1),
        beta2(spec.beta2),
        direct(1.0F - scalars[0]),
        ahead(scalars[1]),
        soFar(1.0F - scalars[2]),
        next(1.0F - scalars[2] * scalars[1]),
        squares(1.0F - scalars[3]),
        epsilon(spec.epsilon),
        rate(learningRate) {}

  float step(float gradient, float mean, float square) const {
    const float bar = direct * (gradient / soFar) + ahead * (mean / next);
    return rate * bar / (std::sqrt(square / squares) + epsilon);
  }

  float beta1, beta2;
  float direct, ahead;  // weights of gradient and mean
  float soFar, next;    // 1 - the product of the momenta, to this step and to the next
  float squares;        // 1 - beta2^t
  float epsilon, rate;
};

}  // namespace

void applyNadam(const Update& update, const CairnOptimizerSpec& spec, const float* scalars) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict mean = update.slots[0];
  float* __restrict squares = update.slots[1];
  const Factors factors(spec, scalars, update.rate);
  for (int64_t i = 0; i < update.count; ++i) {
    mean[i] = factors.beta1 * mean[i] + (1.0F - factors.beta1) * gradient[i];
    squares[i] = factors.beta2 * squares[i] + (1.0F - factors.beta2) * (gradient[i] * gradient[i]);
    value[i] -= factors.step(gradient[i], mean[i], squares[i]);
  }
}

void applyNadamToRows(const RowsUpdate& update, const CairnOptimizerSpec& spec,
                      const float* scalars) {
  float* __restrict value = update.value;
  float* __restrict mean = update.slots[0];
  float* __restrict squares = update.slots[1];
  const Factors factors(spec, scalars, update.rate);
  for (int64_t i = 0; i < update.size(); ++i) {
    mean[i] *= factors.beta1;
    squares[i] *= factors.beta2;
  }
  for (int64_t row = 0; row < update.count; ++row) {
    const float* __restrict gradient = update.gradient + row * update.width;
    const int64_t at = update.ids[row] * update.width;
    for (int64_t i = 0; i < update.width; ++i) {
      mean[at + i] += gradient[i] * (1.0F - factors.beta1);
      squares[at + i] += gradient[i] * gradient[i] * (1.0F - factors.beta2);
      value[at + i] -= factors.step(gradient[i], mean[at + i], squares[at + i]);
    }
  }
}

}  // namespace cairn::engine
