#pragma once

#include "core/base/bytes.h"

#include <optional>
#include <string_view>
#include <vector>

namespace cairn::series {

/// What one Summary.Value says, as far as scalars go.
struct ScannedValue {
  std::string_view tag;
  std::optional<float> simple;
  std::optional<ByteView> tensor;            // a TensorProto
  std::optional<std::string_view> metadata;  // the plugin's name, when there is metadata
};

/// What one Event says, as far as scalars go.
struct ScannedEvent {
  double wallTime = 0;
  std::int64_t step = 0;
  bool isStart = false;       // SessionLog START
  bool isCheckpoint = false;  // SessionLog CHECKPOINT: one was saved at the step
  std::vector<ScannedValue> values;
};

/// Reads Event messages field by field; pictures, histograms and graphs are stepped over.
/// Owner:  what `scan` gives borrows the payload, and lasts until the next call.
/// Thread: Not locked; one thread at a time.
/// Cost:   no allocation but for the largest number of values in one event.
class EventScanner {
 public:
  /// Null when the payload is no Event.
  const ScannedEvent* scan(ByteView payload);

 private:
  bool scanSummary(ByteView summary);
  bool scanValue(ByteView value);
  ScannedEvent m_event;
};

/// The one element of a TensorProto of any real type, as TensorBoard's float32.
/// Returns: nothing for more or fewer elements, for other types, and for damage.
std::optional<float> scalarOf(ByteView tensorProto);

}  // namespace cairn::series
