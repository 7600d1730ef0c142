#include "core/data/decimal.h"

#include <QTest>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

using namespace cairn::data;

class DecimalTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void floatIsTheNearest_data();
  void floatIsTheNearest();
  void plainDecimalsAreAsFromCharsReadsThem();
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

void DecimalTest::plainDecimalsAreAsFromCharsReadsThem() {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200'000; ++i) {
    // Halfway between two floats, and decimals around it, are where rounding twice goes wrong.
    const float below = std::bit_cast<float>(std::uint32_t(0x30000000 + random() % 0x20000000));
    const double half = (double(below) + double(std::nextafter(below, 1e30F))) / 2;
    for (int digits : {3, 9, 12, 14}) {
      char text[64];
      std::snprintf(text, sizeof text, "%.*f", digits, i % 2 ? half : double(below));
      float want = 0;
      std::from_chars(text, text + std::strlen(text), want);
      const auto found = parseFloat(text);
      if (!found || *found != want) QFAIL(text);
    }
  }
}

void DecimalTest::noNumberIsNothing_data() {
  QTest::addColumn<QByteArray>("text");
  for (const char* text : {"", ".", "-.", "1.2.3", "1-", " ", "+", "-", "abc", "1x", "1 2", "0x10",
                           "1e", "--1", "+-1", "1,5"})
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
