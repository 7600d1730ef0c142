#include "ui/bridge/numbers.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace cairn::ui;

class NumbersTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void numbersHaveFourDigits_data();
  void numbersHaveFourDigits();
  void countsAreGrouped_data();
  void countsAreGrouped();
  void bytesUseUnitsOfAThousand_data();
  void bytesUseUnitsOfAThousand();
  void durationsNameOnlyWhatMatters_data();
  void durationsNameOnlyWhatMatters();
  void timeLeftIsNeverNegative();
  void copiesReadBackToTheSameValue();
};

void NumbersTest::numbersHaveFourDigits_data() {
  QTest::addColumn<double>("value");
  QTest::addColumn<QString>("text");
  QTest::newRow("zero") << 0.0 << "0";
  QTest::newRow("small") << 0.06842 << "0.06842";
  QTest::newRow("below one") << 0.3532 << "0.3532";
  QTest::newRow("one") << 1.0 << "1.000";
  QTest::newRow("tens") << 12.345 << "12.35";
  QTest::newRow("thousands") << 9055.4 << "9055";
  QTest::newRow("negative") << -0.08020 << QString(QChar(0x2212)) + "0.08020";
  QTest::newRow("ten thousand") << 74530.0 << QString("74") + QChar(0x202F) + "530";
  QTest::newRow("large") << 1.382e6 << "1.382e6";
  QTest::newRow("tiny") << 9.5e-7 << QString("9.500e") + QChar(0x2212) + "7";
  QTest::newRow("nan") << std::nan("") << "NaN";
  QTest::newRow("-inf") << -std::numeric_limits<double>::infinity()
                        << QString(QChar(0x2212)) + "Inf";
}

void NumbersTest::numbersHaveFourDigits() {
  QFETCH(double, value);
  QFETCH(QString, text);
  QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
  QCOMPARE(numberText(value), text);
}

void NumbersTest::countsAreGrouped_data() {
  QTest::addColumn<qint64>("value");
  QTest::addColumn<QString>("text");
  QTest::newRow("three digits") << qint64{200} << "200";
  QTest::newRow("four") << qint64{8400} << QString("8") + QChar(0x202F) + "400";
  QTest::newRow("negative") << qint64{-100} << QString(QChar(0x2212)) + "100";
}

void NumbersTest::countsAreGrouped() {
  QFETCH(qint64, value);
  QFETCH(QString, text);
  QCOMPARE(countText(value), text);
}

void NumbersTest::bytesUseUnitsOfAThousand_data() {
  QTest::addColumn<quint64>("value");
  QTest::addColumn<QString>("text");
  QTest::newRow("bytes") << quint64{320} << "320 B";
  QTest::newRow("kilo") << quint64{1600} << "1.6 kB";
  QTest::newRow("hundreds") << quint64{777000} << "777 kB";
  QTest::newRow("rounds up") << quint64{999900} << "1.0 MB";
}

void NumbersTest::bytesUseUnitsOfAThousand() {
  QFETCH(quint64, value);
  QFETCH(QString, text);
  QCOMPARE(bytesText(value), text);
}

void NumbersTest::durationsNameOnlyWhatMatters_data() {
  QTest::addColumn<double>("value");
  QTest::addColumn<QString>("text");
  QTest::newRow("seconds") << 42.9 << "0:42";
  QTest::newRow("hours") << 11240.0 << "3:07:20";
  QTest::newRow("days") << 2 * 86400.0 + 4 * 3600.0 << "2 d 4 h";
}

void NumbersTest::durationsNameOnlyWhatMatters() {
  QFETCH(double, value);
  QFETCH(QString, text);
  QCOMPARE(durationText(value), text);
}

void NumbersTest::timeLeftIsNeverNegative() {
  QCOMPARE(timeLeftText(-1), QString());
  QCOMPARE(timeLeftText(0.2), QStringLiteral("< 1 s left"));
  QCOMPARE(timeLeftText(3), QStringLiteral("0:03 left"));
}

void NumbersTest::copiesReadBackToTheSameValue() {
  for (const float value : {0.1F, 1.0F / 3, 1e-38F, 3.4e38F, -7.0F})
    QCOMPARE(exactText(value).toFloat(), value);
  QCOMPARE(exactText(std::nan("")), QStringLiteral("nan"));
}

QTEST_APPLESS_MAIN(NumbersTest)
#include "numbers_test.moc"
