#pragma once

#include "ui/bridge/page.h"
#include "ui/shell/run_control.h"
#include "ui/shell/workspace.h"

#include <QJsonObject>
#include <QMainWindow>
#include <QTimer>
#include <functional>

class QLabel;
class QScrollArea;
class QSplitter;
class QStackedWidget;

namespace cairn::ui {

class Band;
class CheckpointsPage;
class ConfigPage;
class CurvesPage;
class FirstStartPage;
class History;
class ChartCard;
class JobBar;
class JobPanel;
class Menus;
class Palette;
class ProblemsPanel;
class RestorePage;
class RunActions;
class RunsPane;
class Settings;
class Theme;
class Toast;
class ToolRow;
struct DropPlan;
struct WorkspaceMemory;

/// What outlives a window: a change of language builds a new one.
struct Shared {
  std::shared_ptr<Settings> settings;
  std::shared_ptr<TrainQueue> queue;
};

enum class CloseAnswer { PauseAndClose, KeepTraining, Cancel };

/// The window: builds the panes, the pages and the menus, and tells the pages which runs matter.
/// Thread: GUI thread only.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  MainWindow(Services services, Theme* theme, QWidget* parent = nullptr, Shared shared = {});
  ~MainWindow() override;

  /// A folder with runs, or a run itself.
  void openFolder(const fs::path& folder);
  /// A config file: an experiment in `models/<its name>` below `from`.
  void openConfig(const fs::path& file, const fs::path& from = fs::current_path());
  /// What a person named on the command line in `from`: either of the two.
  void openPath(const fs::path& path, const fs::path& from = fs::current_path());
  /// Out of the task bar, before the other windows.
  void bringToFront();
  /// Makes the tutorial's experiment and trains it at once.
  void trainIris(const fs::path& modelDir);
  void newExperiment();

  /// By the page's object name: `curves`, `checkpoints`, `config`, `compare`, `restore`.
  void showTab(const QString& id);
  void showTab(int index);
  QString currentTab() const;

  using CloseQuestion = std::function<void(const std::function<void(CloseAnswer)>&)>;
  /// How closing while a run trains asks; tests give their own.
  void setCloseQuestion(CloseQuestion ask) { m_askClose = std::move(ask); }
  /// Where "Train Iris" and new experiments write.
  void setHome(const fs::path& home);

  /// The same workspace, tab and edits in another window.
  void handOver(MainWindow& next);
  Shared shared() const { return m_shared; }

  void closeWorkspace();
  void restoreLayout();
  void toggleRuns();
  /// `jobs` or `problems`.
  void showPanel(const QString& id);
  void togglePanel(const QString& id);
  void showToasts();
  void toast(const QString& sentence);
  /// The next pane that takes the focus, in reading order.
  void focusPane(int by);
  void openPalette();
  void openSettings(const QString& section = {});
  void showStart();
  /// Scrolls to a chart.
  void reveal(ChartCard* card);
  QStringList recentFolders() const;
  /// Now instead of within two seconds.
  void saveMemory();

  Settings* settings() const { return m_shared.settings.get(); }
  Palette* palettePane() const { return m_palette; }
  JobPanel* jobPanel() const { return m_jobs; }
  RunControl* control() { return m_control; }
  Workspace* workspace() { return &m_workspace; }
  RunsPane* runsPane() { return m_runs; }
  CurvesPage* curves() { return m_curves; }
  ConfigPage* configPage() { return m_config; }
  CheckpointsPage* checkpointsPage() { return m_checkpoints; }
  History* history() { return m_history; }
  RunActions* runActions() { return m_runActions; }

 Q_SIGNALS:
  /// Another language was chosen: the window is to be built anew.
  void languageChanged();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  friend class Menus;
  void buildPanes();
  void buildPanels();
  void connectPanels();
  void connectSettings();
  void applySetting(const QString& key);
  void loadMemory();
  /// False when none are remembered.
  bool restorePanes();
  void restoreWorkspace();
  WorkspaceMemory workspaceMemory() const;
  void notify(const RunRef& run, const TrainingSession::Outcome& outcome);
  void buildPages();
  void addPage(Page* page, const QString& id, const QString& title);
  void connectRuns();
  void connectPages();
  void connectControl();
  void runChosen();
  void subjectChanged();
  void filesWritten(const RunRef& run);
  void showPage();
  void showCounts();
  void showTitle();
  void startDraft(const fs::path& modelDir, const model::Config& config);
  void askFolder();
  void take(const DropPlan& plan);
  void explainFile(const fs::path& file);
  void popUpStop(int job);
  QString closeSentence() const;
  void askClose(const std::function<void(CloseAnswer)>& answer);
  void remember(const fs::path& folder);

  Services m_services;
  Shared m_shared;
  Theme* m_theme;
  Workspace m_workspace;
  fs::path m_home;
  RunsPane* m_runs = nullptr;
  ToolRow* m_tools = nullptr;
  JobBar* m_bar = nullptr;
  Band* m_band = nullptr;
  QStackedWidget* m_stack = nullptr;
  QSplitter* m_splitter = nullptr;
  QSplitter* m_vertical = nullptr;
  QStackedWidget* m_panels = nullptr;
  JobPanel* m_jobs = nullptr;
  ProblemsPanel* m_problems = nullptr;
  Toast* m_toast = nullptr;
  Palette* m_palette = nullptr;
  Menus* m_menus = nullptr;
  QAction* m_search = nullptr;
  FirstStartPage* m_start = nullptr;
  std::vector<Page*> m_pages;
  CurvesPage* m_curves = nullptr;
  CheckpointsPage* m_checkpoints = nullptr;
  ConfigPage* m_config = nullptr;
  RestorePage* m_restore = nullptr;
  RunControl* m_control = nullptr;
  History* m_history = nullptr;
  RunActions* m_runActions = nullptr;
  QString m_points;
  QString m_selectNext;  // a run that is to be selected once it is listed
  QLabel* m_dropHint = nullptr;
  bool m_closing = false;
  bool m_laidOut = false;     // shown once, so that the panes have their widths
  bool m_handOn = false;      // what trains goes on in a process of its own
  bool m_startAsked = false;  // the first steps are shown over an open workspace
  bool m_restored = false;    // what was remembered of this workspace is on the screen
  QJsonObject m_state;        // what is remembered for the user
  QTimer m_saveSoon;
  CloseQuestion m_askClose;
  Job<std::string> m_text;
  Job<model::Config> m_make;  // last: destroyed first
};

}  // namespace cairn::ui
