#include "ui/bridge/convert.h"
#include "ui/shell/main_window.h"
#include "ui/shell/settings.h"
#include "ui/shell/single_instance.h"
#include "ui/shell/windows.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <clocale>

using namespace cairn;

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  // QApplication takes the user's locale; numbers in files are written with a point.
  std::setlocale(LC_NUMERIC, "C");
  QApplication::setApplicationName(QStringLiteral("cairn"));
  QApplication::setOrganizationName(QStringLiteral("cairn"));
  QApplication::setApplicationDisplayName(QString());
  QApplication::setApplicationVersion(QStringLiteral(CAIRN_VERSION));
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
  const QCommandLineOption apart(
      QStringLiteral("new"),
      QCoreApplication::translate("main", "a window of its own, whether or not one is open"));
  parser.addOption(apart);
  parser.process(app);

  ui::OpenRequest request;
  if (const QStringList paths = parser.positionalArguments(); !paths.isEmpty())
    request.path = QDir::cleanPath(QDir::current().absoluteFilePath(paths.first()));
  request.from = QDir::currentPath();
  request.activation = qEnvironmentVariable("XDG_ACTIVATION_TOKEN");
  ui::SingleInstance instance;
  if (!parser.isSet(apart) && instance.start(request) == ui::SingleInstance::Role::HandedOver)
    return 0;

  ui::Theme theme(app);
  QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/cairn.svg")));
  ui::Windows windows(app, &theme);
  ui::MainWindow* window = windows.open();
  QObject::connect(&instance, &ui::SingleInstance::asked, &windows, &ui::Windows::take);
  theme.followPortal();
  if (!request.path.isEmpty())
    window->openPath(ui::toPath(request.path));
  else if (window->settings()->value(QStringLiteral("restoreWorkspace")).toBool() &&
           !window->recentFolders().isEmpty())
    window->openFolder(ui::toPath(window->recentFolders().first()));
  return QApplication::exec();
}
