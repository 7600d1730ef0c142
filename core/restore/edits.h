#pragma once

#include "core/formats/tensor_bundle.h"
#include "core/model/config.h"
#include "core/restore/report.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cairn::restore {

/// One key of the config set back to what it was when the checkpoint was saved.
struct Edit {
  std::string key;
  std::string was = {};  // JSON text; empty: the checkpoint doesn't tell
  std::string now = {};
  Source source = Source::CairnJson;
  Certainty certainty = Certainty::Recorded;
  /// Sets the key back. Empty: the old value is unknown, and the dimensions that come from `key`
  /// may have any size.
  std::function<void(model::Config&)> apply = {};
};

/// One edit a key whose value differs and that can change variables, most fundamental first:
/// estimator, api, then arguments. A key goes as deep as its only difference.
std::vector<Edit> recordedEdits(const model::Config& was, const model::Config& now);

/// What the checkpoint's names and shapes tell against `now`: family, api, hidden_units,
/// batch_norm, logits, optimizer, width of the input. Empty where nothing differs.
std::vector<Edit> recoveredEdits(const std::vector<formats::BundleEntry>& has,
                                 const model::Config& now);

}  // namespace cairn::restore
