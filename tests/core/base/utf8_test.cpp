#include "core/base/utf8.h"

#include <QTest>

using namespace cairn;

class Utf8Test : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void findsTheFirstBadByte_data();
  void findsTheFirstBadByte();
};

void Utf8Test::findsTheFirstBadByte_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("bad");  // -1: none
  QTest::newRow("empty") << QByteArray() << -1;
  QTest::newRow("ASCII") << QByteArray("abc\0d", 5) << -1;
  QTest::newRow("two bytes") << QByteArray("\xc2\x80\xdf\xbf") << -1;
  QTest::newRow("three bytes") << QByteArray("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf")
                               << -1;
  QTest::newRow("four bytes") << QByteArray("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf") << -1;
  QTest::newRow("continuation alone") << QByteArray("a\x80") << 1;
  QTest::newRow("cut") << QByteArray("ab\xe4\xb8") << 2;
  QTest::newRow("followed by ASCII") << QByteArray(
                                            "\xc3"
                                            "a")
                                     << 0;
  QTest::newRow("overlong two") << QByteArray("\xc1\xbf") << 0;
  QTest::newRow("overlong three") << QByteArray("\xe0\x9f\xbf") << 0;
  QTest::newRow("overlong four") << QByteArray("\xf0\x8f\xbf\xbf") << 0;
  QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << 0;
  QTest::newRow("over U+10FFFF") << QByteArray("\xf4\x90\x80\x80") << 0;
  QTest::newRow("byte ff") << QByteArray("\xff") << 0;
}

void Utf8Test::findsTheFirstBadByte() {
  QFETCH(QByteArray, text);
  QFETCH(int, bad);
  QCOMPARE(firstNonUtf8(text.toStdString()),
           bad < 0 ? std::string_view::npos : static_cast<std::size_t>(bad));
}

QTEST_APPLESS_MAIN(Utf8Test)
#include "utf8_test.moc"
