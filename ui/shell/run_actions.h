#pragma once

#include "ui/bridge/job.h"
#include "ui/shell/run_trash.h"
#include "ui/widgets/pill.h"

#include <QObject>
#include <functional>

class QMenu;
class QWidget;

namespace cairn::ui {

class History;
class RunsPane;
class Workspace;

/// What is done with the selected runs besides training: names, notes, colours, baseline, paths,
/// trash.
/// Thread: GUI thread only. Moves files in Jobs.
class RunActions : public QObject {
  Q_OBJECT
 public:
  RunActions(Services services, Workspace* workspace, RunsPane* pane, History* history,
             QWidget* window);

  void rename();
  void editNotes();
  /// Adds tags to all that are selected.
  void addTags();
  void fillColorMenu(QMenu* menu);
  void askColor(const QPoint& globalPosition);
  void toggleBaseline();
  void showOnly();
  void hide();
  void copyPath();
  void openFolder();
  void trash();
  /// Runs that can't be trashed now: those that this window trains.
  void setBusy(std::function<bool(const QString& id)> isBusy) { m_isBusy = std::move(isBusy); }

  using Question = std::function<void(int count, const std::function<void()>& yes)>;
  /// How the trash of more than twenty runs asks; tests give their own.
  void setQuestion(Question ask) { m_ask = std::move(ask); }

 Q_SIGNALS:
  /// For the band: what could not be done, and a way out where there is one.
  void said(cairn::ui::Tone tone, const QString& sentence, const QString& detail,
            const QString& action, const std::function<void()>& act);
  /// For a toast.
  void told(const QString& sentence);

 private:
  void move(const std::vector<RunRef>& runs, bool beside);
  void moved(const std::vector<Trashed>& trashed);
  void moveAgain(const std::shared_ptr<std::vector<Trashed>>& kept);
  void restore(const std::vector<Trashed>& trashed);
  void setColor(const QString& color);

  Services m_services;
  Workspace* m_workspace;
  RunsPane* m_pane;
  History* m_history;
  QWidget* m_window;
  std::function<bool(const QString&)> m_isBusy;
  Question m_ask;
  Job<std::vector<Trashed>> m_job;  // last: destroyed first
};

}  // namespace cairn::ui
