#pragma once

#include "core/training/estimator.h"
#include "core/training/input.h"
#include "core/training/network.h"

#include <memory>
#include <optional>

namespace cairn::training {

/// A restored network and its input: what evaluate and predict work on.
/// Thread: Not locked; one thread at a time.
struct Inference {
  model::Config config;  // with the sizes of its vocabulary files
  HeadSpec head;
  VariableStore store;
  Network network;  // borrows the store's arrays, which stay where they are when this is moved
  std::unique_ptr<BatchInput> input;
  std::optional<fs::path> checkpoint;  // nothing: freshly initialised, as TensorFlow does it
};

struct InferenceOptions {
  std::string section;  // of the config's `data`, unless `source` is given
  bool labels = false;  // and weights
  fs::path configFolder;
  std::optional<model::DataSource> source;
  std::optional<fs::path> checkpoint;  // else the newest
  std::function<bool(data::Table& rows)> tables;
  Workers* workers = nullptr;
};

/// Errors: those of the checkpoint and the data; InvalidArgument or Unsupported with the config
/// key.
Result<Inference> openInference(FileOps& files, const model::Config& config,
                                const fs::path& modelDir, const InferenceOptions& options,
                                std::stop_token stop);

}  // namespace cairn::training
