#pragma once

#include <QObject>
#include <functional>

class QAction;
class QMenu;

namespace cairn::ui {

class MainWindow;

/// The menu bar of a window: every entry does something, and has its key.
class Menus : public QObject {
  Q_OBJECT
 public:
  explicit Menus(MainWindow* window);
  /// Fills the menu of a run in the list.
  void fillRunMenu(QMenu* menu);

 private:
  QAction* add(QMenu* menu, const QString& text, const char* name, const QKeySequence& key,
               std::function<void()> act);
  void addFile();
  void addRun();
  void addView();
  void addHelp();
  void showKeys();
  MainWindow* m_window;
};

}  // namespace cairn::ui
