#include "tests/app/cli/cli_run.h"

class ScalarsCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void pointsAreLines();
  void theAnswerIsJson();
  void aCsvFileIsWritten();
  void damageIsThreeAndTheRestPrinted();
};

void ScalarsCommandTest::pointsAreLines() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"scalars", "models/iris", "--tag", "^loss$"}, fixture.path()), 0,
                  "run\tsubset\ttag\tstep\twall_time\tvalue\n"
                  "models/iris\t\tloss\t1\t1795412747.3765655\t159.0264\n"
                  "models/iris\t\tloss\t101\t1795412747.5136786\t20.415163\n"
                  "models/iris\teval\tloss\t200\t1795412749.0831323\t4.059542\n",
                  "");
  QVERIFY(fixture.isUnchanged());
}

void ScalarsCommandTest::theAnswerIsJson() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"scalars", "models/iris", "--tag", "^loss$", "--smooth", "0.5", "--json"},
                         fixture.path()),
                  0, R"({
  "runs": [
    {
      "model_dir": "models/iris",
      "series": [
        {
          "subset": "",
          "tag": "loss",
          "steps": [1, 101],
          "wall_times": [1795412747.3765655, 1795412747.5136786],
          "values": [159.0264, 20.415163],
          "smoothed": [159.02639770507813, 66.6189079284668]
        },
        {
          "subset": "eval",
          "tag": "loss",
          "steps": [200],
          "wall_times": [1795412749.0831323],
          "values": [4.059542],
          "smoothed": [4.059542179107666]
        }
      ],
      "restarts": [],
      "problems": []
    }
  ]
}
)",
                  "");
}

void ScalarsCommandTest::aCsvFileIsWritten() {
  const FixtureCopy fixture("iris/guide_v1");
  const QTemporaryDir out;
  COMPARE_OUTCOME(
      runCli({"scalars", "models/iris", "--tag", "^accuracy$", "--csv", out.filePath("p.csv")},
             fixture.path()),
      0, "", "");
  QCOMPARE(readAll(out.filePath("p.csv")),
           QByteArray("run,subset,tag,step,wall_time,value\n"
                      "models/iris,eval,accuracy,200,1795412749.0831323,0.96666664\n"));
}

void ScalarsCommandTest::damageIsThreeAndTheRestPrinted() {
  const FixtureCopy fixture("events/bad_data_crc");
  const Outcome outcome = runCli({"scalars", "log", "--tag", "^loss$"}, fixture.path());
  QCOMPARE(outcome.code, 3);
  QCOMPARE(outcome.out.count('\n'), 1 + 11);
  QVERIFY(outcome.err.startsWith("cairn-cli scalars: log/events.out.tfevents.1700000000"));
}

QTEST_GUILESS_MAIN(ScalarsCommandTest)
#include "scalars_command_test.moc"
