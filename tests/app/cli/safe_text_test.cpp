#include "app/cli/safe_text.h"

#include <QTest>

using namespace cairn::cli;

class SafeTextTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void dangerousCharactersAreEscapes_data();
  void dangerousCharactersAreEscapes();
  void longTextIsCut();
  void floatsAreTheirShortestDecimals_data();
  void floatsAreTheirShortestDecimals();
  void thousandsAreGrouped_data();
  void thousandsAreGrouped();
};

void SafeTextTest::dangerousCharactersAreEscapes_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QByteArray>("want");
  QTest::newRow("plain") << QByteArray("dnn/kernel:0") << QByteArray("dnn/kernel:0");
  QTest::newRow("chinese") << QByteArray("权重") << QByteArray("权重");
  QTest::newRow("escape sequence") << QByteArray("\x1b[31m") << QByteArray("\\x1b[31m");
  QTest::newRow("newline and NUL") << QByteArray("a\n\0b", 4) << QByteArray("a\\x0a\\x00b");
  QTest::newRow("right to left") << QByteArray("a\u202eb") << QByteArray("a\\u202eb");
  QTest::newRow("C1 control") << QByteArray("\xc2\x9b") << QByteArray("\\u009b");
  QTest::newRow("not UTF-8") << QByteArray(
                                    "\xff"
                                    "a\xe4\xb8")
                             << QByteArray("\\xffa\\xe4\\xb8");
  QTest::newRow("emoji") << QByteArray("\U0001f600") << QByteArray("\U0001f600");
}

void SafeTextTest::dangerousCharactersAreEscapes() {
  QFETCH(QByteArray, text);
  QFETCH(QByteArray, want);
  QCOMPARE(QByteArray::fromStdString(shown({text.data(), static_cast<std::size_t>(text.size())})),
           want);
}

void SafeTextTest::longTextIsCut() {
  QCOMPARE(shown(std::string(4096, 'a')), std::string(4096, 'a'));
  QCOMPARE(shown(std::string(4097, 'a')), std::string(4096, 'a') + "…");
}

void SafeTextTest::floatsAreTheirShortestDecimals_data() {
  QTest::addColumn<float>("value");
  QTest::addColumn<QString>("want");
  QTest::newRow("0.1") << 0.1F << "0.1";
  QTest::newRow("one") << 1.0F << "1.0";
  QTest::newRow("largest") << std::numeric_limits<float>::max() << "3.4028235e+38";
  QTest::newRow("denormal") << std::numeric_limits<float>::denorm_min() << "1e-45";
  QTest::newRow("minus zero") << -0.0F << "-0.0";
  QTest::newRow("NaN") << std::numeric_limits<float>::quiet_NaN() << "NaN";
  QTest::newRow("infinity") << -std::numeric_limits<float>::infinity() << "-Infinity";
}

void SafeTextTest::floatsAreTheirShortestDecimals() {
  QFETCH(float, value);
  QFETCH(QString, want);
  QCOMPARE(QString::fromStdString(floatText(value)), want);
}

void SafeTextTest::thousandsAreGrouped_data() {
  QTest::addColumn<quint64>("number");
  QTest::addColumn<QString>("want");
  QTest::newRow("none") << quint64{0} << "0";
  QTest::newRow("three digits") << quint64{999} << "999";
  QTest::newRow("four digits") << quint64{1000} << "1,000";
  QTest::newRow("many") << quint64{1234567} << "1,234,567";
}

void SafeTextTest::thousandsAreGrouped() {
  QFETCH(quint64, number);
  QFETCH(QString, want);
  QCOMPARE(QString::fromStdString(grouped(number)), want);
}

QTEST_APPLESS_MAIN(SafeTextTest)
#include "safe_text_test.moc"
