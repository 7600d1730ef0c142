#include "core/data/example_table.h"

#include "tests/core/data/columns.h"
#include "tests/core/data/data_files.h"

#include <QTest>

using namespace cairn;
using namespace cairn::data;
using namespace cairn::tests;

namespace {

FeatureSpec fixed(DType dtype, formats::Shape shape = {1}, std::vector<double> value = {}) {
  return {dtype, std::move(shape), std::move(value)};
}
FeatureSpec varLen(DType dtype) { return {dtype, std::nullopt, {}}; }

Result<Table> readOne(const std::string& content, FeatureSpecs features,
                      BadRows badRows = BadRows::Stop,
                      Compression compression = Compression::None) {
  const DataFolder folder;
  return readExamples(posixFileOps(), {folder.write("rows", content)},
                      {std::move(features), compression, badRows});
}

std::string x(std::vector<float> values) { return example({feature("x", floatList(values))}); }

}  // namespace

Q_DECLARE_METATYPE(FeatureSpec)

class ExampleTableTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void rowsOfAllFilesFollowEachOther();
  void fixedAndVariableFeaturesAreParsed();
  void missingFeaturesHaveTheirDefault();
  void aTypeThatIsNotGivenIsTheFirstRows();
  void wrongRowsAreRefusedInTensorFlowsWords_data();
  void wrongRowsAreRefusedInTensorFlowsWords();
  void badRowsAreSkippedAndCounted();
  void cutFilesAreTold();
  void compressedFilesAreRead();
  void compressionThatIsNotSaidIsTold();
  void specsAreTensorFlows_data();
  void specsAreTensorFlows();
  void differentFormsAreRefused();
  void surveyTellsTheFeatures();
  void stopEndsTheReading();
};

void ExampleTableTest::rowsOfAllFilesFollowEachOther() {
  const DataFolder folder;
  const auto first = folder.write("1", recordFile({x({1}), x({2})}));
  const auto none = folder.write("2", "");
  const auto third = folder.write("3", recordFile({x({3})}));
  const auto table =
      readExamples(posixFileOps(), {first, none, third}, {{{"x", fixed(DType::Float)}}});
  QVERIFY2(table, table ? "" : describe(table.error()).c_str());
  QCOMPARE(table->rows, std::int64_t{3});
  QCOMPARE(std::get<Floats>(table->find("x")->values), (Floats{1, 2, 3}));
  const auto missing = readExamples(posixFileOps(), {"/nowhere"}, {});
  QCOMPARE(missing.error().code, ErrorCode::NotFound);
}

void ExampleTableTest::fixedAndVariableFeaturesAreParsed() {
  const std::string content =
      recordFile({example({feature("x", floatList({1, 2})), feature("s", bytesList({"a", "b"}))}),
                  example({feature("x", floatList({3, 4})), feature("unused", int64List({9}))}),
                  example({feature("s", bytesList({""})), feature("x", floatList({5, 6}))})});
  const auto table = readOne(
      content,
      {{"x", fixed(DType::Float, {2})}, {"s", varLen(DType::String)}, {"n", varLen(DType::Int64)}});
  QVERIFY2(table, table ? "" : describe(table.error()).c_str());
  QCOMPARE(table->columns.size(), std::size_t{3});
  QVERIFY(*table->find("x") == dense<float>("x", {{1, 2}, {3, 4}, {5, 6}}));
  QVERIFY(*table->find("s") == sparse<std::string>("s", {{"a", "b"}, {}, {""}}));
  QVERIFY(*table->find("n") == sparse<std::int64_t>("n", {{}, {}, {}}));
}

void ExampleTableTest::missingFeaturesHaveTheirDefault() {
  const std::string content = recordFile({x({1}), example({}), example({feature("x", "")})});
  const auto table = readOne(content, {{"x", fixed(DType::Float, {1}, {5})},
                                       {"y", fixed(DType::Float, {2}, {6, 7})},
                                       {"z", fixed(DType::Int64, {2}, {8})}});
  QVERIFY2(table, table ? "" : describe(table.error()).c_str());
  QCOMPARE(std::get<Floats>(table->find("x")->values), (Floats{1, 5, 5}));
  QCOMPARE(std::get<Floats>(table->find("y")->values), (Floats{6, 7, 6, 7, 6, 7}));
  QCOMPARE(std::get<Ints>(table->find("z")->values), Ints(6, 8));
}

void ExampleTableTest::aTypeThatIsNotGivenIsTheFirstRows() {
  const std::string content = recordFile(
      {example({feature("y", int64List({1}))}), example({feature("y", int64List({0}))})});
  const auto table = readOne(content, {{"y", {std::nullopt, formats::Shape{1}, {}}}});
  QVERIFY(table);
  QCOMPARE(std::get<Ints>(table->find("y")->values), (Ints{1, 0}));
}

void ExampleTableTest::wrongRowsAreRefusedInTensorFlowsWords_data() {
  QTest::addColumn<QByteArray>("row");
  QTest::addColumn<FeatureSpec>("spec");
  QTest::addColumn<QString>("message");
  const auto row = [](const char* name, const std::string& text, FeatureSpec spec,
                      const char* message) {
    QTest::newRow(name) << QByteArray::fromStdString(text) << spec << QString(message);
  };
  const FeatureSpec one = fixed(DType::Float);
  row("missing", example({}), one,
      "Feature: x (data type: float) is required but could not be found.");
  row("no list", example({feature("x", "")}), one,
      "Feature: x (data type: float) is required but could not be found.");
  row("empty", x({}), fixed(DType::Float, {1}, {3}),
      "Key: x.  Number of float values != expected.  Values size: 0 but output shape: [1]");
  row("too many", x({1, 2}), one,
      "Key: x.  Number of float values != expected.  Values size: 2 but output shape: [1]");
  const std::string integer = example({feature("x", int64List({1}))});
  row("another type", integer, one,
      "Key: x.  Data types don't match. Data type: int64 but expected type: float");
  row("another type, any count", integer, varLen(DType::String),
      "Key: x.  Data types don't match. Data type: int64 but expected type: string");
  row("no example", "\xFF\xFF", one, "the record is no tf.Example");
}

void ExampleTableTest::wrongRowsAreRefusedInTensorFlowsWords() {
  QFETCH(QByteArray, row);
  QFETCH(FeatureSpec, spec);
  QFETCH(QString, message);
  const auto table = readOne(recordFile({row.toStdString()}), {{"x", spec}});
  QVERIFY(!table);
  QCOMPARE(QString::fromStdString(table.error().message), message);
  QVERIFY(table.error().where.ends_with("rows, record 1"));
}

void ExampleTableTest::badRowsAreSkippedAndCounted() {
  std::string content = recordFile({x({1}), x({1, 2}), x({3}), x({4})});
  content[content.size() - 40] ^= 1;  // in the third record
  const FeatureSpecs features = {{"w", varLen(DType::Float)}, {"x", fixed(DType::Float)}};
  const auto table = readOne(content + "torn", features, BadRows::Skip);
  QVERIFY2(table, table ? "" : describe(table.error()).c_str());
  QCOMPARE(std::get<Floats>(table->find("x")->values), (Floats{1, 4}));
  QCOMPARE(table->find("w")->offsets.size(), std::size_t{3});
  QCOMPARE(table->skippedRows, std::int64_t{3});
  QCOMPARE(readOne(content, {{"x", varLen(DType::Float)}}).error().code, ErrorCode::Corrupt);
}

void ExampleTableTest::cutFilesAreTold() {
  std::string content = recordFile({x({1}), x({2})});
  content.resize(content.size() - 3);
  const auto table = readOne(content, {{"x", fixed(DType::Float)}});
  QVERIFY(!table);
  QCOMPARE(table.error().code, ErrorCode::Truncated);
  QVERIFY(table.error().where.ends_with("rows, record 2"));
}

void ExampleTableTest::compressionThatIsNotSaidIsTold() {
  const auto table = readOne(compressed(recordFile({x({1})})), {{"x", fixed(DType::Float)}});
  QVERIFY(!table);
  QCOMPARE(table.error().code, ErrorCode::Corrupt);
  QVERIFY(table.error().where.ends_with("rows, record 1"));
  QVERIFY(!table.error().hint.empty());
}

void ExampleTableTest::compressedFilesAreRead() {
  const std::string content = recordFile({x({1}), x(Floats(200'000, 2)), x({3})});
  const FeatureSpecs features = {{"x", varLen(DType::Float)}};
  for (const Compression as : {Compression::Gzip, Compression::Zlib}) {
    const auto table = readOne(compressed(content, as), features, BadRows::Stop, as);
    QVERIFY2(table, table ? "" : describe(table.error()).c_str());
    QCOMPARE(table->rows, std::int64_t{3});
    QCOMPARE(table->find("x")->valueCount(), std::size_t{200'002});
  }
  const auto cut =
      readOne(compressed(content).substr(0, 200), features, BadRows::Skip, Compression::Gzip);
  QCOMPARE(cut.error().code, ErrorCode::Truncated);
}

void ExampleTableTest::specsAreTensorFlows_data() {
  QTest::addColumn<FeatureColumn>("column");
  QTest::addColumn<QString>("key");
  QTest::addColumn<FeatureSpec>("wanted");
  FeatureColumn filled = numeric("x", {2, 2});
  filled.defaultValue = {7};
  const auto row = [](const char* name, FeatureColumn column, const char* key, FeatureSpec spec) {
    QTest::newRow(name) << std::move(column) << key << spec;
  };
  row("numeric", filled, "x", fixed(DType::Float, {2, 2}, {7}));
  row("buckets", bucketized(filled, {1}), "x", fixed(DType::Float, {2, 2}, {7}));
  row("vocabulary", indicator(vocabularyList("s", {"a"})), "s", varLen(DType::String));
  row("vocabulary of int32", vocabularyList("s", {"1"}, DType::Int32), "s", varLen(DType::Int64));
  row("identity", identity("n", 4), "n", varLen(DType::Int64));
  row("hash", embedding(hashBucket("s", 4), 2), "s", varLen(DType::String));
  row("raw key of a cross", crossed({raw("s"), filled}, 4), "s", varLen(DType::String));
  row("weights", weighted(identity("n", 4), "w"), "w", varLen(DType::Float));
  row("what is weighted", weighted(identity("n", 4), "w"), "n", varLen(DType::Int64));
}

void ExampleTableTest::specsAreTensorFlows() {
  QFETCH(FeatureColumn, column);
  QFETCH(QString, key);
  QFETCH(FeatureSpec, wanted);
  const auto specs = exampleSpecs(std::span(&column, 1));
  QVERIFY(specs);
  QVERIFY(specs->at(key.toStdString()) == wanted);
}

void ExampleTableTest::differentFormsAreRefused() {
  const std::vector<FeatureColumn> columns = {numeric("x"), identity("x", 4)};
  const auto specs = exampleSpecs(columns);
  QVERIFY(!specs);
  QVERIFY(
      specs.error().message.starts_with("feature_columns contain different parse_spec for key x."));
  FeatureColumn wide = numeric("x");
  wide.dtype = DType::Double;
  QCOMPARE(exampleSpecs(std::span(&wide, 1)).error().code, ErrorCode::Unsupported);
}

void ExampleTableTest::surveyTellsTheFeatures() {
  const DataFolder folder;
  const std::string content = recordFile(
      {example({feature("x", floatList({1, 2})), feature("s", bytesList({"a"})),
                feature("n", int64List({1}))}),
       example({feature("x", floatList({3, 4})), feature("s", bytesList({"a", "b"}))}), "\xFF"});
  const auto specs =
      surveyExamples(posixFileOps(), folder.write("x", compressed(content)), Compression::Gzip, 2);
  QVERIFY2(specs, specs ? "" : describe(specs.error()).c_str());
  const FeatureSpecs wanted = {
      {"n", varLen(DType::Int64)}, {"s", varLen(DType::String)}, {"x", fixed(DType::Float, {2})}};
  QVERIFY(*specs == wanted);
}

void ExampleTableTest::stopEndsTheReading() {
  const DataFolder folder;
  std::stop_source stop;
  stop.request_stop();
  const auto table = readExamples(posixFileOps(), {folder.write("x", recordFile({x({1})}))},
                                  {{{"x", fixed(DType::Float)}}}, stop.get_token());
  QCOMPARE(table.error().code, ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(ExampleTableTest)
#include "example_table_test.moc"
