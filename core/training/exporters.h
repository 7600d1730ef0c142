#pragma once

#include "core/base/clock.h"
#include "core/base/file_ops.h"
#include "core/training/metrics.h"

#include <optional>
#include <vector>

namespace cairn::training {

/// The exporters of a config's `eval` section, asked after each evaluation of a training: each
/// writes SavedModels under `<modelDir>/export/<name>/`.
/// Formula: tf.estimator.BestExporter, LatestExporter, FinalExporter; spec/estimator.md 14.
/// Owner:  borrows the config.   Thread: Not locked; one thread at a time.
class Exporters {
 public:
  /// Errors: InvalidArgument, in TensorFlow's words, for a number of exports to keep that is not
  ///         positive; Unsupported for an export as text.
  static Result<Exporters> create(FileOps& files, Clock& clock, const model::Config& config,
                                  fs::path modelDir, fs::path configFolder);

  /// `last`: nothing more will be trained. Returns: the directories written.
  /// Errors: as exportSavedModel; InvalidArgument when the metrics have no loss.
  Result<std::vector<fs::path>> afterEvaluation(const fs::path& checkpoint, const Metrics& metrics,
                                                bool last);

 private:
  Exporters(FileOps& files, Clock& clock, const model::Config& config, fs::path modelDir,
            fs::path configFolder);
  Result<bool> wants(std::size_t exporter, const Metrics& metrics, bool last);
  Result<void> keepNewest(const model::Call& exporter, const fs::path& directory);

  FileOps* m_files;
  Clock* m_clock;
  const model::Config* m_config;
  fs::path m_modelDir;
  fs::path m_configFolder;
  std::vector<std::optional<float>> m_bestLosses;  // of each exporter's last export
};

}  // namespace cairn::training
