#include "app/cli/text_table.h"

#include <QTest>

using namespace cairn::cli;

class TextTableTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void columnsAreAlignedWithoutTrailingBlanks();
  void chineseTakesTwoCells();
};

void TextTableTest::columnsAreAlignedWithoutTrailingBlanks() {
  TextTable table;
  table.addColumn("name");
  table.addColumn("bytes", TextTable::Align::Right);
  table.addColumn("note");
  QVERIFY(table.empty());
  table.addRow({"a", "1,000", "whole"});
  table.addRow({"longer", "7"});
  QCOMPARE(table.text(), std::string("name    bytes  note\n"
                                     "a       1,000  whole\n"
                                     "longer      7\n"));
}

void TextTableTest::chineseTakesTwoCells() {
  TextTable table;
  table.addColumn("名称");
  table.addColumn("x");
  table.addRow({"abcd", "1"});
  QCOMPARE(table.text(), std::string("名称  x\nabcd  1\n"));
}

QTEST_APPLESS_MAIN(TextTableTest)
#include "text_table_test.moc"
