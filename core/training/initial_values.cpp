#include "core/training/initial_values.h"

#include <cmath>
#include <numbers>

namespace cairn::training {
namespace {

// SplitMix64's finalizer (Steele, Lea, Flood 2014): every input bit reaches every output bit.
std::uint64_t mixed(std::uint64_t bits) {
  bits += 0x9e3779b97f4a7c15U;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31);
}

double glorotLimit(const formats::Shape& shape) {
  // A vector counts as both its own rows and columns, as in TensorFlow's _compute_fans.
  double rows = 1;
  double columns = 1;
  if (shape.size() == 1) rows = columns = static_cast<double>(shape[0]);
  if (shape.size() >= 2) {
    rows = static_cast<double>(shape[shape.size() - 2]);
    columns = static_cast<double>(shape.back());
  }
  return std::sqrt(6.0 / std::max(1.0, rows + columns));
}

/// Standard normal by Box and Muller, the draws beyond two standard deviations left out.
double truncatedNormal(const CounterRandom& random, std::uint64_t index) {
  for (std::uint64_t attempt = 0;; ++attempt) {
    const std::uint64_t counter = (index << 16) + 2 * attempt;
    const double radius = std::sqrt(-2 * std::log(1 - random.uniform(counter)));
    const double value = radius * std::cos(2 * std::numbers::pi * random.uniform(counter + 1));
    if (std::abs(value) <= 2) return value;
  }
}

}  // namespace

CounterRandom::CounterRandom(std::uint64_t seed, std::string_view stream) : m_key(mixed(seed)) {
  for (const char letter : stream)
    m_key = mixed(m_key ^ static_cast<std::uint64_t>(static_cast<unsigned char>(letter)));
}

std::uint64_t CounterRandom::bits(std::uint64_t index) const { return mixed(m_key ^ mixed(index)); }

double CounterRandom::uniform(std::uint64_t index) const {
  return static_cast<double>(bits(index) >> 11) * 0x1p-53;
}

std::vector<float> initialValues(const model::Variable& variable, std::uint64_t seed) {
  const formats::Shape shape = variable.shape();
  std::size_t count = 1;
  for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
  std::vector<float> values(count, static_cast<float>(variable.initializer.value));
  const CounterRandom random(seed, variable.name);
  using Kind = model::Initializer::Kind;
  if (variable.initializer.kind == Kind::GlorotUniform) {
    const double limit = glorotLimit(shape);
    for (std::size_t i = 0; i < count; ++i)
      values[i] = static_cast<float>(limit * (2 * random.uniform(i) - 1));
  }
  if (variable.initializer.kind == Kind::TruncatedNormal)
    for (std::size_t i = 0; i < count; ++i)
      values[i] = static_cast<float>(variable.initializer.value * truncatedNormal(random, i));
  return values;
}

}  // namespace cairn::training
