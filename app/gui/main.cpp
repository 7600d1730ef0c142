#include "ui/bridge/convert.h"
#include "ui/shell/main_window.h"
#include "ui/shell/settings.h"
#include "ui/shell/windows.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <clocale>

using namespace cairn;

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  // QApplication takes the user's locale; numbers in files are written with a point.
  std::setlocale(LC_NUMERIC, "C");
  QApplication::setApplicationName(QStringLiteral("cairn"));
  QApplication::setOrganizationName(QStringLiteral("cairn"));
  QApplication::setApplicationDisplayName(QString());
  QApplication::setApplicationVersion(QStringLiteral("0.1.0"));
  QApplication::setDesktopFileName(QStringLiteral("cairn"));

  QCommandLineParser parser;
  parser.setApplicationDescription(
      QCoreApplication::translate("main", "Experiments in TensorFlow model directories"));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument(
      QStringLiteral("path"),
      QCoreApplication::translate("main", "a folder with runs, a model_dir, or a config file"),
      QStringLiteral("[path]"));
  parser.process(app);

  ui::Theme theme(app);
  QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/cairn.svg")));
  ui::Windows windows(app, &theme);
  ui::MainWindow* window = windows.open();
  theme.followPortal();
  if (const QStringList paths = parser.positionalArguments(); !paths.isEmpty())
    window->openPath(ui::toPath(paths.first()));
  else if (window->settings()->value(QStringLiteral("restoreWorkspace")).toBool() &&
           !window->recentFolders().isEmpty())
    window->openFolder(ui::toPath(window->recentFolders().first()));
  return QApplication::exec();
}
