#include "core/formats/npy.h"

#include <QTest>

using namespace cairn;
using namespace cairn::formats;

namespace {

/// A .npy file as NumPy writes it, but for the padding, which readers skip.
Bytes npy(const std::string& dict, ByteView data, std::uint8_t major = 1) {
  Bytes file;
  append(file, asBytes("\x93NUMPY"));
  appendLittleEndian(file, major, 2);
  appendLittleEndian(file, dict.size(), major == 1 ? 2 : 4);
  append(file, asBytes(dict));
  append(file, data);
  return file;
}

std::string dict(const std::string& descr, const std::string& shape, bool fortran = false) {
  return "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") +
         ", 'shape': " + shape + ", }\n";
}

Bytes floats(std::vector<float> values) {
  Bytes bytes;
  append(bytes, std::as_bytes(std::span(values)));
  return bytes;
}

const Error* errorOf(const Result<Tensor>& result) { return result ? nullptr : &result.error(); }

}  // namespace

class NpyTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void writesWhatNumpyWrites();
  void everyTypeComesBack_data();
  void everyTypeComesBack();
  void smallFloatsBecomeFloat32();
  void stringsThatEndInNulAreRefused();
  void fortranOrderIsTransposed();
  void bigEndianIsSwapped();
  void unicodeBecomesUtf8();
  void blanksQuotesAndKeyOrderDoNotMatter();
  void laterVersionsAreRead();
  void aCutAnywhereIsAnError();
  void hostileHeadersAreErrors_data();
  void hostileHeadersAreErrors();
};

void NpyTest::writesWhatNumpyWrites() {
  const auto file = encodeNpy(makeFloatTensor({2}, std::vector{1.0F, 2.0F}));
  QVERIFY(file);
  QCOMPARE(file->size(), std::size_t{128 + 8});
  const QByteArray head(asText(*file).data(), 128);
  QCOMPARE(head, QByteArray("\x93NUMPY\x01\x00\x76\x00"
                            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
                            67) +
                     QByteArray(60, ' ') + '\n');
  QVERIFY(std::ranges::equal(ByteView(*file).subspan(128), floats({1, 2})));
}

void NpyTest::everyTypeComesBack_data() {
  QTest::addColumn<int>("dtype");
  for (const DType dtype :
       {DType::Float, DType::Double, DType::Half, DType::Int8, DType::Int16, DType::Int32,
        DType::Int64, DType::UInt8, DType::UInt16, DType::UInt32, DType::UInt64, DType::Bool,
        DType::Complex64, DType::Complex128, DType::String})
    QTest::newRow(dtypeName(dtype).c_str()) << static_cast<int>(dtype);
}

void NpyTest::everyTypeComesBack() {
  QFETCH(int, dtype);
  for (const Shape& shape : {Shape{}, Shape{3}, Shape{2, 3}, Shape{0, 4}, Shape{1, 2, 2}}) {
    Tensor tensor;
    tensor.dtype = static_cast<DType>(dtype);
    tensor.shape = shape;
    const auto count = static_cast<std::size_t>(*elementCount(shape));
    for (std::size_t i = 0; i < count * dtypeWidth(tensor.dtype); ++i)
      tensor.bytes.push_back(static_cast<std::byte>(i * 37));
    if (tensor.dtype == DType::String)
      for (std::size_t i = 0; i < count; ++i) tensor.strings.push_back(std::string(i, 'a'));
    const auto file = encodeNpy(tensor);
    QVERIFY(file);
    const auto back = decodeNpy(*file, "x.npy");
    QVERIFY2(back, back ? "" : describe(back.error()).c_str());
    QVERIFY(*back == tensor);
  }
}

void NpyTest::smallFloatsBecomeFloat32() {
  Tensor tensor;
  tensor.dtype = DType::BFloat16;
  tensor.shape = {2};
  appendLittleEndian(tensor.bytes, 0x3f80, 2);  // 1
  appendLittleEndian(tensor.bytes, 0xc040, 2);  // -3
  const auto back = decodeNpy(*encodeNpy(tensor), "x.npy");
  QVERIFY(back);
  QVERIFY(*back == makeFloatTensor({2}, std::vector{1.0F, -3.0F}));
}

void NpyTest::stringsThatEndInNulAreRefused() {
  Tensor tensor;
  tensor.dtype = DType::String;
  tensor.strings = {std::string("a\0", 2)};
  const auto file = encodeNpy(tensor);
  QVERIFY(!file);
  QCOMPARE(file.error().code, ErrorCode::Unsupported);
}

void NpyTest::fortranOrderIsTransposed() {
  const auto tensor =
      decodeNpy(npy(dict("<f4", "(2, 3)", true), floats({0, 3, 1, 4, 2, 5})), "x.npy");
  QVERIFY(tensor);
  QVERIFY(*tensor == makeFloatTensor({2, 3}, std::vector{0.0F, 1.0F, 2.0F, 3.0F, 4.0F, 5.0F}));
}

void NpyTest::bigEndianIsSwapped() {
  Bytes one = floats({1, 2});
  std::reverse(one.begin(), one.begin() + 4);
  std::reverse(one.begin() + 4, one.end());
  const auto plain = decodeNpy(npy(dict(">f4", "(2,)"), one), "x.npy");
  QVERIFY(plain);
  QVERIFY(*plain == makeFloatTensor({2}, std::vector{1.0F, 2.0F}));
  const auto complex = decodeNpy(npy(dict(">c8", "()"), one), "x.npy");
  QVERIFY(complex);
  QVERIFY(complex->bytes == floats({1, 2}));
}

void NpyTest::unicodeBecomesUtf8() {
  Bytes data;
  for (const std::uint32_t point : {0x41U, 0xe9U, 0x4e2dU, 0x1f600U, 0x42U, 0U, 0U, 0U})
    appendLittleEndian(data, point, 4);
  const auto tensor = decodeNpy(npy(dict("<U4", "(2,)"), data), "x.npy");
  QVERIFY(tensor);
  QCOMPARE(tensor->strings,
           (std::vector<std::string>{"A\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80", "B"}));
}

void NpyTest::blanksQuotesAndKeyOrderDoNotMatter() {
  const auto tensor = decodeNpy(
      npy("{ \"shape\" : ( 2L, ) ,'fortran_order':False,'descr':'<f4'}   \n", floats({1, 2})),
      "x.npy");
  QVERIFY2(tensor, tensor ? "" : describe(tensor.error()).c_str());
  QCOMPARE(tensor->shape, Shape{2});
}

void NpyTest::laterVersionsAreRead() {
  for (const std::uint8_t version : {std::uint8_t{2}, std::uint8_t{3}}) {
    const auto tensor = decodeNpy(npy(dict("<f4", "()"), floats({1}), version), "x.npy");
    QVERIFY(tensor);
    QCOMPARE(tensor->shape, Shape{});
  }
}

void NpyTest::aCutAnywhereIsAnError() {
  const Bytes file = npy(dict("<f4", "(2,)"), floats({1, 2}));
  for (std::size_t kept = 0; kept < file.size(); ++kept) {
    const auto tensor = decodeNpy(ByteView(file).first(kept), "x.npy");
    const Error* error = errorOf(tensor);
    QVERIFY(error && error->where == "x.npy" && error->offset);
  }
}

void NpyTest::hostileHeadersAreErrors_data() {
  QTest::addColumn<QString>("header");
  QTest::newRow("more elements than bytes")
      << "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000,)}";
  QTest::newRow("product wraps") << "{'descr': '<f8', 'fortran_order': False, 'shape': "
                                    "(4194305, 4194305, 211106198978564)}";
  QTest::newRow("bytes wrap")
      << "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904,)}";
  QTest::newRow("empty strings without end")
      << "{'descr': '|S0', 'fortran_order': False, 'shape': (9223372036854775807,)}";
  QTest::newRow("negative") << "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}";
  QTest::newRow("objects") << "{'descr': '|O8', 'fortran_order': False, 'shape': ()}";
  QTest::newRow("wide strings")
      << "{'descr': '<U99999999999999999', 'fortran_order': False, 'shape': (2,)}";
  QTest::newRow("no shape") << "{'descr': '<f4', 'fortran_order': False}";
  QTest::newRow("unknown key") << "{'descr': '<f4', 'fortran_order': False, 'shape': (), 'x': 1}";
  QTest::newRow("open string") << "{'descr': '<f4";
  QTest::newRow("open tuple") << "{'descr': '<f4', 'fortran_order': False, 'shape': (";
  QTest::newRow("nothing") << "";
  QTest::newRow("open dict") << "{";
  QTest::newRow("more behind") << "{'descr': '<f4', 'fortran_order': False, 'shape': ()} x";
}

void NpyTest::hostileHeadersAreErrors() {
  QFETCH(QString, header);
  const auto tensor = decodeNpy(npy(header.toStdString(), floats({1, 2})), "x.npy");
  QVERIFY(!tensor);
}

QTEST_APPLESS_MAIN(NpyTest)
#include "npy_test.moc"
