#pragma once

#include "tests/screens/example_runs.h"
#include "tests/screens/slow_files.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QTemporaryDir>
#include <functional>
#include <memory>

namespace cairn::screens {

/// Brings a window into each state that has a drawing or a name in spec/ui.md, and takes a picture.
/// Thread: GUI thread only.
class Scenes {
 public:
  /// `only`: scenes whose name begins so; empty: all.
  Scenes(QString folder, QSize size, QString only);
  int run();

 private:
  using Act = void (Scenes::*)(ui::MainWindow&);
  void all();
  void scene(const char* name, Act act);
  std::unique_ptr<ui::MainWindow> makeWindow(ui::Services services = {});
  void shoot(QWidget& window, const QString& name);
  void open(ui::MainWindow& w, const char* run, const char* tab);

  void firstStart(ui::MainWindow& w);
  void empty(ui::MainWindow& w);
  void gone(ui::MainWindow& w);
  void loading(ui::MainWindow& w);
  void curves(ui::MainWindow& w);
  void checkpoints(ui::MainWindow& w);
  void config(ui::MainWindow& w);
  void restore(ui::MainWindow& w);
  void traceback(ui::MainWindow& w);
  void compare(ui::MainWindow& w);
  void runs(ui::MainWindow& w);
  void palette(ui::MainWindow& w);
  void settings(ui::MainWindow& w);
  void problems(ui::MainWindow& w);
  void queue(ui::MainWindow& w);
  void narrow(ui::MainWindow& w);

  QString m_folder, m_only, m_suffix;
  QSize m_size;
  ui::Theme m_theme;
  QTemporaryDir m_temporary;
  ExampleRuns m_examples;
  SlowFiles m_slow;
  bool m_failed = false;
};

}  // namespace cairn::screens
