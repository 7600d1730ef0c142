#pragma once

#include "core/restore/report.h"
#include "ui/bridge/job.h"
#include "ui/bridge/page.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace cairn::ui {

class Card;
class ChangesCard;
class EmptyState;
class FilterChip;
class Pill;
class TensorRowsModel;
class TracebackPage;
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

  /// Explains what Python printed. Without `text`: what the clipboard holds when it is a traceback,
  /// else a box to paste into.
  void explainTraceback(const QString& text = {});
  void closeTraceback();
  /// Whether a traceback is shown in place of a run's report.
  bool hasTraceback() const { return m_pasted; }
  /// Where the runs are that a traceback may belong to.
  void setRunSource(std::function<std::vector<RunRef>()> runs);

 Q_SIGNALS:
  /// After every check.
  void checked();
  /// "Put the config back" with the config that restores.
  void revertAsked(const cairn::model::Config& config);
  void newRunAsked();
  void evaluateAsked();
  /// A traceback is shown, or no longer.
  void tracebackChanged();
  /// A key of the config was clicked.
  void keyChosen(QString key);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* buildVerdict();
  QWidget* buildTensors();
  void check();
  void take(const Job<restore::Report>::Payload& report);
  QString nearPath(const fs::path& path) const;
  void stack(bool narrow);
  void fitTable();
  void showReport();
  void showCounts();
  void takeWay(restore::WayOutKind kind);
  void copyReport();
  void checkTraceback(const QString& text, const fs::path& modelDir, const QString& name);
  void showVerdict(const QString& compared);

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
  TracebackPage* m_traceback = nullptr;
  QPushButton* m_paste = nullptr;
  QPushButton* m_back = nullptr;
  bool m_pasted = false;
  std::map<QString, FilterChip*> m_chips;
  QHBoxLayout* m_below = nullptr;
  QWidget* m_right = nullptr;
  Job<restore::Report> m_job;  // last: destroyed first, so no answer meets a half-dead page
};

}  // namespace cairn::ui
