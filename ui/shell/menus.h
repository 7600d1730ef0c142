#pragma once

#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <functional>

class QAction;
class QJsonObject;
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
  /// All that have a name, in the order of the menus.
  QList<QAction*> actions() const;
  /// Their places, for the palette: the menu's title.
  QString placeOf(const QAction* action) const { return m_places.value(action); }
  /// Keys that the user has chosen, by object name; others as the program has them.
  void applyKeys(const QJsonObject& keys);
  QAction* paletteAction() const { return m_palette; }
  /// Why the actions of the selected run can't act now, or that they can.
  void sync();

 private:
  QMenu* addMenu(const QString& title, const char* name);
  QAction* add(QMenu* menu, const QString& text, const char* name, const QKeySequence& key,
               std::function<void()> act);
  void addFile();
  void addRun();
  void addView();
  void addPanes(QMenu* menu);
  void addCharts(QMenu* menu);
  void addLook(QMenu* menu);
  void addCheckpoint();
  void addTools();
  void addHelp();
  void showKeys();
  void copyDiagnostics();
  MainWindow* m_window;
  QAction* m_palette = nullptr;
  QHash<const QAction*, QString> m_places;
  QHash<QString, QList<QKeySequence>> m_usual;
};

}  // namespace cairn::ui
