#pragma once

#include "ui/bridge/job.h"
#include "ui/bridge/run_ref.h"
#include "ui/checkpoints/tensor_detail.h"

#include <QWidget>
#include <optional>

class QCheckBox;
class QLabel;
class QPushButton;
class QSlider;

namespace cairn::ui {

class ElidedLabel;

/// The tensor that has the selection: heat map, histogram A over B, norm over the checkpoints.
/// Thread: GUI thread only. Reads no file; core does, in Jobs.
class TensorPane : public QWidget {
  Q_OBJECT
 public:
  explicit TensorPane(Services services, QWidget* parent = nullptr);

  struct Subject {
    std::shared_ptr<const CheckpointPair> pair;
    formats::BundleEntry entry;
    std::optional<model::Config> config;                     // what made A
    std::vector<std::pair<std::int64_t, fs::path>> history;  // checkpoints on disk, ascending
    QString stepA, stepB;                                    // for the legend
    QColor color;                                            // of the run
  };
  void setSubject(std::optional<Subject> subject);
  const TensorDetail* detail() const { return m_detail.get(); }

 Q_SIGNALS:
  void valuesAsked();
  void exportAsked();
  /// After the pictures have arrived.
  void shown();

 private:
  void build();
  void read();
  void readHistory();
  void take(const Job<TensorDetail>::Payload& payload);
  void showPictures();

  Services m_services;
  std::optional<Subject> m_subject;
  std::shared_ptr<const TensorDetail> m_detail;
  std::int64_t m_slice = 0;
  ElidedLabel* m_name = nullptr;
  QLabel* m_facts = nullptr;
  QLabel* m_hint = nullptr;
  QLabel* m_problem = nullptr;
  QWidget* m_body = nullptr;
  QWidget* m_mapBox = nullptr;
  QLabel* m_axes = nullptr;
  QLabel* m_scalar = nullptr;
  HeatMap* m_map = nullptr;
  QCheckBox* m_clip = nullptr;
  QWidget* m_sliceRow = nullptr;
  QLabel* m_sliceText = nullptr;
  QSlider* m_sliceSlider = nullptr;
  QWidget* m_histogramBox = nullptr;
  HistogramLegend* m_legend = nullptr;
  HistogramChart* m_histogram = nullptr;
  QWidget* m_normBox = nullptr;
  StepChart* m_norm = nullptr;
  Job<std::vector<StepValue>> m_history;  // last: destroyed first
  Job<TensorDetail> m_read;
};

}  // namespace cairn::ui
