#include "core/data/categorical_input.h"

#include "tests/core/data/columns.h"

#include <QTest>
#include <numeric>

using namespace cairn;
using namespace cairn::data;
using namespace cairn::tests;

// Every row of these tables is what TensorFlow 2.15 answered.

namespace {

struct Case {
  FeatureColumn column;
  Table table;
  std::vector<Ints> ids;  // per row
  Floats weights = {};
};

SparseRows filled(const CategoricalInput& input, std::int64_t rows) {
  std::vector<std::int32_t> all(std::size_t(rows), 0);
  std::iota(all.begin(), all.end(), 0);
  SparseRows out;
  input.fill(all, out);
  return out;
}

SparseRows sparseRows(const std::vector<Ints>& rows, const Floats& weights) {
  const Column column = sparse<std::int64_t>("", rows);
  return {column.offsets, std::get<Ints>(column.values), weights};
}

FeatureColumn ab() { return vocabularyList("s", {"a", "b"}); }
FeatureColumn pairBuckets() { return bucketized(numeric("x", {2}), {0, 1}); }

const float kNan = std::numeric_limits<float>::quiet_NaN();

Column words(TextRows rows) { return dense<std::string>("s", rows); }
Column ints(IntRows rows) { return dense<std::int64_t>("n", rows); }
Column others(TextRows rows) { return dense<std::string>("t", rows); }

}  // namespace

Q_DECLARE_METATYPE(Case)

class CategoricalInputTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void idsAreTensorFlows_data();
  void idsAreTensorFlows();
  void crossesAreTensorFlows_data();
  void crossesAreTensorFlows();
  void wrongInputIsRefusedInTensorFlowsWords_data();
  void wrongInputIsRefusedInTensorFlowsWords();
  void tooLargeIdsDependOnTheirReader();
  void weightsUpToZeroDependOnTheCombiner();
  void rowsComeInAnyOrder();
  void tooManyCrossesAreRefused();
};

void CategoricalInputTest::idsAreTensorFlows_data() {
  QTest::addColumn<Case>("one");
  const auto row = [](const char* name, Case one) { QTest::newRow(name) << std::move(one); };
  const Table dirty = tableOf({words({{"a", "", "z"}, {"b", "b", "a"}})});
  row("vocabulary: unknown and missing words are dropped", {ab(), dirty, {{0}, {1, 1, 0}}});
  row("vocabulary: unknown words share buckets behind the words",
      {withOov(ab(), 3), tableOf({words({{"a", "", "z", "y", "猫"}})}), {{0, 3, 4, 2}}});
  row("vocabulary: unknown words have the default",
      {withDefault(ab(), 1), tableOf({words({{"a", "", "z"}})}), {{0, 1}}});
  row("vocabulary: integers", {withOov(vocabularyList("n", {"10", "20"}, DType::Int64), 3),
                               tableOf({ints({{10, -1, 7, 8, -5}})}),
                               {{0, 3, 3, 2}}});
  row("sparse: the empty word is no missing value",
      {withOov(vocabularyList("s", {"a", ""}), 3),
       tableOf({sparse<std::string>("s", {{"a", "", "z"}, {}, {"b"}})}),
       {{0, 1, 3}, {}, {3}}});
  row("identity: what is negative is missing",
      {identity("n", 4), tableOf({ints({{3, -5, -1, 2}})}), {{3, 2}}});
  row("identity: what is out of range has the default, but not -1",
      {withDefault(identity("n", 4), 3), tableOf({ints({{5, -5, -1, 2}})}), {{3, 3, 2}}});
  row("hash: words",
      {hashBucket("s", 10), tableOf({words({{"a", "abc", "hello", "Ünï", ""}})}), {{9, 5, 6, 7}}});
  row("hash: integers are hashed as text, -1 is missing",
      {hashBucket("n", 10, DType::Int64),
       tableOf({ints({{0, 1, -7, 12345678901, -1}})}),
       {{5, 9, 2, 2}}});
  row("hash: -1 in a sparse feature is a value",
      {hashBucket("n", 10, DType::Int64),
       tableOf({sparse<std::int64_t>("n", {{0, 1, -7, 12345678901, -1}})}),
       {{5, 9, 2, 2, 0}}});
  const Table pairs = tableOf({dense<float>("x", {{-1, .5F}, {kNan, 1}})});
  row("buckets: [a, b), not a number is in the last, elements follow each other",
      {pairBuckets(), pairs, {{0, 4}, {2, 5}}});
  row("weighted: unknown words take their weights with them",
      {weighted(ab(), "w"),
       tableOf({dirty.columns[0], dense<float>("w", {{1, 0, 2}, {3, -4, 5}})}),
       {{0}, {1, 1, 0}},
       {1, 3, -4, 5}});
  row("weighted: sparse weights of 0 are weights",
      {weighted(ab(), "w"),
       tableOf({sparse<std::string>("s", {{"a", "b"}, {"a"}}), sparse<float>("w", {{0, -1}, {2}})}),
       {{0, 1}, {0}},
       {0, -1, 2}});
  row("weighted: buckets of all elements are the first one's",
      {weighted(pairBuckets(), "w"),
       tableOf({dense<float>("x", {{-1, .5F}, {3, 1}}), dense<float>("w", {{1, 2}, {3, 4}})}),
       {{0, 1}, {2, 2}},
       {1, 2, 3, 4}});
  row("no rows", {ab(), Table{{{"s", 1, Words{}}}, 0, 0}, {}});
}

void CategoricalInputTest::idsAreTensorFlows() {
  QFETCH(Case, one);
  const auto input = CategoricalInput::bind(one.column, one.table, {}, IdUse::Embedding);
  QVERIFY2(input, input ? "" : input.error().message.c_str());
  const SparseRows found = filled(*input, one.table.rows);
  QCOMPARE(found.ids, sparseRows(one.ids, one.weights).ids);
  QVERIFY(found == sparseRows(one.ids, one.weights));
}

void CategoricalInputTest::crossesAreTensorFlows_data() {
  QTest::addColumn<Case>("one");
  const auto row = [](const char* name, Case one) { QTest::newRow(name) << std::move(one); };
  const FeatureColumn st = crossed({raw("s"), raw("t")}, 1000);
  const Table dense2 = tableOf({words({{"a"}, {""}}), others({{"x"}, {"x"}})});
  row("the empty word is hashed", {st, dense2, {{892}, {262}}});
  row("hash_key", {crossed(st.parts, 1000, 1), dense2, {{6}, {135}}});
  row("a hash_key of 0 is none", {crossed(st.parts, 1000, 0), dense2, {{892}, {262}}});
  const FeatureColumn buckets = bucketized(numeric("x"), {0, 1});
  const Column half = dense<float>("x", {{.5F}});
  row("a dense key comes after buckets",
      {crossed({raw("s"), buckets}, 1000), tableOf({words({{"a"}}), half}), {{445}}});
  row("a sparse key comes where it stands", {crossed({raw("s"), buckets}, 1000),
                                             tableOf({sparse<std::string>("s", {{"a"}}), half}),
                                             {{485}}});
  row("all combinations, the last hashed part fastest",
      {st,
       tableOf({words({{"a", "a2"}}), sparse<std::string>("t", {{"x", "y"}})}),
       {{37, 131, 461, 269}}});
  row("all combinations of sparse keys", {st,
                                          tableOf({sparse<std::string>("s", {{"a", "a2"}}),
                                                   sparse<std::string>("t", {{"x", "y", "z"}})}),
                                          {{892, 747, 422, 133, 0, 509}}});
  const FeatureColumn nt = crossed({raw("n"), raw("t")}, 1000);
  const Column as = others({{"a"}, {"a"}, {"a"}});
  row("-1 is hashed", {nt, tableOf({ints({{-1}, {7}}), others({{"a"}, {"a"}})}), {{258}, {514}}});
  row("numbers are cut to integers",
      {nt,
       tableOf({dense<float>("n", {{1.7F}, {-2.5F}}), others({{"a"}, {"a"}})}),
       {{445}, {638}}});
  row("of an identity column only what is missing is dropped",
      {crossed({identity("n", 4), raw("t")}, 1000),
       tableOf({ints({{-1}, {7}, {-5}}), as}),
       {{}, {514}, {897}}});
  row("an unknown word of a vocabulary is hashed, a missing one dropped",
      {crossed({ab(), raw("t")}, 1000),
       tableOf({words({{"a"}, {""}, {"z"}}), others({{"x"}, {"x"}, {"x"}})}),
       {{43}, {}, {932}}});
  row("a cross in a cross is flattened",
      {crossed({crossed({raw("s"), raw("t")}, 5), raw("u")}, 1000),
       tableOf({words({{"a"}}), others({{"x"}}), dense<std::string>("u", {{"q"}})}),
       {{893}}});
}

void CategoricalInputTest::crossesAreTensorFlows() { idsAreTensorFlows(); }

void CategoricalInputTest::wrongInputIsRefusedInTensorFlowsWords_data() {
  QTest::addColumn<Case>("one");
  QTest::addColumn<QString>("words");
  const auto row = [](const char* name, Case one, const char* text) {
    QTest::newRow(name) << std::move(one) << QString(text);
  };
  const Table number = tableOf({dense<float>("n", {{1.5F}})});
  const Table integer = tableOf({ints({{1}})});
  const Table text = tableOf({dense<std::string>("n", {{"a"}})});
  row("no such feature", {ab(), integer, {}}, "Feature s is not in features dictionary.");
  row("identity of numbers", {identity("n", 4), number, {}},
      "Invalid input, not integer. key: n dtype: <dtype: 'float32'>");
  row("identity of words", {identity("n", 4), text, {}},
      "Invalid input, not integer. key: n dtype: <dtype: 'string'>");
  row("hash of integers", {hashBucket("n", 10), integer, {}},
      "Column dtype and SparseTensors dtype must be compatible. key: n, column dtype: <dtype: "
      "'string'>, tensor dtype: <dtype: 'int64'>");
  row("hash of numbers", {hashBucket("n", 10), number, {}},
      "column_name: n input_tensor dtype must be string or integer. dtype: <dtype: 'float32'>.");
  row("integer hash of words", {hashBucket("n", 10, DType::Int64), text, {}},
      "Column dtype and SparseTensors dtype must be compatible. key: n, column dtype: <dtype: "
      "'int64'>, tensor dtype: <dtype: 'string'>");
  row("vocabulary of numbers", {vocabularyList("n", {"a"}), number, {}},
      "column_name: n input_tensor dtype must be string or integer. dtype: <dtype: 'float32'>.");
  row("buckets of words", {bucketized(numeric("n"), {0}), text, {}},
      "Cast string to float is not supported");
  row("buckets of a sparse feature",
      {bucketized(numeric("n"), {0}), tableOf({sparse<float>("n", {{1}})}), {}},
      "The corresponding Tensor of numerical column must be a Tensor. SparseTensor is not "
      "supported. key: n");
  const Column s = words({{"a", "b"}});
  row("a weight of 0 for an id that is there",
      {weighted(ab(), "w"), tableOf({s, dense<float>("w", {{1, 0}})}), {}},
      "Number of elements in indices (2) and values (1) do not match: row 1 has as many ids and "
      "weights; a weight of 0 is missing");
  row("a weight for a missing id",
      {weighted(ab(), "w"), tableOf({words({{"a", ""}}), dense<float>("w", {{1, 1}})}), {}},
      "Number of elements in indices (1) and values (2) do not match: row 1 has as many ids and "
      "weights; a weight of 0 is missing");
  row("integer weights", {weighted(ab(), "n"), tableOf({words({{"a"}}), ints({{1}})}), {}},
      "Bad dtype, expected <dtype: 'float32'>, but got <dtype: 'int64'>.");
  row("no such weight", {weighted(ab(), "w"), tableOf({words({{"a"}})}), {}},
      "Feature w is not in features dictionary.");
  row("a weighted column in a cross",
      {crossed({weighted(ab(), "w"), raw("t")}, 5), tableOf({words({{"a"}})}), {}},
      "crossed_column does not support weight_tensor, but the given column populates "
      "weight_tensor. Given column: s_weighted_by_w");
  row("an id that has no row", {identity("n", 4), tableOf({ints({{4}})}), {}},
      "Bad: indices[0] == 4 out of range [0, 4)");
}

void CategoricalInputTest::wrongInputIsRefusedInTensorFlowsWords() {
  QFETCH(Case, one);
  QFETCH(QString, words);
  const auto input = CategoricalInput::bind(one.column, one.table, {}, IdUse::Embedding);
  QVERIFY(!input);
  QCOMPARE(QString::fromStdString(input.error().message), words);
  QVERIFY(!input.error().where.empty());
}

void CategoricalInputTest::tooLargeIdsDependOnTheirReader() {
  const Table table = tableOf({ints({{5, 2}})});
  const auto indicator = CategoricalInput::bind(identity("n", 4), table, {}, IdUse::Indicator);
  QVERIFY(indicator);
  QCOMPARE(filled(*indicator, 1).ids, Ints{2});
  const auto linear = CategoricalInput::bind(identity("n", 4), table, {}, IdUse::Linear);
  QVERIFY(!linear);
  QCOMPARE(QString::fromStdString(linear.error().message), "indices[0] = 5 is not in [0, 4)");
}

void CategoricalInputTest::weightsUpToZeroDependOnTheCombiner() {
  const Table table = tableOf({words({{"a", "b"}}), dense<float>("w", {{-1, 2}})});
  const auto bound = [&](IdUse use, std::string_view combiner) {
    return CategoricalInput::bind(weighted(ab(), "w"), table, {}, use, combiner);
  };
  QCOMPARE(filled(*bound(IdUse::Embedding, "sum"), 1).weights, (Floats{-1, 2}));
  QCOMPARE(filled(*bound(IdUse::Embedding, "mean"), 1).weights, Floats{2});
  QCOMPARE(filled(*bound(IdUse::Linear, "sqrtn"), 1).ids, Ints{1});
  QCOMPARE(filled(*bound(IdUse::Indicator, "mean"), 1).weights, (Floats{-1, 2}));
}

void CategoricalInputTest::rowsComeInAnyOrder() {
  const Table table = tableOf({sparse<std::string>("s", {{"a"}, {}, {"b", "a"}})});
  const auto input = CategoricalInput::bind(ab(), table, {}, IdUse::Linear);
  QVERIFY(input);
  SparseRows out = sparseRows({{9, 9}}, {1, 1});
  input->fill(std::vector<std::int32_t>{2, 1, 0, 2}, out);
  QVERIFY(out == sparseRows({{1, 0}, {}, {0}, {1, 0}}, {}));
  QCOMPARE(input->buckets(), std::int64_t{2});
}

void CategoricalInputTest::tooManyCrossesAreRefused() {
  // 1000^4 combinations would fill the memory.
  const Table table = tableOf({sparse<std::int64_t>("n", {Ints(1000, 1)})});
  const auto input = CategoricalInput::bind(crossed({raw("n"), raw("n"), raw("n"), raw("n")}, 10),
                                            table, {}, IdUse::Linear);
  QVERIFY(!input);
  QCOMPARE(input.error().code, ErrorCode::Unsupported);
}

QTEST_APPLESS_MAIN(CategoricalInputTest)
#include "categorical_input_test.moc"
