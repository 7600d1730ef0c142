#pragma once

#include "core/formats/event_file.h"
#include "core/training/metrics.h"
#include "core/training/network.h"

#include <string>
#include <utility>
#include <vector>

namespace cairn::training {

/// Writes what TensorFlow's estimators write into a run's event files, under its tags and in its
/// order (spec/estimator.md 13).
/// Errors: as FileOps, from `flush` and `sync`.
/// Thread: Not locked; one thread at a time.
class SummaryWriter {
 public:
  static Result<SummaryWriter> create(FileOps& files, Clock& clock, const fs::path& directory);

  /// graph_def and meta_graph_def, both serialised; TensorBoard shows the first.
  void addGraph(std::string graph, std::string metaGraph);
  /// A checkpoint of `step` has been written: `<modelDir>/model.ckpt`, without a number.
  void addCheckpoint(Step step, const fs::path& modelDir);
  /// What the newest step of `network` gave; the first one is announced as a (re)start.
  /// Errors: Diverged in TensorFlow's words for a NaN or an infinity in a layer.
  /// `losses` come last, under their tags.
  Result<void> addStep(Step step, model::Api api, const Network& network,
                       const std::vector<std::pair<std::string, float>>& losses);
  void addStepRate(Step step, double perSecond);
  /// One evaluation: every metric but the step, then the checkpoint's path as a tensor.
  void addEvaluation(Step step, const Metrics& metrics, const fs::path& checkpoint);

  Result<void> flush() { return m_events.flush(); }
  Result<void> sync() { return m_events.sync(); }
  std::size_t bufferedBytes() const { return m_events.bufferedBytes(); }
  const fs::path& path() const { return m_events.path(); }

 private:
  explicit SummaryWriter(formats::EventFileWriter events) : m_events(std::move(events)) {}
  formats::EventFileWriter m_events;
  bool m_started = false;
};

/// Share of the elements that are 0.
float zeroFraction(std::span<const float> values);

}  // namespace cairn::training
