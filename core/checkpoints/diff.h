#pragma once

#include "core/base/progress.h"
#include "core/formats/tensor_bundle.h"

#include <optional>
#include <string>
#include <vector>

namespace cairn::checkpoints {

enum class TensorChange { Same, SameCrc, Changed, Reshaped, Retyped, Added, Gone, Unreadable };

/// One tensor of two checkpoints. Norms are over all elements, in float64.
struct TensorDiff {
  std::string name;
  TensorChange change = TensorChange::Same;
  std::optional<formats::Shape> was, now;
  double relativeL2 = 0;  // ‖b - a‖ / ‖a‖
  double maxAbs = 0;
  double cosine = 1;  // of the angle between a and b; 0 where one of them is zero
  std::optional<Error> problem;
  bool operator==(const TensorDiff&) const = default;
};

/// One tensor of both: `was` is an entry of `a`, `now` of `b`. Equal stored checksums and sizes are
/// taken as equal without reading.
TensorDiff compareTensor(const formats::TensorBundle& a, const formats::BundleEntry& was,
                         const formats::TensorBundle& b, const formats::BundleEntry& now);

/// From `a` to `b`, by name. Equal stored checksums and sizes are taken as equal without reading.
Result<std::vector<TensorDiff>> diffCheckpoints(const formats::TensorBundle& a,
                                                const formats::TensorBundle& b,
                                                std::stop_token stop = {},
                                                const ProgressCallback& progress = {});

}  // namespace cairn::checkpoints
