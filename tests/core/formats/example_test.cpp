#include "core/formats/example.h"

#include "tests/core/formats/examples.h"

#include <QTest>

using namespace cairn;
using namespace cairn::formats;
using namespace cairn::tests;
using Kind = ExampleFeature::Kind;

namespace {

std::vector<ExampleFeature> read(const std::string& text) {
  std::vector<ExampleFeature> features;
  if (!readExample(asBytes(text), features)) return {};
  return features;
}

template <class Value>
std::vector<Value> values(const ExampleFeature& feature) {
  std::vector<Value> all;
  return appendValues(feature, all) ? all : std::vector<Value>{Value{}};
}

}  // namespace

class ExampleTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void listsOfEveryTypeAreRead();
  void unpackedListsAreRead();
  void theLastOfEqualNamesCounts();
  void unknownFieldsAreSkipped();
  void featuresWithoutAListAreMissing();
  void thePageHoldsAnExample();
  void damageIsFoundAtEveryCut_data();
  void damageIsFoundAtEveryCut();
  void damagedListsAreRefused_data();
  void damagedListsAreRefused();
};

void ExampleTest::listsOfEveryTypeAreRead() {
  const std::string text =
      example({feature("s", bytesList({"a", "", "\xFF"})), feature("x", floatList({1.5F, -2})),
               feature("n", int64List({-1, 3}))});
  const auto features = read(text);
  QCOMPARE(features.size(), std::size_t{3});
  QCOMPARE(features[0].name, "n");  // sorted
  QCOMPARE(values<std::int64_t>(features[0]), (std::vector<std::int64_t>{-1, 3}));
  QCOMPARE(values<std::string>(features[1]), (std::vector<std::string>{"a", "", "\xFF"}));
  QCOMPARE(values<float>(features[2]), (std::vector<float>{1.5F, -2}));
  QVERIFY(read("").empty());
}

void ExampleTest::unpackedListsAreRead() {
  const std::string number = std::string("\x0D") + std::string("\x00\x00\x80\x3F", 4);
  const std::string text = example(
      {feature("x", field(2, number + number)), feature("n", field(3, "\x08\x07\x08\x09"))});
  const auto features = read(text);
  QCOMPARE(features.size(), std::size_t{2});
  QCOMPARE(values<std::int64_t>(features[0]), (std::vector<std::int64_t>{7, 9}));
  QCOMPARE(values<float>(features[1]), (std::vector<float>{1, 1}));
}

void ExampleTest::theLastOfEqualNamesCounts() {
  const std::string text = example({feature("x", floatList({1})), feature("x", floatList({2}))}) +
                           example({feature("x", int64List({3}))});
  const auto features = read(text);
  QCOMPARE(features.size(), std::size_t{1});
  QCOMPARE(values<std::int64_t>(features[0]), std::vector<std::int64_t>{3});
}

void ExampleTest::unknownFieldsAreSkipped() {
  const std::string text = field(9, "new") + example({feature("x", field(7, "new"))}) + "\x50\x01";
  const auto features = read(text);
  QCOMPARE(features.size(), std::size_t{1});
  QCOMPARE(features[0].kind, Kind::None);
}

void ExampleTest::featuresWithoutAListAreMissing() {
  const std::string text = example({feature("x", ""), feature("y", floatList({}))});
  const auto features = read(text);
  QCOMPARE(features[0].kind, Kind::None);
  QCOMPARE(features[1].kind, Kind::Float);
  QVERIFY(values<float>(features[1]).empty());
}

void ExampleTest::thePageHoldsAnExample() {
  const Bytes bytes = test::fromHex(
      "0a 25 0a 0d 0a 01 78 12 08 12 06 0a 04 00 00 c0 3f 0a 14 0a 01 6e 12 0f 1a 0d 0a 0b"
      "ff ff ff ff ff ff ff ff ff 01 03");
  std::vector<ExampleFeature> features;
  QVERIFY(readExample(bytes, features));
  QCOMPARE(values<std::int64_t>(features[0]), (std::vector<std::int64_t>{-1, 3}));
  QCOMPARE(values<float>(features[1]), std::vector<float>{1.5F});
}

void ExampleTest::damageIsFoundAtEveryCut_data() {
  QTest::addColumn<int>("kept");
  const int whole = static_cast<int>(example({feature("s", bytesList({"ab"}))}).size());
  for (int kept = 1; kept < whole; ++kept) QTest::addRow("%d bytes", kept) << kept;
}

void ExampleTest::damageIsFoundAtEveryCut() {
  QFETCH(int, kept);
  std::string text = example({feature("s", bytesList({"ab"}))});
  text.resize(static_cast<std::size_t>(kept));
  std::vector<ExampleFeature> features;
  QCOMPARE(readExample(asBytes(text), features).error().code, ErrorCode::Corrupt);
}

void ExampleTest::damagedListsAreRefused_data() {
  QTest::addColumn<QByteArray>("list");
  QTest::newRow("cut float") << QByteArray::fromStdString(field(2, field(1, "abc")));
  QTest::newRow("cut varint") << QByteArray::fromStdString(field(3, field(1, "\xFF")));
  QTest::newRow("cut text") << QByteArray::fromStdString(field(1,
                                                               "\x0A\x05"
                                                               "a"));
  QTest::newRow("endless varint") << QByteArray::fromStdString(
      field(3, field(1, std::string(12, '\xFF'))));
}

void ExampleTest::damagedListsAreRefused() {
  QFETCH(QByteArray, list);
  const std::string text = example({feature("x", list.toStdString())});
  const auto features = read(text);
  QCOMPARE(features.size(), std::size_t{1});
  const ExampleFeature& one = features[0];
  std::vector<float> floats;
  std::vector<std::int64_t> ints;
  std::vector<std::string> words;
  QVERIFY(!(one.kind == Kind::Float   ? appendValues(one, floats)
            : one.kind == Kind::Int64 ? appendValues(one, ints)
                                      : appendValues(one, words)));
}

QTEST_APPLESS_MAIN(ExampleTest)
#include "example_test.moc"
