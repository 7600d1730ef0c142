#pragma once

#include "core/restore/report.h"
#include "ui/bridge/job.h"
#include "ui/bridge/run_ref.h"
#include "ui/widgets/card.h"

#include <QTimer>

class QLabel;
class QPushButton;

namespace cairn::ui {

class Pill;

/// Would the config restore what lies in the model_dir? Asked again 80 ms after the last change;
/// the answer before stays, with "checking…".
/// Thread: GUI thread only. Reads no file; asks core in a Job.
class VerdictCard : public Card {
  Q_OBJECT
 public:
  explicit VerdictCard(Services services, QWidget* parent = nullptr);
  void check(const model::Config& config, const fs::path& modelDir);
  /// Now: something in the directory has changed.
  void checkNow();
  const std::shared_ptr<const restore::Report>& report() const { return m_report; }

 Q_SIGNALS:
  void checked();
  void explainAsked();

 private:
  void show(const Job<restore::Report>::Payload& report);
  void say(Tone tone, const QString& iconName, const QString& word, const QString& sentence,
           const QString& detail);

  Services m_services;
  model::Config m_config;
  fs::path m_modelDir;
  Pill* m_pill;
  QLabel* m_sentence;
  QLabel* m_detail;
  QPushButton* m_explain;
  std::shared_ptr<const restore::Report> m_report;
  QTimer m_wait;
  Job<restore::Report> m_job;  // last: destroyed first
};

}  // namespace cairn::ui
