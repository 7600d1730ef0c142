#pragma once

#include "ui/bridge/run_ref.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;

namespace cairn::ui {

class IconButton;
class RunsModel;

/// The list of runs at the left: how many, a filter, a row a run, and the way to open another.
/// Thread: GUI thread only.
class RunsPane : public QWidget {
  Q_OBJECT
 public:
  explicit RunsPane(RunsModel* model, QWidget* parent = nullptr);
  /// The folder's name in the header; empty: none is open.
  void setFolder(const QString& folder);
  void setBusy(const QString& text);
  void setNarrow(bool narrow);
  RunRef current() const;
  std::vector<RunRef> selection() const;
  void select(const QString& id);
  void focusFilter();

 Q_SIGNALS:
  void currentChanged();
  void selectionChanged();
  void openAsked();
  /// Enter or a double click on a row.
  void activated();
  void contextMenuAsked(QPoint globalPosition);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* buildHead();
  QWidget* buildFoot();
  void buildList();
  void showCounts();
  void selectSomething();

  RunsModel* m_model;
  QLabel* m_counts = nullptr;
  IconButton* m_eyes = nullptr;
  QLineEdit* m_filter = nullptr;
  QListView* m_list = nullptr;
  QLabel* m_hint = nullptr;
  QPushButton* m_open = nullptr;
  QString m_folder;
  QString m_busy;
};

}  // namespace cairn::ui
