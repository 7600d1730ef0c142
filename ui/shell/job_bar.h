#pragma once

#include "core/training/snapshot.h"
#include "ui/bridge/run_ref.h"

#include <QFrame>
#include <memory>

class QLabel;
class QProgressBar;
class QPushButton;

namespace cairn::ui {

class ElidedLabel;

/// The line at the bottom: the job that runs with its progress, rate and time left; what is open.
/// Thread: GUI thread only.
class JobBar : public QFrame {
  Q_OBJECT
 public:
  explicit JobBar(QWidget* parent = nullptr);
  enum class State { Starting, Running, Paused, Stopping };
  /// `note`: why it is paused.
  void setJob(const RunRef& run, State state, const training::TrainSnapshot* snapshot,
              const QString& note = {});
  /// "2 running, 5 queued", besides the job that is shown.
  void setQueue(const QString& text);
  void setProblems(int count);
  /// How the last job ended, or that none runs.
  void setIdle(const QString& text, const QString& iconName = {});
  void setCounts(const QString& text);

 Q_SIGNALS:
  void clicked();
  void problemsAsked();

 protected:
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  QLabel* m_icon;
  ElidedLabel* m_name;
  QLabel* m_step;
  QProgressBar* m_progress;
  QLabel* m_rate;
  QLabel* m_left;
  QLabel* m_queue;
  QPushButton* m_problems;
  QLabel* m_counts;
};

}  // namespace cairn::ui
