#include "core/checkpoints/diff.h"

#include <algorithm>
#include <cmath>

namespace cairn::checkpoints {
namespace {

using formats::BundleEntry;
using formats::Tensor;
using formats::TensorBundle;

/// Equal stored checksums stand for equal bytes; a partitioned variable's own entry has none, and
/// a V1 table none of single tensors.
bool hasEqualCrc(const TensorBundle& a, const BundleEntry& was, const TensorBundle& b,
                 const BundleEntry& now) {
  return !a.isV1() && !b.isV1() && was.slices.empty() && now.slices.empty() &&
         was.size == now.size && was.crc == now.crc;
}

/// Norms of the change; elements that are not finite on either side are left out.
void measure(const Tensor& was, const Tensor& now, TensorDiff& diff) {
  const auto before = formats::realValues(was);
  const auto after = formats::realValues(now);
  if (!before || !after || before->size() != after->size()) return;  // of no real type
  double squares = 0;
  double base = 0;
  double other = 0;
  double product = 0;
  for (std::size_t i = 0; i < before->size(); ++i) {
    const double change = (*after)[i] - (*before)[i];
    if (!std::isfinite(change)) continue;
    squares += change * change;
    base += (*before)[i] * (*before)[i];
    other += (*after)[i] * (*after)[i];
    product += (*before)[i] * (*after)[i];
    diff.maxAbs = std::max(diff.maxAbs, std::abs(change));
  }
  if (squares > 0) diff.relativeL2 = std::sqrt(squares) / std::sqrt(base);
  const double norms = std::sqrt(base) * std::sqrt(other);
  diff.cosine = norms > 0 ? std::clamp(product / norms, -1.0, 1.0) : 0;
}

TensorDiff oneSided(const BundleEntry& entry, TensorChange change) {
  TensorDiff diff;
  diff.name = entry.name;
  diff.change = change;
  (change == TensorChange::Gone ? diff.was : diff.now) = entry.shape;
  return diff;
}

}  // namespace

TensorDiff compareTensor(const TensorBundle& a, const BundleEntry& was, const TensorBundle& b,
                         const BundleEntry& now) {
  TensorDiff diff;
  diff.name = was.name;
  diff.was = was.shape;
  diff.now = now.shape;
  if (was.dtype != now.dtype) {
    diff.change = TensorChange::Retyped;
  } else if (was.shape != now.shape) {
    diff.change = TensorChange::Reshaped;
  } else if (hasEqualCrc(a, was, b, now)) {
    diff.change = TensorChange::SameCrc;
  } else {
    const auto before = a.read(was.name);
    const auto after = b.read(now.name);
    if (!before || !after) {
      diff.change = TensorChange::Unreadable;
      diff.problem = before ? after.error() : before.error();
    } else if (*before == *after) {
      diff.change = TensorChange::Same;
    } else {
      diff.change = TensorChange::Changed;
      measure(*before, *after, diff);
    }
  }
  return diff;
}

Result<std::vector<TensorDiff>> diffCheckpoints(const TensorBundle& a, const TensorBundle& b,
                                                std::stop_token stop,
                                                const ProgressCallback& progress) {
  std::vector<TensorDiff> diffs;
  const std::vector<BundleEntry>& before = a.entries();
  const std::vector<BundleEntry>& after = b.entries();
  Progress told{0, before.size() + after.size()};
  // Both are in byte order of their names.
  for (auto was = before.begin(), now = after.begin(); was != before.end() || now != after.end();) {
    if (stop.stop_requested())
      return Error{ErrorCode::Cancelled, "comparing was stopped", b.prefix().string()};
    if (now == after.end() || (was != before.end() && was->name < now->name)) {
      diffs.push_back(oneSided(*was++, TensorChange::Gone));
      ++told.done;
    } else if (was == before.end() || now->name < was->name) {
      diffs.push_back(oneSided(*now++, TensorChange::Added));
      ++told.done;
    } else {
      diffs.push_back(compareTensor(a, *was++, b, *now++));
      told.done += 2;
    }
    told.what = diffs.back().name;
    if (progress) progress(told);
  }
  return diffs;
}

}  // namespace cairn::checkpoints
