#include "core/formats/index_table.h"

#include "core/base/limits.h"
#include "tests/core/formats/tables.h"

#include <QTest>
#include <fmt/format.h>
#include <snappy.h>

using namespace cairn;
using namespace cairn::formats;
using namespace cairn::tests;

namespace {

// spec/formats.md section 2: a bundle of five tensors, written by TensorFlow 2.15.
const QByteArray kGolden =
    "00000608011a02080100020f6266080e1204120208022804352e4a56f200010d65080112021200200435d8ea82a2"
    "000b0d676c6f62616c5f73746570080912002004280835ae8d91f5000111730807120412020802200c2808359188"
    "b04d0001157708011208120208021202080220142810354c28987400000000010000000002c8384b000000000100"
    "000000c0f2a1b000010278007f000000000100000000170453dc84010891010e0000000000000000000000000000"
    "000000000000000000000000000000000000000057fb808b247547db";

constexpr std::size_t kGoldenMetaBlock = 132;  // of 8 bytes, which nothing reads

std::vector<TableEntry> manyEntries(int count) {
  std::vector<TableEntry> entries{{"", "header"}};
  for (int i = 0; i < count; ++i)
    entries.push_back({fmt::format("dnn/layer_{:06}/kernel", i), std::string(20, 'v')});
  return entries;
}

Bytes packed(const Bytes& block) {
  std::string out;
  const std::string_view text = asText(block);
  snappy::Compress(text.data(), text.size(), &out);
  const ByteView bytes = asBytes(out);
  return Bytes(bytes.begin(), bytes.end());
}

}  // namespace

class IndexTableTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void goldenFileIsReadAndWrittenAgain();
  void whatIsWrittenIsRead_data();
  void whatIsWrittenIsRead();
  void keysMustAscend_data();
  void keysMustAscend();
  void aCutAtAnyByteIsAnError();
  void aFlipUnderAChecksumIsFound();
  void damageIsToldAsTensorFlowDoes_data();
  void damageIsToldAsTensorFlowDoes();
  void snappyBlocksAreRead();
  void aSnappyBlockMayHaveSixteenMebibytes_data();
  void aSnappyBlockMayHaveSixteenMebibytes();
  void hostileBlocksUnderRightChecksumsAreDamage_data();
  void hostileBlocksUnderRightChecksumsAreDamage();
  void sharedPrefixesDoNotMultiplyMemory();
  void entriesAreCountedBeforeTheyAreKept_data();
  void entriesAreCountedBeforeTheyAreKept();
  void visitorsErrorEndsTheVisit();
};

void IndexTableTest::goldenFileIsReadAndWrittenAgain() {
  const Bytes golden = fromHex(kGolden);
  QCOMPARE(golden.size(), std::size_t{212});
  const auto entries = readTable(golden, "golden.index");
  QVERIFY2(entries, entries ? "" : describe(entries.error()).c_str());
  std::vector<std::string> keys;
  for (const TableEntry& entry : *entries) keys.push_back(entry.key);
  QCOMPARE(keys, (std::vector<std::string>{"", "bf", "e", "global_step", "s", "w"}));
  QCOMPARE(toHex(*writeTable(*entries)), kGolden);
}

void IndexTableTest::whatIsWrittenIsRead_data() {
  QTest::addColumn<int>("count");
  // 9000 entries need several blocks of 262144 bytes.
  for (const int count : {0, 1, 15, 16, 17, 9000}) QTest::addRow("%d", count) << count;
}

void IndexTableTest::whatIsWrittenIsRead() {
  QFETCH(int, count);
  const std::vector<TableEntry> entries = manyEntries(count);
  const auto table = writeTable(entries);
  QVERIFY(table);
  QVERIFY(looksLikeTable(*table));
  const auto found = readTable(*table, "many.index");
  QVERIFY2(found, found ? "" : describe(found.error()).c_str());
  QVERIFY(*found == entries);
  QVERIFY(readTable(*writeTable({}), "none")->empty());
}

void IndexTableTest::keysMustAscend_data() {
  QTest::addColumn<QString>("second");
  QTest::newRow("same") << "b";
  QTest::newRow("below") << "a";
}

void IndexTableTest::keysMustAscend() {
  QFETCH(QString, second);
  const auto table = writeTable({{"b", "1"}, {second.toStdString(), "2"}});
  QVERIFY(!table);
  QCOMPARE(table.error().code, ErrorCode::InvalidArgument);
}

void IndexTableTest::aCutAtAnyByteIsAnError() {
  const Bytes golden = fromHex(kGolden);
  for (std::size_t kept = 0; kept < golden.size(); ++kept) {
    const auto entries = readTable(ByteView(golden).first(kept), "cut");
    QVERIFY(!entries);
    QVERIFY(entries.error().offset.has_value());
    QCOMPARE(entries.error().code, kept < 48 ? ErrorCode::Truncated : ErrorCode::Corrupt);
  }
}

void IndexTableTest::aFlipUnderAChecksumIsFound() {
  const Bytes golden = fromHex(kGolden);
  const auto entries = readTable(golden, "golden");
  for (std::size_t i = 0; i < golden.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      Bytes flipped = golden;
      flipped[i] ^= static_cast<std::byte>(1 << bit);
      const auto found = readTable(flipped, "flipped");
      // The metaindex block is read by nobody.
      const bool isMeta = i >= kGoldenMetaBlock && i < kGoldenMetaBlock + 13;
      const bool isFooter = i >= golden.size() - 48;  // under no checksum
      if (found) {
        QVERIFY2(isMeta || isFooter, qPrintable(QString::number(i)));
        QVERIFY(*found == *entries);
      } else {
        QVERIFY2(!isMeta, describe(found.error()).c_str());
        QVERIFY(!found.error().message.empty() && found.error().where == "flipped");
      }
    }
}

void IndexTableTest::damageIsToldAsTensorFlowDoes_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("words");
  const auto golden = QByteArray::fromHex(kGolden);
  const auto flipped = [&](int at) {
    QByteArray bytes = golden;
    bytes[at] = char(bytes[at] ^ 1);
    return bytes;
  };
  QTest::newRow("empty") << QByteArray() << "file is too short to be an sstable";
  QTest::newRow("47 bytes") << golden.right(47) << "file is too short to be an sstable";
  QTest::newRow("cut") << golden.left(211) << "not an sstable (bad magic number)";
  QTest::newRow("appended") << golden + "x"
                            << "not an sstable (bad magic number)";
  QTest::newRow("bad magic") << flipped(211) << "not an sstable (bad magic number)";
  QTest::newRow("first data block") << flipped(5) << "block checksum mismatch";
  QTest::newRow("index block") << flipped(150) << "block checksum mismatch";
  const Bytes typed = tableOf(plainBlock({{"a", "1"}}), 2);
  QTest::newRow("compression 2") << QByteArray::fromStdString(std::string(asText(typed)))
                                 << "bad block type";
}

void IndexTableTest::damageIsToldAsTensorFlowDoes() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, words);
  const auto entries = readTable(fromHex(bytes.toHex()), "model.ckpt-400.index");
  QVERIFY(!entries);
  QVERIFY2(entries.error().message.starts_with(words.toStdString()),
           entries.error().message.c_str());
  QVERIFY(entries.error().offset.has_value());
}

void IndexTableTest::snappyBlocksAreRead() {
  const std::vector<TableEntry> entries{{"", std::string(100, 'h')}, {"w", std::string(300, 'x')}};
  const auto found = readTable(tableOf(packed(plainBlock(entries)), 1), "snappy");
  QVERIFY2(found, found ? "" : describe(found.error()).c_str());
  QVERIFY(*found == entries);
}

void IndexTableTest::aSnappyBlockMayHaveSixteenMebibytes_data() {
  QTest::addColumn<int>("over");
  QTest::newRow("just under") << -1;
  QTest::newRow("at") << 0;
  QTest::newRow("just over") << 1;
}

void IndexTableTest::aSnappyBlockMayHaveSixteenMebibytes() {
  QFETCH(int, over);
  const auto size = static_cast<std::size_t>(static_cast<int>(limits::kSnappyBlockBytes) + over);
  // Two varints of one byte, one of four, key of one, restart and count.
  const Bytes block = plainBlock({{"a", std::string(size - 15, '\0')}});
  QCOMPARE(block.size(), size);
  const auto found = readTable(tableOf(packed(block), 1), "snappy");
  QCOMPARE(bool(found), over <= 0);
  if (!found) QCOMPARE(found.error().code, ErrorCode::Corrupt);
}

void IndexTableTest::hostileBlocksUnderRightChecksumsAreDamage_data() {
  QTest::addColumn<QByteArray>("table");
  const auto row = [](const char* name, const Bytes& table) {
    QTest::newRow(name) << QByteArray::fromStdString(std::string(asText(table)));
  };
  const auto indexed = [](const std::string& dataHandle) {
    TableMaker maker;
    maker.add(plainBlock({{"a", "1"}}));
    return maker.finish(maker.add(plainBlock({{"b", dataHandle}})));
  };
  const auto bytesOf = [](std::initializer_list<int> values) {
    Bytes bytes;
    for (const int value : values) bytes.push_back(static_cast<std::byte>(value));
    return bytes;
  };
  // C2, C5, C10: handles.
  row("handle beyond the file", indexed(handle(1'000'000, 20)));
  row("size beyond the file", indexed(handle(0, 1'000'000)));
  row("offset and size wrap", indexed(handle(~std::uint64_t{0} - 3, 16)));
  row("offset and trailer wrap", indexed(handle(0, ~std::uint64_t{0} - 2)));
  row("handle cut", indexed("\x80"));
  row("handle of no bytes", indexed(""));
  {
    TableMaker maker;
    row("index handle beyond the file", maker.finish(handle(1 << 20, 100)));
  }
  {
    TableMaker maker;
    const std::string data = maker.add(plainBlock({{"a", "1"}}));
    row("one block twice", maker.finish(maker.add(plainBlock({{"b", data}, {"c", data}}))));
  }
  {
    TableMaker maker;
    const std::string data = maker.add(plainBlock({{"b", "1"}}));
    row("index key below its block", maker.finish(maker.add(plainBlock({{"a", data}}))));
  }
  // C11: keys and restarts.
  row("keys fall", tableOf(plainBlock({{"b", "1"}, {"a", "2"}})));
  row("key twice", tableOf(plainBlock({{"a", "1"}, {"a", "2"}})));
  row("no restart count", tableOf(bytesOf({0, 0, 0})));
  row("no restart", tableOf(bytesOf({0, 0, 0, 0})));
  row("restarts over the block", tableOf(bytesOf({0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f})));
  row("restart count wraps", tableOf(bytesOf({0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff})));
  {
    Bytes block;
    appendEntry(block, 0, "a", "1");
    appendEntry(block, 0, "b", "1");
    row("restart inside an entry", tableOf(withRestarts(block, {0, 3})));
    row("restart behind the block", tableOf(withRestarts(block, {0, 1 << 20})));
    row("restarts fall", tableOf(withRestarts(block, {5, 0})));
    row("first restart missing", tableOf(withRestarts(block, {5, 5})));
  }
  {
    Bytes block;
    appendEntry(block, 0, "ab", "1");
    appendEntry(block, 1, "c", "1");
    row("restart at a shared entry", tableOf(withRestarts(block, {0, 6})));
  }
  {
    Bytes block;
    appendEntry(block, 0, "a", "1");
    appendEntry(block, 2, "b", "1");
    row("shared over the key before", tableOf(withRestarts(block, {0})));
  }
  row("first entry shares", tableOf(withRestarts(bytesOf({1, 1, 0, 'a'}), {0})));
  row("key beyond the block", tableOf(withRestarts(bytesOf({0, 9, 0, 'a'}), {0})));
  row("value beyond the block", tableOf(withRestarts(bytesOf({0, 1, 9, 'a'}), {0})));
  row("lengths wrap",
      tableOf(withRestarts(
          bytesOf({0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1, 'a'}), {0})));
  row("varint of eleven bytes", tableOf(withRestarts(Bytes(11, std::byte{0x80}), {0})));
  // Ten bytes, but no 32-bit number: LevelDB would not take it.
  row("varint too wide",
      tableOf(withRestarts(bytesOf({0x80, 0x80, 0x80, 0x80, 0x80, 0, 1, 0, 'a'}), {0})));
  // C12: snappy.
  row("snappy without a length", tableOf(Bytes(5, std::byte{0xff}), 1));
  row("snappy bomb", tableOf(bytesOf({0xff, 0xff, 0xff, 0xff, 0x0f, 0}), 1));
  row("snappy ratio over 32", tableOf(bytesOf({0xc1, 0x01, 0x00, 'a', 0xfe, 0x01}), 1));
  row("snappy too short", tableOf(bytesOf({20, 0x00, 'a'}), 1));
  row("snappy copies from before its start", tableOf(bytesOf({12, 0x00, 'a', 0x1d, 9}), 1));
  row("snappy copies from offset zero", tableOf(bytesOf({12, 0x00, 'a', 0x1d, 0}), 1));
  // A self-overlapping copy is legal snappy; what comes out is no block.
  row("snappy overlaps itself", tableOf(bytesOf({12, 0x00, 'a', 0x1d, 1}), 1));
}

void IndexTableTest::hostileBlocksUnderRightChecksumsAreDamage() {
  QFETCH(QByteArray, table);
  const auto entries = readTable(fromHex(table.toHex()), "hostile");
  QVERIFY(!entries);
  QCOMPARE(entries.error().where, std::string("hostile"));
  QVERIFY2(
      entries.error().code == ErrorCode::Corrupt || entries.error().code == ErrorCode::Truncated,
      describe(entries.error()).c_str());
}

void IndexTableTest::sharedPrefixesDoNotMultiplyMemory() {
  // A key of a megabyte, then 4-byte entries that each share all of it: 100 GB of keys.
  Bytes block;
  appendEntry(block, 0, std::string(1 << 20, 'k'), "");
  for (int i = 0; i < 100'000; ++i) appendEntry(block, 1 << 20, "x", "");
  const auto entries = readTable(tableOf(withRestarts(block, {0})), "bomb");
  QVERIFY(!entries);
  QCOMPARE(entries.error().code, ErrorCode::Corrupt);
}

void IndexTableTest::entriesAreCountedBeforeTheyAreKept_data() {
  QTest::addColumn<int>("over");
  QTest::newRow("just under") << -1;
  QTest::newRow("at") << 0;
  QTest::newRow("just over") << 1;
}

void IndexTableTest::entriesAreCountedBeforeTheyAreKept() {
  QFETCH(int, over);
  const std::size_t count = limits::kTensors + static_cast<std::size_t>(over);
  Bytes block;
  block.reserve(count * 7 + 8);
  for (std::size_t key = 0; key < count; ++key) {
    for (const int length : {0, 4, 0}) block.push_back(static_cast<std::byte>(length));
    for (const int shift : {24, 16, 8, 0}) block.push_back(static_cast<std::byte>(key >> shift));
  }
  std::size_t seen = 0;
  const auto visited = visitTable(tableOf(withRestarts(std::move(block), {0})), "many",
                                  [&](std::string_view, ByteView) {
                                    ++seen;
                                    return Result<void>();
                                  });
  QCOMPARE(static_cast<bool>(visited), over <= 0);
  if (!visited) QVERIFY(visited.error().message.starts_with("over 10000000 entries"));
  QCOMPARE(seen, std::min(count, limits::kTensors));
}

void IndexTableTest::visitorsErrorEndsTheVisit() {
  int seen = 0;
  const auto visited = visitTable(fromHex(kGolden), "golden", [&](std::string_view, ByteView) {
    ++seen;
    return seen == 2 ? Result<void>(Error{ErrorCode::Cancelled, "enough"}) : Result<void>();
  });
  QVERIFY(!visited);
  QCOMPARE(visited.error().code, ErrorCode::Cancelled);
  QCOMPARE(seen, 2);
}

QTEST_APPLESS_MAIN(IndexTableTest)
#include "index_table_test.moc"
