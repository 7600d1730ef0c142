#include "core/checkpoints/check.h"

#include "core/formats/event_file.h"
#include "tests/core/formats/model_dir.h"
#include "tests/core/formats/records.h"
#include "tests/core/recorded_damage.h"

#include <QTest>

using namespace cairn;
using checkpoints::checkModelDir;
using checkpoints::CheckResult;
using checkpoints::Finding;
using checkpoints::Severity;
using test::ModelDir;

namespace {
const std::string kEvents = "events.out.tfevents.1700000000.host";
}

class CheckTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aWholeDirectoryHasNoFindings();
  void everyDamageIsFound_data();
  void everyDamageIsFound();
  void everyFlippedByteOfValuesIsFound();
  void everyFlippedByteOfEventsIsFound();
  void aFolderOfEvaluationsIsChecked();
  void stoppingIsTold();
  void recordedDirectories_data();
  void recordedDirectories();

 private:
  static CheckResult check(const fs::path& path) { return *checkModelDir(posixFileOps(), path); }
  /// Two checkpoints, a state file and an event file of three records.
  static void fill(const ModelDir& dir) {
    dir.save(1);
    dir.save(2);
    dir.nameSteps({1, 2});
    dir.write(kEvents, asText(events()));
  }
  static Bytes events() {
    pb::Event event;
    event.set_wall_time(5);
    event.set_file_version("brain.Event:2");
    const Bytes record = test::record(event.SerializeAsString());
    return test::joined({record, record, record});
  }
};

void CheckTest::aWholeDirectoryHasNoFindings() {
  const ModelDir dir;
  fill(dir);
  const CheckResult result = check(dir.path());
  QVERIFY(result.findings.empty() && result.whole());
  QCOMPARE(result.checkpoints, std::size_t{2});
  QCOMPARE(result.tensors, std::size_t{6});
  QCOMPARE(result.eventFiles, std::size_t{1});
  QCOMPARE(result.events, std::size_t{3});
}

void CheckTest::everyDamageIsFound_data() {
  QTest::addColumn<QString>("damage");
  QTest::addColumn<int>("severity");
  QTest::addColumn<QString>("file");
  const auto row = [](const char* damage, Severity severity, const char* file) {
    QTest::newRow(damage) << damage << int(severity) << file;
  };
  row("index cut", Severity::Damage, "model.ckpt-1.index");
  row("data gone", Severity::Damage, "model.ckpt-1.data-00000-of-00001");
  row("data flipped", Severity::Damage, "model.ckpt-1.data-00000-of-00001");
  row("state gone", Severity::Damage, "checkpoint");
  row("state garbage", Severity::Damage, "checkpoint");
  row("state names what is gone", Severity::Damage, "checkpoint");
  row("state lists what is gone", Severity::Warning, "checkpoint");
  row("state from before a move", Severity::Warning, "checkpoint");
  row("event flipped", Severity::Damage, kEvents.c_str());
  row("event file ends in zeros", Severity::Warning, kEvents.c_str());
  row("event file is cut", Severity::Note, kEvents.c_str());
  row("leftover", Severity::Note, "model.ckpt-3.data-00000-of-00001");
}

void CheckTest::everyDamageIsFound() {
  QFETCH(QString, damage);
  QFETCH(int, severity);
  QFETCH(QString, file);
  const ModelDir dir;
  fill(dir);
  const auto state = [&](const char* newest, const char* other) {
    dir.writeState(
        fmt::format("model_checkpoint_path: '{}' all_model_checkpoint_paths: '{}'", newest, other));
  };
  if (damage == "index cut") dir.cut(dir.indexOf(1), 60);
  if (damage == "data gone") dir.remove(dir.dataOf(1));
  if (damage == "data flipped") dir.flip(dir.dataOf(1), 0);
  if (damage == "state gone") dir.remove("checkpoint");
  if (damage == "state garbage") dir.writeState("<<<");
  if (damage == "state names what is gone") state("model.ckpt-9", "model.ckpt-2");
  if (damage == "state lists what is gone") state("model.ckpt-2", "model.ckpt-9");
  if (damage == "state from before a move") state("/old/model.ckpt-2", "/old/model.ckpt-2");
  if (damage == "event flipped") dir.flip(kEvents, 14);
  if (damage == "event file ends in zeros")
    dir.write(kEvents, asText(test::joined({events(), Bytes(50)})));
  if (damage == "event file is cut") dir.cut(kEvents, events().size() - 1);
  if (damage == "leftover") dir.write(dir.dataOf(3), "x");
  const CheckResult result = check(dir.path());
  for (const Finding& finding : result.findings) qInfo("%s", describe(finding.error).c_str());
  QCOMPARE(result.findings.size(), std::size_t{1});
  QCOMPARE(int(result.findings[0].severity), severity);
  QCOMPARE(fs::path(result.findings[0].error.where).filename().string(), file.toStdString());
  QCOMPARE(result.whole(), severity != int(Severity::Damage));
}

void CheckTest::everyFlippedByteOfValuesIsFound() {
  const ModelDir dir;
  fill(dir);
  const auto size = fs::file_size(dir.pathOf(dir.dataOf(1)));
  for (std::size_t at = 0; at < size; ++at) {
    dir.flip(dir.dataOf(1), at);
    QVERIFY(!check(dir.path()).whole());
    dir.flip(dir.dataOf(1), at);
  }
  QVERIFY(check(dir.path()).whole());
}

void CheckTest::everyFlippedByteOfEventsIsFound() {
  const ModelDir dir;
  fill(dir);
  for (std::size_t at = 0; at < events().size(); ++at) {
    dir.flip(kEvents, at);
    const CheckResult result = check(dir.path());
    QCOMPARE(result.findings.size(), std::size_t{1});
    dir.flip(kEvents, at);
  }
}

void CheckTest::aFolderOfEvaluationsIsChecked() {
  const ModelDir dir;
  fill(dir);
  fs::create_directories(dir.pathOf("eval_test"));
  dir.write("eval_test/" + kEvents, asText(events()));
  QCOMPARE(check(dir.path()).eventFiles, std::size_t{2});
  dir.flip("eval_test/" + kEvents, 14);
  QVERIFY(!check(dir.path()).whole());
}

void CheckTest::stoppingIsTold() {
  const ModelDir dir;
  fill(dir);
  std::stop_source stop;
  stop.request_stop();
  QCOMPARE(checkModelDir(posixFileOps(), dir.path(), stop.get_token()).error().code,
           ErrorCode::Cancelled);
}

void CheckTest::recordedDirectories_data() {
  QTest::addColumn<QString>("directory");
  QTest::addColumn<bool>("whole");
  for (const fs::path& folder : tests::sortedDirectories(tests::fixturesRoot() / "iris"))
    QTest::newRow(("iris/" + folder.filename().string()).c_str())
        << QString::fromStdString((folder / "models" / "iris").string()) << true;
  for (const fs::path& folder : tests::sortedDirectories(tests::fixturesRoot() / "bad_restore"))
    QTest::newRow(folder.filename().c_str())
        << QString::fromStdString((folder / "model_dir").string())
        << !tests::filesAreDamaged(folder);
}

void CheckTest::recordedDirectories() {
  QFETCH(QString, directory);
  QFETCH(bool, whole);
  const CheckResult result = check(directory.toStdString());
  for (const Finding& finding : result.findings) qInfo("%s", describe(finding.error).c_str());
  QCOMPARE(result.whole(), whole);
  QVERIFY(result.checkpoints > 0 && result.eventFiles > 0 && result.events > 0);
  if (QString::fromStdString(directory.toStdString()).contains("iris"))
    QVERIFY(result.findings.empty());
}

QTEST_APPLESS_MAIN(CheckTest)
#include "check_test.moc"
