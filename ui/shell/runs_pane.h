#pragma once

#include "ui/bridge/run_ref.h"

#include <QWidget>

class QFrame;
class QLabel;
class QMenu;
class QPushButton;

namespace cairn::ui {

class FilterField;
class IconButton;
class RunsList;
class RunsModel;

/// The list of runs at the left: how many, a filter, a row a run, what can be done with several,
/// and the way to open another. Thread: GUI thread only.
class RunsPane : public QWidget {
  Q_OBJECT
 public:
  explicit RunsPane(RunsModel* model, QWidget* parent = nullptr);
  /// The folder's name in the header; empty: none is open.
  void setFolder(const QString& folder);
  void setBusy(const QString& text);
  void setProblems(int count);
  void setNarrow(bool narrow);
  RunRef current() const;
  /// All that is selected, from the top; runs that are gone are not among them.
  std::vector<RunRef> selection() const;
  void select(const QString& id);
  void select(const QStringList& ids);
  void focusFilter();
  void focusList();
  void rename();
  RunsList* list() const { return m_list; }
  FilterField* filter() const { return m_filter; }
  /// What the list is grouped by, sorted by, which columns: as menus.
  void fillGroupMenu(QMenu* menu);
  void fillMetricMenu(QMenu* menu);
  void fillColumnsMenu(QMenu* menu);

 Q_SIGNALS:
  void currentChanged();
  void selectionChanged();
  void openAsked();
  void openFolderAsked();
  void newExperimentAsked();
  void problemsAsked();
  void compareAsked();
  void tagAsked();
  void trashAsked();
  void colorAsked(const QPoint& globalPosition);
  /// Enter or a double click on a row.
  void activated();
  void contextMenuAsked(QPoint globalPosition);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* buildHead();
  QWidget* buildFoot();
  QWidget* buildHint();
  QWidget* buildSelectionBar();
  void buildList();
  void showCounts();
  void showSelection();
  void selectSomething();
  void fillEyesMenu(QMenu* menu);
  void headerMenu(const QString& key, const QPoint& at);

  RunsModel* m_model;
  QPushButton* m_counts = nullptr;
  QPushButton* m_problems = nullptr;
  IconButton* m_eyes = nullptr;
  FilterField* m_filter = nullptr;
  RunsList* m_list = nullptr;
  QWidget* m_hintBox = nullptr;
  QLabel* m_hint = nullptr;
  QPushButton *m_clear = nullptr, *m_other = nullptr, *m_new = nullptr;
  QPushButton* m_waiting = nullptr;
  QFrame* m_bar = nullptr;
  QLabel* m_selected = nullptr;
  QPushButton* m_open = nullptr;
  QString m_folder;
  QString m_busy;
};

}  // namespace cairn::ui
