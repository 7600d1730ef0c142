#include "core/training/head_targets.h"

#include <QTest>

using namespace cairn;
using training::HeadKind;
using training::HeadSpec;
using training::headTargets;

class HeadTargetsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void headsStandSideBySide();
  void aHeadWithoutWeightsWeighsOne();
  void aLabelMayBeCalledAfterItsHead();
  void aClassOutOfRangeIsToldByItsHead();
};

namespace {

using Floats = std::vector<float>;

HeadSpec classHead() {
  HeadSpec head;
  head.kind = HeadKind::MultiClass;
  head.loss = CAIRN_MULTI_CLASS;
  head.logits = head.classes = 3;
  head.name = "kind";
  return head;
}

HeadSpec sizeHead() {
  HeadSpec head;
  head.kind = HeadKind::Regression;
  head.loss = CAIRN_REGRESSION;
  head.logits = 2;
  head.name = "size";
  return head;
}

HeadSpec both() {
  HeadSpec head;
  head.kind = HeadKind::Multi;
  head.logits = 5;
  head.heads = {classHead(), sizeHead()};
  return head;
}

data::Table table(const std::string& prefix) {
  data::Table rows;
  rows.rows = 2;
  rows.columns = {{prefix + "kind", 1, std::vector<std::int64_t>{2, 0}},
                  {prefix + "size", 2, Floats{1, 2, 3, 4}},
                  {"w", 1, Floats{0.5F, 3}}};
  return rows;
}

}  // namespace

void HeadTargetsTest::headsStandSideBySide() {
  const auto targets = headTargets(both(), "labels", table("labels/"));
  QVERIFY2(targets, targets ? "" : describe(targets.error()).c_str());
  QCOMPARE(targets->labels, (Floats{2, 1, 2, 0, 3, 4}));
  QCOMPARE(targets->weightWidth, std::int64_t{0});
}

void HeadTargetsTest::aHeadWithoutWeightsWeighsOne() {
  HeadSpec head = both();
  head.heads[1].weightColumn.key = "w";
  const auto targets = headTargets(head, "labels", table("labels/"));
  QVERIFY(targets);
  QCOMPARE(targets->weightWidth, std::int64_t{3});
  QCOMPARE(targets->weights, (Floats{1, 0.5F, 0.5F, 1, 3, 3}));
}

void HeadTargetsTest::aLabelMayBeCalledAfterItsHead() {
  const auto targets = headTargets(both(), "labels", table(""));
  QVERIFY(targets);
  QCOMPARE(targets->labels, (Floats{2, 1, 2, 0, 3, 4}));
}

void HeadTargetsTest::aClassOutOfRangeIsToldByItsHead() {
  data::Table rows = table("");
  rows.columns[0].values = std::vector<std::int64_t>{1, 3};
  const auto targets = headTargets(both(), "labels", rows);
  QVERIFY(!targets);
  QCOMPARE(targets.error().where, std::string("kind"));
}

QTEST_APPLESS_MAIN(HeadTargetsTest)
#include "head_targets_test.moc"
