#include "core/formats/tensor_bundle.h"

#include "core/base/limits.h"
#include "core/formats/bundle_index.h"
#include "tests/core/formats/bundles.h"

#include <QTest>
#include <fmt/format.h>
#include <limits>

using namespace cairn;
using namespace cairn::formats;
using namespace cairn::tests;

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

QString messageOf(const RareError& error) {
  return error ? QString::fromStdString(error->message) : QString();
}

template <class T>
QString messageOf(const Result<T>& result) {
  return result ? QString() : QString::fromStdString(result.error().message);
}

}  // namespace

using Change = std::function<void(BundleMaker&)>;
Q_DECLARE_METATYPE(Change)

class TensorBundleTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void openingListsWithoutTheData();
  void headersThatTensorFlowRefusesAreRefused_data();
  void headersThatTensorFlowRefusesAreRefused();
  void headersThatTensorFlowTakesAreTaken_data();
  void headersThatTensorFlowTakesAreTaken();
  void hostileEntriesAreListedWithTheirProblem_data();
  void hostileEntriesAreListedWithTheirProblem();
  void damagedDataIsToldAsTensorFlowDoes_data();
  void damagedDataIsToldAsTensorFlowDoes();
  void aFlipAnywhereInTheDataIsFound();
  void aCutAnywhereInTheDataIsFound();
  void missingFilesAreToldAsTensorFlowDoes();
  void bigEndianNumbersAreTurnedRound_data();
  void bigEndianNumbersAreTurnedRound();
  void variantsStayOpaqueAndAreChecked();
  void partsThatShareBytesClaimNoMoreThanTheFiles();
  void tensorsThatShareBytesAreNotReadForEver();
  void shardCountsAreBounded_data();
  void shardCountsAreBounded();
  void longNamesAreCut_data();
  void longNamesAreCut();
  void manyTensorsAreListed();
  void aReaderKeepsDeletedFilesReadable();
  void aReaderTakesTensorsInAnyOrder();
  void anyRectangleOfAWholeTensorIsCut();
  void aLargeIndexIsCheckedAtEveryByte();
  void mutationsUnderRightChecksumsHideNoOtherTensor();
  void verifyStopsWhenAsked();
  void verifyTellsHowFarItIs();
};

void TensorBundleTest::openingListsWithoutTheData() {
  BundleMaker maker;
  writeBytes(indexPath(maker.prefix()), maker.index());
  const auto bundle = TensorBundle::open(posixFileOps(), maker.prefix());
  QVERIFY(bundle);
  QCOMPARE(bundle->entries().size(), std::size_t{2});
  QCOMPARE(bundle->entries()[1].shape, (Shape{2, 2}));
  QCOMPARE(bundle->dataFiles(), (std::vector{dataPath(maker.prefix(), 0, 1)}));
  QVERIFY(bundle->find("w") != nullptr && bundle->find("v") == nullptr);
  QVERIFY(!bundle->isV1());
  const auto value = bundle->read("w");
  QVERIFY(!value);
  QCOMPARE(value.error().code, ErrorCode::NotFound);
  QVERIFY(messageOf(value).endsWith("model.ckpt-2.data-00000-of-00001; No such file or directory"));
  QCOMPARE(messageOf(bundle->read("nope")), QString("Key nope not found in checkpoint"));
}

void TensorBundleTest::headersThatTensorFlowRefusesAreRefused_data() {
  QTest::addColumn<Change>("change");
  QTest::addColumn<QString>("words");
  QTest::newRow("min_consumer 2")
      << Change([](auto& maker) { maker.header().mutable_version()->set_min_consumer(2); })
      << "Checkpoint min consumer version 2 above current version 1 for TensorFlow 2.15.1.  Please "
         "upgrade TensorFlow.";
  QTest::newRow("bad consumer 1")
      << Change([](auto& maker) { maker.header().mutable_version()->add_bad_consumers(1); })
      << "Checkpoint disallows consumer version 1.  Please upgrade TensorFlow: this version is "
         "likely buggy.";
  QTest::newRow("endianness 2") << Change([](auto& maker) { maker.header().set_endianness(2); })
                                << "endianness 2, want 0 (little) or 1 (big)";
  QTest::newRow("not a message") << Change([](auto& maker) { maker.raw[""] = "\x0b"; })
                                 << "unable to parse header";
}

void TensorBundleTest::headersThatTensorFlowRefusesAreRefused() {
  QFETCH(Change, change);
  QFETCH(QString, words);
  BundleMaker maker;
  change(maker);
  const auto bundle = maker.open();
  QVERIFY(!bundle);
  QVERIFY2(messageOf(bundle).contains(words), qPrintable(messageOf(bundle)));
  QCOMPARE(bundle.error().where, indexPath(maker.prefix()).string());
}

void TensorBundleTest::headersThatTensorFlowTakesAreTaken_data() {
  QTest::addColumn<Change>("change");
  QTest::newRow("no version") << Change([](auto& maker) { maker.header().clear_version(); });
  QTest::newRow("producer 9") << Change(
      [](auto& maker) { maker.header().mutable_version()->set_producer(9); });
  QTest::newRow("min_consumer 1") << Change(
      [](auto& maker) { maker.header().mutable_version()->set_min_consumer(1); });
  QTest::newRow("unknown field") << Change(
      [](auto& maker) { maker.raw[""] = std::string("\x08\x01\x1a\x02\x08\x01\x50\x07"); });
}

void TensorBundleTest::headersThatTensorFlowTakesAreTaken() {
  QFETCH(Change, change);
  BundleMaker maker;
  change(maker);
  const auto bundle = maker.open();
  QVERIFY2(bundle, qPrintable(messageOf(bundle)));
  QVERIFY(bundle->verify().empty());
}

void TensorBundleTest::hostileEntriesAreListedWithTheirProblem_data() {
  QTest::addColumn<Change>("change");
  QTest::addColumn<QString>("words");
  const auto row = [](const char* name, std::function<void(pb::BundleEntryProto&)> change,
                      const char* words) {
    QTest::newRow(name) << Change([change](BundleMaker& maker) { change(maker.entry("w")); })
                        << QString(words);
  };
  using Entry = pb::BundleEntryProto;
  const auto setShape = [](std::vector<std::int64_t> sizes) {
    return [sizes](Entry& entry) {
      entry.clear_shape();
      for (const std::int64_t size : sizes) entry.mutable_shape()->add_dim()->set_size(size);
    };
  };
  row("C3 product wraps", setShape({4194305, 4194305, 211106198978564}), "Invalid tensor shape: w");
  row("C3 bytes wrap", setShape({kMost}), "expected size over 2^64");
  row("C4 negative dimension", setShape({2, -1}), "Invalid tensor shape: w dim { size: -1 }");
  row("255 dimensions", setShape(std::vector<std::int64_t>(255, 1)), "255 dimensions, at most 254");
  row(
      "unknown rank", [](Entry& e) { e.mutable_shape()->set_unknown_rank(true); },
      "Invalid tensor shape: w unknown_rank: true");
  row(
      "shape missing", [](Entry& e) { e.clear_shape(); },
      "Invalid size in bundle entry: key w; stored size 16; expected size 4");
  row(
      "size not the shape's", [](Entry& e) { e.set_size(12); },
      "Invalid size in bundle entry: key w; stored size 12; expected size 16");
  row(
      "C5 negative offset", [](Entry& e) { e.set_offset(-1); }, "w: offset -1, size 16");
  row(
      "C5 negative size", [](Entry& e) { e.set_size(-16); }, "size -16");
  row(
      "C6 shard 3 of 1", [](Entry& e) { e.set_shard_id(3); }, "w: shard 3 of a checkpoint of 1");
  row(
      "C6 negative shard", [](Entry& e) { e.set_shard_id(-1); },
      "w: shard -1 of a checkpoint of 1");
  row(
      "C7 unknown type", [](Entry& e) { e.set_dtype(99); }, "w: unknown dtype enum (99)");
  row(
      "C7 no type", [](Entry& e) { e.clear_dtype(); }, "w: has no type (INVALID)");
  row(
      "C7 reference type", [](Entry& e) { e.set_dtype(101); }, "w: type 101 is a reference type");
  row(
      "C7 resource", [](Entry& e) { e.set_dtype(20); }, "w: type resource has no stored values");
  row(
      "C8 huge string tensor",
      [](Entry& e) {
        e.set_dtype(7);
        e.mutable_shape()->mutable_dim(0)->set_size(1LL << 40);
      },
      "stored size 16; expected size is at least 2199023255552");
  row(
      "C8 huge variant tensor",
      [](Entry& e) {
        e.set_dtype(21);
        e.mutable_shape()->mutable_dim(0)->set_size(1LL << 40);
      },
      "stored size 16; expected size is at least 2199023255552");
  row(
      "slice missing",
      [](Entry& e) {
        auto* extent = e.add_slices()->add_extent();
        extent->set_length(2);
        e.mutable_slices(0)->add_extent();
      },
      "slice 0,2:- of w not found in checkpoint");
  QTest::newRow("not a message") << Change([](BundleMaker& maker) {
    maker.entries.erase("w");
    maker.raw["w"] = "\x0b";
  }) << "Entry for key w not parseable.";
  QTest::newRow("field number 0") << Change([](BundleMaker& maker) {
    maker.entries.erase("w");
    maker.raw["w"] = std::string("\x00\x01", 2);
  }) << "Entry for key w not parseable.";
  QTest::newRow("C15 nesting") << Change([](BundleMaker& maker) {
    maker.entries.erase("w");
    maker.raw["w"] = std::string(100'000, '\x7b');  // unknown groups, each inside the other
  }) << "Entry for key w not parseable.";
}

void TensorBundleTest::hostileEntriesAreListedWithTheirProblem() {
  QFETCH(Change, change);
  QFETCH(QString, words);
  BundleMaker maker;
  change(maker);
  const auto bundle = maker.open();
  QVERIFY2(bundle, qPrintable(messageOf(bundle)));
  const BundleEntry* entry = bundle->find("w");
  QVERIFY(entry != nullptr);
  QVERIFY2(messageOf(entry->problem).contains(words), qPrintable(messageOf(entry->problem)));
  QCOMPARE(entry->problem->where, indexPath(maker.prefix()).string());
  QVERIFY(!bundle->read("w"));
  // The tensor beside it is as good as before.
  QCOMPARE(bundle->read("s")->strings, (std::vector<std::string>{"ab", ""}));
  QCOMPARE(bundle->verify().size(), std::size_t{1});
}

void TensorBundleTest::damagedDataIsToldAsTensorFlowDoes_data() {
  QTest::addColumn<Change>("change");
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("words");
  QTest::addColumn<int>("code");
  const int corrupt = int(ErrorCode::Corrupt);
  const int truncated = int(ErrorCode::Truncated);
  QTest::newRow("bit in a number")
      << Change([](auto& maker) { maker.data[8] ^= std::byte{1}; }) << "w"
      << "model.ckpt-2 shard 0 (16 bytes): Checksum does not match: stored " << corrupt;
  QTest::newRow("bit in a string")
      << Change([](auto& maker) { maker.data[6] ^= std::byte{1}; }) << "s"
      << "(8 bytes): Checksum does not match: stored " << corrupt;
  QTest::newRow("bit in a length")
      << Change([](auto& maker) { maker.data[1] ^= std::byte{1}; }) << "s"
      << "The length checksum does not match: expected " << corrupt;
  QTest::newRow("bit in the lengths' checksum")
      << Change([](auto& maker) { maker.data[2] ^= std::byte{1}; }) << "s"
      << "The length checksum does not match: expected " << corrupt;
  QTest::newRow("crc missing") << Change([](auto& maker) { maker.entry("w").clear_crc32c(); })
                               << "w"
                               << "Checksum does not match: stored " << corrupt;
  QTest::newRow("data short") << Change([](auto& maker) { maker.data.resize(23); }) << "w"
                              << "Read less bytes than requested: 16 bytes at 8 of a file of 23"
                              << truncated;
  QTest::newRow("C5 offset past the end")
      << Change([](auto& maker) { maker.entry("w").set_offset(kMost); }) << "w"
      << "Read less bytes than requested" << truncated;
  QTest::newRow("C1 string longer than its bytes")
      << Change([](auto& maker) {
           // The checksum of the lengths is right, the length is not.
           std::vector<std::string> strings{std::string(100, 'x'), ""};
           const auto image = encodeBundle({{"s", {DType::String, {2}, {}, strings}, {}, {}, 0}});
           maker.data = Bytes(image->data[0].begin(), image->data[0].begin() + 20);
           maker.entries.erase("w");
           maker.entry("s").set_size(20);
         })
      << "s"
      << "String lengths longer than expected: string 0 of 100 bytes, 14 are left" << corrupt;
  QTest::newRow("Git LFS pointer") << Change([](auto& maker) {
    const ByteView text = asBytes("version https://git-lfs.github.com/spec/v1\n");
    maker.data = Bytes(text.begin(), text.begin() + 23);
  }) << "w"
                                   << "Read less bytes than requested" << truncated;
}

void TensorBundleTest::damagedDataIsToldAsTensorFlowDoes() {
  QFETCH(Change, change);
  QFETCH(QString, name);
  QFETCH(QString, words);
  QFETCH(int, code);
  BundleMaker maker;
  change(maker);
  const auto bundle = maker.open();
  QVERIFY2(bundle, qPrintable(messageOf(bundle)));
  const auto value = bundle->read(name.toStdString());
  QVERIFY(!value);
  QVERIFY2(messageOf(value).contains(words), qPrintable(messageOf(value)));
  QVERIFY(messageOf(value).startsWith(name + ": "));
  QCOMPARE(int(value.error().code), code);
  QCOMPARE(value.error().where, dataPath(maker.prefix(), 0, 1).string());
  QVERIFY(value.error().offset.has_value());
  const auto errors = bundle->verify();
  QVERIFY(std::find(errors.begin(), errors.end(), value.error()) != errors.end());
}

void TensorBundleTest::aFlipAnywhereInTheDataIsFound() {
  BundleMaker maker;
  const Bytes good = maker.data;
  for (std::size_t i = 0; i < good.size(); ++i) {
    maker.data = good;
    maker.data[i] ^= std::byte{0x10};
    QCOMPARE(maker.open()->verify().size(), std::size_t{1});
  }
}

void TensorBundleTest::aCutAnywhereInTheDataIsFound() {
  BundleMaker maker;
  const Bytes good = maker.data;
  for (std::size_t kept = 0; kept < good.size(); ++kept) {
    maker.data = Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(kept));
    const auto errors = maker.open()->verify();
    QCOMPARE(errors.size(), std::size_t(kept < 8 ? 2 : 1));
    QCOMPARE(errors.back().code, ErrorCode::Truncated);
  }
  maker.data = good;
  maker.data.push_back(std::byte{7});  // TensorFlow does not look behind the last tensor either
  QVERIFY(maker.open()->verify().empty());
}

void TensorBundleTest::missingFilesAreToldAsTensorFlowDoes() {
  const QTemporaryDir directory;
  const fs::path prefix = fs::path(directory.path().toStdString()) / "model.ckpt-9";
  const auto bundle = TensorBundle::open(posixFileOps(), prefix);
  QVERIFY(!bundle);
  QCOMPARE(bundle.error().code, ErrorCode::NotFound);
  QCOMPARE(bundle.error().message,
           "Unsuccessful TensorSliceReader constructor: Failed to find any matching files for " +
               prefix.string());
  QVERIFY(!TensorBundle::open(posixFileOps(), "/nowhere/at/all"));
}

void TensorBundleTest::bigEndianNumbersAreTurnedRound_data() {
  QTest::addColumn<int>("dtype");
  QTest::addColumn<QByteArray>("stored");
  QTest::addColumn<QByteArray>("read");
  QTest::newRow("float") << 1 << QByteArray("3f800000") << QByteArray("0000803f");
  QTest::newRow("int64") << 9 << QByteArray("000000000000002a") << QByteArray("2a00000000000000");
  QTest::newRow("complex64 by halves")
      << 8 << QByteArray("3f80000040000000") << QByteArray("0000803f00000040");
  QTest::newRow("half") << 19 << QByteArray("3e00") << QByteArray("003e");
  QTest::newRow("bytes") << 4 << QByteArray("0102") << QByteArray("0102");
}

void TensorBundleTest::bigEndianNumbersAreTurnedRound() {
  QFETCH(int, dtype);
  QFETCH(QByteArray, stored);
  BundleMaker maker;
  maker.header().set_endianness(1);
  maker.data = fromHex(stored);
  auto& entry = maker.entry("w");
  const auto width = std::int64_t(dtypeWidth(static_cast<DType>(dtype)));
  entry.set_dtype(dtype);
  entry.clear_shape();
  entry.mutable_shape()->add_dim()->set_size(std::int64_t(maker.data.size()) / width);
  entry.set_offset(0);
  entry.set_size(std::int64_t(maker.data.size()));
  entry.set_crc32c(maskedCrc32c(maker.data));
  const auto value = maker.open()->read("w");
  QVERIFY2(value, qPrintable(messageOf(value)));
  QTEST(toHex(value->bytes), "read");
  // Strings written by this machine under that flag fail, as in TensorFlow.
  maker = BundleMaker();
  maker.header().set_endianness(1);
  QVERIFY(messageOf(maker.open()->read("s")).contains("The length checksum does not match"));
}

void TensorBundleTest::variantsStayOpaqueAndAreChecked() {
  // varint length, message, masked running crc of u64 length and message; twice.
  Bytes payload;
  std::uint32_t crc = 0;
  for (const std::string message : {"one", "twelve"}) {
    Bytes length;
    appendLittleEndian(length, message.size(), 8);
    crc = crc32c(asBytes(message), crc32c(length, crc));
    appendVarint(payload, message.size());
    append(payload, asBytes(message));
    Bytes stored;
    appendLittleEndian(stored, maskCrc(crc), 4);
    append(payload, stored);
    crc = crc32c(stored, crc);
  }
  const Tensor variant{DType::Variant, {2}, payload, {}};
  const auto image = encodeBundle({{"v", variant, {}, {}, 0}});
  QVERIFY2(image, qPrintable(messageOf(image)));
  BundleMaker maker;
  QVERIFY(writeBundle(posixFileOps(), maker.prefix(), *image));
  const auto bundle = TensorBundle::open(posixFileOps(), maker.prefix());
  QCOMPARE(bundle->find("v")->crc, maskCrc(crc));
  QVERIFY(*bundle->read("v") == variant);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    BundleImage damaged = *image;
    damaged.data[0][i] ^= std::byte{1};
    QVERIFY(writeBundle(posixFileOps(), maker.prefix(), damaged));
    QCOMPARE(TensorBundle::open(posixFileOps(), maker.prefix())->verify().size(), std::size_t{1});
  }
}

void TensorBundleTest::partsThatShareBytesClaimNoMoreThanTheFiles() {
  // A hundred parts of four bytes that are the same four: honest sizes, 400 bytes out of 24.
  BundleMaker maker;
  const pb::BundleEntryProto one = [&] {
    pb::BundleEntryProto entry;
    entry.set_dtype(1);
    entry.mutable_shape()->add_dim()->set_size(1);
    entry.set_size(4);
    entry.set_crc32c(maskedCrc32c(ByteView(maker.data).first(4)));
    return entry;
  }();
  auto& whole = maker.entry("w");
  whole.Clear();
  whole.set_dtype(1);
  whole.mutable_shape()->add_dim()->set_size(100);
  for (int i = 0; i < 100; ++i) {
    auto* extent = whole.add_slices()->add_extent();
    extent->set_start(i);
    extent->set_length(1);
    maker.entry(sliceKey("w", Slice{{{i, 1}}})) = one;
  }
  const auto bundle = maker.open();
  QCOMPARE(bundle->entries().size(), std::size_t{2});
  QVERIFY2(!bundle->find("w")->problem, qPrintable(messageOf(bundle->find("w")->problem)));
  const auto value = bundle->read("w");
  QCOMPARE(messageOf(value), QString("w: parts of 400 bytes in data files of 24"));
}

void TensorBundleTest::tensorsThatShareBytesAreNotReadForEver() {
  BundleMaker maker;
  for (int i = 0; i < 100; ++i) maker.entry("w" + std::to_string(i)) = maker.entry("w");
  const auto bundle = maker.open();
  QVERIFY(bundle->read("w77"));
  const auto errors = bundle->verify();
  QVERIFY(errors.size() > 90);
  QVERIFY(messageOf(std::optional(errors.back())).contains("claim over 4 times the file's 24"));
}

void TensorBundleTest::shardCountsAreBounded_data() {
  QTest::addColumn<int>("shards");
  QTest::addColumn<int>("listed");
  QTest::newRow("none") << 0 << 0;
  QTest::newRow("negative") << -1 << 0;
  QTest::newRow("just under") << int(limits::kShards) - 1 << int(limits::kShards) - 1;
  QTest::newRow("at") << int(limits::kShards) << int(limits::kShards);
  QTest::newRow("just over") << int(limits::kShards) + 1 << 0;
}

void TensorBundleTest::shardCountsAreBounded() {
  QFETCH(int, shards);
  BundleMaker maker;
  maker.header().set_num_shards(shards);
  const auto bundle = maker.open();
  QVERIFY(bundle);
  QTEST(int(bundle->shardCount()), "listed");
  QCOMPARE(bundle->find("w")->problem != RareError(), bundle->shardCount() == 0);
  QVERIFY(!bundle->read("w"));
}

void TensorBundleTest::longNamesAreCut_data() {
  QTest::addColumn<int>("over");
  QTest::newRow("just under") << -1;
  QTest::newRow("at") << 0;
  QTest::newRow("just over") << 1;
}

void TensorBundleTest::longNamesAreCut() {
  QFETCH(int, over);
  BundleMaker maker;
  const std::size_t length = limits::kNameBytes + static_cast<std::size_t>(over);
  maker.entry(std::string(length, 'n')) = maker.entry("w");
  const auto bundle = maker.open();
  QVERIFY2(bundle, qPrintable(messageOf(bundle)));
  const BundleEntry& entry = bundle->entries().front();
  QCOMPARE(entry.name.size(), std::min(length, limits::kNameBytes));
  QCOMPARE(entry.problem != RareError(), over > 0);
}

void TensorBundleTest::manyTensorsAreListed() {
  std::vector<BundleItem> items;
  const std::vector<float> value{1};
  for (int i = 0; i < 10'000; ++i)
    items.push_back(
        {"dnn/hiddenlayer_" + std::to_string(i), makeFloatTensor({1}, value), {}, {}, 0});
  const auto image = encodeBundle(items);
  BundleMaker maker;
  QVERIFY(writeBundle(posixFileOps(), maker.prefix(), *image));
  const auto bundle = TensorBundle::open(posixFileOps(), maker.prefix());
  QCOMPARE(bundle->entries().size(), items.size());
  QVERIFY(std::is_sorted(bundle->entries().begin(), bundle->entries().end(),
                         [](const auto& a, const auto& b) { return a.name < b.name; }));
  QVERIFY(bundle->verify().empty());
}

void TensorBundleTest::aReaderKeepsDeletedFilesReadable() {
  const BundleMaker maker;
  const auto bundle = maker.open();
  TensorReader reader(*bundle);
  QVERIFY(reader.read("s"));
  QVERIFY(posixFileOps().remove(dataPath(maker.prefix(), 0, 1)));
  QVERIFY(reader.read("w"));
  QVERIFY(!bundle->read("w"));
  QCOMPARE(reader.read("nope").error().code, ErrorCode::NotFound);
}

void TensorBundleTest::aReaderTakesTensorsInAnyOrder() {
  // Small ones beside one that is read for itself, forwards and backwards.
  std::vector<BundleItem> items;
  for (int i = 0; i < 40; ++i) {
    const auto size = static_cast<std::size_t>(i == 20 ? 1'200'000 : 3000 * i);
    Bytes bytes(size, static_cast<std::byte>(i));
    const Shape shape{static_cast<std::int64_t>(size)};
    items.push_back({fmt::format("t{:02}", i), {DType::UInt8, shape, bytes, {}}, {}, {}, i % 2});
  }
  const BundleMaker maker;
  QVERIFY(writeBundle(posixFileOps(), maker.prefix(), *encodeBundle(items, 2)));
  const auto bundle = TensorBundle::open(posixFileOps(), maker.prefix());
  TensorReader reader(*bundle);
  for (const BundleItem& item : items) QVERIFY(*reader.read(item.name) == item.tensor);
  std::reverse(items.begin(), items.end());
  for (const BundleItem& item : items) QVERIFY(*reader.read(item.name) == item.tensor);
  for (const BundleItem& item : items) QVERIFY(*bundle->read(item.name) == item.tensor);
}

void TensorBundleTest::anyRectangleOfAWholeTensorIsCut() {
  const BundleMaker maker;
  const auto bundle = maker.open();
  const auto column = bundle->readSlice("w", Slice{{{0, -1}, {1, 1}}});
  QVERIFY(column);
  QVERIFY(*column == makeFloatTensor({2, 1}, std::vector<float>{2, 4}));
  const auto outside = bundle->readSlice("w", Slice{{{0, -1}, {1, 2}}});
  QCOMPARE(outside.error().code, ErrorCode::InvalidArgument);
}

void TensorBundleTest::aLargeIndexIsCheckedAtEveryByte() {
  std::vector<BundleItem> items;
  for (int i = 0; i < 600; ++i)
    items.push_back({fmt::format("dnn/hiddenlayer_{}/kernel", i),
                     makeFloatTensor({1}, std::vector<float>{1}),
                     {},
                     {},
                     0});
  const Bytes index = encodeBundle(items)->index;
  QVERIFY(index.size() > 16'000);
  // The metaindex block, which nothing reads, and the footer are under no checksum.
  const std::size_t footer = index.size() - 48;
  const std::size_t metaBlock = *ByteReader(ByteView(index).subspan(footer)).readVarint();
  for (std::size_t i = 0; i < index.size(); ++i) {
    QVERIFY(!decodeBundleIndex(ByteView(index).first(i), "cut"));
    Bytes flipped = index;
    flipped[i] ^= std::byte{1};
    const bool isMeta = i >= metaBlock && i < metaBlock + 13;
    const bool found = !decodeBundleIndex(flipped, "flipped");
    QVERIFY2(found || isMeta || i >= footer, qPrintable(QString::number(i)));
  }
}

void TensorBundleTest::mutationsUnderRightChecksumsHideNoOtherTensor() {
  // One byte of the entry of `w` in each of 10,000 indexes, checksums right.
  std::uint32_t random = 1;
  const auto next = [&random] { return (random = random * 1664525U + 1013904223U) >> 8; };
  BundleMaker maker;
  const std::string good = maker.entry("w").SerializeAsString();
  maker.entries.erase("w");
  int intact = 0;
  for (int i = 0; i < 10'000; ++i) {
    std::string value = good;
    value[next() % value.size()] = static_cast<char>(next());
    maker.raw["w"] = value;
    const auto index = decodeBundleIndex(maker.index(), "mutated");
    QVERIFY(index);
    QCOMPARE(index->entries.size(), std::size_t{2});
    QVERIFY(!index->entries[0].problem);
    const auto& problem = index->entries[1].problem;
    if (!problem) ++intact;
    QVERIFY(!problem || (!problem->message.empty() && problem->where == "mutated"));
    if (i % 50 != 0) continue;
    const auto bundle = maker.open();
    QCOMPARE(bundle->read("s")->strings.size(), std::size_t{2});
    (void)bundle->verify();
  }
  QVERIFY(intact < 5'000);
}

void TensorBundleTest::verifyStopsWhenAsked() {
  BundleMaker maker;
  std::stop_source source;
  source.request_stop();
  const auto bundle = maker.open();
  const auto errors = bundle->verify(source.get_token());
  QCOMPARE(errors.size(), std::size_t{1});
  QCOMPARE(errors.front().code, ErrorCode::Cancelled);
  QCOMPARE(bundle->readItems(source.get_token()).error().code, ErrorCode::Cancelled);
}

void TensorBundleTest::verifyTellsHowFarItIs() {
  BundleMaker maker;
  std::vector<Progress> told;
  QVERIFY(maker.open()->verify({}, [&told](const Progress& p) { told.push_back(p); }).empty());
  QCOMPARE(told, (std::vector<Progress>{{0, 2, "s"}, {1, 2, "w"}}));
}

QTEST_APPLESS_MAIN(TensorBundleTest)
#include "tensor_bundle_test.moc"
