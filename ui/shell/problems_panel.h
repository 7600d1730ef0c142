#pragma once

#include "ui/shell/workspace.h"

#include <QFrame>

class QLabel;
class QTreeWidget;

namespace cairn::ui {

class EmptyState;

/// All that is wrong with what is open, with time, file and offset; an entry goes when its cause is
/// gone.
/// Thread: GUI thread only.
class ProblemsPanel : public QFrame {
  Q_OBJECT
 public:
  explicit ProblemsPanel(Workspace* workspace, QWidget* parent = nullptr);
  QTreeWidget* table() const { return m_table; }

 Q_SIGNALS:
  void closeAsked();
  void runChosen(const QString& run);

 private:
  QWidget* buildHead();
  void sync();
  void copyAll();

  Workspace* m_workspace;
  std::vector<Workspace::Problem> m_shown;
  QLabel* m_counts = nullptr;
  QTreeWidget* m_table = nullptr;
  EmptyState* m_empty = nullptr;
};

}  // namespace cairn::ui
