#include "core/engine/batch_norm.h"

#include <cmath>

namespace cairn::engine {
namespace {

constexpr float kEpsilon = 0.001F;
constexpr float kMomentum = 0.999F;

float oneOverDeviation(float variance) { return 1.0F / std::sqrt(variance + kEpsilon); }

/// Sum over the rows of one column of `term(row * stride + unit)`.
template <class Term>
double columnSum(int64_t batch, int64_t stride, int64_t unit, const Term& term) {
  double sum = 0;
  for (int64_t row = 0; row < batch; ++row) sum += static_cast<double>(term(row * stride + unit));
  return sum;
}

}  // namespace

BatchNorm::BatchNorm(const CairnLayer& spec, int64_t units, int64_t maxBatch, int64_t stride)
    : m_spec(spec),
      m_units(units),
      m_stride(stride),
      m_normalized(static_cast<std::size_t>(maxBatch * stride)),
      m_mean(static_cast<std::size_t>(stride)),
      m_variance(static_cast<std::size_t>(stride)),
      m_gammaGradient(static_cast<std::size_t>(stride)),
      m_betaGradient(static_cast<std::size_t>(stride)) {}

void BatchNorm::measure(const float* values, int64_t batch) {
  const auto rows = static_cast<double>(batch);
  for (int64_t unit = 0; unit < m_units; ++unit) {
    const double mean =
        columnSum(batch, m_stride, unit, [&](int64_t at) { return values[at]; }) / rows;
    const double squares = columnSum(batch, m_stride, unit, [&](int64_t at) {
      const double difference = static_cast<double>(values[at]) - mean;
      return difference * difference;
    });
    m_mean.data()[unit] = static_cast<float>(mean);
    m_variance.data()[unit] = static_cast<float>(squares / rows);
  }
}

void BatchNorm::forward(float* values, int64_t batch, bool training) {
  if (training) measure(values, batch);
  const float* mean = training ? m_mean.data() : m_spec.moving_mean;
  const float* variance = training ? m_variance.data() : m_spec.moving_variance;
  for (int64_t unit = 0; unit < m_units; ++unit) {
    const float scale = oneOverDeviation(variance[unit]);
    for (int64_t row = 0; row < batch; ++row) {
      const int64_t at = row * m_stride + unit;
      const float normalized = (values[at] - mean[unit]) * scale;
      m_normalized.data()[at] = normalized;
      values[at] = m_spec.gamma[unit] * normalized + m_spec.beta[unit];
    }
  }
}

void BatchNorm::backward(float* gradient, int64_t batch) {
  const float* normalized = m_normalized.data();
  const auto rows = static_cast<double>(batch);
  for (int64_t unit = 0; unit < m_units; ++unit) {
    const double sum = columnSum(batch, m_stride, unit, [&](int64_t at) { return gradient[at]; });
    const double product = columnSum(batch, m_stride, unit, [&](int64_t at) {
      return static_cast<double>(gradient[at]) * static_cast<double>(normalized[at]);
    });
    m_betaGradient.data()[unit] = static_cast<float>(sum);
    m_gammaGradient.data()[unit] = static_cast<float>(product);
    const float scale = m_spec.gamma[unit] * oneOverDeviation(m_variance.data()[unit]);
    for (int64_t row = 0; row < batch; ++row) {
      const int64_t at = row * m_stride + unit;
      const double centred = static_cast<double>(gradient[at]) - sum / rows -
                             static_cast<double>(normalized[at]) * product / rows;
      gradient[at] = scale * static_cast<float>(centred);
    }
  }
}

void BatchNorm::update(const CairnOptimizerSpec& optimizer, const float* powers, float rate) {
  clipGradient(optimizer, m_gammaGradient.data(), m_units);
  clipGradient(optimizer, m_betaGradient.data(), m_units);
  applyOptimizer(optimizer, powers,
                 {m_units, m_gammaGradient.data(), m_spec.gamma, m_spec.gamma_slots, rate});
  applyOptimizer(optimizer, powers,
                 {m_units, m_betaGradient.data(), m_spec.beta, m_spec.beta_slots, rate});
  constexpr float kPace = 1.0F - kMomentum;
  for (int64_t unit = 0; unit < m_units; ++unit) {
    m_spec.moving_mean[unit] -= (m_spec.moving_mean[unit] - m_mean.data()[unit]) * kPace;
    m_spec.moving_variance[unit] -=
        (m_spec.moving_variance[unit] - m_variance.data()[unit]) * kPace;
  }
}

}  // namespace cairn::engine
