#include "core/training/lookup.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace cairn::training {
namespace {

float dot(const float* a, const float* b, std::int64_t count) {
  float sum = 0;
  for (std::int64_t i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

/// What an example's ids are divided by, before their weights.
float divisor(Combiner combiner, std::span<const float> weights, std::size_t count) {
  if (combiner == Combiner::Sum) return 1;
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double weight = weights.empty() ? 1.0 : static_cast<double>(weights[i]);
    sum += combiner == Combiner::Mean ? weight : weight * weight;
  }
  return static_cast<float>(combiner == Combiner::Mean ? sum : std::sqrt(sum));
}

}  // namespace

Result<Combiner> combinerOf(const std::string& name, const std::string& key) {
  if (name == "sum") return Combiner::Sum;
  if (name == "mean") return Combiner::Mean;
  if (name == "sqrtn") return Combiner::SqrtN;
  return Error{ErrorCode::InvalidArgument,
               fmt::format("combiner must be one of 'mean', 'sqrtn' or 'sum', got {}", name), key};
}

Lookup::Lookup(LookupTable& table, Options options)
    : m_table(&table), m_options(std::move(options)), m_unique(table.variable().rows) {}

CairnRowEntries Lookup::entries(const std::int64_t* ids) const {
  return {static_cast<std::int64_t>(m_rows->offsets.size()) - 1, m_rows->offsets.data(), ids,
          m_factors.empty() ? nullptr : m_factors.data()};
}

Result<void> Lookup::read(const data::SparseRows& rows) {
  const std::int64_t known = m_table->variable().rows;
  for (std::size_t i = 0; i < rows.ids.size(); ++i)
    if (rows.ids[i] < 0 || rows.ids[i] >= known)
      return Error{ErrorCode::InvalidArgument,
                   fmt::format("indices[{}] = {} is not in [0, {})", i, rows.ids[i], known),
                   m_options.column};
  m_rows = &rows;
  combine(rows);
  return {};
}

void Lookup::combine(const data::SparseRows& rows) {
  m_hasEmpty = false;
  const bool weighted = !rows.weights.empty();
  const bool plain = m_options.combiner == Combiner::Sum && !weighted;
  m_factors.resize(plain ? 0 : rows.ids.size());
  for (std::size_t row = 0; row + 1 < rows.offsets.size(); ++row) {
    const auto first = static_cast<std::size_t>(rows.offsets[row]);
    const auto count = static_cast<std::size_t>(rows.offsets[row + 1]) - first;
    m_hasEmpty = m_hasEmpty || count == 0;
    if (plain || count == 0) continue;
    std::span<const float> weights;
    if (weighted) weights = std::span(rows.weights).subspan(first, count);
    const float by = divisor(m_options.combiner, weights, count);
    for (std::size_t i = 0; i < count; ++i)
      m_factors[first + i] = (weighted ? weights[i] : 1.0F) / by;
  }
}

/// tf.clip_by_norm of every row that is looked up.
void Lookup::clip(const data::SparseRows& rows) {
  m_unique.clear();
  m_places.resize(rows.ids.size());
  for (std::size_t i = 0; i < rows.ids.size(); ++i) m_places[i] = m_unique.place(rows.ids[i]);
  m_clipped.resize(static_cast<std::size_t>(m_unique.size() * width()));
  float* out = m_clipped.data();
  for (const std::int64_t id : m_unique.rows()) {
    const float* row = m_table->variable().values + id * width();
    const float norm = std::sqrt(dot(row, row, width()));
    const float limit = *m_options.maxNorm;
    for (std::int64_t i = 0; i < width(); ++i) *out++ = row[i] * limit / std::max(norm, limit);
  }
}

Result<void> Lookup::forward(const Batch& batch, float* out, std::int64_t stride) {
  CAIRN_TRY(read(batch.categorical[m_options.input]));
  if (m_options.maxNorm) {
    clip(*m_rows);
    const CairnRowEntries clipped = entries(m_places.data());
    cairn_gather_rows(m_clipped.data(), width(), &clipped, out, stride);
  } else {
    const CairnRowEntries looked = entries(m_rows->ids.data());
    cairn_gather_rows(m_table->variable().values, width(), &looked, out, stride);
  }
  return {};
}

void Lookup::backward(const float* gradient, std::int64_t stride) {
  if (!isTrained()) return;
  if (m_hasEmpty) m_table->touch(0);
  if (m_options.maxNorm) return backwardClipped(gradient, stride);
  m_places.resize(m_rows->ids.size());
  for (std::size_t i = 0; i < m_places.size(); ++i) m_places[i] = m_table->touch(m_rows->ids[i]);
  const CairnRowEntries touched = entries(m_places.data());
  cairn_scatter_rows(gradient, stride, width(), &touched, m_table->gradient());
}

/// Through the scaling: y = x c / |x| where |x| >= c, so d x = c / |x| (d y - x (x · d y) / |x|²).
void Lookup::backwardClipped(const float* gradient, std::int64_t stride) {
  m_clippedGradient.assign(m_clipped.size(), 0.0F);
  const CairnRowEntries clipped = entries(m_places.data());
  cairn_scatter_rows(gradient, stride, width(), &clipped, m_clippedGradient.data());
  const float* dy = m_clippedGradient.data();
  const float limit = *m_options.maxNorm;
  for (const std::int64_t id : m_unique.rows()) {
    const float* row = m_table->variable().values + id * width();
    const std::int64_t place = m_table->touch(id);
    float* sum = m_table->gradient() + place * width();
    const float squares = dot(row, row, width());
    const float norm = std::sqrt(squares);
    const bool scaled = norm >= limit && norm > 0;
    const float along = scaled ? dot(row, dy, width()) / squares : 0;
    const float scale = scaled ? limit / norm : 1;
    for (std::int64_t i = 0; i < width(); ++i) sum[i] += scale * (dy[i] - row[i] * along);
    dy += width();
  }
}

}  // namespace cairn::training
