#include "core/data/labels.h"

#include "tests/core/data/columns.h"

#include <QTest>
#include <limits>
#include <numeric>

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
Q_DECLARE_METATYPE(Column)
Q_DECLARE_METATYPE(LabelSpec)

class LabelsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void rowsAreGathered();
  void wordsAreTheirPlaceInTheVocabulary();
  void softLabelsAreFineForTwoClasses();
  void regressionTakesAnyNumber();
  void severalLabelsAreNHotOrSparse_data();
  void severalLabelsAreNHotOrSparse();
  void wrongSparseLabelsAreRefused_data();
  void wrongSparseLabelsAreRefused();
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

void LabelsTest::severalLabelsAreNHotOrSparse_data() {
  QTest::addColumn<Column>("column");
  QTest::addColumn<bool>("hasVocabulary");
  QTest::addColumn<Floats>("wanted");
  using tests::dense;
  using tests::sparse;
  QTest::newRow("n-hot") << dense<std::int64_t>("y", {{1, 0, 1}, {0, 0, 0}}) << false
                         << Floats{1, 0, 1, 0, 0, 0};
  QTest::newRow("soft") << dense<float>("y", {{.5F, 0, 1}}) << false << Floats{.5F, 0, 1};
  QTest::newRow("n-hot with a vocabulary")
      << dense<std::int64_t>("y", {{1, 0, 1}}) << true << Floats{1, 0, 1};
  QTest::newRow("ids, in any order and twice") << sparse<std::int64_t>("y", {{2, 2, 0}, {}, {1}})
                                               << false << Floats{1, 0, 1, 0, 0, 0, 0, 1, 0};
  QTest::newRow("ids with a vocabulary")
      << sparse<std::int64_t>("y", {{0, 1}}) << true << Floats{1, 1, 0};
  QTest::newRow("words") << sparse<std::string>("y", {{"eel", "cat"}, {}}) << true
                         << Floats{1, 0, 1, 0, 0, 0};
}

void LabelsTest::severalLabelsAreNHotOrSparse() {
  QFETCH(Column, column);
  QFETCH(bool, hasVocabulary);
  QFETCH(Floats, wanted);
  LabelSpec spec{LabelKind::MultiLabel, 3};
  if (hasVocabulary) spec.vocabulary = Texts{"cat", "dog", "eel"};
  const Table table = tests::tableOf({column});
  const auto labels = Labels::bind("y", spec, table);
  QVERIFY2(labels, labels ? "" : labels.error().message.c_str());
  QCOMPARE(labels->width(), std::int64_t{3});
  Floats out(wanted.size());
  std::vector<std::int32_t> rows(std::size_t(table.rows));
  std::iota(rows.begin(), rows.end(), 0);
  labels->fill(rows, out.data());
  QCOMPARE(out, wanted);
}

void LabelsTest::wrongSparseLabelsAreRefused_data() {
  QTest::addColumn<Column>("column");
  QTest::addColumn<LabelSpec>("spec");
  QTest::addColumn<QString>("message");
  using tests::sparse;
  const LabelSpec many{LabelKind::MultiLabel, 3};
  LabelSpec words = many;
  words.vocabulary = Texts{"cat", "dog", "eel"};
  const char* range =
      "labels must be an integer SparseTensor with values in [0, 3): label %1 in "
      "row 1";
  QTest::newRow("too big") << sparse<std::int64_t>("y", {{0, 3}}) << many << QString(range).arg(3);
  QTest::newRow("negative") << sparse<std::int64_t>("y", {{-1}}) << many << QString(range).arg(-1);
  QTest::newRow("unknown word") << sparse<std::string>("y", {{"cow"}}) << words
                                << QString(range).arg("cow");
  QTest::newRow("numbers") << sparse<float>("y", {{1}}) << many
                           << "Labels dtype should be integer. Instead got <dtype: 'float32'>.";
  QTest::newRow("words without a vocabulary")
      << sparse<std::string>("y", {{"cat"}}) << many << "words as labels need a label_vocabulary";
  QTest::newRow("one class only")
      << sparse<std::int64_t>("y", {{1}}) << LabelSpec{LabelKind::MultiClass, 3}
      << "SparseTensor labels are not supported. Labels must be a Tensor of shape [D0, D1, ..., "
         "DN, 1], e.g. [batch_size, 1].";
}

void LabelsTest::wrongSparseLabelsAreRefused() {
  QFETCH(Column, column);
  QFETCH(LabelSpec, spec);
  QFETCH(QString, message);
  const auto labels = Labels::bind("y", spec, tests::tableOf({column}));
  QVERIFY(!labels);
  QCOMPARE(QString::fromStdString(labels.error().message), message);
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
  const LabelSpec many{LabelKind::MultiLabel, 1};
  QTest::newRow("several labels: no indicator")
      << Values(Ints{2}) << many
      << "assertion failed: [labels must be an integer indicator Tensor with values in [0, 1]]";
  QTest::newRow("logistic")
      << Values(Floats{2}) << LabelSpec{LabelKind::Share}
      << "assertion failed: [Labels must be in range [0, 1]]: label 2 in row 1";
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
