#include "core/training/source_table.h"

#include "tests/core/data/columns.h"
#include "tests/core/data/data_files.h"

#include <QTest>

using namespace cairn;
using namespace cairn::tests;
using training::HeadKind;
using training::InputSpec;

namespace {

InputSpec specOf(HeadKind kind, std::int64_t classes) {
  InputSpec spec;
  spec.plan.network = {numeric("x")};
  spec.plan.categorical = {{vocabularyList("s", {"a", "b"}), data::IdUse::Embedding, "mean"}};
  spec.head.kind = kind;
  spec.head.logits = spec.head.classes = classes;
  spec.label = "y";
  return spec;
}

model::DataSource sourceOf(const std::string& file, const std::string& format,
                           const std::string& compression = {}) {
  model::DataSource source;
  source.files = {file};
  source.format = format;
  source.compression = compression;
  return source;
}

std::string row(float x, std::vector<std::string> words, const std::string& label) {
  return example(
      {feature("x", floatList({x})), feature("s", bytesList(words)), feature("y", label)});
}

}  // namespace

class SourceTableTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void examplesHaveTheFeaturesOfColumnsAndHead();
  void severalLabelsAreNHotOrAnyNumber();
  void weightsAreRead();
  void compressedCsvGuessesItsHeader();
  void wrongSourcesNameTheKey_data();
  void wrongSourcesNameTheKey();
};

void SourceTableTest::examplesHaveTheFeaturesOfColumnsAndHead() {
  const DataFolder folder;
  folder.write("1.tfrecord", compressed(recordFile({row(1, {"a", "b"}, int64List({2}))})));
  folder.write("2.tfrecord", compressed(recordFile({row(2, {}, int64List({0}))})));
  const auto table =
      training::readSource(posixFileOps(), specOf(HeadKind::MultiClass, 3),
                           sourceOf("*.tfrecord", "tfrecord", "GZIP"), folder.path(), {});
  QVERIFY2(table, table ? "" : describe(table.error()).c_str());
  QCOMPARE(table->rows, std::int64_t{2});
  QVERIFY(*table->find("s") == sparse<std::string>("s", {{"a", "b"}, {}}));
  QVERIFY(*table->find("y") == dense<std::int64_t>("y", {{2}, {0}}));
}

void SourceTableTest::severalLabelsAreNHotOrAnyNumber() {
  const DataFolder folder;
  folder.write("hot",
               recordFile({row(1, {}, int64List({1, 0, 1})), row(1, {}, int64List({0, 0, 0}))}));
  folder.write("ids", recordFile({row(1, {}, int64List({2})), row(1, {}, int64List({}))}));
  const InputSpec spec = specOf(HeadKind::MultiLabel, 3);
  const auto hot =
      training::readSource(posixFileOps(), spec, sourceOf("hot", "tfrecord"), folder.path(), {});
  QVERIFY2(hot, hot ? "" : describe(hot.error()).c_str());
  QVERIFY(*hot->find("y") == dense<std::int64_t>("y", {{1, 0, 1}, {0, 0, 0}}));
  const auto ids =
      training::readSource(posixFileOps(), spec, sourceOf("ids", "tfrecord"), folder.path(), {});
  QVERIFY2(ids, ids ? "" : describe(ids.error()).c_str());
  QVERIFY(*ids->find("y") == sparse<std::int64_t>("y", {{2}, {}}));
}

void SourceTableTest::weightsAreRead() {
  const DataFolder folder;
  folder.write("rows",
               recordFile({example({feature("x", floatList({1})), feature("y", floatList({1})),
                                    feature("w", floatList({.5F}))})}));
  InputSpec spec = specOf(HeadKind::Binary, 2);
  spec.head.logits = 1;
  spec.head.weightColumn.key = "w";
  const auto table =
      training::readSource(posixFileOps(), spec, sourceOf("rows", "tfrecord"), folder.path(), {});
  QVERIFY2(table, table ? "" : describe(table.error()).c_str());
  QVERIFY(*table->find("w") == dense<float>("w", {{.5F}}));
  spec.label.clear();  // as predict reads it
  QVERIFY(
      !training::readSource(posixFileOps(), spec, sourceOf("rows", "tfrecord"), folder.path(), {})
           ->find("w"));
}

void SourceTableTest::compressedCsvGuessesItsHeader() {
  const DataFolder folder;
  folder.write("rows.csv.gz", compressed("x,s,y\n1,a,2\n"));
  const auto table =
      training::readSource(posixFileOps(), specOf(HeadKind::MultiClass, 3),
                           sourceOf("rows.csv.gz", "csv", "GZIP"), folder.path(), {});
  QVERIFY2(table, table ? "" : describe(table.error()).c_str());
  QVERIFY(*table->find("y") == dense<std::int64_t>("y", {{2}}));
}

void SourceTableTest::wrongSourcesNameTheKey_data() {
  QTest::addColumn<QString>("format");
  QTest::addColumn<QString>("compression");
  QTest::addColumn<QString>("key");
  QTest::newRow("format") << "parquet"
                          << ""
                          << "data.format";
  QTest::newRow("compression") << "csv"
                               << "BZ2"
                               << "data.compression";
}

void SourceTableTest::wrongSourcesNameTheKey() {
  QFETCH(QString, format);
  QFETCH(QString, compression);
  QFETCH(QString, key);
  const DataFolder folder;
  folder.write("rows", "x\n1\n");
  const auto table = training::readSource(
      posixFileOps(), specOf(HeadKind::MultiClass, 3),
      sourceOf("rows", format.toStdString(), compression.toStdString()), folder.path(), {});
  QVERIFY(!table);
  QCOMPARE(QString::fromStdString(table.error().where), key);
}

QTEST_APPLESS_MAIN(SourceTableTest)
#include "source_table_test.moc"
