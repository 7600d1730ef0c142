#include "core/data/input_layer.h"

#include "tests/core/data/columns.h"

#include <QTest>

using namespace cairn;
using namespace cairn::data;
using namespace cairn::tests;

namespace {

Table sample() {
  Table table;
  table.rows = 3;
  table.columns = {{"a", 2, Floats{1, 2, 3, 4, 5, 6}},
                   {"B", 1, std::vector<std::int64_t>{10, 20, 30}},
                   {"s", 1, std::vector<std::string>{"x", "y", "z"}},
                   {"w", 3, Floats(9, 1)}};
  return table;
}

}  // namespace

Q_DECLARE_METATYPE(FeatureColumn)

class InputLayerTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void columnsStandInTheOrderOfTheirNames();
  void normalizerWorksInFloat32();
  void strideLeavesRoom();
  void columnsAreLaidSideBySide();
  void countsAreAddedUp_data();
  void countsAreAddedUp();
  void embeddingsAreLeftToTheirVariables();
  void categoricalColumnsAreRefused();
  void wrongFeaturesAreRefusedInTensorFlowsWords_data();
  void wrongFeaturesAreRefusedInTensorFlowsWords();
  void weightsAreOneOrAsManyAsLosses();
  void formatTakesTypesAndDefaultsFromColumns();
};

void InputLayerTest::columnsStandInTheOrderOfTheirNames() {
  const Table table = sample();
  const auto layer = InputLayer::bind({numeric("a", {2}), numeric("B")}, table);
  QVERIFY(layer);
  QCOMPARE(layer->width(), std::int64_t{3});
  Floats out(6);
  const std::vector<std::int32_t> rows = {2, 0};
  layer->fill(rows, out.data(), 3);
  QCOMPARE(out, (Floats{30, 5, 6, 10, 1, 2}));  // "B" < "a"
}

void InputLayerTest::normalizerWorksInFloat32() {
  const Table table = sample();
  FeatureColumn column = numeric("B");
  column.normalizer = Normalizer{1.1F, 3};
  const auto layer = InputLayer::bind({column}, table);
  QVERIFY(layer);
  float out = 0;
  const std::vector<std::int32_t> rows = {1};
  layer->fill(rows, &out, 1);
  QCOMPARE(out, (20.0F - 1.1F) / 3.0F);
}

void InputLayerTest::strideLeavesRoom() {
  const Table table = sample();
  const auto layer = InputLayer::bind({numeric("B")}, table);
  QVERIFY(layer);
  Floats out(6, -1);
  const std::vector<std::int32_t> rows = {0, 1, 2};
  layer->fill(rows, out.data(), 2);
  QCOMPARE(out, (Floats{10, -1, 20, -1, 30, -1}));
}

void InputLayerTest::columnsAreLaidSideBySide() {
  const Table table = sample();
  const auto layer =
      InputLayer::bind({numeric("a", {2}), indicator(vocabularyList("s", {"z", "x"})),
                        bucketized(numeric("B"), {15}), embedding(vocabularyList("s", {"x"}), 3)},
                       table);
  QVERIFY(layer);
  // B_bucketized, a, s_embedding, s_indicator
  QCOMPARE(layer->width(), std::int64_t{9});
  Floats out(10, -1);
  layer->fill(std::vector<std::int32_t>{0}, out.data(), 10);
  QCOMPARE(out, (Floats{1, 0, 1, 2, -1, -1, -1, 0, 1, -1}));
}

void InputLayerTest::countsAreAddedUp_data() {
  QTest::addColumn<FeatureColumn>("column");
  QTest::addColumn<Floats>("wanted");
  const FeatureColumn ab = vocabularyList("s", {"a", "b"});
  // Each is what TensorFlow 2.15 answered.
  QTest::newRow("indicator") << indicator(ab) << Floats{1, 0, 1, 2};
  QTest::newRow("weighted") << indicator(weighted(ab, "w")) << Floats{1, 0, 5, -1};
  QTest::newRow("out of range") << indicator(identity("n", 4)) << Floats{0, 0, 1, 0, 0, 0, 0, 0};
  QTest::newRow("buckets") << bucketized(numeric("x", {2}), {0, 1})
                           << Floats{1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1};
}

void InputLayerTest::countsAreAddedUp() {
  QFETCH(FeatureColumn, column);
  QFETCH(Floats, wanted);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Table table = tableOf({dense<std::string>("s", {{"a", "", "z"}, {"b", "b", "a"}}),
                               dense<float>("w", {{1, 0, 2}, {3, -4, 5}}),
                               dense<std::int64_t>("n", {{5, -5, -1, 2}, {-1, -1, -1, -1}}),
                               dense<float>("x", {{-1, .5F}, {nan, 1}})});
  const auto layer = InputLayer::bind({column}, table);
  QVERIFY(layer);
  Floats out(wanted.size(), 7);
  layer->fill(std::vector<std::int32_t>{0, 1}, out.data(), layer->width());
  QCOMPARE(out, wanted);
}

void InputLayerTest::embeddingsAreLeftToTheirVariables() {
  FeatureColumn shared = embedding(vocabularyList("s", {"x"}), 2);
  shared.type = ColumnType::SharedEmbedding;
  shared.parts.push_back(vocabularyList("t", {"x", "y"}));
  const Table table = tableOf({dense<std::string>("t", {{"y"}}), dense<std::string>("s", {{"x"}}),
                               dense<float>("a", {{1}})});
  const auto layer = InputLayer::bind({shared, numeric("a")}, table);
  QVERIFY(layer);
  QCOMPARE(layer->embeddings().size(), std::size_t{2});
  const InputLayer::Embedding& second = layer->embeddings()[1];
  QCOMPARE(second.column.sharedName, std::string("s_t_shared_embedding"));
  QCOMPARE(second.offset, std::int64_t{3});
  SparseRows rows;
  second.input.fill(std::vector<std::int32_t>{0}, rows);
  QCOMPARE(rows.ids, Ints{1});
}

void InputLayerTest::categoricalColumnsAreRefused() {
  const Table table = sample();
  const auto layer = InputLayer::bind({vocabularyList("s", {"x"})}, table);
  QVERIFY(!layer);
  QVERIFY(layer.error().message.starts_with("Items of feature_columns must be a DenseColumn."));
  QCOMPARE(layer.error().where, std::string("s"));
}

void InputLayerTest::wrongFeaturesAreRefusedInTensorFlowsWords_data() {
  QTest::addColumn<QString>("key");
  QTest::addColumn<QString>("message");
  QTest::newRow("absent") << "c"
                          << "Feature c is not in features dictionary.";
  QTest::newRow("text") << "s"
                        << "Cast string to float is not supported";
  QTest::newRow("another width") << "a"
                                 << "2 values a row, want 1 (shape [1])";
}

void InputLayerTest::wrongFeaturesAreRefusedInTensorFlowsWords() {
  QFETCH(QString, key);
  QFETCH(QString, message);
  const Table table = sample();
  const auto layer = InputLayer::bind({numeric(key.toStdString())}, table);
  QVERIFY(!layer);
  QCOMPARE(QString::fromStdString(layer.error().message), message);
  QCOMPARE(QString::fromStdString(layer.error().where), key);
}

void InputLayerTest::weightsAreOneOrAsManyAsLosses() {
  const Table table = sample();
  QVERIFY(bindWeights(numeric("B"), table, 1));
  QVERIFY(bindWeights(numeric("w"), table, 3));
  const auto refused = bindWeights(numeric("w"), table, 1);
  QVERIFY(!refused);
  QVERIFY(refused.error().message.starts_with(
      "[weights shape must be [D0, D1, ... DN] or [D0, D1, ... DN, 1]]"));
}

void InputLayerTest::formatTakesTypesAndDefaultsFromColumns() {
  FeatureColumn withDefault = numeric("a");
  withDefault.defaultValue = {0.5};
  FeatureColumn hash;
  hash.type = ColumnType::HashBucket;
  hash.key = "h";
  hash.dtype = formats::DType::String;
  FeatureColumn embedding;
  embedding.type = ColumnType::Embedding;
  embedding.parts = {hash};
  CsvFormat given;
  given.types["B"] = formats::DType::Int64;
  const CsvFormat format = formatForColumns(given, {withDefault, numeric("B"), embedding});
  QCOMPARE(format.types.at("a"), formats::DType::Float);
  QCOMPARE(format.types.at("B"), formats::DType::Int64);
  QCOMPARE(format.types.at("h"), formats::DType::String);
  QCOMPARE(format.missing.at("a"), std::string("0.5"));
}

QTEST_APPLESS_MAIN(InputLayerTest)
#include "input_layer_test.moc"
