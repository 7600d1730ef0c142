#pragma once

#include "core/restore/report.h"
#include "ui/bridge/job.h"
#include "ui/bridge/page.h"

#include <map>
#include <memory>
#include <optional>

class QLabel;
class QStackedWidget;
class QTableView;

namespace cairn::ui {

class Card;
class ChangesCard;
class EmptyState;
class FilterChip;
class Pill;
class TensorRowsModel;
class WaysOutCard;

/// The restore check of one run: verdict, TensorFlow's own text, tensors, what changed, ways out.
/// Thread: GUI thread only. Reads no file; asks core in a Job and shows the newest answer.
class RestorePage : public Page {
  Q_OBJECT
 public:
  explicit RestorePage(Services services, QWidget* parent = nullptr);

  void setRun(const RunRef& run) override;
  void setActive(bool active) override;
  void reload() override;
  /// The config to compare with; nothing: the run's own.
  void setConfig(std::optional<model::Config> config, bool edited);
  /// The checkpoint to compare with; nothing: the run's newest. Another run forgets it.
  void setCheckpoint(std::optional<fs::path> prefix);
  const restore::Report* report() const { return m_report.get(); }

 Q_SIGNALS:
  /// After every check.
  void checked();
  /// "Put the config back" with the config that restores.
  void revertAsked(const cairn::model::Config& config);
  void newRunAsked();
  void evaluateAsked();
  /// A key of the config was clicked.
  void keyChosen(QString key);

 private:
  QWidget* buildVerdict();
  QWidget* buildTensors();
  void check();
  void show(const Job<restore::Report>::Payload& report);
  void showReport();
  void showCounts();
  void takeWay(restore::WayOutKind kind);
  void copyReport();

  std::optional<model::Config> m_config;
  bool m_edited = false;
  std::optional<fs::path> m_checkpoint;
  std::shared_ptr<const restore::Report> m_report;
  TensorRowsModel* m_model;
  QStackedWidget* m_stack;
  EmptyState* m_empty;
  Card* m_verdictCard = nullptr;
  Pill* m_pill = nullptr;
  QLabel* m_verdict = nullptr;
  QLabel* m_compared = nullptr;
  QWidget* m_messageBox = nullptr;
  QLabel* m_message = nullptr;
  QTableView* m_table = nullptr;
  ChangesCard* m_changes = nullptr;
  WaysOutCard* m_ways = nullptr;
  std::map<restore::TensorStatus, FilterChip*> m_chips;
  Job<restore::Report> m_job;  // last: destroyed first, so no answer meets a half-dead page
};

}  // namespace cairn::ui
