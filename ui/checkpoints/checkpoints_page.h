#pragma once

#include "core/checkpoints/timeline.h"
#include "ui/bridge/job.h"
#include "ui/bridge/page.h"
#include "ui/checkpoints/checkpoint_content.h"

#include <memory>
#include <optional>

class QLabel;
class QStackedWidget;
class QTableView;
class QTreeView;

namespace cairn::ui {

class Card;
class CheckpointListModel;
class EmptyState;
class TensorTreeModel;

/// The checkpoints of one run: their list, and the tensors of the one that is chosen, with
/// statistics and the change from the checkpoint before it.
/// Thread: GUI thread only. Reads no file; core does, in Jobs.
class CheckpointsPage : public Page {
  Q_OBJECT
 public:
  explicit CheckpointsPage(Services services, QWidget* parent = nullptr);

  void setRun(const RunRef& run) override;
  void setActive(bool active) override;
  void reload() override;
  /// Chooses the checkpoint of `step` once the list is there.
  void showStep(std::int64_t step);

 Q_SIGNALS:
  /// After the list, and after a checkpoint's tensors, have arrived.
  void listed();
  void loaded();
  void restoreAsked();

 private:
  QWidget* buildList();
  QWidget* buildTensors();
  void scan();
  void showTimeline(const Job<checkpoints::Timeline>::Payload& timeline);
  void choose(int row);
  void showContent(const Job<CheckpointContent>::Payload& content);
  int rowToChoose() const;

  CheckpointListModel* m_list;
  TensorTreeModel* m_tree;
  QStackedWidget* m_stack;
  EmptyState* m_empty;
  Card* m_listCard = nullptr;
  Card* m_tensorsCard = nullptr;
  QTableView* m_table = nullptr;
  QTreeView* m_tensors = nullptr;
  std::optional<std::int64_t> m_wantedStep;
  std::optional<fs::path> m_chosen;
  std::shared_ptr<const checkpoints::Timeline> m_timeline;
  Job<checkpoints::Timeline> m_scan;  // last: destroyed first
  Job<CheckpointContent> m_read;
};

}  // namespace cairn::ui
