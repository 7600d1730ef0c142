#include "core/checkpoints/leftovers.h"

#include <QTest>

using namespace cairn;

class LeftoversTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void areKnownByName_data();
  void areKnownByName();
  void aCheckpointsFilesAreNone();
  void filesWithoutAnIndexAre();
  void aV1CheckpointHasNoIndex();
};

namespace {
std::vector<DirectoryEntry> regular(std::initializer_list<const char*> names) {
  std::vector<DirectoryEntry> entries;
  for (const char* name : names) entries.push_back({name, FileKind::Regular});
  return entries;
}
}  // namespace

void LeftoversTest::areKnownByName_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<bool>("folder");
  QTest::addColumn<bool>("left");
  const QString hex = "0123456789abcdef0123456789abcdef";
  const auto row = [](const QString& name, bool folder, bool left) {
    QTest::addRow("%s%s", qPrintable(name), folder ? "/" : "") << name << folder << left;
  };
  row("model.ckpt-2.data-00000-of-00001.tempstate1234567890", false, true);
  row("model.ckpt-2.index.tempstate17", false, true);
  row("checkpoint.tmp" + hex, false, true);
  row("model.ckpt-2.meta.tmp" + hex, false, true);
  row(".cairn-12-0123456789abcdef.tmp", false, true);
  row("model.ckpt-2_temp", true, true);
  row("model.ckpt-2_temp_" + hex, true, true);
  row("checkpoint", false, false);
  row("graph.pbtxt", false, false);
  row("cairn.json", false, false);
  row("events.out.tfevents.1700000000.host", false, false);
  row("notes.tmp", false, false);
  row("notes.tmp" + hex + "0", false, false);
  row("x.tempstate", false, false);
  row("x.tempstate12a", false, false);
  row("eval", true, false);
  row("export", true, false);
  row("model.ckpt-2_temp", false, false);
  row("room_temp_log", true, false);
}

void LeftoversTest::areKnownByName() {
  QFETCH(QString, name);
  QFETCH(bool, folder);
  QFETCH(bool, left);
  const auto found = checkpoints::findLeftovers(
      "run", {{name.toStdString(), folder ? FileKind::Directory : FileKind::Regular}});
  QCOMPARE(!found.empty(), left);
  if (left) QCOMPARE(found[0], fs::path("run") / name.toStdString());
}

void LeftoversTest::aCheckpointsFilesAreNone() {
  QVERIFY(checkpoints::findLeftovers(
              "run", regular({"model.ckpt-2.index", "model.ckpt-2.data-00000-of-00002",
                              "model.ckpt-2.data-00001-of-00002", "model.ckpt-2.meta"}))
              .empty());
}

void LeftoversTest::filesWithoutAnIndexAre() {
  const auto left = checkpoints::findLeftovers(
      "run", regular({"model.ckpt-20.index", "model.ckpt-2.data-00000-of-00001",
                      "model.ckpt-2.meta", "sales.data-2020"}));
  QCOMPARE(left.size(), std::size_t{2});
  QCOMPARE(left[0], fs::path("run/model.ckpt-2.data-00000-of-00001"));
}

void LeftoversTest::aV1CheckpointHasNoIndex() {
  QVERIFY(
      checkpoints::findLeftovers("run", regular({"model.ckpt-2", "model.ckpt-2.meta"})).empty());
  QVERIFY(checkpoints::findLeftovers("run",
                                     regular({"model.ckpt-2-00000-of-00001", "model.ckpt-2.meta"}))
              .empty());
}

QTEST_APPLESS_MAIN(LeftoversTest)
#include "leftovers_test.moc"
