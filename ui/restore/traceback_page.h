#pragma once

#include "core/restore/traceback_report.h"
#include "ui/bridge/job.h"
#include "ui/bridge/run_ref.h"

#include <QWidget>
#include <functional>
#include <memory>
#include <vector>

class QBoxLayout;
class QButtonGroup;
class QGridLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace cairn::ui {

class Card;
class Pill;
class TracebackText;

/// A traceback that was pasted: what it tells, which run it may be of, and the ways out that need
/// no checkpoint. Without a text, a box to paste one into. Thread: GUI thread only. Reads in a Job.
class TracebackPage : public QWidget {
  Q_OBJECT
 public:
  explicit TracebackPage(Services services, QWidget* parent = nullptr);

  /// An empty box.
  void askForText();
  void setText(const QString& text);
  /// Where the runs are that it may belong to.
  void setRuns(std::function<std::vector<RunRef>()> runs) { m_runs = std::move(runs); }
  const restore::Traceback* told() const { return m_finding ? m_finding->told.get() : nullptr; }

 Q_SIGNALS:
  void closeAsked();
  /// The report of the text against a model_dir.
  void checkAsked(const QString& text, const cairn::fs::path& modelDir, const QString& name);
  void read();

 private:
  struct Candidate {
    RunRef run;
    std::optional<Step> step;
  };
  struct Finding {
    std::shared_ptr<const restore::Traceback> told;
    std::vector<Candidate> candidates;
    std::size_t looked = 0;
  };
  QWidget* buildBox();
  QWidget* buildHead();
  QWidget* buildText();
  QWidget* buildRight();
  void take(const Job<Finding>::Payload& finding);
  void showFacts();
  void showCandidates();
  void showWays();
  void askModelDir();
  void resizeEvent(QResizeEvent* event) override;

  Services m_services;
  std::function<std::vector<RunRef>()> m_runs;
  QString m_text;
  std::shared_ptr<const Finding> m_finding;
  QStackedWidget* m_stack;
  QBoxLayout* m_columns = nullptr;
  QWidget* m_right = nullptr;
  QPlainTextEdit* m_box = nullptr;
  QPushButton* m_explain = nullptr;
  QLabel* m_wrong = nullptr;
  Pill* m_pill = nullptr;
  Card* m_head = nullptr;
  QLabel* m_verdict = nullptr;
  QLabel* m_detail = nullptr;
  Card* m_textCard = nullptr;
  TracebackText* m_listing = nullptr;
  QPushButton* m_fold = nullptr;
  QWidget* m_facts = nullptr;
  Card* m_whichCard = nullptr;
  QWidget* m_which = nullptr;
  Card* m_waysCard = nullptr;
  QWidget* m_ways = nullptr;
  Job<Finding> m_job;  // last: destroyed first
};

}  // namespace cairn::ui
