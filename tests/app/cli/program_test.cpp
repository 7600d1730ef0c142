#include "app/cli/program.h"

#include "tests/app/cli/cli_run.h"

#include <QJsonDocument>
#include <QJsonObject>

class ProgramTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void wrongWordsAreOneLineAndTwo_data();
  void wrongWordsAreOneLineAndTwo();
  void aWordThatIsNoCommandIsNamed();
  void versionIsNamed();
  void helpListsTheCommands();
  void helpSpeaksChineseByLang();
  void anErrorIsJsonToo();
  void closedOutputIsNoNoise();
  void fullDiskIsSaid();
};

void ProgramTest::wrongWordsAreOneLineAndTwo_data() {
  QTest::addColumn<QStringList>("words");
  QTest::newRow("none") << QStringList{};
  QTest::newRow("unknown command") << QStringList{"fly"};
  QTest::newRow("unknown option") << QStringList{"events", "--fly", "x"};
  QTest::newRow("missing file") << QStringList{"events"};
}

void ProgramTest::wrongWordsAreOneLineAndTwo() {
  QFETCH(QStringList, words);
  const Outcome outcome = runCli(words);
  QCOMPARE(outcome.code, 2);
  QCOMPARE(outcome.out, QByteArray());
  QCOMPARE(outcome.err.count('\n'), 1);
  QVERIFY(outcome.err.startsWith("cairn-cli: "));
  QVERIFY(outcome.err.endsWith(" (cairn-cli --help lists the commands)\n"));
}

void ProgramTest::aWordThatIsNoCommandIsNamed() {
  QCOMPARE(runCli({"fly", "--json"}).code, 2);
  QVERIFY(runCli({"fly", "x"}).err.startsWith("cairn-cli: fly is no command ("));
}

void ProgramTest::versionIsNamed() {
  COMPARE_OUTCOME(runCli({"--version"}), 0, "cairn-cli 0.1.0\n", "");
}

void ProgramTest::helpListsTheCommands() {
  const Outcome outcome = runCli({"--help"});
  QCOMPARE(outcome.code, 0);
  QVERIFY(outcome.out.contains("List the records of one event file"));
}

void ProgramTest::helpSpeaksChineseByLang() {
  const Outcome outcome = runCli({"--help"}, ".", {"LC_ALL=zh_CN.UTF-8"});
  QVERIFY(QString::fromUtf8(outcome.out).contains("列出一个事件文件的记录"));
}

void ProgramTest::anErrorIsJsonToo() {
  const QTemporaryDir folder;
  const Outcome outcome = runCli({"events", "gone", "--json"}, folder.path());
  QCOMPARE(outcome.code, 4);
  QCOMPARE(outcome.err,
           QByteArray("cairn-cli events: gone: can't be opened (No such file or directory)\n"));
  const auto error = QJsonDocument::fromJson(outcome.out).object()["error"].toObject();
  QCOMPARE(error.keys(), (QStringList{"code", "hint", "message", "offset", "path"}));
  QCOMPARE(error["code"].toString(), QString("not_found"));
  QCOMPARE(error["path"].toString(), QString("gone"));
}

void ProgramTest::closedOutputIsNoNoise() {
  QProcess shell;
  shell.start("/bin/sh", {"-c", QString("%1 --help | true").arg(CAIRN_CLI)});
  QVERIFY(shell.waitForFinished());
  QCOMPARE(shell.readAllStandardError(), QByteArray());
}

void ProgramTest::fullDiskIsSaid() {
  if (!QFile::exists("/dev/full")) QSKIP("this system has no /dev/full");
  const FixtureCopy fixture("events/v2_summaries");
  QProcess shell;
  shell.setWorkingDirectory(fixture.path("log"));
  shell.start("/bin/sh", {"-c", QString("%1 events events* >/dev/full").arg(CAIRN_CLI)});
  QVERIFY(shell.waitForFinished());
  QCOMPARE(shell.exitCode(), 4);
  QVERIFY(shell.readAllStandardError().endsWith("standard output can't be written\n"));
}

QTEST_GUILESS_MAIN(ProgramTest)
#include "program_test.moc"
