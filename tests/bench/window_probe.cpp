// cairn_window_probe start|chart FOLDER: the program's window on FOLDER, until it has been painted
// once with its list of runs (start), or until a chart is on the screen (chart). What the process
// took until then is the figure.
#include "tests/ui/gap_scenarios.h"
#include "ui/bridge/convert.h"
#include "ui/shell/runs_pane.h"
#include "ui/shell/windows.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QStandardPaths>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

using namespace cairn;

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  if (!std::getenv("QT_QPA_PLATFORM")) setenv("QT_QPA_PLATFORM", "offscreen", 1);
  QApplication app(argc, argv);
  QStandardPaths::setTestModeEnabled(true);
  QApplication::setApplicationName(QStringLiteral("cairn-bench"));
  ui::Theme theme(app);
  ui::Windows windows(app, &theme);
  ui::MainWindow* window = windows.open();
  window->openFolder(ui::toPath(QString::fromLocal8Bit(argv[2])));
  const bool chart = std::strcmp(argv[1], "chart") == 0;
  const bool well = loopUntil(60, [&] {
    return chart ? allDrawn(*window->curves()) : window->workspace()->model()->total() > 0;
  });
  // What is in the window's buffer is what a screen would show.
  const bool painted = !window->grab().isNull();
  ::_exit(well && painted ? 0 : 1);
}
