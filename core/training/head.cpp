#include "core/training/head.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <optional>

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

std::optional<CairnReduction> namedReduction(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  for (const ReductionName& known : kReductions)
    if (known.name == name) return known.reduction;
  return std::nullopt;
}

Result<CairnReduction> reductionOf(const std::string& name, model::Api api,
                                   const std::string& key) {
  const bool v1 = api == model::Api::V1;
  if (name.empty()) return v1 ? CAIRN_SUM : CAIRN_SUM_OVER_BATCH_SIZE;
  const std::optional<CairnReduction> found = namedReduction(name);
  const bool inBoth = found == CAIRN_SUM || found == CAIRN_SUM_OVER_BATCH_SIZE;
  if (found && (v1 || inBoth)) return *found;
  return Error{ErrorCode::InvalidArgument,
               fmt::format("Invalid loss_reduction: {}{}", name,
                           v1 ? "" : ". See `tf.losses.Reduction` for valid options."),
               key};
}

struct HeadClass {
  std::string_view type;
  HeadKind kind;
  CairnLoss loss;
};
constexpr HeadClass kHeads[] = {
    {"BinaryClassHead", HeadKind::Binary, CAIRN_BINARY},
    {"LogisticRegressionHead", HeadKind::Logistic, CAIRN_BINARY},
    {"MultiClassHead", HeadKind::MultiClass, CAIRN_MULTI_CLASS},
    {"MultiHead", HeadKind::Multi, CAIRN_BINARY},
    {"MultiLabelHead", HeadKind::MultiLabel, CAIRN_MULTI_LABEL},
    {"PoissonRegressionHead", HeadKind::Poisson, CAIRN_POISSON_FULL},
    {"RegressionHead", HeadKind::Regression, CAIRN_REGRESSION},
};

/// The ids of classes that are named by their word or by their decimal id.
Result<std::vector<std::int64_t>> metricClassesOf(const model::Head& head, const std::string& key) {
  std::vector<std::int64_t> ids;
  for (const std::string& name : head.classesForClassBasedMetrics) {
    std::int64_t id = -1;
    if (head.labelVocabulary) {
      const auto& words = *head.labelVocabulary;
      const auto found = std::find(words.begin(), words.end(), name);
      if (found != words.end()) id = found - words.begin();
    }
    if (id < 0) std::from_chars(name.data(), name.data() + name.size(), id);
    if (id < 0 || id >= head.nClasses)
      return Error{ErrorCode::InvalidArgument,
                   fmt::format("All classes_for_class_based_metrics must be in range [0, {}]. "
                               "Given: {}",
                               head.nClasses - 1, name),
                   key + ".classes_for_class_based_metrics"};
    ids.push_back(id);
  }
  return ids;
}

Result<HeadSpec> namedHead(const model::Head& head, const std::string& key);

Result<void> addHeads(const model::Head& head, const std::string& key, HeadSpec& out) {
  for (std::size_t i = 0; i < head.heads.size(); ++i) {
    CAIRN_ASSIGN(HeadSpec part, namedHead(head.heads[i], fmt::format("{}.heads[{}]", key, i)));
    if (part.isMulti())
      return Error{ErrorCode::Unsupported, "a MultiHead within a MultiHead can't be computed",
                   fmt::format("{}.heads[{}]", key, i)};
    if (i > 0 && part.reduction != out.heads.front().reduction)
      return Error{ErrorCode::InvalidArgument,
                   "The loss_reduction must be the same for different heads.",
                   fmt::format("{}.heads[{}].loss_reduction", key, i)};
    out.heads.push_back(std::move(part));
  }
  if (out.heads.empty())
    return Error{ErrorCode::InvalidArgument, "Must specify heads. Given: []", key + ".heads"};
  out.reduction = out.heads.front().reduction;
  out.headWeights = head.headWeights;
  return {};
}

Result<HeadSpec> namedHead(const model::Head& head, const std::string& key) {
  const HeadClass* known = nullptr;
  for (const HeadClass& one : kHeads)
    if (one.type == head.type) known = &one;
  if (known == nullptr)
    return Error{ErrorCode::Unsupported, fmt::format("head {} can't be computed", head.type), key};
  HeadSpec out;
  out.kind = known->kind;
  out.loss = known->loss;
  out.api = model::Api::V2;
  out.logits = head.logitsDimension();
  if (out.isMulti()) {
    CAIRN_TRY(addHeads(head, key, out));
    return out;
  }
  out.name = head.name;
  out.weightColumn = head.weightColumn;
  out.thresholds = head.thresholds;
  if (out.kind == HeadKind::Poisson && !head.computeFullLoss) out.loss = CAIRN_POISSON;
  if (out.kind == HeadKind::Binary) out.classes = 2;
  if (out.kind == HeadKind::MultiClass || out.kind == HeadKind::MultiLabel)
    out.classes = head.nClasses;
  if (head.labelVocabulary) out.vocabulary = *head.labelVocabulary;
  CAIRN_ASSIGN(out.metricClasses, metricClassesOf(head, key));
  CAIRN_ASSIGN(out.reduction,
               reductionOf(head.lossReduction, model::Api::V2, key + ".loss_reduction"));
  return out;
}

}  // namespace

data::LabelSpec HeadSpec::labelSpec() const {
  data::LabelSpec spec;
  switch (kind) {
    case HeadKind::Binary:
      spec.kind = data::LabelKind::Binary;
      break;
    case HeadKind::MultiClass:
      spec.kind = data::LabelKind::MultiClass;
      break;
    case HeadKind::MultiLabel:
      spec.kind = data::LabelKind::MultiLabel;
      break;
    case HeadKind::Logistic:
      spec.kind = data::LabelKind::Share;
      break;
    case HeadKind::Regression:
    case HeadKind::Poisson:
    case HeadKind::Multi:
      spec.kind = data::LabelKind::Real;
      break;
  }
  spec.classes = classes;
  spec.dimension = logits;
  if (!vocabulary.empty()) spec.vocabulary = vocabulary;
  spec.v2 = api == model::Api::V2;
  return spec;
}

bool HeadSpec::hasWeights() const {
  return !weightColumn.key.empty() || std::any_of(heads.begin(), heads.end(), [](const auto& head) {
    return head.hasWeights();
  });
}

std::int64_t HeadSpec::labelWidth() const {
  std::int64_t width = 0;
  for (const HeadSpec& head : heads) width += head.labelWidth();
  if (isMulti()) return width;
  return kind == HeadKind::MultiClass ? 1 : logits;
}

std::int64_t HeadSpec::lossWidth() const {
  std::int64_t width = 0;
  for (const HeadSpec& head : heads) width += head.lossWidth();
  if (isMulti()) return width;
  return kind == HeadKind::Regression || kind == HeadKind::Poisson ? logits : 1;
}

Result<HeadSpec> headOf(const model::Config& config) {
  if (config.task() == model::Task::Head) return namedHead(config.args.head, "args.head");
  HeadSpec head;
  head.api = config.api;
  head.logits = config.logitsDimension();
  head.weightColumn = config.args.weightColumn;
  if (config.task() == model::Task::Regressor) {
    head.kind = HeadKind::Regression;
    head.loss = CAIRN_REGRESSION;
  } else {
    head.classes = config.args.nClasses;
    head.kind = head.classes == 2 ? HeadKind::Binary : HeadKind::MultiClass;
    head.loss = head.classes == 2 ? CAIRN_BINARY : CAIRN_MULTI_CLASS;
    if (config.args.labelVocabulary) head.vocabulary = *config.args.labelVocabulary;
  }
  CAIRN_ASSIGN(head.reduction,
               reductionOf(config.args.lossReduction, config.api, "args.loss_reduction"));
  return head;
}

void predictValues(const HeadSpec& head, std::span<const float> logits, std::span<float> values) {
  if (head.kind == HeadKind::Logistic)
    return cairn_sigmoid(logits.data(), static_cast<std::int64_t>(logits.size()), values.data());
  if (head.kind == HeadKind::Poisson)
    std::transform(logits.begin(), logits.end(), values.begin(),
                   [](float logit) { return std::exp(logit); });
  else
    std::copy(logits.begin(), logits.end(), values.begin());
}

}  // namespace cairn::training
