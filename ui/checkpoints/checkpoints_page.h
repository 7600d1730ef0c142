#pragma once

#include "ui/bridge/job.h"
#include "ui/bridge/page.h"
#include "ui/checkpoints/run_checkpoints.h"
#include "ui/checkpoints/tensor_export.h"
#include "ui/checkpoints/tensor_pane.h"
#include "ui/checkpoints/tensor_tree_model.h"

#include <memory>
#include <optional>

class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QStackedWidget;

namespace cairn::ui {

class Band;
class Card;
class CheckpointChip;
class ElidedLabel;
class EmptyState;
class FilterChip;
class TensorTable;
class TimelineView;

/// The checkpoints of one run: their timeline, A against B, the tensors of A with statistics and
/// the change from B, and the selected tensor's values.
/// Thread: GUI thread only. Reads no file; core does, in Jobs.
class CheckpointsPage : public Page {
  Q_OBJECT
 public:
  explicit CheckpointsPage(Services services, QWidget* parent = nullptr);

  void setRun(const RunRef& run) override;
  void setActive(bool active) override;
  void reload() override;
  /// Chooses the checkpoint of `step` as A once the list is there.
  void showStep(std::int64_t step);

  /// Checkpoint actions, as the menus and keys name them; each does nothing where it can't act.
  void moveA(int by);
  void moveB(int by);
  void swap();
  void checkHealth();
  void askExport();

  /// Prefixes of A and B; empty: none.
  const fs::path& a() const { return m_a; }
  const std::optional<fs::path>& b() const { return m_b; }
  const RunCheckpoints* checkpoints() const { return m_checkpoints.get(); }
  TensorTreeModel* tensors() { return m_tree; }
  /// Whether every tensor has its figures.
  bool isSettled() const { return !m_open.running() && !m_batch.running(); }

 Q_SIGNALS:
  /// After the list, after A's (and B's) tensors, and after their figures have arrived.
  void listed();
  void loaded();
  void settled();
  /// "Restore from A…" with A's prefix.
  void restoreAsked(const cairn::fs::path& prefix);
  /// A new run whose variables start from this checkpoint.
  void warmStartAsked(const cairn::fs::path& prefix);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* buildTimeline();
  QWidget* buildTensors();
  QWidget* buildTensorHeader();
  void buildTree();
  void addKeys();
  void scan();
  void startScan();
  void showRun(const Job<RunCheckpoints>::Payload& payload);
  void showEmpty(const QString& sentence, const QString& detail = {});
  void showHead();
  void chooseFirst();
  void choose(const fs::path& a, std::optional<fs::path> b);
  void setA(const fs::path& prefix);
  void setB(std::optional<fs::path> prefix);
  void open();
  void showTensors(const Job<CheckpointPair>::Payload& payload);
  void showCounts();
  void readOn();
  void applyFilter();
  bool isFiltered() const;
  void showDamage(const TensorBatch& batch);
  void showDetail();
  void showValues();
  void fillChipMenu(QMenu* menu, bool isA);
  void popUpChip(CheckpointChip* chip, bool isA);
  void popUpCheckpoint(const fs::path& prefix, const QPoint& at);
  void popUpMore();
  void writeExport(const fs::path& target);
  const model::Config* configOfA() const;

  TensorTreeModel* m_tree;
  QStackedWidget* m_stack;
  EmptyState* m_empty;
  Band* m_band = nullptr;
  QWidget* m_centre = nullptr;
  Card* m_timelineCard = nullptr;
  CheckpointChip *m_chipA = nullptr, *m_chipB = nullptr;
  TimelineView* m_timeline = nullptr;
  QLabel* m_legend = nullptr;
  QLineEdit* m_filter = nullptr;
  QLabel* m_filterError = nullptr;
  FilterChip* m_slots = nullptr;
  ElidedLabel* m_counts = nullptr;
  QPushButton* m_restore = nullptr;
  TensorTable* m_tensors = nullptr;
  TensorPane* m_pane = nullptr;
  std::optional<std::int64_t> m_wantedStep;
  fs::path m_a;
  std::optional<fs::path> m_b;
  fs::path m_damaged;  // the checkpoint that the band speaks of
  bool m_scanAgain = false;
  std::shared_ptr<series::RunReader> m_events;
  std::shared_ptr<const RunCheckpoints> m_checkpoints;
  std::shared_ptr<const CheckpointPair> m_pair;
  Job<RunCheckpoints> m_scan;  // last: destroyed first
  Job<CheckpointPair> m_open;
  Job<TensorBatch> m_batch;
  Job<Exported> m_export;
};

}  // namespace cairn::ui
