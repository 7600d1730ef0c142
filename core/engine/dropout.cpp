#include "core/engine/dropout.h"

namespace cairn::engine {
namespace {

// SplitMix64's finalizer (Steele, Lea, Flood 2014): every input bit reaches every output bit.
std::uint64_t mixed(std::uint64_t bits) {
  bits += 0x9e3779b97f4a7c15U;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31);
}

}  // namespace

Dropout::Dropout(float rate, int64_t maxBatch, int64_t stride)
    : m_rate(rate), m_stride(stride), m_factors(static_cast<std::size_t>(maxBatch * stride)) {}

void Dropout::forward(const float* input, float* output, Range rows, std::uint64_t stream) {
  const float kept = 1.0F / (1.0F - m_rate);
  const std::uint64_t key = mixed(stream);
  float* factors = m_factors.data();
  for (int64_t i = rows.first * m_stride; i < rows.last * m_stride; ++i) {
    const std::uint64_t bits = mixed(key ^ static_cast<std::uint64_t>(i));
    const float uniform = static_cast<float>(bits >> 40) * 0x1p-24F;
    factors[i] = uniform < m_rate ? 0.0F : kept;
    output[i] = input[i] * factors[i];
  }
}

void Dropout::backward(float* gradient, Range rows) const {
  const float* factors = m_factors.data();
  for (int64_t i = rows.first * m_stride; i < rows.last * m_stride; ++i) gradient[i] *= factors[i];
}

}  // namespace cairn::engine
