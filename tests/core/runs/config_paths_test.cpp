#include "core/runs/config_paths.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cairn;

class ConfigPathsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void filesAreToldFromTheOtherFolder_data();
  void filesAreToldFromTheOtherFolder();
};

void ConfigPathsTest::filesAreToldFromTheOtherFolder_data() {
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("file");
  QTest::addColumn<QString>("to");
  QTest::addColumn<QString>("want");
  QTest::newRow("beside") << "w/configs"
                          << "a.csv"
                          << "w/models/iris"
                          << "../../configs/a.csv";
  QTest::newRow("glob") << "w"
                        << "data/*.csv"
                        << "w/models"
                        << "../data/*.csv";
  QTest::newRow("absolute stays") << "w"
                                  << "/data/a.csv"
                                  << "w/models"
                                  << "/data/a.csv";
  QTest::newRow("same folder") << "w"
                               << "./a.csv"
                               << "w/../w"
                               << "./a.csv";
  QTest::newRow("into the folder") << "w"
                                   << "run/a.csv"
                                   << "w/run"
                                   << "a.csv";
}

void ConfigPathsTest::filesAreToldFromTheOtherFolder() {
  QFETCH(QString, from);
  QFETCH(QString, file);
  QFETCH(QString, to);
  QFETCH(QString, want);
  const QTemporaryDir root;
  model::Config config;
  config.data["train"].files = {file.toStdString()};
  const auto moved = runs::relocateConfig(config, root.filePath(from).toStdString(),
                                          root.filePath(to).toStdString());
  QCOMPARE(QString::fromStdString(moved.data.at("train").files.at(0)), want);
}

QTEST_APPLESS_MAIN(ConfigPathsTest)
#include "config_paths_test.moc"
