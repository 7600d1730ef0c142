#include "core/data/decimal.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace cairn::data;

class DecimalTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void floatIsTheNearest_data();
  void floatIsTheNearest();
  void noNumberIsNothing_data();
  void noNumberIsNothing();
  void integersAreWhole();
};

void DecimalTest::floatIsTheNearest_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<float>("value");
  const float infinity = std::numeric_limits<float>::infinity();
  const auto row = [](const char* text, float value) {
    QTest::addRow("%s", text) << QByteArray(text) << value;
  };
  row("0.1", 0.1F);
  row("  +1.5\t", 1.5F);
  row("-2", -2.0F);
  row(".5", 0.5F);
  row("5.", 5.0F);
  row("1e-3", 0.001F);
  row("16777217", 16777216.0F);          // halfway: to even
  row("16777217.0000001", 16777218.0F);  // just above halfway
  row("3.4028236e38", infinity);         // rounds beyond the largest
  row("1e40", infinity);
  row("-1e400", -infinity);
  row("1e-46", 0.0F);
  row("1e-400", 0.0F);
  row("1e-45", std::numeric_limits<float>::denorm_min());
  row("inf", infinity);
  row("-Infinity", -infinity);
}

void DecimalTest::floatIsTheNearest() {
  QFETCH(QByteArray, text);
  QFETCH(float, value);
  const auto parsed = parseFloat(text.toStdString());
  QVERIFY(parsed && *parsed == value);
}

void DecimalTest::noNumberIsNothing_data() {
  QTest::addColumn<QByteArray>("text");
  for (const char* text :
       {"", " ", "+", "-", "abc", "1x", "1 2", "0x10", "1e", "--1", "+-1", "1,5"})
    QTest::addRow("'%s'", text) << QByteArray(text);
}

void DecimalTest::noNumberIsNothing() {
  QFETCH(QByteArray, text);
  QVERIFY(!parseFloat(text.toStdString()));
  QVERIFY(!parseInt64(text.toStdString()));
}

void DecimalTest::integersAreWhole() {
  QCOMPARE(parseInt64("9223372036854775807"),
           std::optional(std::numeric_limits<std::int64_t>::max()));
  QCOMPARE(parseInt64(" -7 "), std::optional(std::int64_t{-7}));
  QVERIFY(!parseInt64("9223372036854775808"));
  QVERIFY(!parseInt64("1.0"));
  QVERIFY(std::isnan(*parseFloat("nan")));
}

QTEST_APPLESS_MAIN(DecimalTest)
#include "decimal_test.moc"
