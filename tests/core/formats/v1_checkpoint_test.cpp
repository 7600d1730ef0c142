#include "core/formats/v1_checkpoint.h"

#include "tests/core/formats/bundles.h"

#include <QTest>
#include <fmt/format.h>

using namespace cairn;
using namespace cairn::formats;
using namespace cairn::tests;

namespace {

/// One table of a V1 checkpoint under construction.
class V1Maker {
 public:
  pb::SavedSliceMeta& tensor(const std::string& name, DType dtype, const Shape& shape) {
    auto* added = m_meta.mutable_meta()->add_tensor();
    added->set_name(name);
    added->set_type(static_cast<int>(dtype));
    for (const std::int64_t size : shape) added->mutable_shape()->add_dim()->set_size(size);
    return *added;
  }
  /// Names a slice in the meta entry and stores its values.
  pb::TensorProto& slice(pb::SavedSliceMeta& meta, const Slice& slice) {
    auto* proto = meta.add_slice();
    for (const Slice::Extent& extent : slice.extents) {
      auto* added = proto->add_extent();
      added->set_start(extent.start);
      if (extent.length >= 0) added->set_length(extent.length);
    }
    pb::SavedTensorSlices& stored = m_values[sliceKey(meta.name(), slice)];
    stored.mutable_data()->set_name(meta.name());
    *stored.mutable_data()->mutable_slice() = *proto;
    return *stored.mutable_data()->mutable_data();
  }
  Bytes table() const {
    std::vector<TableEntry> entries{{"", m_meta.SerializeAsString()}};
    for (const auto& [key, value] : m_values) entries.push_back({key, value.SerializeAsString()});
    return *writeTable(entries);
  }

 private:
  pb::SavedTensorSlices m_meta;
  std::map<std::string, pb::SavedTensorSlices> m_values;
};

const Slice kWhole1{{{0, -1}}};

V1Maker oneFloat(std::initializer_list<float> values) {
  V1Maker maker;
  auto& meta = maker.tensor("a", DType::Float, {2});
  auto& data = maker.slice(meta, kWhole1);
  for (const float value : values) data.add_float_val(value);
  return maker;
}

class Directory {
 public:
  fs::path path(const std::string& name) const {
    return fs::path(m_directory.path().toStdString()) / name;
  }
  Result<TensorBundle> open(const std::string& name) const {
    return TensorBundle::open(posixFileOps(), path(name));
  }

 private:
  QTemporaryDir m_directory;
};

}  // namespace

class V1CheckpointTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keysAndValuesAreTensorFlows();
  void everyTypeIsRead_data();
  void everyTypeIsRead();
  void shardsAreReadThroughAnyOfTheirNames_data();
  void shardsAreReadThroughAnyOfTheirNames();
  void aV2IndexIsNotTakenForOne();
  void hostileContentIsAProblemOfItsTensor_data();
  void hostileContentIsAProblemOfItsTensor();
  void tablesWithoutAHeaderAreRefused();
};

void V1CheckpointTest::keysAndValuesAreTensorFlows() {
  // spec/formats.md section 7.
  V1Maker maker;
  auto& data = maker.slice(maker.tensor("a", DType::Float, {2, 2}), Slice{{{0, -1}, {0, -1}}});
  for (const float value : {1.0F, 2.0F, 3.0F, 4.0F}) data.add_float_val(value);
  const auto entries = readTable(maker.table(), "old.ckpt");
  QCOMPARE(toHex(asBytes((*entries)[1].key)), QByteArray("006100010102807f807f"));
  QCOMPARE(toHex(asBytes((*entries)[1].value)),
           QByteArray("121d0a016112040a000a001a122a100000803f000000400000404000008040"));
}

void V1CheckpointTest::everyTypeIsRead_data() {
  QTest::addColumn<int>("dtype");
  QTest::addColumn<QByteArray>("bytes");
  QTest::newRow("float") << 1 << QByteArray("0000803f00000040");
  QTest::newRow("double") << 2 << QByteArray("000000000000f03f0000000000000040");
  QTest::newRow("int32") << 3 << QByteArray("0100000002000000");
  QTest::newRow("uint8") << 4 << QByteArray("0102");
  QTest::newRow("int16") << 5 << QByteArray("01000200");
  QTest::newRow("int8") << 6 << QByteArray("0102");
  QTest::newRow("complex64") << 8
                             << QByteArray(
                                    "0000803f00000040"
                                    "0000803f00000040");
  QTest::newRow("int64") << 9 << QByteArray("01000000000000000200000000000000");
  QTest::newRow("bool") << 10 << QByteArray("0100");
  QTest::newRow("uint16") << 17 << QByteArray("01000200");
  QTest::newRow("complex128") << 18
                              << QByteArray(
                                     "000000000000f03f0000000000000040"
                                     "000000000000f03f0000000000000040");
  QTest::newRow("half") << 19 << QByteArray("01000200");
  QTest::newRow("uint32") << 22 << QByteArray("0100000002000000");
  QTest::newRow("uint64") << 23 << QByteArray("01000000000000000200000000000000");
}

void V1CheckpointTest::everyTypeIsRead() {
  QFETCH(int, dtype);
  QFETCH(QByteArray, bytes);
  V1Maker maker;
  auto& data = maker.slice(maker.tensor("a", static_cast<DType>(dtype), {2}), kWhole1);
  for (const int value : {1, 2}) {
    data.add_float_val(float(value));
    data.add_double_val(value);
    data.add_int_val(value);
    data.add_int64_val(value);
    data.add_bool_val(value == 1);
    data.add_half_val(value);
    data.add_uint32_val(std::uint32_t(value));
    data.add_uint64_val(std::uint64_t(value));
  }
  for (const int half : {1, 2, 1, 2}) {
    data.add_scomplex_val(float(half));
    data.add_dcomplex_val(half);
  }
  const Directory directory;
  writeBytes(directory.path("old.ckpt"), maker.table());
  const auto bundle = directory.open("old.ckpt");
  QVERIFY(bundle && bundle->isV1());
  const auto value = bundle->read("a");
  QVERIFY2(value, value ? "" : describe(value.error()).c_str());
  QCOMPARE(toHex(value->bytes), bytes);
  QVERIFY(bundle->verify().empty());
  QVERIFY(bundle->find("a")->slices.empty());
}

void V1CheckpointTest::shardsAreReadThroughAnyOfTheirNames_data() {
  QTest::addColumn<QString>("name");
  QTest::newRow("prefix") << "old.ckpt";
  QTest::newRow("pattern of the state file") << "old.ckpt-????\?-of-00002";
}

void V1CheckpointTest::shardsAreReadThroughAnyOfTheirNames() {
  QFETCH(QString, name);
  const Directory directory;
  for (const int shard : {0, 1}) {
    V1Maker maker;
    const Slice rows{{{shard * 2, 2}, {0, -1}}};
    auto& data = maker.slice(maker.tensor("emb", DType::Int64, {4, 1}), rows);
    data.add_int64_val(shard * 2);
    data.add_int64_val(shard * 2 + 1);
    writeBytes(directory.path(fmt::format("old.ckpt-{:05}-of-00002", shard)), maker.table());
  }
  const auto bundle = directory.open(name.toStdString());
  QVERIFY2(bundle, bundle ? "" : describe(bundle.error()).c_str());
  QCOMPARE(bundle->entries().size(), std::size_t{1});
  QCOMPARE(bundle->entries()[0].slices.size(), std::size_t{2});
  const auto value = bundle->read("emb");
  QVERIFY2(value, value ? "" : describe(value.error()).c_str());
  QVERIFY(*value == makeInt64Tensor({4, 1}, std::vector<std::int64_t>{0, 1, 2, 3}));
  QVERIFY(bundle->dataFiles().empty());
}

void V1CheckpointTest::aV2IndexIsNotTakenForOne() {
  const BundleMaker maker;
  QVERIFY(maker.open());
  const auto bundle = TensorBundle::open(posixFileOps(), indexPath(maker.prefix()));
  QVERIFY(!bundle);
  QCOMPARE(bundle.error().code, ErrorCode::InvalidArgument);
  // A data file named as the checkpoint is no table.
  const auto data = TensorBundle::open(posixFileOps(), dataPath(maker.prefix(), 0, 1));
  QVERIFY(!data);
  QVERIFY(data.error().message.find("sstable") != std::string::npos);
}

void V1CheckpointTest::hostileContentIsAProblemOfItsTensor_data() {
  QTest::addColumn<QString>("row");
  QTest::addColumn<QString>("words");
  QTest::newRow("few") << "few"
                       << "a: slice - has 1 elements, want 2";
  QTest::newRow("many") << "many"
                        << "a: slice - has 3 elements, want 2";
  QTest::newRow("negative") << "negative"
                            << "Invalid tensor shape: a dim { size: -2 }";
  QTest::newRow("bytes wrap") << "wraps"
                              << "Invalid tensor shape: a";
  QTest::newRow("unknown type") << "type"
                                << "a: dtype 99 has no values in a V1 checkpoint";
  QTest::newRow("no value") << "value"
                            << "slice - of a not found in checkpoint";
  QTest::newRow("slice outside") << "outside"
                                 << "slice 1,2 does not fit the shape [2]";
  QTest::newRow("slice twice") << "twice"
                               << "slices - and - of a overlap";
  QTest::newRow("no slice") << "none"
                            << "Does not have sufficient slices for partitioned tensor a";
}

void V1CheckpointTest::hostileContentIsAProblemOfItsTensor() {
  QFETCH(QString, row);
  QFETCH(QString, words);
  V1Maker maker = row == "few" ? oneFloat({1}) : row == "many" ? oneFloat({1, 2, 3}) : V1Maker();
  if (row == "negative") maker.slice(maker.tensor("a", DType::Float, {-2}), kWhole1);
  if (row == "wraps")
    maker.slice(maker.tensor("a", DType::Float, {std::int64_t{1} << 62}), kWhole1);
  if (row == "type") maker.slice(maker.tensor("a", static_cast<DType>(99), {2}), kWhole1);
  if (row == "value") maker.tensor("a", DType::Float, {2}).add_slice()->add_extent();
  if (row == "outside") maker.slice(maker.tensor("a", DType::Float, {2}), Slice{{{1, 2}}});
  if (row == "none") maker.tensor("a", DType::Float, {2});
  if (row == "twice") {
    auto& meta = maker.tensor("a", DType::Float, {2});
    maker.slice(meta, kWhole1);
    maker.slice(meta, kWhole1);
  }
  const Directory directory;
  writeBytes(directory.path("old.ckpt"), maker.table());
  const auto bundle = directory.open("old.ckpt");
  QVERIFY2(bundle, bundle ? "" : describe(bundle.error()).c_str());
  QCOMPARE(bundle->entries().size(), std::size_t{1});
  const auto value = bundle->read("a");
  QVERIFY(!value);
  QVERIFY2(value.error().message.starts_with(words.toStdString()), value.error().message.c_str());
  // Parts that leave something open are no damage: any that is there can be read.
  QCOMPARE(bundle->verify().empty(), row == "none");
}

void V1CheckpointTest::tablesWithoutAHeaderAreRefused() {
  for (const std::vector<TableEntry>& entries :
       {std::vector<TableEntry>{{"a", "1"}}, std::vector<TableEntry>{{"", "\xff\xff"}},
        std::vector<TableEntry>{{"", ""}}}) {
    V1Checkpoint checkpoint;
    const auto added = addV1Table(*writeTable(entries), "old.ckpt", checkpoint);
    QVERIFY(!added);
    QCOMPARE(added.error().code, ErrorCode::Corrupt);
  }
}

QTEST_APPLESS_MAIN(V1CheckpointTest)
#include "v1_checkpoint_test.moc"
