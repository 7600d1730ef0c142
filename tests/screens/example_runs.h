#pragma once

#include "core/model/config.h"

#include <string>
#include <vector>

namespace cairn::screens {

/// The runs of the pictures, of the kinds that the drawings show: `iris` (200 steps), five finished
/// ones with different configs, one that diverges and one that is still to be trained.
/// Thread: Not locked; one thread at a time.
class ExampleRuns {
 public:
  /// Trains them below `root`; some seconds of work.
  ExampleRuns(fs::path root, fs::path fixtures);
  const fs::path& models() const { return m_models; }
  /// A large network that trains for as long as the pictures are taken.
  model::Config longConfig() const;
  /// Iris with this setting of a sweep; little to do.
  model::Config sweepConfig(double dropout) const;
  /// Turns one byte of a tensor's data into another.
  static void damage(const fs::path& run, const std::string& checkpoint);

 private:
  model::Config irisConfig() const;
  void train(const std::string& name, model::Config config, std::int64_t steps);
  void trainAll();
  fs::path m_root, m_models, m_fixtures;
};

}  // namespace cairn::screens
