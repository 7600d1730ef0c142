#include "core/training/head.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <unordered_map>

namespace cairn::training {
namespace {

// By the names of tf.compat.v1.losses.Reduction and of its values; v2 has the first two.
struct ReductionName {
  std::string_view name;
  CairnReduction reduction;
};
constexpr ReductionName kReductions[] = {
    {"sum", CAIRN_SUM},
    {"sum_over_batch_size", CAIRN_SUM_OVER_BATCH_SIZE},
    {"auto", CAIRN_SUM_OVER_BATCH_SIZE},
    {"weighted_sum", CAIRN_SUM},
    {"weighted_sum_over_batch_size", CAIRN_SUM_OVER_BATCH_SIZE},
    {"mean", CAIRN_WEIGHTED_MEAN},
    {"weighted_mean", CAIRN_WEIGHTED_MEAN},
    {"sum_by_nonzero_weights", CAIRN_SUM_BY_NONZERO_WEIGHTS},
    {"sum_over_nonzero_weights", CAIRN_SUM_BY_NONZERO_WEIGHTS},
    {"weighted_sum_by_nonzero_weights", CAIRN_SUM_BY_NONZERO_WEIGHTS},
};

std::optional<CairnReduction> reductionOf(std::string name) {
  if (name.empty()) return std::nullopt;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  for (const ReductionName& known : kReductions)
    if (known.name == name) return known.reduction;
  return std::nullopt;
}

Error labelError(std::string message, const data::Column& column, std::int64_t row) {
  return {ErrorCode::InvalidArgument, std::move(message), column.name, std::nullopt,
          fmt::format("row {} of the batch", row)};
}

std::string_view pythonType(const data::Column& column) {
  if (std::holds_alternative<std::vector<float>>(column.values)) return "<dtype: 'float32'>";
  if (std::holds_alternative<std::vector<std::int64_t>>(column.values)) return "<dtype: 'int64'>";
  return "<dtype: 'string'>";
}

Result<std::vector<float>> wordIds(const HeadSpec& head, const data::Column& column) {
  const auto* words = std::get_if<std::vector<std::string>>(&column.values);
  if (words == nullptr)
    return labelError(
        fmt::format("Dtype of argument `keys` must be <dtype: 'string'>, received: {}",
                    pythonType(column)),
        column, 0);
  std::unordered_map<std::string_view, float> ids;
  for (std::size_t id = 0; id < head.vocabulary.size(); ++id)
    ids.try_emplace(head.vocabulary[id], static_cast<float>(id));
  std::vector<float> labels;
  labels.reserve(words->size());
  for (const std::string& word : *words) {
    const auto found = ids.find(word);
    labels.push_back(found == ids.end() ? -1.0F : found->second);
  }
  return labels;
}

Result<std::vector<float>> numbers(const HeadSpec& head, const data::Column& column) {
  if (const auto* ids = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    std::vector<float> labels(ids->size());
    std::transform(ids->begin(), ids->end(), labels.begin(),
                   [](std::int64_t id) { return static_cast<float>(id); });
    return labels;
  }
  if (head.loss == CAIRN_MULTI_CLASS)
    return labelError(
        fmt::format("Labels dtype should be integer. Instead got {}.", pythonType(column)), column,
        0);
  if (const auto* values = std::get_if<std::vector<float>>(&column.values)) return *values;
  return labelError("Cast string to float is not supported", column, 0);
}

Result<void> checkRange(const HeadSpec& head, const data::Column& column,
                        const std::vector<float>& labels) {
  const bool v1 = head.api == model::Api::V1;
  const auto largest = static_cast<float>(head.classes - 1);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    if (labels[i] > largest)
      return labelError(v1 ? "assertion failed: [Labels must <= n_classes - 1]"
                           : "assertion failed: [Labels must be <= n_classes - 1]",
                        column, row);
    if (!(labels[i] >= 0))
      return labelError(v1 ? "assertion failed: [Labels must >= 0.  ]"
                           : "assertion failed: [Labels must be >= 0.  ]",
                        column, row);
  }
  return {};
}

}  // namespace

Result<HeadSpec> headOf(const model::Config& config) {
  HeadSpec head;
  head.api = config.api;
  head.logits = config.logitsDimension();
  head.weightColumn = config.args.weightColumn.key;
  switch (config.task()) {
    case model::Task::Classifier:
      head.classes = config.args.nClasses;
      head.loss = head.classes == 2 ? CAIRN_BINARY : CAIRN_MULTI_CLASS;
      if (config.args.labelVocabulary) head.vocabulary = *config.args.labelVocabulary;
      break;
    case model::Task::Regressor:
      head.loss = CAIRN_REGRESSION;
      break;
    case model::Task::Head:
      return Error{ErrorCode::Unsupported,
                   fmt::format("head {} can't be computed yet", config.args.head.type),
                   "args.head"};
  }
  const bool v1 = config.api == model::Api::V1;
  const std::string& name = config.args.lossReduction;
  const std::optional<CairnReduction> reduction =
      name.empty() ? (v1 ? CAIRN_SUM : CAIRN_SUM_OVER_BATCH_SIZE) : reductionOf(name);
  if (!reduction)
    return Error{ErrorCode::InvalidArgument, fmt::format("Invalid loss_reduction: {}", name),
                 "args.loss_reduction"};
  head.reduction = *reduction;
  return head;
}

Result<std::vector<float>> encodeLabels(const HeadSpec& head, const data::Column& column,
                                        std::int64_t rows) {
  const bool flat = rows == 0 || column.width == head.labelWidth();
  if (!flat)
    return labelError(
        fmt::format("Mismatched label shape. Expected labels dimension={}.  Received {}. Suggested "
                    "Fix:If your classifier expects one-hot encoding label,check your n_classes "
                    "argument to the estimator and/or the shape of your label.",
                    head.labelWidth(), column.width),
        column, 0);
  Result<std::vector<float>> labels =
      head.vocabulary.empty() ? numbers(head, column) : wordIds(head, column);
  if (labels && head.isClassifier()) CAIRN_TRY(checkRange(head, column, *labels));
  return labels;
}

Result<std::vector<float>> encodeWeights(const HeadSpec& head, const data::Column& column) {
  const bool eachElement = head.loss == CAIRN_REGRESSION && column.width == head.logits;
  if (column.width != 1 && !eachElement)
    return labelError("weights shape must be [D0, D1, ... DN] or [D0, D1, ... DN, 1]", column, 0);
  if (const auto* values = std::get_if<std::vector<float>>(&column.values)) return *values;
  if (const auto* counts = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    std::vector<float> weights(counts->size());
    std::transform(counts->begin(), counts->end(), weights.begin(),
                   [](std::int64_t count) { return static_cast<float>(count); });
    return weights;
  }
  return labelError("Cast string to float is not supported", column, 0);
}

}  // namespace cairn::training
