#include "core/formats/tensor_slice.h"

#include "core/base/limits.h"
#include "tests/core/formats/tables.h"

#include <QTest>
#include <limits>

using namespace cairn;
using namespace cairn::formats;
using cairn::tests::toHex;

namespace {

Slice slice(const QList<QList<qint64>>& extents) {
  Slice made;
  for (const auto& extent : extents) made.extents.push_back({extent[0], extent[1]});
  return made;
}

Tensor counted(Shape shape) {
  std::vector<std::int64_t> values(static_cast<std::size_t>(*elementCount(shape)));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::int64_t>(i);
  return makeInt64Tensor(std::move(shape), values);
}

}  // namespace

class TensorSliceTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keysAreTensorFlows_data();
  void keysAreTensorFlows();
  void numbersInKeysAreOrderedCode_data();
  void numbersInKeysAreOrderedCode();
  void slicesMustNotOverlap_data();
  void slicesMustNotOverlap();
  void slicesAreJoinedAtTheirPlace_data();
  void slicesAreJoinedAtTheirPlace();
  void anyRectangleIsCutAcrossSlices_data();
  void anyRectangleIsCutAcrossSlices();
  void extentsMustLieInside_data();
  void extentsMustLieInside();
  void slicesOfOneVariableAreLimited_data();
  void slicesOfOneVariableAreLimited();
};

void TensorSliceTest::keysAreTensorFlows_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QList<QList<qint64>>>("extents");
  QTest::addColumn<QByteArray>("key");
  using Extents = QList<QList<qint64>>;
  QTest::newRow("rows") << "emb/weights" << Extents{{4, 3}, {0, 3}}
                        << QByteArray(
                               "00656d622f77656967687473000101028483808"
                               "3");
  QTest::newRow("whole dimensions")
      << "a" << Extents{{0, -1}, {0, -1}} << QByteArray("006100010102807f807f");
  QTest::newRow("scalar") << "global_step" << Extents{}
                          << QByteArray("00676c6f62616c5f73746570000100");
}

void TensorSliceTest::keysAreTensorFlows() {
  QFETCH(QString, name);
  QFETCH(QList<QList<qint64>>, extents);
  const std::string key = sliceKey(name.toStdString(), slice(extents));
  QTEST(toHex(asBytes(key)), "key");
  QVERIFY(isSliceKey(key) && !isSliceKey("w"));
  using namespace std::string_view_literals;
  QCOMPARE(toHex(asBytes(sliceKey("a\0\xff"sv, {}))), QByteArray("00"
                                                                 "61"
                                                                 "00ff"
                                                                 "ff00"
                                                                 "0001"
                                                                 "00"));
}

void TensorSliceTest::numbersInKeysAreOrderedCode_data() {
  QTest::addColumn<qint64>("number");
  QTest::addColumn<QByteArray>("code");
  const auto row = [](qint64 number, const char* code) {
    QTest::addRow("%lld", static_cast<long long>(number)) << number << QByteArray(code);
  };
  row(0, "80");
  row(5, "85");
  row(63, "bf");
  row(64, "c040");
  row(100, "c064");
  row(-1, "7f");
  row(-64, "40");
  row(-65, "3fbf");
  row(8192, "e02000");
  row(-2048, "3800");
  row(0x424242, "f0424242");
  row(std::numeric_limits<qint64>::max(), "ffc07fffffffffffffff");
  row(std::numeric_limits<qint64>::min(), "003f8000000000000000");
}

void TensorSliceTest::numbersInKeysAreOrderedCode() {
  QFETCH(qint64, number);
  QFETCH(QByteArray, code);
  const std::string key = sliceKey("", slice({{number, 0}}));
  QCOMPARE(toHex(asBytes(key)), QByteArray("0000010101") + code + "80");
}

void TensorSliceTest::slicesMustNotOverlap_data() {
  QTest::addColumn<QList<qint64>>("shape");
  QTest::addColumn<QList<QList<QList<qint64>>>>("slices");
  QTest::addColumn<QString>("message");
  using Shapes = QList<qint64>;
  using Slices = QList<QList<QList<qint64>>>;
  QTest::newRow("two rows") << Shapes{4, 3} << Slices{{{0, 2}, {0, 3}}, {{2, 2}, {0, -1}}} << "";
  QTest::newRow("four quarters")
      << Shapes{4, 4}
      << Slices{{{0, 2}, {0, 2}}, {{0, 2}, {2, 2}}, {{2, 2}, {0, 2}}, {{2, 2}, {2, 2}}} << "";
  QTest::newRow("scalar") << Shapes{} << Slices{{}} << "";
  QTest::newRow("empty variable") << Shapes{0, 3} << Slices{} << "";
  QTest::newRow("part of nothing")
      << Shapes{2, 3} << Slices{{{0, 0}, {0, 3}}, {{0, 2}, {0, 3}}} << "";
  QTest::newRow("hole") << Shapes{4, 3} << Slices{{{0, 1}, {0, 3}}, {{2, 2}, {0, 3}}} << "";
  QTest::newRow("none") << Shapes{4, 3} << Slices{} << "";
  QTest::newRow("overlap that counts right")
      << Shapes{4, 3} << Slices{{{0, 2}, {0, 3}}, {{0, 2}, {0, 3}}}
      << "slices 0,2:0,3 and 0,2:0,3 of w overlap";
  QTest::newRow("other rank") << Shapes{4, 3} << Slices{{{0, 4}}}
                              << "slice 0,4 does not fit the shape [4,3]";
}

void TensorSliceTest::slicesMustNotOverlap() {
  QFETCH(QList<qint64>, shape);
  QFETCH(QList<QList<QList<qint64>>>, slices);
  std::vector<Slice> made;
  for (const auto& extents : slices) made.push_back(slice(extents));
  const auto filled = checkSlices("w", Shape(shape.begin(), shape.end()), made);
  QTEST(filled ? QString() : QString::fromStdString(filled.error().message), "message");
}

void TensorSliceTest::slicesAreJoinedAtTheirPlace_data() {
  QTest::addColumn<QList<qint64>>("shape");
  QTest::addColumn<QList<QList<QList<qint64>>>>("slices");
  using Shapes = QList<qint64>;
  using Slices = QList<QList<QList<qint64>>>;
  QTest::newRow("vector") << Shapes{5} << Slices{{{0, 2}}, {{2, 3}}};
  QTest::newRow("rows") << Shapes{4, 3} << Slices{{{0, 3}, {0, -1}}, {{3, 1}, {0, 3}}};
  QTest::newRow("columns") << Shapes{3, 4} << Slices{{{0, 3}, {0, 1}}, {{0, 3}, {1, 3}}};
  QTest::newRow("middle") << Shapes{2, 4, 3}
                          << Slices{{{0, 2}, {0, 1}, {0, 3}}, {{0, 2}, {1, 3}, {0, 3}}};
  QTest::newRow("blocks") << Shapes{2, 2, 2}
                          << Slices{{{0, 1}, {0, 2}, {0, 2}},
                                    {{1, 1}, {0, 1}, {0, 2}},
                                    {{1, 1}, {1, 1}, {0, 1}},
                                    {{1, 1}, {1, 1}, {1, 1}}};
  QTest::newRow("scalar") << Shapes{} << Slices{{}};
}

void TensorSliceTest::slicesAreJoinedAtTheirPlace() {
  QFETCH(QList<qint64>, shape);
  QFETCH(QList<QList<QList<qint64>>>, slices);
  const Tensor whole = counted(Shape(shape.begin(), shape.end()));
  Tensor joined = whole;
  std::fill(joined.bytes.begin(), joined.bytes.end(), std::byte{0xee});
  Tensor words{DType::String, whole.shape, {}, {}};
  for (std::size_t i = 0; i < whole.bytes.size() / 8; ++i)
    words.strings.push_back(std::to_string(i));
  Tensor joinedWords{
      DType::String, whole.shape, {}, std::vector<std::string>(words.strings.size())};
  for (const auto& extents : slices) {
    const Slice part = slice(extents);
    placeSlice(part, cutSlice(part, whole), joined);
    placeSlice(part, cutSlice(part, words), joinedWords);
  }
  QVERIFY(joined == whole);
  QVERIFY(joinedWords == words);
}

void TensorSliceTest::anyRectangleIsCutAcrossSlices_data() {
  QTest::addColumn<QList<QList<qint64>>>("wanted");
  QTest::addColumn<QString>("message");
  using Extents = QList<QList<qint64>>;
  const QString hole =
      "Does not have sufficient slices for partitioned tensor w to restore in slice_spec: ";
  QTest::newRow("one part") << Extents{{0, 2}, {0, 3}} << "";
  QTest::newRow("across two") << Extents{{1, 2}, {1, 2}} << "";
  QTest::newRow("in the last") << Extents{{4, 1}, {1, 1}} << "";
  QTest::newRow("nothing") << Extents{{5, 0}, {0, 3}} << "";
  QTest::newRow("into the hole") << Extents{{3, 2}, {0, 3}} << hole + "3,2:0,3";
  QTest::newRow("whole") << Extents{{0, -1}, {0, -1}} << hole + "-:-";
  QTest::newRow("outside") << Extents{{5, 2}, {0, 3}}
                           << "w: slice 5,2:0,3 does not fit the shape [6,3]";
}

void TensorSliceTest::anyRectangleIsCutAcrossSlices() {
  QFETCH(QList<QList<qint64>>, wanted);
  const Tensor whole = counted({6, 3});
  // Row 4 has only its middle element, row 5 nothing.
  const std::vector<Slice> slices{slice({{0, 2}, {0, -1}}), slice({{2, 2}, {0, 3}}),
                                  slice({{4, 1}, {1, 1}})};
  const std::string name = "w";
  const auto cut = joinSlices({name, whole.dtype, whole.shape, slices}, slice(wanted),
                              [&](std::size_t i) { return cutSlice(slices[i], whole); });
  QTEST(cut ? QString() : QString::fromStdString(cut.error().message), "message");
  if (cut) QVERIFY(*cut == cutSlice(slice(wanted), whole));
}

void TensorSliceTest::extentsMustLieInside_data() {
  QTest::addColumn<qint64>("start");
  QTest::addColumn<qint64>("length");
  QTest::addColumn<bool>("inside");
  constexpr qint64 kMost = std::numeric_limits<qint64>::max();
  QTest::newRow("whole") << qint64(0) << qint64(-1) << true;
  QTest::newRow("last") << qint64(9) << qint64(1) << true;
  QTest::newRow("nothing at the end") << qint64(10) << qint64(0) << true;
  QTest::newRow("one over") << qint64(9) << qint64(2) << false;
  QTest::newRow("negative start") << qint64(-1) << qint64(2) << false;
  QTest::newRow("negative length") << qint64(0) << qint64(-2) << false;
  QTest::newRow("whole from one") << qint64(1) << qint64(-1) << false;
  QTest::newRow("end wraps") << kMost << kMost << false;
  QTest::newRow("least start") << std::numeric_limits<qint64>::min() << qint64(10) << false;
}

void TensorSliceTest::extentsMustLieInside() {
  QFETCH(qint64, start);
  QFETCH(qint64, length);
  const auto shape = sliceShape(slice({{start, length}}), {10});
  QTEST(bool(shape), "inside");
}

void TensorSliceTest::slicesOfOneVariableAreLimited_data() {
  QTest::addColumn<int>("over");
  QTest::newRow("just under") << -1;
  QTest::newRow("at") << 0;
  QTest::newRow("just over") << 1;
}

void TensorSliceTest::slicesOfOneVariableAreLimited() {
  QFETCH(int, over);
  const qint64 count = qint64(limits::kSlices) + over;
  std::vector<Slice> slices;
  for (qint64 i = 0; i < count; ++i) slices.push_back(slice({{i, 1}}));
  const auto filled = checkSlices("w", {count}, slices);
  QCOMPARE(bool(filled), over <= 0);
  if (!filled) QCOMPARE(filled.error().code, ErrorCode::Unsupported);
}

QTEST_APPLESS_MAIN(TensorSliceTest)
#include "tensor_slice_test.moc"
