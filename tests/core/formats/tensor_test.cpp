#include "core/formats/tensor.h"

#include "core/base/limits.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace cairn;
using namespace cairn::formats;

class TensorTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void namesAndWidthsAreTensorFlows_data();
  void namesAndWidthsAreTensorFlows();
  void elementCountMultipliesDimensions_data();
  void elementCountMultipliesDimensions();
  void hostileShapesAreDamage_data();
  void hostileShapesAreDamage();
  void realValuesDecodeEveryType_data();
  void realValuesDecodeEveryType();
  void smallFloatsKnowTheirSpecialValues();
  void typesWithoutRealValuesAreRefused_data();
  void typesWithoutRealValuesAreRefused();
  void floatsComeBackAsTheyWere();
};

void TensorTest::namesAndWidthsAreTensorFlows_data() {
  QTest::addColumn<int>("number");
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("width");
  QTest::newRow("float") << 1 << "float32" << 4;
  QTest::newRow("half") << 19 << "float16" << 2;
  QTest::newRow("complex128") << 18 << "complex128" << 16;
  QTest::newRow("string") << 7 << "string" << 0;
  QTest::newRow("float8") << 25 << "float8_e4m3fn" << 1;
  QTest::newRow("uint4 takes a byte") << 30 << "uint4" << 1;
  QTest::newRow("unknown") << 99 << "dtype 99" << 0;
  QTest::newRow("reference") << 101 << "dtype 101" << 0;
}

void TensorTest::namesAndWidthsAreTensorFlows() {
  QFETCH(int, number);
  const auto dtype = static_cast<DType>(number);
  QTEST(QString::fromStdString(dtypeName(dtype)), "name");
  QTEST(int(dtypeWidth(dtype)), "width");
}

void TensorTest::elementCountMultipliesDimensions_data() {
  QTest::addColumn<QList<qint64>>("shape");
  QTest::addColumn<qint64>("count");
  QTest::addColumn<QString>("text");
  constexpr qint64 kMost = std::numeric_limits<qint64>::max();
  QTest::newRow("scalar") << QList<qint64>{} << qint64(1) << "[]";
  QTest::newRow("matrix") << QList<qint64>{4, 10} << qint64(40) << "[4,10]";
  QTest::newRow("empty") << QList<qint64>{0, 5} << qint64(0) << "[0,5]";
  QTest::newRow("the most") << QList<qint64>{kMost} << kMost << "[9223372036854775807]";
  QTest::newRow("zero before huge") << QList<qint64>{0, kMost, kMost} << qint64(0)
                                    << "[0,9223372036854775807,9223372036854775807]";
}

void TensorTest::elementCountMultipliesDimensions() {
  QFETCH(QList<qint64>, shape);
  const Shape dims(shape.begin(), shape.end());
  const auto count = elementCount(dims);
  QVERIFY(count);
  QTEST(qint64(*count), "count");
  QTEST(QString::fromStdString(shapeText(dims)), "text");
}

void TensorTest::hostileShapesAreDamage_data() {
  QTest::addColumn<QList<qint64>>("shape");
  QTest::newRow("negative") << QList<qint64>{2, -1};
  // The product wraps to a small number in 64 bits.
  QTest::newRow("product wraps") << QList<qint64>{4194305, 4194305, 211106198978564};
  QTest::newRow("2^63") << QList<qint64>{qint64(1) << 32, qint64(1) << 31};
  QTest::newRow("255 dimensions") << QList<qint64>(255, 1);
}

void TensorTest::hostileShapesAreDamage() {
  QFETCH(QList<qint64>, shape);
  const auto count = elementCount(Shape(shape.begin(), shape.end()));
  QVERIFY(!count);
  QCOMPARE(count.error().code, ErrorCode::Corrupt);
  QVERIFY(elementCount(Shape(limits::kDimensions, 1)));
}

void TensorTest::realValuesDecodeEveryType_data() {
  QTest::addColumn<int>("number");
  QTest::addColumn<QByteArray>("hex");
  QTest::addColumn<QList<double>>("values");
  using Values = QList<double>;
  QTest::newRow("float") << 1 << QByteArray("0000803f000000c0") << Values{1, -2};
  QTest::newRow("double") << 2 << QByteArray("000000000000f83f") << Values{1.5};
  QTest::newRow("int32") << 3 << QByteArray("ffffffff") << Values{-1};
  QTest::newRow("uint8") << 4 << QByteArray("00ff") << Values{0, 255};
  QTest::newRow("int16") << 5 << QByteArray("0080") << Values{-32768};
  QTest::newRow("int8") << 6 << QByteArray("80") << Values{-128};
  QTest::newRow("int64") << 9 << QByteArray("2a00000000000000") << Values{42};
  QTest::newRow("bool") << 10 << QByteArray("000107") << Values{0, 1, 1};
  QTest::newRow("qint32") << 13 << QByteArray("feffffff") << Values{-2};
  QTest::newRow("bfloat16") << 14 << QByteArray("c03f00c0") << Values{1.5, -2};
  QTest::newRow("uint16") << 17 << QByteArray("ffff") << Values{65535};
  QTest::newRow("half") << 19 << QByteArray("003e00c00100ff7b")
                        << Values{1.5, -2, std::ldexp(1.0, -24), 65504};
  QTest::newRow("uint32") << 22 << QByteArray("ffffffff") << Values{4294967295.0};
  QTest::newRow("uint64") << 23 << QByteArray("ffffffffffffffff") << Values{18446744073709551615.0};
  QTest::newRow("float8_e5m2") << 24 << QByteArray("3c4042") << Values{1, 2, 3};
  QTest::newRow("float8_e4m3fn") << 25 << QByteArray("3840447e") << Values{1, 2, 3, 448};
  QTest::newRow("int4") << 29 << QByteArray("01020ff8") << Values{1, 2, -1, -8};
  QTest::newRow("uint4") << 30 << QByteArray("01020f") << Values{1, 2, 15};
}

void TensorTest::realValuesDecodeEveryType() {
  QFETCH(int, number);
  QFETCH(QByteArray, hex);
  const QByteArray raw = QByteArray::fromHex(hex);
  const ByteView view = asBytes(std::string_view(raw.constData(), std::size_t(raw.size())));
  Tensor tensor{static_cast<DType>(number), {}, Bytes(view.begin(), view.end()), {}};
  const auto values = realValues(tensor);
  QVERIFY(values);
  QTEST(QList<double>(values->begin(), values->end()), "values");
}

void TensorTest::smallFloatsKnowTheirSpecialValues() {
  const auto one = [](DType dtype, std::vector<int> raw) {
    Bytes bytes;
    for (const int byte : raw) bytes.push_back(static_cast<std::byte>(byte));
    return realValues({dtype, {}, bytes, {}})->front();
  };
  QVERIFY(std::isnan(one(DType::Half, {0x00, 0x7e})));
  QCOMPARE(one(DType::Half, {0x00, 0xfc}), -HUGE_VAL);
  QVERIFY(std::signbit(one(DType::Half, {0x00, 0x80})));
  QCOMPARE(one(DType::Float8E5M2, {0x7c}), HUGE_VAL);
  QVERIFY(std::isnan(one(DType::Float8E4M3FN, {0xff})));
  QCOMPARE(one(DType::Float8E4M3FN, {0x78}), 256.0);  // no infinity: the top exponent is a number
  QVERIFY(std::isnan(one(DType::BFloat16, {0xc0, 0x7f})));
}

void TensorTest::typesWithoutRealValuesAreRefused_data() {
  QTest::addColumn<int>("number");
  for (const int number : {0, 7, 8, 18, 20, 21, 99, 101}) QTest::addRow("%d", number) << number;
}

void TensorTest::typesWithoutRealValuesAreRefused() {
  QFETCH(int, number);
  const auto values = realValues({static_cast<DType>(number), {}, Bytes(16), {}});
  QVERIFY(!values);
  QCOMPARE(values.error().code, ErrorCode::InvalidArgument);
}

void TensorTest::floatsComeBackAsTheyWere() {
  const std::vector<float> values{1.5F, -0.0F, std::numeric_limits<float>::infinity()};
  const Tensor tensor = makeFloatTensor({3}, values);
  QCOMPARE(tensor.bytes.size(), std::size_t{12});
  QCOMPARE(*floatValues(tensor), values);
  QVERIFY(floatValues(makeFloatTensor({0}, {}))->empty());
  const std::vector<std::int64_t> steps{200};
  QVERIFY(!floatValues(makeInt64Tensor({}, steps)));
}

QTEST_APPLESS_MAIN(TensorTest)
#include "tensor_test.moc"
