#include "ui/config/column_table.h"

#include "tests/ui/iris_run.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class ColumnTableTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void showsEveryColumnButTheLabel();
  void aColumnThatIsNotUsedSaysSo();
  void aMissingFileIsAnError();

 private:
  static QString cell(const ColumnModel& model, int row, ColumnModel::Column column) {
    return model.index(row, static_cast<int>(column)).data().toString();
  }
  IrisFolder m_folder;
};

void ColumnTableTest::showsEveryColumnButTheLabel() {
  const model::Config config = m_folder.config();
  const auto facts =
      probeData(posixFileOps(), config.data.at("train"), m_folder.models() / "iris", {});
  QVERIFY(facts);
  QCOMPARE((*facts)->rows, std::int64_t{120});
  ColumnModel model;
  QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.setFacts(*facts, config);
  QCOMPARE(model.rowCount(), 4);
  QCOMPARE(cell(model, 0, ColumnModel::Column::Name), QStringLiteral("SepalLength"));
  QCOMPARE(cell(model, 0, ColumnModel::Column::Feature), QStringLiteral("numeric_column"));
  QCOMPARE(cell(model, 0, ColumnModel::Column::Range), QStringLiteral("4.3 – 7.7"));
  QCOMPARE(cell(model, 0, ColumnModel::Column::Missing), QStringLiteral("0"));
}

void ColumnTableTest::aColumnThatIsNotUsedSaysSo() {
  model::Config config = m_folder.config();
  config.args.featureColumns.pop_back();
  const auto facts =
      probeData(posixFileOps(), config.data.at("train"), m_folder.models() / "iris", {});
  QVERIFY(facts);
  ColumnModel model;
  model.setFacts(*facts, config);
  QCOMPARE(cell(model, 3, ColumnModel::Column::Feature), QStringLiteral("not used"));
  QVERIFY(!model.index(3, 0).data(ColumnModel::UsedRole).toBool());
}

void ColumnTableTest::aMissingFileIsAnError() {
  model::Config config = m_folder.config();
  config.data["train"].files = {"nothing.csv"};
  const auto facts = probeData(posixFileOps(), config.data.at("train"), m_folder.root(), {});
  QVERIFY(!facts);
  QCOMPARE(facts.error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(ColumnTableTest)
#include "column_table_test.moc"
