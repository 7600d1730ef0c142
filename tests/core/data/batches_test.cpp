#include "core/data/batches.h"

#include <QTest>
#include <algorithm>
#include <numeric>

using namespace cairn::data;

namespace {

std::vector<std::int32_t> take(BatchOrder& order, int batches) {
  std::vector<std::int32_t> all;
  std::vector<std::int32_t> rows;
  for (int i = 0; i < batches && order.next(rows); ++i)
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

std::vector<std::int32_t> counted(int count) {
  std::vector<std::int32_t> rows(static_cast<std::size_t>(count));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

}  // namespace

class BatchesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void withoutShuffleRowsKeepTheirOrder();
  void batchesSpanEpochs();
  void lastBatchIsShorter();
  void everyEpochHasEveryRowOnce_data();
  void everyEpochHasEveryRowOnce();
  void rowNeverComesBeforeItsPlaceInTheBuffer();
  void seedDecidesTheOrder();
  void epochsDiffer();
  void drawsAreEven();
  void positionRestoresExactly_data();
  void positionRestoresExactly();
  void foreignPositionIsRefused_data();
  void foreignPositionIsRefused();
  void noRowsNoBatch();
};

void BatchesTest::withoutShuffleRowsKeepTheirOrder() {
  BatchOrder order({.rows = 7, .batchSize = 3});
  QCOMPARE(take(order, 9), counted(7));
}

void BatchesTest::batchesSpanEpochs() {
  BatchOrder order({.rows = 3, .batchSize = 2, .epochs = std::nullopt});
  QCOMPARE(take(order, 4), (std::vector<std::int32_t>{0, 1, 2, 0, 1, 2, 0, 1}));
  QCOMPARE(order.epoch(), std::int64_t{2});
}

void BatchesTest::lastBatchIsShorter() {
  BatchOrder order({.rows = 5, .batchSize = 4, .epochs = 1});
  std::vector<std::int32_t> rows;
  QVERIFY(order.next(rows) && rows.size() == 4);
  QVERIFY(order.next(rows) && rows.size() == 1);
  QVERIFY(!order.next(rows) && rows.empty());
  QVERIFY(!order.next(rows));
}

void BatchesTest::everyEpochHasEveryRowOnce_data() {
  QTest::addColumn<int>("buffer");
  for (int buffer : {1, 2, 10, 30, 1000}) QTest::addRow("buffer of %d", buffer) << buffer;
}

void BatchesTest::everyEpochHasEveryRowOnce() {
  QFETCH(int, buffer);
  BatchOrder order({.rows = 30, .batchSize = 10, .shuffleBuffer = buffer, .epochs = 4, .seed = 3});
  for (int epoch = 0; epoch < 4; ++epoch) {
    auto rows = take(order, 3);
    std::sort(rows.begin(), rows.end());
    QCOMPARE(rows, counted(30));
  }
  QVERIFY(take(order, 1).empty());
}

void BatchesTest::rowNeverComesBeforeItsPlaceInTheBuffer() {
  // With a buffer of 4 the i-th row drawn is among the first i + 4.
  BatchOrder order({.rows = 50, .batchSize = 50, .shuffleBuffer = 4, .seed = 9});
  const auto rows = take(order, 1);
  for (std::size_t i = 0; i < rows.size(); ++i) QVERIFY(rows[i] < std::int32_t(i) + 4);
  QVERIFY(rows != counted(50));
}

void BatchesTest::seedDecidesTheOrder() {
  const auto drawn = [](std::uint64_t seed) {
    BatchOrder order({.rows = 100, .batchSize = 100, .shuffleBuffer = 100, .seed = seed});
    return take(order, 1);
  };
  QCOMPARE(drawn(1), drawn(1));
  QVERIFY(drawn(1) != drawn(2));
}

void BatchesTest::epochsDiffer() {
  BatchOrder order({.rows = 100, .batchSize = 100, .shuffleBuffer = 100, .epochs = 2});
  const auto first = take(order, 1);
  QVERIFY(take(order, 1) != first);
}

void BatchesTest::drawsAreEven() {
  // The first row of 20,000 epochs of 10: each about 2,000 times, 5 standard deviations are 212.
  BatchOrder order({.rows = 10, .batchSize = 10, .shuffleBuffer = 10, .epochs = std::nullopt});
  std::vector<int> counts(10);
  std::vector<std::int32_t> rows;
  for (int i = 0; i < 20'000 && order.next(rows); ++i) ++counts[std::size_t(rows.front())];
  for (int count : counts) QVERIFY(std::abs(count - 2'000) < 212);
}

void BatchesTest::positionRestoresExactly_data() {
  QTest::addColumn<int>("buffer");
  QTest::addColumn<int>("batches");
  for (int buffer : {0, 1, 7, 1000})
    for (int batches : {0, 1, 2, 3, 4, 11})
      QTest::addRow("buffer of %d after %d batches", buffer, batches) << buffer << batches;
}

void BatchesTest::positionRestoresExactly() {
  QFETCH(int, buffer);
  QFETCH(int, batches);
  const BatchOrder::Options options{
      .rows = 12, .batchSize = 5, .shuffleBuffer = buffer, .epochs = 9, .seed = 77};
  BatchOrder order(options);
  take(order, batches);
  const std::string position = order.position();
  BatchOrder other(options);
  take(other, 6);
  QVERIFY(other.restore(position));
  QCOMPARE(other.position(), position);
  QCOMPARE(take(other, 100), take(order, 100));
  QCOMPARE(other.position(), order.position());
}

void BatchesTest::foreignPositionIsRefused_data() {
  QTest::addColumn<QByteArray>("position");
  for (const char* position :
       {"", "12", "13 5 77 0 0", "12 6 77 0 0", "12 5 78 0 0", "12 5 77 0 13", "12 5 77 0 1 ",
        "12 5 77 0 x", "12 5 77 -1 0", "12 5 77 99999999999999999999 0", "12  5 77 0 0"})
    QTest::addRow("'%s'", position) << QByteArray(position);
}

void BatchesTest::foreignPositionIsRefused() {
  QFETCH(QByteArray, position);
  BatchOrder order({.rows = 12, .batchSize = 5, .shuffleBuffer = 5, .epochs = 9, .seed = 77});
  QVERIFY(!order.restore(position.toStdString()));
}

void BatchesTest::noRowsNoBatch() {
  std::vector<std::int32_t> rows;
  BatchOrder none({.rows = 0, .batchSize = 5, .shuffleBuffer = 5, .epochs = std::nullopt});
  QVERIFY(!none.next(rows));
  BatchOrder never({.rows = 4, .batchSize = 5, .epochs = 0});
  QVERIFY(!never.next(rows));
}

QTEST_APPLESS_MAIN(BatchesTest)
#include "batches_test.moc"
