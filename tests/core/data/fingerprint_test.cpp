#include "core/data/fingerprint.h"

#include <QTest>

using namespace cairn::data;

class FingerprintTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void textHasTensorFlowsFingerprint_data();
  void textHasTensorFlowsFingerprint();
  void crossesOfTwoWords();
  void integersAreDecimalText();
};

void FingerprintTest::textHasTensorFlowsFingerprint_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<quint64>("wanted");
  // spec/estimator.md 18
  QTest::newRow("empty") << QByteArray("") << Q_UINT64_C(11160318154034397263);
  QTest::newRow("a") << QByteArray("a") << Q_UINT64_C(12917804110809363939);
  QTest::newRow("abc") << QByteArray("abc") << Q_UINT64_C(2640714258260161385);
  QTest::newRow("hello") << QByteArray("hello") << Q_UINT64_C(13009744463427800296);
  QTest::newRow("1") << QByteArray("1") << Q_UINT64_C(9304157803607034849);
  QTest::newRow("-7") << QByteArray("-7") << Q_UINT64_C(9381026191229130062);
  QTest::newRow("UTF-8") << QByteArray("\xC3\x9Cn\xC3\xAF") << Q_UINT64_C(7930381376899547417);
}

void FingerprintTest::textHasTensorFlowsFingerprint() {
  QFETCH(QByteArray, text);
  QFETCH(quint64, wanted);
  QCOMPARE(quint64(fingerprint64(text.toStdString())), wanted);
}

void FingerprintTest::crossesOfTwoWords() {
  const auto crossed = [](std::string_view first, std::string_view second) {
    const std::uint64_t hash = fingerprintCat64(0xDECAFCAFFE, fingerprint64(first));
    return fingerprintCat64(hash, fingerprint64(second)) % 1000;
  };
  QCOMPARE(crossed("a", "x"), std::uint64_t{892});
  QCOMPARE(crossed("b", "y"), std::uint64_t{805});
}

void FingerprintTest::integersAreDecimalText() {
  QCOMPARE(DecimalText(0).view(), "0");
  QCOMPARE(DecimalText(-7).view(), "-7");
  QCOMPARE(DecimalText(std::numeric_limits<std::int64_t>::min()).view(), "-9223372036854775808");
}

QTEST_APPLESS_MAIN(FingerprintTest)
#include "fingerprint_test.moc"
