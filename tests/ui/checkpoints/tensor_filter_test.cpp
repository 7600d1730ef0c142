#include "ui/checkpoints/tensor_filter.h"

#include <QTest>

using namespace cairn;
using namespace cairn::ui;

namespace {

TensorInfo info(const char* name, formats::Shape shape,
                formats::DType dtype = formats::DType::Float) {
  TensorInfo one;
  one.entry.name = name;
  one.entry.shape = std::move(shape);
  one.entry.dtype = dtype;
  return one;
}

}  // namespace

class TensorFilterTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void termsSelect_data();
  void termsSelect();
  void aWrongShapeIsSaid();
  void figuresAreWaitedForWhereTheyMatter();
};

void TensorFilterTest::termsSelect_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QStringList>("names");
  QTest::newRow("nothing selects all") << "" << QStringList{"bias", "kernel", "slot", "step"};
  QTest::newRow("a word") << "KERNEL" << QStringList{"kernel", "slot"};
  QTest::newRow("two words") << "kernel adagrad" << QStringList{"slot"};
  QTest::newRow("a shape") << "shape:4x*" << QStringList{"kernel", "slot"};
  QTest::newRow("a vector") << "shape:10" << QStringList{"bias"};
  QTest::newRow("a type") << "type:int64" << QStringList{"step"};
  QTest::newRow("slots") << "slots" << QStringList{"slot"};
  QTest::newRow("no slots") << "-slots -step" << QStringList{"bias", "kernel"};
  QTest::newRow("changed") << "changed" << QStringList{"bias"};
  QTest::newRow("nan") << "nan" << QStringList{"kernel"};
}

void TensorFilterTest::termsSelect() {
  QFETCH(QString, text);
  QFETCH(QStringList, names);
  auto bias = info("dnn/bias", {10});
  bias.diff = checkpoints::TensorDiff{};
  bias.diff->change = checkpoints::TensorChange::Changed;
  auto kernel = info("dnn/kernel", {4, 10});
  kernel.stats = checkpoints::TensorStats{};
  kernel.stats->nans = 1;
  auto slot = info("dnn/kernel/t_0/Adagrad", {4, 10});
  slot.isSlot = true;
  const auto step = info("global_step", {}, formats::DType::Int64);
  QString error;
  const auto filter = TensorFilter::parse(text, &error);
  QVERIFY(filter);
  QStringList found;
  for (const auto& [name, one] :
       {std::pair{"bias", bias}, {"kernel", kernel}, {"slot", slot}, {"step", step}})
    if (filter->matches(one)) found << QString::fromLatin1(name);
  QCOMPARE(found, names);
}

void TensorFilterTest::aWrongShapeIsSaid() {
  QString error;
  QVERIFY(!TensorFilter::parse(QStringLiteral("shape:wide"), &error));
  QVERIFY(error.contains(QStringLiteral("shape:4x*")));
}

void TensorFilterTest::figuresAreWaitedForWhereTheyMatter() {
  QString error;
  QVERIFY(TensorFilter::parse(QStringLiteral("changed"), &error)->needsFigures());
  QVERIFY(!TensorFilter::parse(QStringLiteral("kernel slots"), &error)->needsFigures());
}

QTEST_APPLESS_MAIN(TensorFilterTest)
#include "tensor_filter_test.moc"
