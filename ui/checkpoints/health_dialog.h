#pragma once

#include "core/checkpoints/check.h"
#include "ui/bridge/job.h"
#include "ui/bridge/run_ref.h"

#include <QDialog>

class QLabel;
class QTreeWidget;

namespace cairn::ui {

/// What the verifier says of a model_dir: every checksum, the state file against the files, and
/// what interrupted writers left. Changes nothing.
/// Thread: GUI thread only. Reads no file; core does, in a Job.
class HealthDialog : public QDialog {
  Q_OBJECT
 public:
  HealthDialog(Services services, const RunRef& run, QWidget* parent = nullptr);
  /// Tab-separated, a line a finding.
  QString report() const;

 Q_SIGNALS:
  void checked();

 private:
  void take(const Job<checkpoints::CheckResult>::Payload& result);
  RunRef m_run;
  QLabel* m_verdict;
  QLabel* m_note;
  QTreeWidget* m_list;
  std::shared_ptr<const checkpoints::CheckResult> m_result;
  Job<checkpoints::CheckResult> m_job;  // last: destroyed first
};

}  // namespace cairn::ui
