#include "core/training/head.h"

#include <algorithm>
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

std::optional<CairnReduction> reductionOf(std::string name) {
  if (name.empty()) return std::nullopt;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  for (const ReductionName& known : kReductions)
    if (known.name == name) return known.reduction;
  return std::nullopt;
}

}  // namespace

data::LabelSpec HeadSpec::labelSpec() const {
  data::LabelSpec spec;
  spec.kind = loss == CAIRN_BINARY        ? data::LabelKind::Binary
              : loss == CAIRN_MULTI_CLASS ? data::LabelKind::MultiClass
                                          : data::LabelKind::Real;
  spec.classes = classes;
  spec.dimension = logits;
  if (!vocabulary.empty()) spec.vocabulary = vocabulary;
  spec.v2 = api == model::Api::V2;
  return spec;
}

Result<HeadSpec> headOf(const model::Config& config) {
  HeadSpec head;
  head.api = config.api;
  head.logits = config.logitsDimension();
  head.weightColumn = config.args.weightColumn;
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

}  // namespace cairn::training
