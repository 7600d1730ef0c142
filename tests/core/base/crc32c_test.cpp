#include "core/base/crc32c.h"

#include <QTest>

using namespace cairn;

class Crc32cTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void matchesKnownValues_data();
  void matchesKnownValues();
  void goesOnFromAPrefix();
  void everyLengthAgreesWithTheDefinition();
};

void Crc32cTest::matchesKnownValues_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<quint32>("crc");
  QTest::addColumn<quint32>("masked");
  QTest::newRow("empty") << QByteArray() << 0U << 0xa282ead8U;
  QTest::newRow("check value of the polynomial")
      << QByteArray("123456789") << 0xe3069283U << 0xc78ab0e5U;
}

void Crc32cTest::matchesKnownValues() {
  QFETCH(QByteArray, text);
  const ByteView bytes = asBytes(std::string_view(text.constData(), std::size_t(text.size())));
  QTEST(crc32c(bytes), "crc");
  QTEST(maskedCrc32c(bytes), "masked");
  QCOMPARE(unmaskCrc(maskedCrc32c(bytes)), crc32c(bytes));
}

void Crc32cTest::goesOnFromAPrefix() {
  QCOMPARE(crc32c(asBytes("456789"), crc32c(asBytes("123"))), crc32c(asBytes("123456789")));
}

// Short and long inputs take different ways.
void Crc32cTest::everyLengthAgreesWithTheDefinition() {
  const auto defined = [](ByteView bytes) {
    std::uint32_t crc = ~0U;
    for (const std::byte byte : bytes) {
      crc ^= std::to_integer<std::uint32_t>(byte);
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78U : 0U);
    }
    return ~crc;
  };
  Bytes bytes(600);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * 7 + i / 256);
  for (std::size_t offset = 0; offset < 9; ++offset)
    for (std::size_t size = 0; offset + size <= bytes.size(); ++size) {
      const ByteView part = ByteView(bytes).subspan(offset, size);
      QCOMPARE(crc32c(part), defined(part));
      const std::size_t half = size / 2;
      QCOMPARE(crc32c(part.subspan(half), crc32c(part.first(half))), defined(part));
    }
}

QTEST_APPLESS_MAIN(Crc32cTest)
#include "crc32c_test.moc"
