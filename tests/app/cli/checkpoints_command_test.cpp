#include "tests/app/cli/cli_run.h"

class CheckpointsCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void checkpointsAreATimeline();
  void theAnswerIsJson();
  void damageIsShownInItsRow();
  void chineseHeadersAreAligned();
  void aMissingDirectoryIsFour();
};

void CheckpointsCommandTest::checkpointsAreATimeline() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"checkpoints", "models/iris"}, fixture.path()), 0,
                  "step  checkpoint      written              bytes  tensors  state file  whole\n"
                  "   0  model.ckpt-0    2026-01-02 03:04:05  2,087       13  listed      yes\n"
                  " 200  model.ckpt-200  2026-01-02 03:04:05  2,087       13  newest      yes\n",
                  "");
  QVERIFY(fixture.isUnchanged());
}

void CheckpointsCommandTest::theAnswerIsJson() {
  const FixtureCopy fixture("iris/guide_v1");
  const auto document =
      documentOf(runCli({"checkpoints", "models/iris", "--json"}, fixture.path()));
  const auto newest = document["checkpoints"][1].toObject();
  QCOMPARE(newest["prefix"].toString(), QString("models/iris/model.ckpt-200"));
  QCOMPARE(newest["step"].toInt(), 200);
  QVERIFY(newest["newest"].toBool() && newest["whole"].toBool() && newest["meta"].toBool());
}

void CheckpointsCommandTest::damageIsShownInItsRow() {
  const FixtureCopy fixture("bad_restore/files_index_cut");
  COMPARE_OUTCOME(runCli({"checkpoints", "model_dir"}, fixture.path()), 0,
                  "step  checkpoint    written              bytes  tensors  state file  whole\n"
                  "   0  model.ckpt-0  2026-01-02 03:04:05  1,074       13  listed      yes\n"
                  "   6  model.ckpt-6  2026-01-02 03:04:05    318        0  newest      NO\n",
                  "cairn-cli checkpoints: model_dir/model.ckpt-6.index @ 0x136: not an sstable "
                  "(bad magic number): 0x6164412f305f742f, want 0xdb4775248b80fb57\n");
  QVERIFY(fixture.isUnchanged());
}

void CheckpointsCommandTest::chineseHeadersAreAligned() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"checkpoints", "models/iris"}, fixture.path(), {"LC_ALL=zh_CN.UTF-8"}), 0,
                  " 步  检查点          写入时间              字节  张量  状态文件  完整\n"
                  "  0  model.ckpt-0    2026-01-02 03:04:05  2,087    13  已登记    是\n"
                  "200  model.ckpt-200  2026-01-02 03:04:05  2,087    13  最新      是\n",
                  "");
}

void CheckpointsCommandTest::aMissingDirectoryIsFour() {
  const QTemporaryDir folder;
  QCOMPARE(runCli({"checkpoints", "gone"}, folder.path()).code, 4);
}

QTEST_GUILESS_MAIN(CheckpointsCommandTest)
#include "checkpoints_command_test.moc"
