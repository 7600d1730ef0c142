#include "core/checkpoints/diff.h"

#include "tests/core/formats/model_dir.h"

#include <QTest>
#include <cmath>

using namespace cairn;
using checkpoints::TensorChange;
using checkpoints::TensorDiff;
using formats::BundleItem;
using formats::DType;
using formats::makeFloatTensor;
using formats::TensorBundle;
using test::ModelDir;

class DiffTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyKindOfChangeIsNamed();
  void normsAreOfTheChange();
  void equalChecksumsAreNotRead();
  void elementsThatAreNotFiniteAreLeftOut();
  void aNewValueOverZerosIsInfinitelyMore();
  void partitionedVariablesAreJoined();
  void anUnreadableTensorHidesNoOther();
  void stoppingIsTold();
  void progressEndsAtItsTotal();

 private:
  static TensorBundle open(const ModelDir& dir, std::int64_t step) {
    return *TensorBundle::open(posixFileOps(), dir.pathOf(ModelDir::prefixOf(step)));
  }
  static BundleItem item(const std::string& name, const std::vector<float>& values) {
    return {name, makeFloatTensor({static_cast<std::int64_t>(values.size())}, values)};
  }
  static std::map<std::string, TensorDiff> diff(const ModelDir& dir) {
    std::map<std::string, TensorDiff> byName;
    const auto diffs = checkpoints::diffCheckpoints(open(dir, 1), open(dir, 2));
    if (diffs)
      for (const TensorDiff& d : *diffs) byName[d.name] = d;
    return byName;
  }
};

void DiffTest::everyKindOfChangeIsNamed() {
  const ModelDir dir;
  formats::Tensor text{DType::String, {1}, {}, {"a"}};
  formats::Tensor other = text;
  other.strings = {"b"};
  const std::vector<std::int64_t> whole = {1};
  dir.save(1, {item("changed", {1, 2}),
               item("gone", {1}),
               item("reshaped", {1}),
               item("retyped", {1}),
               item("same", {1}),
               {"text", text}});
  dir.save(2, {item("added", {1}),
               item("changed", {1, 3}),
               item("reshaped", {1, 2}),
               {"retyped", formats::makeInt64Tensor({1}, whole)},
               item("same", {1}),
               {"text", other}});
  const auto diffs = diff(dir);
  QCOMPARE(diffs.size(), std::size_t{7});
  QCOMPARE(diffs.at("added").change, TensorChange::Added);
  QVERIFY(!diffs.at("added").was && diffs.at("added").now == formats::Shape{1});
  QCOMPARE(diffs.at("gone").change, TensorChange::Gone);
  QVERIFY(diffs.at("gone").was == formats::Shape{1} && !diffs.at("gone").now);
  QCOMPARE(diffs.at("changed").change, TensorChange::Changed);
  QCOMPARE(diffs.at("reshaped").change, TensorChange::Reshaped);
  QCOMPARE(diffs.at("retyped").change, TensorChange::Retyped);
  QCOMPARE(diffs.at("same").change, TensorChange::SameCrc);
  QCOMPARE(diffs.at("text").change, TensorChange::Changed);
  QCOMPARE(diffs.at("text").relativeL2, 0.0);
}

void DiffTest::normsAreOfTheChange() {
  const ModelDir dir;
  dir.save(1, {item("w", {3, 4, 0})});
  dir.save(2, {item("w", {3, 4, -10})});
  const TensorDiff w = diff(dir).at("w");
  QCOMPARE(w.relativeL2, 2.0);
  QCOMPARE(w.maxAbs, 10.0);
  QCOMPARE(w.cosine, 25 / (5 * std::sqrt(125.0)));
}

void DiffTest::equalChecksumsAreNotRead() {
  const ModelDir dir;
  dir.save(1);
  dir.save(2, ModelDir::itemsOf(1));
  dir.remove(dir.dataOf(1));
  for (const auto& [name, d] : diff(dir)) QCOMPARE(d.change, TensorChange::SameCrc);
}

void DiffTest::elementsThatAreNotFiniteAreLeftOut() {
  const ModelDir dir;
  const float nan = std::nanf("");
  dir.save(1, {item("w", {1, nan, 2})});
  dir.save(2, {item("w", {2, 5, nan})});
  const TensorDiff w = diff(dir).at("w");
  QCOMPARE(w.relativeL2, 1.0);
  QCOMPARE(w.maxAbs, 1.0);
}

void DiffTest::aNewValueOverZerosIsInfinitelyMore() {
  const ModelDir dir;
  dir.save(1, {item("w", {0, 0})});
  dir.save(2, {item("w", {0, 1})});
  QVERIFY(std::isinf(diff(dir).at("w").relativeL2));
}

void DiffTest::partitionedVariablesAreJoined() {
  const ModelDir dir;
  const auto part = [](std::int64_t start, std::vector<float> values) {
    const auto length = static_cast<std::int64_t>(values.size());
    BundleItem partItem{"w", makeFloatTensor({length}, values)};
    partItem.slice = formats::Slice{{{start, length}}};
    partItem.fullShape = {3};
    return partItem;
  };
  dir.save(1, {part(0, {1, 2}), part(2, {3})});
  dir.save(2, {part(0, {1}), part(1, {2, 3})});
  QCOMPARE(diff(dir).at("w").change, TensorChange::Same);
  dir.save(2, {item("w", {1, 2, 4})});
  QCOMPARE(diff(dir).at("w").change, TensorChange::Changed);
  QCOMPARE(diff(dir).at("w").maxAbs, 1.0);
}

void DiffTest::anUnreadableTensorHidesNoOther() {
  const ModelDir dir;
  dir.save(1);
  dir.save(2);
  dir.flip(dir.dataOf(2), 17);  // in the kernel
  const auto diffs = diff(dir);
  QCOMPARE(diffs.at("kernel").change, TensorChange::Unreadable);
  QVERIFY(diffs.at("kernel").problem);
  QCOMPARE(diffs.at("global_step").change, TensorChange::Changed);
}

void DiffTest::stoppingIsTold() {
  const ModelDir dir;
  dir.save(1);
  std::stop_source stop;
  stop.request_stop();
  const TensorBundle bundle = open(dir, 1);
  QCOMPARE(checkpoints::diffCheckpoints(bundle, bundle, stop.get_token()).error().code,
           ErrorCode::Cancelled);
}

void DiffTest::progressEndsAtItsTotal() {
  const ModelDir dir;
  dir.save(1);
  dir.save(2);
  Progress last;
  QVERIFY(checkpoints::diffCheckpoints(open(dir, 1), open(dir, 2), {},
                                       [&](const Progress& told) { last = told; }));
  QCOMPARE(last.done, std::uint64_t{6});
  QCOMPARE(last.total, std::uint64_t{6});
}

QTEST_APPLESS_MAIN(DiffTest)
#include "diff_test.moc"
