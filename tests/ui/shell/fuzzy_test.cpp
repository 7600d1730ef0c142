#include "ui/shell/fuzzy.h"

#include <QTest>

using namespace cairn::ui;

class FuzzyTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void lettersMatchInOrder_data();
  void lettersMatchInOrder();
  void theBetterMatchScoresHigher_data();
  void theBetterMatchScoresHigher();
};

void FuzzyTest::lettersMatchInOrder_data() {
  QTest::addColumn<QString>("query");
  QTest::addColumn<QString>("text");
  QTest::addColumn<QList<int>>("places");
  QTest::newRow("prefix") << "res"
                          << "Restore check" << QList<int>{0, 1, 2};
  QTest::newRow("word starts") << "rc"
                               << "Restore check" << QList<int>{0, 8};
  QTest::newRow("inside") << "res"
                          << "Pause / Resume" << QList<int>{8, 9, 10};
  QTest::newRow("scattered") << "res"
                             << "abalone-regressor" << QList<int>{11, 12, 13};
  QTest::newRow("nothing") << ""
                           << "x" << QList<int>{};
  QTest::newRow("not there") << "zq"
                             << "Restore check" << QList<int>{-1};
  QTest::newRow("longer than the text") << "abcd"
                                        << "abc" << QList<int>{-1};
  QTest::newRow("other script") << "训练"
                                << "开始训练" << QList<int>{2, 3};
}

void FuzzyTest::lettersMatchInOrder() {
  QFETCH(QString, query);
  QFETCH(QString, text);
  QFETCH(QList<int>, places);
  const auto match = fuzzyMatch(query, text);
  QCOMPARE(match.has_value(), places != QList<int>{-1});
  if (!match) return;
  QCOMPARE(QList<int>(match->places.begin(), match->places.end()), places);
}

void FuzzyTest::theBetterMatchScoresHigher_data() {
  QTest::addColumn<QString>("query");
  QTest::addColumn<QString>("better");
  QTest::addColumn<QString>("worse");
  QTest::newRow("start") << "res"
                         << "Restore layout"
                         << "Pause / Unresumed";
  QTest::newRow("whole") << "train"
                         << "Train"
                         << "transfer aim";
  QTest::newRow("initials") << "sb"
                            << "Set baseline"
                            << "subtle";
}

void FuzzyTest::theBetterMatchScoresHigher() {
  QFETCH(QString, query);
  QFETCH(QString, better);
  QFETCH(QString, worse);
  const auto a = fuzzyMatch(query, better);
  const auto b = fuzzyMatch(query, worse);
  QVERIFY(a);
  QVERIFY(!b || a->score > b->score);
}

QTEST_APPLESS_MAIN(FuzzyTest)
#include "fuzzy_test.moc"
