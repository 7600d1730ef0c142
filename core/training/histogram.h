#pragma once

#include "core/formats/proto/event.pb.h"

#include <span>

namespace cairn::training {

/// TensorFlow's summary histogram of `values`: its default bucket limits, runs of empty buckets
/// merged. `finite` becomes false for a NaN or an infinity, which TensorFlow refuses.
/// Formula: spec/formats.md 10, "HistogramProto limits". Cost: one pass, a binary search a value.
pb::HistogramProto summaryHistogram(std::span<const float> values, bool& finite);

}  // namespace cairn::training
