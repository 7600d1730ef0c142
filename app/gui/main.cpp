#include "ui/bridge/convert.h"
#include "ui/bridge/language.h"
#include "ui/shell/main_window.h"
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

  ui::useLanguage(app, QLocale::system());
  ui::Theme theme(app);
  QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/cairn.svg")));
  ui::MainWindow window(ui::Services{}, &theme);
  window.show();
  theme.followPortal();
  if (const QStringList paths = parser.positionalArguments(); !paths.isEmpty())
    window.openPath(ui::toPath(paths.first()));
  return QApplication::exec();
}
