#include "ui/config/data_path.h"

#include <QTest>

using namespace cairn;

class DataPathTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void filesNearTheRunAreRelative_data();
  void filesNearTheRunAreRelative();
  void everySourceIsRebased();
};

void DataPathTest::filesNearTheRunAreRelative_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QString>("named");
  QTest::newRow("in the run") << "/home/a/models/iris/x.csv"
                              << "x.csv";
  QTest::newRow("beside the models") << "/home/a/data/x.csv"
                                     << "../../data/x.csv";
  QTest::newRow("dots in the middle") << "/home/a/models/../data/x.csv"
                                      << "../../data/x.csv";
  QTest::newRow("far away") << "/mnt/disk/x.csv"
                            << "../../../../mnt/disk/x.csv";
}

void DataPathTest::filesNearTheRunAreRelative() {
  QFETCH(QString, file);
  QFETCH(QString, named);
  QCOMPARE(ui::dataPath(file.toStdString(), "/home/a/models/iris").string(), named.toStdString());
  QCOMPARE(ui::dataPath("/mnt/x.csv", "/a/b/c/d/e/f").string(), std::string("/mnt/x.csv"));
}

void DataPathTest::everySourceIsRebased() {
  model::Config config;
  config.data["train"].files = {"a.csv", "/b/c.csv"};
  config.data["eval"].files = {"d.csv"};
  const model::Config moved = ui::rebased(config, "/b", "/b/models/iris");
  QCOMPARE(moved.data.at("train").files, (std::vector<std::string>{"../../a.csv", "../../c.csv"}));
  QCOMPARE(moved.data.at("eval").files, (std::vector<std::string>{"../../d.csv"}));
}

QTEST_APPLESS_MAIN(DataPathTest)
#include "data_path_test.moc"
