#include "ui/checkpoints/axis_names.h"

#include "tests/ui/iris_run.h"

#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class AxisNamesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theFirstKernelsRowsAreFeatures();
  void aSlotIsNamedAsItsVariable();
  void anUnknownTensorHasNoNames();
  void anIndicatorsRowsAreItsVocabulary();
};

void AxisNamesTest::theFirstKernelsRowsAreFeatures() {
  const IrisFolder folder;
  const AxisNames names = axisNames(folder.config(), "dnn/hiddenlayer_0/kernel");
  QCOMPARE(names.rows, (QStringList{"PetalLength", "PetalWidth", "SepalLength", "SepalWidth"}));
  QCOMPARE(names.columnWord, QStringLiteral("unit"));
  QCOMPARE(names.sentence, QStringLiteral("features × units"));
}

void AxisNamesTest::aSlotIsNamedAsItsVariable() {
  const IrisFolder folder;
  QCOMPARE(axisNames(folder.config(), "dnn/hiddenlayer_0/kernel/t_0/Adagrad"),
           axisNames(folder.config(), "dnn/hiddenlayer_0/kernel"));
}

void AxisNamesTest::anUnknownTensorHasNoNames() {
  const IrisFolder folder;
  QCOMPARE(axisNames(folder.config(), "encoder/w"), AxisNames{});
}

void AxisNamesTest::anIndicatorsRowsAreItsVocabulary() {
  data::FeatureColumn color;
  color.type = data::ColumnType::VocabularyList;
  color.key = "color";
  color.vocabulary = {"red", "green"};
  data::FeatureColumn indicator;
  indicator.type = data::ColumnType::Indicator;
  indicator.parts = {color};
  data::FeatureColumn age;
  age.key = "age";
  QCOMPARE(inputNames({indicator, age}), (QStringList{"age", "color=red", "color=green"}));
}

QTEST_APPLESS_MAIN(AxisNamesTest)
#include "axis_names_test.moc"
