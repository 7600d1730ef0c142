#include "ui/checkpoints/values_model.h"

#include "ui/checkpoints/values_dialog.h"

#include <QAbstractItemModelTester>
#include <QTest>
#include <numeric>

using namespace cairn;
using namespace cairn::ui;

namespace {

std::shared_ptr<const TensorValues> table(formats::Shape shape) {
  std::vector<float> values(static_cast<std::size_t>(*formats::elementCount(shape)));
  std::iota(values.begin(), values.end(), 0.1F);
  return std::make_shared<const TensorValues>(
      *tableOf("w", formats::makeFloatTensor(std::move(shape), values)));
}

}  // namespace

class ValuesModelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theLastDimensionGoesAcross();
  void aVectorIsWrapped();
  void aFarElementIsBroughtIntoReach();
  void formatsChangeTheText();
  void anIndexNamesAnElement_data();
  void anIndexNamesAnElement();
};

void ValuesModelTest::theLastDimensionGoesAcross() {
  ValuesModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.setValues(table({2, 3, 4}));
  QCOMPARE(model.rowCount(), 6);
  QCOMPARE(model.columnCount(), 4);
  QCOMPARE(model.headerData(4, Qt::Vertical, Qt::DisplayRole).toString(), QStringLiteral("[1, 1]"));
  QCOMPARE(model.index(4, 2).data().toString(), QStringLiteral("18.10"));
}

void ValuesModelTest::aVectorIsWrapped() {
  ValuesModel model;
  model.setValues(table({23}));
  QCOMPARE(model.rowCount(), 3);
  QCOMPARE(model.columnCount(), 10);
  QCOMPARE(model.headerData(2, Qt::Vertical, Qt::DisplayRole).toString(), QStringLiteral("20"));
  QCOMPARE(model.index(2, 3).data().toString(), QString());  // beyond the end
}

void ValuesModelTest::aFarElementIsBroughtIntoReach() {
  ValuesModel model;
  model.setValues(table({ValuesModel::kMostRows + 5000, 1}));
  QCOMPARE(model.rowCount(), static_cast<int>(ValuesModel::kMostRows));
  const QModelIndex place = model.reach(ValuesModel::kMostRows + 4000);
  QVERIFY(place.isValid());
  QCOMPARE(model.firstRow() + place.row(), ValuesModel::kMostRows + 4000);
  QVERIFY(!model.reach(ValuesModel::kMostRows + 5000).isValid());
}

void ValuesModelTest::formatsChangeTheText() {
  ValuesModel model;
  model.setValues(table({1, 2}));
  QCOMPARE(model.text(0, 0, NumberFormat::Short), QStringLiteral("0.1000"));
  QCOMPARE(model.text(0, 0, NumberFormat::Exact), QStringLiteral("0.1"));
  model.setFormat(NumberFormat::Long);
  QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("0.100000"));
}

void ValuesModelTest::anIndexNamesAnElement_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<qint64>("element");  // -1: none
  QTest::newRow("two numbers") << "1, 2" << qint64{5};
  QTest::newRow("in brackets") << "[1,2]" << qint64{5};
  QTest::newRow("flat") << "4" << qint64{4};
  QTest::newRow("outside") << "2, 0" << qint64{-1};
  QTest::newRow("flat outside") << "6" << qint64{-1};
  QTest::newRow("no number") << "a, b" << qint64{-1};
  QTest::newRow("nothing") << "" << qint64{-1};
}

void ValuesModelTest::anIndexNamesAnElement() {
  QFETCH(QString, text);
  QFETCH(qint64, element);
  QCOMPARE(elementAt({2, 3}, text).value_or(-1), element);
}

QTEST_GUILESS_MAIN(ValuesModelTest)
#include "values_model_test.moc"
