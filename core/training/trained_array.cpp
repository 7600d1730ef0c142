#include "core/training/trained_array.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {

Result<TrainedArray> trainedArray(VariableStore& store, const std::string& name) {
  const model::Variable* variable = store.variable(name);
  if (variable == nullptr || variable->dimensions.empty() || variable->dimensions.size() > 2)
    return Error{ErrorCode::Unsupported, fmt::format("the config has no variable {}", name), name};
  TrainedArray array;
  array.values = store.find(name);
  array.width = variable->dimensions.back().size;
  if (variable->dimensions.size() == 2) array.rows = variable->dimensions.front().size;
  array.trainable = variable->trainable;
  const std::vector<float*> slots = store.slotsOf(name);
  std::copy_n(slots.begin(), std::min(slots.size(), array.slots.size()), array.slots.begin());
  return array;
}

}  // namespace cairn::training
