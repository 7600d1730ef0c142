#include "core/runs/config_paths.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace cairn;

class ConfigPathsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void filesAreToldFromTheOtherFolder_data();
  void filesAreToldFromTheOtherFolder();
  void aFolderYetToBeMadeMayBeRelative();
  void everyFileOfAConfigIsTold();
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

void ConfigPathsTest::aFolderYetToBeMadeMayBeRelative() {
  const QTemporaryDir root;
  QVERIFY(QDir::setCurrent(root.path()));
  model::Config config;
  config.data["train"].files = {"a.csv"};
  const auto moved = runs::relocateConfig(config, "configs", "models/iris");
  QCOMPARE(QString::fromStdString(moved.data.at("train").files.at(0)),
           QStringLiteral("../../configs/a.csv"));
}

void ConfigPathsTest::everyFileOfAConfigIsTold() {
  const model::ParsedConfig parsed = model::parseConfig(std::string_view(R"({
    "cairn": 1, "estimator": "DNNClassifier",
    "args": {"feature_columns": [{"type": "embedding_column", "dimension": 2,
        "categorical_column": {"type": "categorical_column_with_vocabulary_file", "key": "word",
                               "vocabulary_file": "words.txt"}}],
      "hidden_units": [4]},
    "train": {"early_stopping": {"type": "stop_if_no_decrease_hook", "metric_name": "loss",
                                 "max_steps_without_decrease": 10, "eval_dir": "scores"}},
    "warm_start_from": "older/model.ckpt-5"
  })"));
  QVERIFY2(parsed.config, parsed.problems.empty() ? "" : describe(parsed.problems[0]).c_str());
  const QTemporaryDir root;
  const auto moved = runs::relocateConfig(*parsed.config, root.filePath("w").toStdString(),
                                          root.filePath("w/run").toStdString());
  QCOMPARE(moved.args.featureColumns.at(0).parts.at(0).vocabularyFile, std::string("../words.txt"));
  QCOMPARE(moved.train.earlyStopping->text("eval_dir"), std::string("../scores"));
  QCOMPARE(moved.warmStartFrom.checkpoint, std::string("../older/model.ckpt-5"));
}

QTEST_APPLESS_MAIN(ConfigPathsTest)
#include "config_paths_test.moc"
