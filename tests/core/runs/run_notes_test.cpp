#include "core/runs/run_notes.h"

#include "core/model/run_record.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cairn;
using namespace cairn::runs;

class RunNotesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }
  void notesGoIntoTheRecordAndTheRestStays();
  void aRunWithoutARecordIsNotWrittenTo();
  void aRunThatTrainsIsNotWrittenTo();

 private:
  fs::path dir() const { return m_folder->path().toStdString(); }
  void writeRecord() const {
    model::RunRecord record;
    const fs::path source =
        fs::path(CAIRN_FIXTURES_DEFAULT) / ".." / ".." / "resources" / "iris" / "iris.json";
    const auto config = model::loadConfig(posixFileOps(), source);
    QVERIFY(config);
    record.config = *config;
    record.history.emplace_back();
    record.history.back().config = *config;
    record.history.back().ended = "finished";
    QVERIFY(model::saveRunRecord(posixFileOps(), dir(), record));
  }
  static RunNotes notes() {
    return {"Best so far", "lower rate", {"keeper", "v2"}, "#3b6fd4", true};
  }
  std::unique_ptr<QTemporaryDir> m_folder;
};

void RunNotesTest::notesGoIntoTheRecordAndTheRestStays() {
  writeRecord();
  const auto before = model::loadRunRecord(posixFileOps(), dir());
  QVERIFY(before && *before);
  QVERIFY(saveRunNotes(posixFileOps(), dir(), notes()));
  const auto after = model::loadRunRecord(posixFileOps(), dir());
  QVERIFY(after && *after);
  QCOMPARE((*after)->name, std::string("Best so far"));
  QCOMPARE((*after)->notes, std::string("lower rate"));
  QCOMPARE((*after)->tags, (std::vector<std::string>{"keeper", "v2"}));
  QCOMPARE((*after)->color, std::string("#3b6fd4"));
  QVERIFY((*after)->isBaseline);
  QVERIFY(saveRunNotes(posixFileOps(), dir(), {}));
  const auto cleared = model::loadRunRecord(posixFileOps(), dir());
  QVERIFY(cleared && *cleared && **cleared == **before);
}

void RunNotesTest::aRunWithoutARecordIsNotWrittenTo() {
  const auto saved = saveRunNotes(posixFileOps(), dir(), notes());
  QVERIFY(!saved);
  QCOMPARE(saved.error().code, ErrorCode::NotFound);
  QVERIFY(!exists(posixFileOps(), model::runRecordPath(dir())));
}

void RunNotesTest::aRunThatTrainsIsNotWrittenTo() {
  writeRecord();
  QFile lock(m_folder->filePath("cairn.lock"));
  QVERIFY(lock.open(QIODevice::WriteOnly));
  lock.write(R"({"host":"there","pid":7,"boot_id":"b","step":3,"heartbeat":1.0})");
  lock.close();
  const auto saved = saveRunNotes(posixFileOps(), dir(), notes());
  QVERIFY(!saved);
  QCOMPARE(saved.error().code, ErrorCode::Busy);
}

QTEST_APPLESS_MAIN(RunNotesTest)
#include "run_notes_test.moc"
