#include "core/engine/engine.h"

#include <QTest>
#include <vector>

class RowsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void gatherAddsEachRowByItsFactor();
  void gatherWithoutFactorsSums();
  void scatterIsTheTranspose();
  void productsGoBothWays();
};

namespace {

const std::vector<float> kValues = {1, 2, 10, 20, 100, 200};  // [3, 2]
const std::vector<std::int64_t> kOffsets = {0, 2, 2, 3};      // the second row has none
const std::vector<std::int64_t> kIds = {2, 0, 2};
const std::vector<float> kFactors = {0.5F, 3, -1};

CairnRowEntries entries(bool weighted) {
  return {3, kOffsets.data(), kIds.data(), weighted ? kFactors.data() : nullptr};
}

}  // namespace

void RowsTest::gatherAddsEachRowByItsFactor() {
  std::vector<float> out = {1, 1, 9, 1, 1, 9, 1, 1, 9};  // rows 3 floats apart
  const CairnRowEntries looked = entries(true);
  cairn_gather_rows(kValues.data(), 2, &looked, out.data(), 3);
  QCOMPARE(out, (std::vector<float>{54, 107, 9, 1, 1, 9, -99, -199, 9}));
}

void RowsTest::gatherWithoutFactorsSums() {
  std::vector<float> out(6);
  const CairnRowEntries looked = entries(false);
  cairn_gather_rows(kValues.data(), 2, &looked, out.data(), 2);
  QCOMPARE(out, (std::vector<float>{101, 202, 0, 0, 100, 200}));
}

void RowsTest::scatterIsTheTranspose() {
  std::vector<float> sums(6);
  const std::vector<float> gradient = {1, 2, 4, 8, 16, 32};
  const CairnRowEntries looked = entries(true);
  cairn_scatter_rows(gradient.data(), 2, 2, &looked, sums.data());
  QCOMPARE(sums, (std::vector<float>{3, 6, 0, 0, -15.5F, -31}));
}

void RowsTest::productsGoBothWays() {
  const std::vector<float> x = {1, 2, 7, 3, 4, 7};  // [2, 2], rows 3 floats apart
  const std::vector<float> weights = {1, 10, 100, 1000};
  std::vector<float> out = {5, 5, 5, 5};
  cairn_add_product(x.data(), 3, 2, 2, weights.data(), 2, out.data());
  QCOMPARE(out, (std::vector<float>{206, 2015, 408, 4035}));
  const std::vector<float> gradient = {1, 0, 2, 1};
  std::vector<float> result(4);
  cairn_transposed_product(x.data(), 3, 2, 2, gradient.data(), 2, result.data());
  QCOMPARE(result, (std::vector<float>{7, 3, 10, 4}));
  cairn_product_with_transposed(gradient.data(), 2, 2, weights.data(), 2, result.data());
  QCOMPARE(result, (std::vector<float>{1, 100, 12, 1200}));
}

QTEST_APPLESS_MAIN(RowsTest)
#include "rows_test.moc"
