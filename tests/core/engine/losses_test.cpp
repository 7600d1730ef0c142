#include "core/engine/engine.h"

#include <QTest>
#include <cmath>
#include <vector>

// What the border gives for losses and probabilities.
class LossesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void resultsDoNotHangOnAddresses_data();
  void resultsDoNotHangOnAddresses();
};

void LossesTest::resultsDoNotHangOnAddresses_data() {
  QTest::addColumn<int>("loss");
  QTest::addColumn<int>("width");
  QTest::newRow("binary") << int(CAIRN_BINARY) << 1;
  QTest::newRow("multi-class") << int(CAIRN_MULTI_CLASS) << 3;
  QTest::newRow("many classes") << int(CAIRN_MULTI_CLASS) << 1500;
  QTest::newRow("multi-label") << int(CAIRN_MULTI_LABEL) << 5;
  QTest::newRow("regression") << int(CAIRN_REGRESSION) << 2;
  QTest::newRow("poisson") << int(CAIRN_POISSON) << 1;
}

/// An array of the heap begins where it likes: a resumed training must give the same bits.
void LossesTest::resultsDoNotHangOnAddresses() {
  QFETCH(int, loss);
  QFETCH(int, width);
  constexpr std::int64_t kRows = 77;
  constexpr std::size_t kOffsets = 16;
  const auto kind = static_cast<CairnLoss>(loss);
  const auto count = static_cast<std::size_t>(kRows * width);
  const bool classes = kind == CAIRN_MULTI_CLASS;
  std::vector<std::vector<float>> results;
  for (std::size_t offset = 0; offset < kOffsets; ++offset) {
    std::vector<float> logits(count + kOffsets);
    std::vector<float> labels(count + kOffsets);
    std::vector<float> gradient(count + kOffsets);
    std::vector<float> elements(count + kOffsets);
    std::vector<float> probabilities(2 * count + kOffsets);
    for (std::size_t i = 0; i < count; ++i) {
      logits[offset + i] = std::sin(static_cast<float>(i)) * 4;
      labels[offset + i] = static_cast<float>(i % static_cast<std::size_t>(classes ? width : 2));
    }
    const float* x = logits.data() + offset;
    const float* y = labels.data() + offset;
    std::vector<float> all = {
        cairn_loss_gradient(kind, CAIRN_SUM, x, y, nullptr, 1, kRows, width,
                            gradient.data() + offset),
        cairn_loss_gradient(kind, CAIRN_SUM, x, y, nullptr, 1, kRows, width, nullptr)};
    cairn_element_losses(kind, x, y, kRows, width, elements.data() + offset);
    cairn_softmax(x, kRows, width, probabilities.data() + offset);
    cairn_sigmoid(x, static_cast<std::int64_t>(count), probabilities.data() + offset + count);
    for (const auto* part : {&gradient, &elements, &probabilities})
      all.insert(all.end(), part->begin() + static_cast<std::ptrdiff_t>(offset),
                 part->end() - static_cast<std::ptrdiff_t>(kOffsets - offset));
    results.push_back(std::move(all));
  }
  for (const std::vector<float>& one : results) QVERIFY(one == results.front());
}

QTEST_APPLESS_MAIN(LossesTest)
#include "losses_test.moc"
