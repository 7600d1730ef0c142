#include "core/training/head_targets.h"

#include "core/data/input_layer.h"

#include <algorithm>
#include <numeric>

namespace cairn::training {
namespace {

/// Puts dense rows [rows, width] into columns [first, first + width) of rows `stride` wide.
void spread(std::span<const float> values, std::int64_t width, std::span<float> out,
            std::int64_t first, std::int64_t stride) {
  float* to = out.data() + first;
  for (std::size_t from = 0; from < values.size(); from += static_cast<std::size_t>(width)) {
    std::copy_n(values.data() + from, width, to);
    to += stride;
  }
}

/// The same weight for each of a row's losses.
std::vector<float> repeated(std::span<const float> weights, std::int64_t times) {
  std::vector<float> out;
  out.reserve(weights.size() * static_cast<std::size_t>(times));
  for (const float weight : weights) out.insert(out.end(), static_cast<std::size_t>(times), weight);
  return out;
}

Result<HeadTargets> oneHead(const HeadSpec& head, const std::string& label,
                            const data::Table& table) {
  HeadTargets targets;
  std::vector<std::int32_t> all(static_cast<std::size_t>(table.rows));
  std::iota(all.begin(), all.end(), 0);
  CAIRN_ASSIGN(const data::Labels labels, data::Labels::bind(label, head.labelSpec(), table));
  targets.labels.resize(all.size() * static_cast<std::size_t>(labels.width()));
  labels.fill(all, targets.labels.data());
  if (!head.hasWeights()) return targets;
  data::FeatureColumn column;
  column.key = head.weightColumn.key;
  column.normalizer = head.weightColumn.normalizer;
  CAIRN_ASSIGN(const data::NumericInput weights,
               data::bindWeights(column, table, head.lossWidth()));
  targets.weightWidth = weights.width();
  targets.weights.resize(all.size() * static_cast<std::size_t>(targets.weightWidth));
  weights.fill(all, targets.weights.data(), targets.weightWidth);
  return targets;
}

}  // namespace

Result<HeadTargets> headTargets(const HeadSpec& head, const std::string& label,
                                const data::Table& table) {
  if (!head.isMulti()) return oneHead(head, label, table);
  HeadTargets all;
  const auto rows = static_cast<std::size_t>(table.rows);
  all.labels.resize(rows * static_cast<std::size_t>(head.labelWidth()));
  if (head.hasWeights()) {
    all.weightWidth = head.lossWidth();
    all.weights.assign(rows * static_cast<std::size_t>(all.weightWidth), 1.0F);
  }
  std::int64_t firstLabel = 0;
  std::int64_t firstWeight = 0;
  for (const HeadSpec& part : head.heads) {
    const std::string ownLabel = label + "/" + part.name;
    CAIRN_ASSIGN(HeadTargets own,
                 oneHead(part, table.find(ownLabel) ? ownLabel : part.name, table));
    spread(own.labels, part.labelWidth(), all.labels, firstLabel, head.labelWidth());
    if (own.weightWidth == 1) own.weights = repeated(own.weights, part.lossWidth());
    if (own.weightWidth > 0)
      spread(own.weights, part.lossWidth(), all.weights, firstWeight, head.lossWidth());
    firstLabel += part.labelWidth();
    firstWeight += part.lossWidth();
  }
  return all;
}

void addTargetTypes(const HeadSpec& head, const std::string& label, data::CsvFormat& format) {
  for (const HeadSpec& part : head.heads) addTargetTypes(part, part.name, format);
  if (head.isMulti()) return;
  if (!head.vocabulary.empty()) format.types.try_emplace(label, formats::DType::String);
  if (!head.isClassifier()) format.types.try_emplace(label, formats::DType::Float);
  if (head.hasWeights()) format.types.try_emplace(head.weightColumn.key, formats::DType::Float);
}

}  // namespace cairn::training
