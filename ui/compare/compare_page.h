#pragma once

#include "ui/bridge/job.h"
#include "ui/bridge/page.h"
#include "ui/compare/config_rows.h"

class QStackedWidget;
class QTableView;

namespace cairn::ui {

class Card;
class CompareModel;
class EmptyState;

/// The configs of the selected runs side by side, with only the differences.
/// Thread: GUI thread only. Reads no file; core does, in a Job.
class ComparePage : public Page {
  Q_OBJECT
 public:
  explicit ComparePage(Services services, QWidget* parent = nullptr);

  void setSelection(const std::vector<RunRef>& runs) override;
  void setActive(bool active) override;
  void reload() override;

 Q_SIGNALS:
  /// After every comparison.
  void compared();

 private:
  void compare();
  void show(const Job<ConfigRows>::Payload& rows);
  CompareModel* m_model;
  QStackedWidget* m_stack;
  EmptyState* m_empty;
  Card* m_card;
  QTableView* m_table;
  Job<ConfigRows> m_job;  // last: destroyed first
};

}  // namespace cairn::ui
