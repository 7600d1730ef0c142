#include "core/training/linear_model.h"

#include "core/model/model_variables.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {

Result<LinearModel> LinearModel::create(const model::Config& config, const Parts& parts) {
  LinearModel made;
  made.m_optimizer = parts.optimizer;
  CAIRN_ASSIGN(made.m_bias, trainedArray(*parts.store, "linear/linear_model/bias_weights"));
  CAIRN_TRY(made.addColumns(config, parts));
  std::int64_t largest = made.m_bias.size();
  for (const Product& product : made.m_products)
    largest = std::max(largest, product.weights.size());
  if (parts.optimizer != nullptr) made.m_gradient.resize(static_cast<std::size_t>(largest));
  return made;
}

Result<void> LinearModel::addColumns(const model::Config& config, const Parts& parts) {
  CAIRN_ASSIGN(const Combiner sparse,
               combinerOf(config.args.sparseCombiner, "args.sparse_combiner"));
  std::int64_t offset = parts.plan->networkWidth();
  for (const model::ColumnVariables& one :
       model::columnVariables(config, model::TrainedBy::Linear)) {
    const std::string name = data::columnName(one.column);
    if (data::isCategorical(one.column)) {
      CAIRN_ASSIGN(LookupTable * table,
                   parts.tables->get(*parts.store, one.weights, parts.optimizer));
      const std::size_t input = parts.plan->find(linearIds(one.column, config));
      m_lookups.emplace_back(*table, Lookup::Options{input, sparse, {}, name});
      m_looked.push_back(table->variable());
      continue;
    }
    Product product;
    CAIRN_ASSIGN(product.weights, trainedArray(*parts.store, one.weights));
    if (isEmbedding(one.column)) {
      CAIRN_ASSIGN(LookupTable * table,
                   parts.tables->get(*parts.store, one.table, parts.optimizer));
      CAIRN_ASSIGN(const Combiner combiner, combinerOf(one.column.combiner, name));
      Lookup::Options options{parts.plan->find(embeddingIds(one.column)), combiner, {}, name};
      if (one.column.maxNorm) options.maxNorm = static_cast<float>(*one.column.maxNorm);
      product.embedding = m_embeddings.size();
      m_looked.push_back(table->variable());
      m_embeddings.push_back({Lookup(*table, std::move(options)), {}, {}});
    } else {
      product.offset = offset;
      offset += rowWidth(one.column);
    }
    m_products.push_back(product);
  }
  return {};
}

Result<void> LinearModel::forward(const Batch& batch, float* logits) {
  const std::int64_t width = m_bias.size();
  for (std::int64_t row = 0; row < batch.rows; ++row)
    std::copy_n(m_bias.values, width, logits + row * width);
  for (Embedding& embedding : m_embeddings) {
    const std::int64_t dimension = embedding.lookup.width();
    embedding.rows.assign(static_cast<std::size_t>(batch.rows * dimension), 0.0F);
    CAIRN_TRY(embedding.lookup.forward(batch, embedding.rows.data(), dimension));
  }
  for (const Product& product : m_products) {
    const bool looked = product.embedding != kNone;
    const float* x =
        looked ? m_embeddings[product.embedding].rows.data() : batch.x + product.offset;
    cairn_add_product(x, looked ? product.weights.rows : batch.xStride, batch.rows,
                      product.weights.rows, product.weights.values, width, logits);
  }
  for (Lookup& lookup : m_lookups) CAIRN_TRY(lookup.forward(batch, logits, width));
  return {};
}

void LinearModel::train(const TrainedArray& array) { m_optimizer->apply(array, m_gradient.data()); }

void LinearModel::backward(const Batch& batch, const float* logitsGradient) {
  const std::int64_t width = m_bias.size();
  // Before its weights are updated: d loss / d embedding's rows.
  for (const Product& product : m_products) {
    if (product.embedding == kNone || !m_embeddings[product.embedding].lookup.isTrained()) continue;
    Embedding& embedding = m_embeddings[product.embedding];
    embedding.gradient.resize(embedding.rows.size());
    cairn_product_with_transposed(logitsGradient, batch.rows, width, product.weights.values,
                                  product.weights.rows, embedding.gradient.data());
    embedding.lookup.backward(embedding.gradient.data(), embedding.lookup.width());
  }
  for (const Product& product : m_products) {
    const bool looked = product.embedding != kNone;
    const float* x =
        looked ? m_embeddings[product.embedding].rows.data() : batch.x + product.offset;
    cairn_transposed_product(x, looked ? product.weights.rows : batch.xStride, batch.rows,
                             product.weights.rows, logitsGradient, width, m_gradient.data());
    train(product.weights);
  }
  for (Lookup& lookup : m_lookups) lookup.backward(logitsGradient, width);
  const float one = 1;
  cairn_transposed_product(&one, 0, batch.rows, 1, logitsGradient, width, m_gradient.data());
  train(m_bias);
}

void LinearModel::noteWeights() {
  m_noted.bias.assign(m_bias.values, m_bias.values + m_bias.size());
  std::int64_t zeros = 0;
  std::int64_t count = 0;
  const auto add = [&](const TrainedArray& array) {
    zeros += std::count(array.values, array.values + array.size(), 0.0F);
    count += array.size();
  };
  for (const Product& product : m_products) add(product.weights);
  for (const TrainedArray& weights : m_looked) add(weights);
  m_noted.zeroFraction =
      count == 0 ? 0 : static_cast<float>(static_cast<double>(zeros) / static_cast<double>(count));
}

}  // namespace cairn::training
