#include "core/data/feature_column.h"

#include <QTest>
#include <limits>

using namespace cairn::data;

namespace {

FeatureColumn numeric(std::string key, cairn::formats::Shape shape = {1}) {
  FeatureColumn column;
  column.key = std::move(key);
  column.shape = std::move(shape);
  return column;
}

FeatureColumn words(std::string key, std::vector<std::string> vocabulary = {"a", "b", "c"}) {
  FeatureColumn column;
  column.type = ColumnType::VocabularyList;
  column.key = std::move(key);
  column.vocabulary = std::move(vocabulary);
  return column;
}

FeatureColumn around(ColumnType type, std::vector<FeatureColumn> parts) {
  FeatureColumn column;
  column.type = type;
  column.parts = std::move(parts);
  return column;
}

FeatureColumn raw(std::string key) {
  FeatureColumn column;
  column.type = ColumnType::RawFeature;
  column.key = std::move(key);
  return column;
}

FeatureColumn bucketized(FeatureColumn source, std::vector<double> boundaries) {
  FeatureColumn column = around(ColumnType::Bucketized, {std::move(source)});
  column.boundaries = std::move(boundaries);
  return column;
}

}  // namespace

class FeatureColumnTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aColumnHasTensorFlowsName_data();
  void aColumnHasTensorFlowsName();
  void columnsStandInCodePointOrder();
  void aSharedEmbeddingBecomesOneColumnForEach();
  void aProductThatDoesNotFitIsTheLargestNumber();
};

void FeatureColumnTest::aColumnHasTensorFlowsName_data() {
  QTest::addColumn<FeatureColumn>("column");
  QTest::addColumn<QString>("name");
  QTest::addColumn<qint64>("width");
  QTest::addColumn<qint64>("buckets");
  const auto row = [](const char* title, FeatureColumn column, const char* name, qint64 width,
                      qint64 buckets) {
    QTest::newRow(title) << std::move(column) << QString::fromUtf8(name) << width << buckets;
  };
  row("numeric", numeric("x", {2, 3}), "x", 6, 0);
  row("bucketized", bucketized(numeric("y"), {1, 2}), "y_bucketized", 3, 3);
  row("bucketized of two elements", bucketized(numeric("y", {2}), {1, 2}), "y_bucketized", 6, 6);
  row("indicator", around(ColumnType::Indicator, {words("s")}), "s_indicator", 3, 0);
  FeatureColumn oov = words("s");
  oov.oovBuckets = 2;
  row("vocabulary with out-of-vocabulary ids", oov, "s", 0, 5);
  FeatureColumn embedding = around(ColumnType::Embedding, {words("s")});
  embedding.dimension = 4;
  row("embedding", embedding, "s_embedding", 4, 0);
  FeatureColumn weighted = around(ColumnType::Weighted, {words("s")});
  weighted.key = "w";
  row("weighted", weighted, "s_weighted_by_w", 0, 3);
  FeatureColumn cross =
      around(ColumnType::Crossed, {raw("z"), bucketized(numeric("y"), {0}), words("s")});
  cross.buckets = 10;
  row("cross", cross, "s_X_y_bucketized_X_z", 0, 10);
  FeatureColumn nested = around(ColumnType::Crossed, {raw("a"), cross});
  nested.buckets = 7;
  row("nested cross", nested, "a_X_s_X_y_bucketized_X_z", 0, 7);
  FeatureColumn file;
  file.type = ColumnType::VocabularyFile;
  file.key = "f";
  row("vocabulary file that nobody counted", file, "f", 0, 0);
}

void FeatureColumnTest::aColumnHasTensorFlowsName() {
  QFETCH(FeatureColumn, column);
  QTEST(QString::fromStdString(columnName(column)), "name");
  QTEST(qint64{denseWidth(column)}, "width");
  QTEST(qint64{bucketCount(column)}, "buckets");
}

void FeatureColumnTest::columnsStandInCodePointOrder() {
  const std::vector<FeatureColumn> columns = {numeric("b"),  numeric("a1"), numeric("Z"),
                                              numeric("_a"), numeric("a"),  numeric("B")};
  QStringList names;
  for (const FeatureColumn& column : sortedByName(columns))
    names << QString::fromStdString(columnName(column));
  QCOMPARE(names.join(' '), QStringLiteral("B Z _a a a1 b"));
}

void FeatureColumnTest::aSharedEmbeddingBecomesOneColumnForEach() {
  FeatureColumn shared = around(ColumnType::SharedEmbedding, {words("q"), words("d")});
  shared.dimension = 3;
  QCOMPARE(denseWidth(shared), std::int64_t{6});
  const std::vector<FeatureColumn> sorted = sortedByName({shared});
  QCOMPARE(sorted.size(), std::size_t{2});
  QCOMPARE(columnName(sorted[0]), std::string("d_shared_embedding"));
  QCOMPARE(columnName(sorted[1]), std::string("q_shared_embedding"));
  QCOMPARE(sorted[0].sharedName, std::string("d_q_shared_embedding"));
  QCOMPARE(denseWidth(sorted[0]), std::int64_t{3});
}

void FeatureColumnTest::aProductThatDoesNotFitIsTheLargestNumber() {
  const std::int64_t big = std::int64_t{1} << 40;
  QCOMPARE(denseWidth(numeric("x", {big, big})), std::numeric_limits<std::int64_t>::max());
}

QTEST_APPLESS_MAIN(FeatureColumnTest)
#include "feature_column_test.moc"
