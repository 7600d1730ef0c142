#include "ui/checkpoints/tensor_tree_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;
using Column = TensorTreeModel::Column;

namespace {

std::vector<TensorInfo> someTensors() {
  std::vector<TensorInfo> all;
  for (const char* name : {"dnn/logits/bias", "dnn/logits/bias/t_0/Adagrad", "dnn/logits/kernel",
                           "dnn/logits/kernel/t_0/Adagrad", "global_step"}) {
    TensorInfo info;
    info.entry.name = name;
    info.entry.dtype = formats::DType::Float;
    info.entry.shape =
        std::string_view(name) == "global_step" ? formats::Shape{} : formats::Shape{3};
    all.push_back(info);
  }
  markSlots(all);
  return all;
}

TensorInfo changed(TensorInfo info, double relative) {
  info.isRead = true;
  info.diff = checkpoints::TensorDiff{};
  info.diff->change = checkpoints::TensorChange::Changed;
  info.diff->relativeL2 = relative;
  return info;
}

}  // namespace

class TensorTreeModelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void slotsStandBesideTheirVariable();
  void figuresArriveRowByRow();
  void barsAreOnOneScale();
  void filteringKeepsWhatMatches();
  void visibleRowsAreReadFirst();
  void totalsTellSlotsApart();
  void aHundredThousandTensorsAreListed();
};

void TensorTreeModelTest::slotsStandBesideTheirVariable() {
  TensorTreeModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.setTensors(someTensors());
  QCOMPARE(model.rowCount(), 2);  // dnn, global_step
  const QModelIndex logits = model.index(0, 0, model.index(0, 0));
  QCOMPARE(logits.data().toString(), QStringLiteral("logits"));
  QCOMPARE(model.rowCount(logits), 4);
  QCOMPARE(model.index(1, 0, logits).data().toString(), QStringLiteral("bias/t_0/Adagrad"));
  QCOMPARE(model.indexOf("dnn/logits/kernel").data().toString(), QStringLiteral("kernel"));
  QVERIFY(!model.tensorAt(logits));
}

void TensorTreeModelTest::figuresArriveRowByRow() {
  TensorTreeModel model;
  model.setTensors(someTensors());
  const QModelIndex kernel = model.indexOf("dnn/logits/kernel");
  const auto mean = [&] {
    return kernel.siblingAtColumn(static_cast<int>(Column::Mean)).data().toString();
  };
  QCOMPARE(mean(), QString());
  TensorInfo info = model.tensors()[2];
  info.isRead = true;
  info.stats = checkpoints::TensorStats{};
  info.stats->mean = 0.25;
  model.takeBatch({{{2, info}}});
  QCOMPARE(mean(), QStringLiteral("0.2500"));
  QCOMPARE(model.unread({}, 10), (std::vector<std::size_t>{0, 1, 3, 4}));
}

void TensorTreeModelTest::barsAreOnOneScale() {
  TensorTreeModel model;
  model.setTensors(someTensors());
  model.takeBatch({{{0, changed(model.tensors()[0], 0.5)}, {2, changed(model.tensors()[2], 2)}}});
  const auto share = [&](const char* name) {
    return model.indexOf(name)
        .siblingAtColumn(static_cast<int>(Column::Change))
        .data(TensorTreeModel::ShareRole)
        .toDouble();
  };
  QCOMPARE(share("dnn/logits/bias"), 0.25);
  QCOMPARE(share("dnn/logits/kernel"), 1.0);
}

void TensorTreeModelTest::filteringKeepsWhatMatches() {
  TensorTreeModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.setTensors(someTensors());
  QString error;
  model.setFilter(*TensorFilter::parse(QStringLiteral("bias"), &error));
  QCOMPARE(model.shownCount(), std::size_t{2});
  QVERIFY(!model.indexOf("dnn/logits/kernel").isValid());
  model.setSlotsShown(false);
  QCOMPARE(model.shownCount(), std::size_t{1});
  model.setFilter({});
  QCOMPARE(model.shownCount(), std::size_t{3});
}

void TensorTreeModelTest::visibleRowsAreReadFirst() {
  TensorTreeModel model;
  model.setTensors(someTensors());
  QCOMPARE(model.unread({3, 1}, 4), (std::vector<std::size_t>{3, 1, 0, 2}));
}

void TensorTreeModelTest::totalsTellSlotsApart() {
  const TensorTotals totals = totalsOf(someTensors());
  QCOMPARE(totals.parameters, std::int64_t{6});
  QCOMPARE(totals.slotValues, std::int64_t{6});
  QVERIFY(totals.hasGlobalStep);
}

void TensorTreeModelTest::aHundredThousandTensorsAreListed() {
  std::vector<TensorInfo> all;
  for (int i = 0; i < 100'000; ++i) {
    TensorInfo info;
    info.entry.name = "layer_" + std::to_string(i / 10) + "/w_" + std::to_string(i % 10);
    info.entry.shape = {4};
    all.push_back(std::move(info));
  }
  TensorTreeModel model;
  model.setTensors(std::move(all));
  QCOMPARE(model.rowCount(), 10'000);
  QCOMPARE(model.shownCount(), std::size_t{100'000});
}

QTEST_GUILESS_MAIN(TensorTreeModelTest)
#include "tensor_tree_model_test.moc"
