#include "tests/app/cli/cli_run.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace {
const QString kFile = "events.out.tfevents.1700000000.workstation";
}

class EventsCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void damageIsNamedAndTheRestListed();
  void anUnfinishedRecordIsNoDamage();
  void chineseSpeaksOfRecords();
  void recordsAreWhatTensorFlowReads_data();
  void recordsAreWhatTensorFlowReads();
};

void EventsCommandTest::damageIsNamedAndTheRestListed() {
  const FixtureCopy fixture("events/bad_data_crc");
  COMPARE_OUTCOME(
      runCli({"events", kFile}, fixture.path("log")), 3,
      "         0         0  2023-11-14 22:13:20  file_version  brain.Event:2\n"
      "        40         0  2023-11-14 22:13:20  summary  loss 1.8111955, accuracy 0.03\n"
      "        97         1  2023-11-14 22:13:20  summary  loss 1.8752058, accuracy 0.0591\n"
      "       156         2  2023-11-14 22:13:20  summary  loss 1.8474102, accuracy 0.087327\n"
      "       215         3  2023-11-14 22:13:20  summary  loss 1.7472761, accuracy 0.11470719\n"
      "       333         5  2023-11-14 22:13:21  summary  loss 1.6972694, accuracy 0.167028\n"
      "       392         6  2023-11-14 22:13:21  summary  loss 1.6387517, accuracy 0.19201715\n"
      "       451         7  2023-11-14 22:13:21  summary  loss 1.5644112, accuracy 0.21625663\n"
      "       510         8  2023-11-14 22:13:22  summary  loss 1.6512706, accuracy 0.23976894\n"
      "       569         9  2023-11-14 22:13:22  summary  loss 1.4613137, accuracy 0.26257586\n"
      "       628        10  2023-11-14 22:13:22  summary  loss 1.4435285, accuracy 0.2846986\n"
      "       687        11  2023-11-14 22:13:22  summary  loss 1.3708752, accuracy 0.30615765\n"
      "12 records, damaged stretches: 1\n",
      "cairn-cli events: events.out.tfevents.1700000000.workstation @ 0x112: the checksum of the "
      "record's 43 bytes does not match: stored 0x2466384a, calculated 0x24666d4a; 59 bytes are "
      "skipped\n");
  QVERIFY(fixture.isUnchanged());
}

void EventsCommandTest::anUnfinishedRecordIsNoDamage() {
  const FixtureCopy fixture("events/cut_in_record");
  const Outcome outcome = runCli({"events", kFile}, fixture.path("log"));
  QCOMPARE(outcome.code, 0);
  QCOMPARE(outcome.err, QByteArray());
  QVERIFY(
      outcome.out.endsWith("12 records, damaged stretches: 0\n"
                           "the record at byte 687 is not finished yet\n"));
}

void EventsCommandTest::chineseSpeaksOfRecords() {
  const FixtureCopy fixture("events/cut_in_record");
  const Outcome outcome = runCli({"events", kFile}, fixture.path("log"), {"LC_ALL=zh_CN.UTF-8"});
  QVERIFY(
      QString::fromUtf8(outcome.out).endsWith("12 条记录，0 处损坏\n字节 687 处的记录尚未写完\n"));
}

void EventsCommandTest::recordsAreWhatTensorFlowReads_data() {
  QTest::addColumn<QString>("name");
  for (const QString& name :
       QDir(fixtureRoot() + "/events").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
    QTest::newRow(qPrintable(name)) << name;
}

void EventsCommandTest::recordsAreWhatTensorFlowReads() {
  QFETCH(QString, name);
  const FixtureCopy fixture("events/" + name);
  QFile expected(fixture.path("expected.json"));
  QVERIFY(expected.open(QIODevice::ReadOnly));
  const auto files = QJsonDocument::fromJson(expected.readAll())["files"].toArray();
  for (const QJsonValue entry : files) {
    const Outcome outcome = runCli({"events", "--json", entry["file"].toString()}, fixture.path());
    const auto had = QJsonDocument::fromJson(outcome.out)["records"].toArray();
    const auto want = entry["records"].toArray();
    QVERIFY(had.size() >= entry["events"].toInt());        // TensorFlow stops at the first damage
    if (want.size() != entry["events"].toInt()) continue;  // of the largest, only some are recorded
    for (int i = 0; i < want.size(); ++i) {
      for (const char* key : {"step", "wall_time", "what"})
        QCOMPARE(had[i][key].toVariant(), want[i][key].toVariant());
      const auto values = want[i]["values"].toArray();
      for (int k = 0; k < values.size(); ++k) {
        QCOMPARE(had[i]["values"][k]["tag"].toString(), values[k]["tag"].toString());
        if (values[k]["kind"] == "simple_value")
          QCOMPARE(had[i]["values"][k]["value"], values[k]["value"]);
      }
    }
  }
  QVERIFY(fixture.isUnchanged());
}

QTEST_GUILESS_MAIN(EventsCommandTest)
#include "events_command_test.moc"
