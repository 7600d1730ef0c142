#include "core/engine/activations.h"

#include <Eigen/Core>
#include <unsupported/Eigen/SpecialFunctions>

namespace cairn::engine {
namespace {

using Elements = Eigen::Map<Eigen::ArrayXf>;
using ConstElements = Eigen::Map<const Eigen::ArrayXf>;

constexpr float kLeak = 0.2F;
constexpr float kSeluScale = 1.0507009873554805F;
constexpr float kSeluScaleAlpha = 1.7580993408473766F;  // scale * 1.6732632423543772
constexpr float kHalfRoot = 0.70710678118654752F;       // 1 / sqrt(2)
constexpr float kNormal = 0.39894228040143268F;         // 1 / sqrt(2 pi)

// Eigen has no packet form of select, compilers have one of these loops.
template <class Function>
void map(const float* in, float* out, int64_t count, const Function& function) {
  for (int64_t i = 0; i < count; ++i) out[i] = function(in[i]);
}
template <class Function>
void scale(const float* output, float* gradient, int64_t count, const Function& derivative) {
  for (int64_t i = 0; i < count; ++i) gradient[i] = derivative(output[i], gradient[i]);
}

auto softplus(const ConstElements& x) { return x.max(0.0F) + (-x.abs()).exp().log1p(); }

}  // namespace

bool derivativeNeedsInput(CairnActivation activation) {
  switch (activation) {
    case CAIRN_SOFTPLUS:
    case CAIRN_SOFTSIGN:
    case CAIRN_SWISH:
    case CAIRN_GELU:
    case CAIRN_MISH:
      return true;
    default:
      return false;
  }
}

void activate(CairnActivation activation, const float* input, float* output, int64_t count) {
  const ConstElements in(input, count);
  Elements out(output, count);
  switch (activation) {
    case CAIRN_LINEAR:
      if (input != output) out = in;
      break;
    case CAIRN_RELU:
      map(input, output, count, [](float x) { return x > 0.0F ? x : 0.0F; });
      break;
    case CAIRN_RELU6:
      map(input, output, count, [](float x) { return x > 0.0F ? (x < 6.0F ? x : 6.0F) : 0.0F; });
      break;
    case CAIRN_LEAKY_RELU:
      map(input, output, count, [](float x) { return x > 0.0F ? x : kLeak * x; });
      break;
    case CAIRN_TANH:
      out = in.tanh();
      break;
    case CAIRN_SIGMOID:
      out = in.logistic();
      break;
    case CAIRN_ELU:
      out = in.max(0.0F) + in.min(0.0F).expm1();  // one of the two is 0
      break;
    case CAIRN_SELU:
      out = kSeluScale * in.max(0.0F) + kSeluScaleAlpha * in.min(0.0F).expm1();
      break;
    case CAIRN_SOFTPLUS:
      out = softplus(in);
      break;
    case CAIRN_SOFTSIGN:
      out = in / (1.0F + in.abs());
      break;
    case CAIRN_SWISH:
      out = in * in.logistic();
      break;
    case CAIRN_GELU:
      out = 0.5F * in * (1.0F + (in * kHalfRoot).erf());
      break;
    case CAIRN_MISH:
      out = in * softplus(in).tanh();
      break;
    case CAIRN_HARD_SIGMOID:
      out = (0.2F * in + 0.5F).max(0.0F).min(1.0F);
      break;
    case CAIRN_EXPONENTIAL:
      out = in.exp();
      break;
    case CAIRN_SOFTMAX:
    case CAIRN_CRELU:
      break;
  }
}

void differentiate(CairnActivation activation, const float* input, const float* output,
                   float* gradient, int64_t count) {
  const ConstElements x(input, input ? count : 0);
  const ConstElements y(output, count);
  Elements g(gradient, count);
  switch (activation) {
    case CAIRN_LINEAR:
      break;
    case CAIRN_RELU:
      scale(output, gradient, count, [](float out, float in) { return out > 0.0F ? in : 0.0F; });
      break;
    case CAIRN_RELU6:
      scale(output, gradient, count,
            [](float out, float in) { return (out > 0.0F) & (out < 6.0F) ? in : 0.0F; });
      break;
    case CAIRN_LEAKY_RELU:
      scale(output, gradient, count,
            [](float out, float in) { return out > 0.0F ? in : kLeak * in; });
      break;
    case CAIRN_TANH:
      g *= 1.0F - y * y;
      break;
    case CAIRN_SIGMOID:
      g *= y * (1.0F - y);
      break;
    case CAIRN_ELU:
      scale(output, gradient, count,
            [](float out, float in) { return out < 0.0F ? in * (out + 1.0F) : in; });
      break;
    case CAIRN_SELU:
      scale(output, gradient, count, [](float out, float in) {
        return in * (out < 0.0F ? out + kSeluScaleAlpha : kSeluScale);
      });
      break;
    case CAIRN_SOFTPLUS:
      g = g / ((-x).exp() + 1.0F);
      break;
    case CAIRN_SOFTSIGN:
      g = g / (1.0F + x.abs()).square();
      break;
    case CAIRN_SWISH:
      g *= x.logistic() * (1.0F + x * (1.0F - x.logistic()));
      break;
    case CAIRN_GELU:
      g *= 0.5F * (1.0F + (x * kHalfRoot).erf()) + x * kNormal * (-0.5F * x.square()).exp();
      break;
    case CAIRN_MISH:
      g *= softplus(x).tanh() + x * x.logistic() * (1.0F - softplus(x).tanh().square());
      break;
    case CAIRN_HARD_SIGMOID:
      scale(output, gradient, count,
            [](float out, float in) { return (out > 0.0F) & (out < 1.0F) ? 0.2F * in : 0.0F; });
      break;
    case CAIRN_EXPONENTIAL:
      g *= y;
      break;
    case CAIRN_SOFTMAX:
    case CAIRN_CRELU:
      break;
  }
}

void softmaxForward(float* values, int64_t rows, int64_t units, int64_t stride) {
  for (int64_t row = 0; row < rows; ++row) {
    Elements x(values + row * stride, units);
    x = (x - x.maxCoeff()).exp();
    x /= x.sum();
  }
}

void softmaxBackward(const float* output, float* gradient, int64_t rows, int64_t units,
                     int64_t stride) {
  for (int64_t row = 0; row < rows; ++row) {
    const ConstElements y(output + row * stride, units);
    Elements g(gradient + row * stride, units);
    const float along = (g * y).sum();
    g = (g - along) * y;
  }
}

void creluForward(const float* input, int64_t inputStride, float* output, int64_t outputStride,
                  int64_t rows, int64_t units) {
  for (int64_t row = 0; row < rows; ++row) {
    const float* x = input + row * inputStride;
    float* y = output + row * outputStride;
    for (int64_t i = 0; i < units; ++i) {
      y[i] = x[i] > 0.0F ? x[i] : 0.0F;
      y[units + i] = x[i] < 0.0F ? -x[i] : 0.0F;
    }
  }
}

void creluBackward(const float* output, const float* outputGradient, int64_t outputStride,
                   float* inputGradient, int64_t inputStride, int64_t rows, int64_t units) {
  for (int64_t row = 0; row < rows; ++row) {
    const float* y = output + row * outputStride;
    const float* dy = outputGradient + row * outputStride;
    float* dx = inputGradient + row * inputStride;
    for (int64_t i = 0; i < units; ++i)
      dx[i] = (y[i] > 0.0F ? dy[i] : 0.0F) - (y[units + i] > 0.0F ? dy[units + i] : 0.0F);
  }
}

}  // namespace cairn::engine
