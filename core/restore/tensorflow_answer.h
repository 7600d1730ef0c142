#pragma once

#include "core/formats/tensor_bundle.h"
#include "core/model/variable_map.h"
#include "core/restore/located_checkpoint.h"
#include "core/restore/report.h"

#include <optional>
#include <vector>

namespace cairn::restore {

/// What TensorFlow 2.15's restore meets once it opens the named checkpoint.
struct RestoreAttempt {
  const model::Config* config = nullptr;
  Mode mode = Mode::Train;
  const LocatedCheckpoint* located = nullptr;
  const Error* indexError = nullptr;             // the index can't be opened
  const std::vector<TensorRow>* rows = nullptr;  // else: what is wanted against what is there …
  const std::vector<model::Variable>* wanted = nullptr;
  const std::vector<formats::BundleEntry>* entries = nullptr;
  std::vector<std::pair<std::string, Error>>
      unreadable;  // … and values that can't be read, by name
};

/// TensorFlow's own exception and text, in the order of its checks: the state file, the index, keys
/// that are missing, types, then tensor by tensor in the file's order shapes and values; last, what
/// an unchecked shape breaks when the graph runs. Formula: spec/estimator.md 16 and recorded
/// failures; frames are counted, not listed.
TensorFlowAnswer answerOfTensorFlow(const RestoreAttempt& attempt);

/// The tensor that the text names; empty when it names none.
std::string namedTensor(const RestoreAttempt& attempt);

}  // namespace cairn::restore
