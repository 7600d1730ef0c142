#include "tests/core/base/faulty_file_ops.h"
#include "tests/core/formats/bundles.h"

#include <QTest>
#include <limits>

using namespace cairn;
using namespace cairn::formats;
using namespace cairn::tests;
using cairn::test::FaultyFileOps;

namespace {

Tensor floats(Shape shape, std::vector<float> values) {
  return makeFloatTensor(std::move(shape), values);
}

Tensor strings(Shape shape, std::vector<std::string> values) {
  return {DType::String, std::move(shape), {}, std::move(values)};
}

Tensor steps(std::int64_t step) { return makeInt64Tensor({}, std::vector{step}); }

/// The five tensors of the golden file in spec/formats.md section 2.
std::vector<BundleItem> goldenItems() {
  return {{"bf", {DType::BFloat16, {2}, fromHex("c03f00c0"), {}}, {}, {}, 0},
          {"e", floats({0}, {}), {}, {}, 0},
          {"global_step", steps(42), {}, {}, 0},
          {"s", strings({2}, {"ab", ""}), {}, {}, 0},
          {"w", floats({2, 2}, {1, 2, 3, 4}), {}, {}, 0}};
}

std::string entryHex(const BundleImage& image, std::string_view key) {
  const auto table = readTable(image.index, "made");
  for (const TableEntry& entry : *table)
    if (entry.key == key) return toHex(asBytes(entry.value)).toStdString();
  return "missing";
}

BundleItem part(Shape shape, std::int64_t start, std::int64_t rows, std::int32_t shard = 0) {
  Shape cut = shape;
  cut[0] = rows;
  const std::vector<float> values(static_cast<std::size_t>(*elementCount(cut)), 1.0F);
  return {"emb/weights", makeFloatTensor(cut, values), Slice{{{start, rows}, {0, shape[1]}}}, shape,
          shard};
}

class FullDisk : public FaultyFileOps {
 public:
  FullDisk(FileOps& inner, std::uint64_t free) : FaultyFileOps(inner), m_free(free) {}
  Result<std::uint64_t> freeSpace(const fs::path&) override { return m_free; }

 private:
  std::uint64_t m_free;
};

}  // namespace

class BundleWriterTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void goldenBundleIsWrittenByteForByte();
  void entriesAreTensorFlows();
  void partsAreStoredUnderSliceKeys();
  void aVariableInOnePartIsStoredWhole();
  void itemsThatDoNotFitAreRefused_data();
  void itemsThatDoNotFitAreRefused();
  void whatIsWrittenIsRead();
  void dataAreDurableBeforeTheIndex();
  void anOldIndexGoesFirst();
  void afterAFailureNothingIsLeft();
  void afterAKillTheBundleIsWholeOrAbsent_data();
  void afterAKillTheBundleIsWholeOrAbsent();
  void freeSpaceIsCheckedFirst_data();
  void freeSpaceIsCheckedFirst();
};

void BundleWriterTest::goldenBundleIsWrittenByteForByte() {
  const auto image = encodeBundle(goldenItems());
  QVERIFY(image);
  QCOMPARE(
      toHex(image->index),
      QByteArray(
          "00000608011a02080100020f6266080e1204120208022804352e4a56f200010d65080112021200200435d8ea"
          "82a2000b0d676c6f62616c5f73746570080912002004280835ae8d91f5000111730807120412020802200c28"
          "08359188b04d0001157708011208120208021202080220142810354c28987400000000010000000002c8384b"
          "000000000100000000c0f2a1b000010278007f000000000100000000170453dc84010891010e000000000000"
          "0000000000000000000000000000000000000000000000000000000057fb808b247547db"));
  QCOMPARE(image->data.size(), std::size_t{1});
  QCOMPARE(toHex(image->data[0]),
           QByteArray("c03f00c02a00000000000000020078270b3461620000803f000000400000404000008040"));
}

void BundleWriterTest::entriesAreTensorFlows() {
  // spec/formats.md section 3; the 371 and 544 bytes before are of another tensor.
  const auto before = [](std::size_t size) {
    return BundleItem{"a", {DType::UInt8, {std::int64_t(size)}, Bytes(size), {}}, {}, {}, 0};
  };
  QCOMPARE(entryHex(*encodeBundle({before(371), {"n", steps(7), {}, {}, 0}}), "n"),
           std::string("0809120020f302280835bbd79f11"));
  QCOMPARE(entryHex(*encodeBundle({before(544), {"n", floats({0, 5}, {}), {}, {}, 0}}), "n"),
           std::string("0801120612001202080520a00435d8ea82a2"));
  QCOMPARE(entryHex(*encodeBundle({before(544), {"n", strings({0}, {}), {}, {}, 0}}), "n"),
           std::string("08071202120020a004280435f6c10c64"));
  QCOMPARE(toHex(encodeBundle({{"h", strings({}, {"hello"}), {}, {}, 0}})->data[0]),
           QByteArray("05d9c69c4368656c6c6f"));
  QCOMPARE(toHex(encodeBundle({})->data[0]), QByteArray());
}

void BundleWriterTest::partsAreStoredUnderSliceKeys() {
  const Shape full{10, 3};
  const auto image = encodeBundle({part(full, 0, 4), part(full, 4, 3), part(full, 7, 3)});
  QVERIFY(image);
  QCOMPARE(
      entryHex(*image, "emb/weights"),
      std::string("080112081202080a120208033a080a0210040a0210033a0a0a04080410030a0210033a0a0a04"
                  "080710030a021003"));
  const auto table = readTable(image->index, "made");
  QCOMPARE(table->size(), std::size_t{5});
  QCOMPARE(toHex(asBytes((*table)[1].key)), QByteArray("00656d622f776569676874730001010280848083"));
  QCOMPARE(toHex(asBytes((*table)[3].key)), QByteArray("00656d622f776569676874730001010287838083"));
}

void BundleWriterTest::aVariableInOnePartIsStoredWhole() {
  const auto image = encodeBundle({part({4, 3}, 0, 4)});
  QVERIFY(image);
  QCOMPARE(readTable(image->index, "made")->size(), std::size_t{2});
}

void BundleWriterTest::itemsThatDoNotFitAreRefused_data() {
  QTest::addColumn<int>("row");
  const char* const kNames[] = {"name twice",     "no name",          "name of a slice",
                                "bytes too few",  "strings too many", "shape of nothing",
                                "resource",       "unknown type",     "shard below",
                                "shard above",    "no shards",        "too many shards",
                                "slice too long", "parts disagree",   "part beside a whole",
                                "same part twice"};
  for (int i = 0; i < int(std::size(kNames)); ++i) QTest::newRow(kNames[i]) << i;
}

void BundleWriterTest::itemsThatDoNotFitAreRefused() {
  QFETCH(int, row);
  const BundleItem good{"w", floats({1}, {1}), {}, {}, 0};
  const auto with = [&good](auto change) {
    BundleItem item = good;
    change(item);
    return item;
  };
  std::int32_t shards = row == 10 ? 0 : row == 11 ? 100'000 : 1;
  const std::vector<std::vector<BundleItem>> rows = {
      {good, good},
      {with([](BundleItem& item) { item.name.clear(); })},
      {with([](BundleItem& item) { item.name = std::string(1, '\0') + "w"; })},
      {with([](BundleItem& item) { item.tensor.bytes.pop_back(); })},
      {{"s", strings({1}, {"a", "b"}), {}, {}, 0}},
      {with([](BundleItem& item) { item.tensor.shape = {-1}; })},
      {with([](BundleItem& item) { item.tensor.dtype = DType::Resource; })},
      {with([](BundleItem& item) { item.tensor.dtype = static_cast<DType>(99); })},
      {with([](BundleItem& item) { item.shard = -1; })},
      {with([](BundleItem& item) { item.shard = 1; })},
      {},
      {},
      {part({4, 3}, 2, 3)},
      {part({10, 3}, 0, 4), part({11, 3}, 4, 3)},
      {{"emb/weights", floats({1}, {1}), {}, {}, 0}, part({10, 3}, 0, 4)},
      {part({10, 3}, 0, 4), part({10, 3}, 0, 4)}};
  const auto image = encodeBundle(rows[static_cast<std::size_t>(row)], shards);
  QVERIFY(!image);
  QCOMPARE(image.error().code, ErrorCode::InvalidArgument);
}

void BundleWriterTest::whatIsWrittenIsRead() {
  std::vector<BundleItem> items = goldenItems();
  const Shape full{10, 3};
  items.push_back(part(full, 0, 4, 1));
  items.push_back(part(full, 4, 6, 2));
  BundleMaker maker;
  QVERIFY(writeBundle(posixFileOps(), maker.prefix(), *encodeBundle(items, 3)));
  const auto bundle = TensorBundle::open(posixFileOps(), maker.prefix());
  QVERIFY(bundle && bundle->verify().empty());
  QCOMPARE(bundle->shardCount(), 3);
  for (const BundleItem& item : goldenItems()) QVERIFY(*bundle->read(item.name) == item.tensor);
  const auto joined = bundle->read("emb/weights");
  QVERIFY(joined);
  QVERIFY(*joined == makeFloatTensor(full, std::vector<float>(30, 1.0F)));
  QCOMPARE(bundle->find("emb/weights")->slices.size(), std::size_t{2});
}

void BundleWriterTest::dataAreDurableBeforeTheIndex() {
  BundleMaker maker;
  FaultyFileOps files(posixFileOps());
  QVERIFY(writeBundle(files, maker.prefix(), *encodeBundle(goldenItems())));
  std::vector<std::string> order;
  for (const std::string& call : files.log()) order.push_back(call.substr(0, call.find(' ')));
  const std::vector<std::string> file{"open", "allocate", "write", "sync", "close", "rename"};
  std::vector<std::string> wanted = file;
  wanted.push_back("syncDirectory");
  wanted.insert(wanted.end(), file.begin(), file.end());
  wanted.push_back("syncDirectory");
  QCOMPARE(order, wanted);
  const auto log = files.log();
  QVERIFY(log[5].find(".data-00000-of-00001") != std::string::npos);
  QVERIFY(log[12].find(".index") != std::string::npos);
}

void BundleWriterTest::anOldIndexGoesFirst() {
  BundleMaker maker;
  QVERIFY(maker.open());
  FaultyFileOps files(posixFileOps());
  QVERIFY(writeBundle(files, maker.prefix(), *encodeBundle(goldenItems())));
  QCOMPARE(files.log()[0].substr(0, 6), std::string("remove"));
  QCOMPARE(files.log()[1].substr(0, 13), std::string("syncDirectory"));
  QCOMPARE(TensorBundle::open(posixFileOps(), maker.prefix())->entries().size(), std::size_t{5});
}

void BundleWriterTest::afterAFailureNothingIsLeft() {
  const BundleImage image = *encodeBundle(goldenItems());
  std::size_t calls = 0;
  {
    BundleMaker maker;
    FaultyFileOps files(posixFileOps());
    QVERIFY(writeBundle(files, maker.prefix(), image));
    calls = files.calls();
  }
  for (std::size_t call = 1; call <= calls; ++call) {
    BundleMaker maker;
    FaultyFileOps files(posixFileOps());
    files.failAt(call);
    const auto written = writeBundle(files, maker.prefix(), image);
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::NoSpace);
    QVERIFY2(posixFileOps().list(maker.prefix().parent_path())->empty(),
             files.log().back().c_str());
    // Once there is space again the next save works.
    QVERIFY(writeBundle(files, maker.prefix(), image));
  }
}

void BundleWriterTest::afterAKillTheBundleIsWholeOrAbsent_data() {
  QTest::addColumn<bool>("torn");
  QTest::addColumn<bool>("overOld");
  for (const bool torn : {false, true})
    for (const bool overOld : {false, true})
      QTest::addRow("%s%s", torn ? "torn" : "before", overOld ? " over an old one" : "")
          << torn << overOld;
}

void BundleWriterTest::afterAKillTheBundleIsWholeOrAbsent() {
  QFETCH(bool, torn);
  QFETCH(bool, overOld);
  const BundleImage image = *encodeBundle(goldenItems());
  bool done = false;
  std::size_t absent = 0;
  for (std::size_t call = 1; !done; ++call) {
    BundleMaker maker;
    if (overOld) QVERIFY(maker.open());
    FaultyFileOps files(posixFileOps());
    files.killAt(call, torn ? FaultyFileOps::Death::Torn : FaultyFileOps::Death::Before);
    done = bool(writeBundle(files, maker.prefix(), image));
    const auto bundle = TensorBundle::open(posixFileOps(), maker.prefix());
    if (!bundle) {
      QCOMPARE(bundle.error().code, ErrorCode::NotFound);
      ++absent;
    } else {
      QVERIFY(bundle->verify().empty());
    }
  }
  QVERIFY(absent > 8);
}

void BundleWriterTest::freeSpaceIsCheckedFirst_data() {
  QTest::addColumn<int>("over");
  QTest::addColumn<bool>("written");
  QTest::newRow("just under") << -1 << false;
  QTest::newRow("at") << 0 << true;
  QTest::newRow("just over") << 1 << true;
}

void BundleWriterTest::freeSpaceIsCheckedFirst() {
  QFETCH(int, over);
  const BundleImage image = *encodeBundle(goldenItems());
  const std::uint64_t bytes = image.index.size() + image.data[0].size();
  BundleMaker maker;
  FullDisk files(posixFileOps(), bytes + bytes / 5 + static_cast<std::uint64_t>(over));
  const auto written = writeBundle(files, maker.prefix(), image);
  QTEST(bool(written), "written");
  if (!written) {
    QCOMPARE(written.error().code, ErrorCode::NoSpace);
    QCOMPARE(files.calls(), std::size_t{0});
  }
}

QTEST_APPLESS_MAIN(BundleWriterTest)
#include "bundle_writer_test.moc"
