#include "core/data/labels.h"

#include <QTest>
#include <limits>

using namespace cairn;
using namespace cairn::data;

namespace {

using Floats = std::vector<float>;
using Ints = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;
using Values = decltype(Column::values);

Result<Labels> bindLabels(Values values, const LabelSpec& spec, std::int64_t width = 1) {
  Table table;
  table.columns = {{"y", width, std::move(values)}};
  return Labels::bind("y", spec, table);
}

}  // namespace

Q_DECLARE_METATYPE(Values)
Q_DECLARE_METATYPE(LabelSpec)

class LabelsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void rowsAreGathered();
  void wordsAreTheirPlaceInTheVocabulary();
  void softLabelsAreFineForTwoClasses();
  void regressionTakesAnyNumber();
  void wrongLabelsAreRefusedInTensorFlowsWords_data();
  void wrongLabelsAreRefusedInTensorFlowsWords();
};

void LabelsTest::rowsAreGathered() {
  const auto labels = bindLabels(Floats{1, 2, 3, 4, 5, 6}, {LabelKind::Real, 2, 2}, 2);
  QVERIFY(labels);
  Floats out(4);
  const std::vector<std::int32_t> rows = {2, 1};
  labels->fill(rows, out.data());
  QCOMPARE(out, (Floats{5, 6, 3, 4}));
}

void LabelsTest::wordsAreTheirPlaceInTheVocabulary() {
  LabelSpec spec{LabelKind::MultiClass, 3, 1, Texts{"cat", "dog", "eel"}};
  const auto labels = bindLabels(Texts{"eel", "cat"}, spec);
  QVERIFY(labels);
  Floats out(2);
  const std::vector<std::int32_t> rows = {0, 1};
  labels->fill(rows, out.data());
  QCOMPARE(out, (Floats{2, 0}));
}

void LabelsTest::softLabelsAreFineForTwoClasses() {
  QVERIFY(bindLabels(Floats{0, 0.8F, 1}, {LabelKind::Binary, 2}));
}

void LabelsTest::regressionTakesAnyNumber() {
  QVERIFY(bindLabels(Ints{-5, 1'000'000}, {LabelKind::Real}));
}

void LabelsTest::wrongLabelsAreRefusedInTensorFlowsWords_data() {
  QTest::addColumn<Values>("values");
  QTest::addColumn<LabelSpec>("spec");
  QTest::addColumn<QString>("begins");
  const LabelSpec three{LabelKind::MultiClass, 3};
  const LabelSpec words{LabelKind::MultiClass, 3, 1, Texts{"cat", "dog", "eel"}};
  LabelSpec threeV2 = three;
  threeV2.v2 = true;
  const LabelSpec two{LabelKind::Binary, 2};
  QTest::newRow("too big, v1")
      << Values(Ints{2, 3}) << three
      << "assertion failed: [Labels must <= n_classes - 1]: label 3 in row 2";
  QTest::newRow("too big, v2") << Values(Ints{3}) << threeV2
                               << "assertion failed: [Labels must be <= n_classes - 1]";
  QTest::newRow("too big for two")
      << Values(Floats{1.5F}) << two << "assertion failed: [Labels must <= n_classes - 1]";
  QTest::newRow("NaN") << Values(Floats{std::numeric_limits<float>::quiet_NaN()}) << two
                       << "assertion failed: [Labels must <= n_classes - 1]";
  QTest::newRow("negative, v1") << Values(Ints{-1}) << three
                                << "assertion failed: [Labels must >= 0.  ]";
  QTest::newRow("negative, v2") << Values(Ints{-1}) << threeV2
                                << "assertion failed: [Labels must be >= 0.  ]";
  QTest::newRow("not in the vocabulary")
      << Values(Texts{"cow"}) << words
      << "assertion failed: [Labels must >= 0.  ]: label cow in row 1";
  QTest::newRow("number for a class")
      << Values(Floats{1}) << three
      << "Labels dtype should be integer. Instead got <dtype: 'float32'>.";
  QTest::newRow("text for two classes")
      << Values(Texts{"1"}) << two << "Cast string to float is not supported";
  QTest::newRow("text for a number") << Values(Texts{"1"}) << LabelSpec{LabelKind::Real}
                                     << "Cast string to float is not supported";
  QTest::newRow("integer with a vocabulary")
      << Values(Ints{1}) << words
      << "Dtype of argument `keys` must be <dtype: 'string'>, received: <dtype: 'int64'>";
  QTest::newRow("another width")
      << Values(Floats{1}) << LabelSpec{LabelKind::Real, 2, 2}
      << "Mismatched label shape. Expected labels dimension=2.  Received 1.";
}

void LabelsTest::wrongLabelsAreRefusedInTensorFlowsWords() {
  QFETCH(Values, values);
  QFETCH(LabelSpec, spec);
  QFETCH(QString, begins);
  const auto labels = bindLabels(values, spec);
  QVERIFY(!labels);
  const QString message = QString::fromStdString(labels.error().message);
  QVERIFY2(message.startsWith(begins), qPrintable(message));
  QCOMPARE(labels.error().where, std::string("y"));
}

QTEST_APPLESS_MAIN(LabelsTest)
#include "labels_test.moc"
