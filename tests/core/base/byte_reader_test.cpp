#include "core/base/byte_reader.h"

#include <QTest>
#include <limits>

using namespace cairn;

class ByteReaderTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsLittleEndian();
  void neverStepsOutside_data();
  void neverStepsOutside();
  void aHugeCountIsRefused();
  void offsetsCountFromTheFile();
  void varintsComeBack_data();
  void varintsComeBack();
  void aVarintOfElevenBytesIsCorrupt();
  void aCutVarintIsTruncated();
  void bitsOverSixtyFourAreDropped();
};

namespace {
Bytes bytesOf(std::initializer_list<int> values) {
  Bytes bytes;
  for (const int value : values) bytes.push_back(static_cast<std::byte>(value));
  return bytes;
}
}  // namespace

void ByteReaderTest::readsLittleEndian() {
  const Bytes bytes = bytesOf({1, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0x80});
  ByteReader reader(bytes);
  QCOMPARE(*reader.readByte(), std::uint8_t{1});
  QCOMPARE(*reader.readFixed32(), 2U);
  QCOMPARE(*reader.readFixed64(), 0x8000000000000003ULL);
  QVERIFY(reader.atEnd());
}

void ByteReaderTest::neverStepsOutside_data() {
  QTest::addColumn<int>("bytes");
  for (int bytes = 0; bytes < 8; ++bytes) QTest::addRow("%d bytes", bytes) << bytes;
}

void ByteReaderTest::neverStepsOutside() {
  QFETCH(int, bytes);
  const Bytes data(static_cast<std::size_t>(bytes));
  ByteReader reader(data, "file");
  const auto wide = reader.readFixed64();
  QVERIFY(!wide);
  QCOMPARE(wide.error().code, ErrorCode::Truncated);
  QCOMPARE(wide.error().where, std::string("file"));
  QCOMPARE(reader.position(), std::size_t{0});
  QCOMPARE(static_cast<bool>(reader.readFixed32()), bytes >= 4);
}

void ByteReaderTest::aHugeCountIsRefused() {
  const Bytes data(3);
  ByteReader reader(data);
  QVERIFY(reader.readByte());
  QVERIFY(!reader.readBytes(std::numeric_limits<std::uint64_t>::max()));
  QCOMPARE(reader.readBytes(2)->size(), std::size_t{2});
  QVERIFY(reader.readBytes(0)->empty());
}

void ByteReaderTest::offsetsCountFromTheFile() {
  const Bytes data(3);
  ByteReader reader(data, "file", 100);
  QVERIFY(reader.readByte());
  QCOMPARE(reader.fileOffset(), std::uint64_t{101});
  QCOMPARE(reader.readFixed32().error().offset, std::optional<std::uint64_t>(101));
  QCOMPARE(reader.corrupt("bad").offset, std::optional<std::uint64_t>(101));
}

void ByteReaderTest::varintsComeBack_data() {
  QTest::addColumn<quint64>("value");
  QTest::addColumn<int>("bytes");
  QTest::newRow("0") << quint64{0} << 1;
  QTest::newRow("127") << quint64{127} << 1;
  QTest::newRow("128") << quint64{128} << 2;
  QTest::newRow("2^32") << (quint64{1} << 32) << 5;
  QTest::newRow("2^63") << (quint64{1} << 63) << 10;
  QTest::newRow("-1") << ~quint64{0} << 10;
}

void ByteReaderTest::varintsComeBack() {
  QFETCH(quint64, value);
  QFETCH(int, bytes);
  Bytes data;
  appendVarint(data, value);
  QCOMPARE(data.size(), static_cast<std::size_t>(bytes));
  ByteReader reader(data);
  QCOMPARE(*reader.readVarint(), std::uint64_t{value});
  QVERIFY(reader.atEnd());
}

void ByteReaderTest::aVarintOfElevenBytesIsCorrupt() {
  Bytes data(10, std::byte{0x80});
  data.push_back(std::byte{1});
  ByteReader reader(data);
  QCOMPARE(reader.readVarint().error().code, ErrorCode::Corrupt);
  QCOMPARE(reader.position(), std::size_t{0});
}

void ByteReaderTest::aCutVarintIsTruncated() {
  const Bytes data(9, std::byte{0x80});
  for (std::size_t kept = 0; kept <= data.size(); ++kept) {
    ByteReader reader(ByteView(data).first(kept));
    QCOMPARE(reader.readVarint().error().code, ErrorCode::Truncated);
    QCOMPARE(reader.position(), std::size_t{0});
  }
}

void ByteReaderTest::bitsOverSixtyFourAreDropped() {
  Bytes data(9, std::byte{0xff});
  data.push_back(std::byte{0x7f});
  ByteReader reader(data);
  QCOMPARE(*reader.readVarint(), ~std::uint64_t{0});  // as protobuf does
}

QTEST_APPLESS_MAIN(ByteReaderTest)
#include "byte_reader_test.moc"
