#include "core/data/input_layer.h"

#include <QTest>

using namespace cairn;
using namespace cairn::data;

namespace {

using Floats = std::vector<float>;

FeatureColumn numeric(std::string key, formats::Shape shape = {1}) {
  FeatureColumn column;
  column.key = std::move(key);
  column.shape = std::move(shape);
  return column;
}

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

class InputLayerTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void columnsStandInTheOrderOfTheirNames();
  void normalizerWorksInFloat32();
  void strideLeavesRoom();
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
