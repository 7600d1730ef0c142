#include "core/data/split.h"

#include "tests/core/data/columns.h"

#include <QTest>
#include <cmath>
#include <numeric>

using namespace cairn;
using namespace cairn::data;
using namespace cairn::tests;

namespace {

Table numbers(std::int64_t from, std::int64_t to) {
  Ints ids(static_cast<std::size_t>(to - from));
  std::iota(ids.begin(), ids.end(), from);
  Table table;
  table.rows = to - from;
  table.columns = {{"id", 1, ids}};
  return table;
}

}  // namespace

class SplitTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyRowIsInOnePart_data();
  void everyRowIsInOnePart();
  void addedRowsMoveNoOther();
  void equalRowsStayTogether();
  void aKeyDecidesAlone();
  void anotherSeedDividesOtherwise();
  void wrongOptionsAreRefused();
  void takenRowsKeepTheirForm();
};

void SplitTest::everyRowIsInOnePart_data() {
  QTest::addColumn<double>("fraction");
  for (const double fraction : {0.0, 0.1, 0.5, 1.0}) QTest::addRow("%g", fraction) << fraction;
}

void SplitTest::everyRowIsInOnePart() {
  QFETCH(double, fraction);
  const auto split = splitRows(numbers(0, 10'000), {.evalFraction = fraction});
  QVERIFY(split);
  QCOMPARE(split->train.size() + split->eval.size(), std::size_t{10'000});
  // Five standard deviations of a binomial.
  const double off = 5 * std::sqrt(10'000 * fraction * (1 - fraction));
  QVERIFY(std::abs(double(split->eval.size()) - 10'000 * fraction) <= off);
}

void SplitTest::addedRowsMoveNoOther() {
  const auto few = splitRows(numbers(0, 100), {});
  const auto more = splitRows(numbers(-50, 200), {});
  for (const std::int32_t row : few->eval)
    QVERIFY(std::find(more->eval.begin(), more->eval.end(), row + 50) != more->eval.end());
}

void SplitTest::equalRowsStayTogether() {
  const Table table = tableOf(
      {dense<std::string>("s", TextRows(100, {"a"})), dense<float>("x", FloatRows(100, {0}))});
  const auto split = splitRows(table, {.evalFraction = 0.5});
  QVERIFY(split->train.empty() || split->eval.empty());
}

void SplitTest::aKeyDecidesAlone() {
  Table table = numbers(0, 1000);
  const auto before = splitRows(table, {.key = "id"});
  table.columns.push_back({"x", 1, Floats(1000, 7)});
  QVERIFY(splitRows(table, {.key = "id"})->train.size() == before->train.size());
}

void SplitTest::anotherSeedDividesOtherwise() {
  const Table table = numbers(0, 1000);
  QVERIFY(splitRows(table, {})->eval != splitRows(table, {.seed = 1})->eval);
}

void SplitTest::wrongOptionsAreRefused() {
  const Table table = numbers(0, 3);
  QCOMPARE(splitRows(table, {.evalFraction = 1.5}).error().code, ErrorCode::InvalidArgument);
  QCOMPARE(splitRows(table, {.evalFraction = NAN}).error().code, ErrorCode::InvalidArgument);
  QCOMPARE(splitRows(table, {.key = "no"}).error().code, ErrorCode::InvalidArgument);
}

void SplitTest::takenRowsKeepTheirForm() {
  const Table table = tableOf({dense<float>("x", {{1, 2}, {3, 4}, {5, 6}}),
                               sparse<std::string>("s", {{"a"}, {}, {"b", "c"}})});
  const std::vector<std::int32_t> rows = {2, 0, 2};
  const Table taken = takeRows(table, rows);
  QCOMPARE(taken.rows, std::int64_t{3});
  QVERIFY(taken.columns[0] == dense<float>("x", {{5, 6}, {1, 2}, {5, 6}}));
  QVERIFY(taken.columns[1] == sparse<std::string>("s", {{"b", "c"}, {"a"}, {"b", "c"}}));
}

QTEST_APPLESS_MAIN(SplitTest)
#include "split_test.moc"
