// cairn_screens FOLDER [WIDTHxHEIGHT [NAME]]: writes a PNG of each view and state, light and dark,
// English and Chinese; with NAME only those scenes whose name begins so. The runs are trained here
// or were recorded from TensorFlow, so that the pictures show what a person would see.
#include "tests/screens/scenes.h"
#include "ui/bridge/language.h"

#include <QApplication>
#include <QStandardPaths>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("cairn_screens FOLDER [WIDTHxHEIGHT [NAME]]\n", stderr);
    return 2;
  }
  if (!std::getenv("QT_QPA_PLATFORM")) setenv("QT_QPA_PLATFORM", "offscreen", 1);
  QApplication app(argc, argv);
  QApplication::setApplicationName(QStringLiteral("cairn-screens"));
  QApplication::setOrganizationName(QStringLiteral("cairn-screens"));
  QStandardPaths::setTestModeEnabled(true);
  QSize size(1440, 900);
  if (argc > 2) {
    const QStringList parts = QString::fromLatin1(argv[2]).split(QLatin1Char('x'));
    if (parts.size() == 2) size = QSize(parts[0].toInt(), parts[1].toInt());
  }
  const QString only = argc > 3 ? QString::fromLocal8Bit(argv[3]) : QString();
  return cairn::screens::Scenes(QString::fromLocal8Bit(argv[1]), size, only).run();
}
