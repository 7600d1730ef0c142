#include "core/training/feature_plan.h"

#include <algorithm>

namespace cairn::training {
namespace {

using data::FeatureColumn;

const std::vector<FeatureColumn>& networkColumns(const model::Config& config) {
  static const std::vector<FeatureColumn> none;
  if (config.family() == model::Family::Dnn) return config.args.featureColumns;
  return config.family() == model::Family::Combined ? config.args.dnnFeatureColumns : none;
}

const std::vector<FeatureColumn>& linearColumns(const model::Config& config) {
  static const std::vector<FeatureColumn> none;
  if (config.family() == model::Family::Linear) return config.args.featureColumns;
  return config.family() == model::Family::Combined ? config.args.linearFeatureColumns : none;
}

void addIds(FeaturePlan& plan, FeaturePlan::Ids ids) {
  if (plan.find(ids) == plan.categorical.size()) plan.categorical.push_back(std::move(ids));
}

}  // namespace

std::int64_t FeaturePlan::networkWidth() const {
  std::int64_t width = 0;
  for (const FeatureColumn& column : network) width += rowWidth(column);
  return width;
}

std::size_t FeaturePlan::find(const Ids& ids) const {
  const auto found = std::find(categorical.begin(), categorical.end(), ids);
  return static_cast<std::size_t>(found - categorical.begin());
}

std::int64_t rowWidth(const FeatureColumn& column) { return data::denseWidth(column); }

bool isEmbedding(const FeatureColumn& column) {
  return column.type == data::ColumnType::Embedding ||
         column.type == data::ColumnType::SharedEmbedding;
}

FeaturePlan::Ids embeddingIds(const FeatureColumn& embedding) {
  return {embedding.parts.empty() ? FeatureColumn() : embedding.parts.front(),
          data::IdUse::Embedding, embedding.combiner};
}

FeaturePlan::Ids linearIds(const FeatureColumn& column, const model::Config& config) {
  return {column, data::IdUse::Linear, config.args.sparseCombiner};
}

FeaturePlan featurePlan(const model::Config& config) {
  FeaturePlan plan;
  for (const FeatureColumn& column : data::sortedByName(networkColumns(config)))
    if (isEmbedding(column))
      addIds(plan, embeddingIds(column));
    else
      plan.network.push_back(column);
  for (const FeatureColumn& column : data::sortedByName(linearColumns(config)))
    if (isEmbedding(column))
      addIds(plan, embeddingIds(column));
    else if (data::isCategorical(column))
      addIds(plan, linearIds(column, config));
    else
      plan.linear.push_back(column);
  return plan;
}

std::vector<FeatureColumn> allColumns(const model::Config& config) {
  std::vector<FeatureColumn> all = networkColumns(config);
  const std::vector<FeatureColumn>& linear = linearColumns(config);
  all.insert(all.end(), linear.begin(), linear.end());
  return all;
}

}  // namespace cairn::training
