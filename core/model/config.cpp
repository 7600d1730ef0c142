#include "core/model/config.h"

#include <limits>

namespace cairn::model {

std::int64_t Head::logitsDimension() const {
  if (type == "MultiHead") {
    std::int64_t sum = 0;
    for (const Head& head : heads)
      if (__builtin_add_overflow(sum, head.logitsDimension(), &sum))
        return std::numeric_limits<std::int64_t>::max();
    return sum;
  }
  if (type == "MultiClassHead" || type == "MultiLabelHead") return nClasses;
  if (type == "RegressionHead" || type == "PoissonRegressionHead") return labelDimension;
  return 1;
}

Family Config::family() const {
  if (estimator.starts_with("DNNLinearCombined")) return Family::Combined;
  if (estimator.starts_with("Linear")) return Family::Linear;
  if (estimator.starts_with("Baseline")) return Family::Baseline;
  return Family::Dnn;
}

Task Config::task() const {
  if (estimator.ends_with("Regressor")) return Task::Regressor;
  if (estimator.ends_with("Estimator")) return Task::Head;
  return Task::Classifier;
}

std::int64_t Config::logitsDimension() const {
  switch (task()) {
    case Task::Classifier:
      return args.nClasses == 2 ? 1 : args.nClasses;
    case Task::Regressor:
      return args.labelDimension;
    case Task::Head:
      return args.head.logitsDimension();
  }
  return 1;
}

std::string shownKey(std::string_view key) {
  constexpr std::string_view kPrefix = "args.";
  if (key.starts_with(kPrefix)) key.remove_prefix(kPrefix.size());
  return std::string(key);
}

}  // namespace cairn::model
