#include "core/base/crc32c.h"

#include <QTest>

using namespace cairn;

class Crc32cTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void matchesKnownValues_data();
  void matchesKnownValues();
  void goesOnFromAPrefix();
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

QTEST_APPLESS_MAIN(Crc32cTest)
#include "crc32c_test.moc"
