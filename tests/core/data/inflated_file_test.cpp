#include "core/data/inflated_file.h"

#include "core/base/limits.h"
#include "tests/core/data/data_files.h"

#include <QTest>

using namespace cairn;
using namespace cairn::data;
using namespace cairn::tests;

namespace {

/// Everything, read in steps of `step` bytes.
Result<std::string> readAll(const fs::path& path, Compression compression, std::size_t step) {
  CAIRN_ASSIGN(const auto file, openInflated(posixFileOps(), path, compression));
  std::string all;
  Bytes buffer(step);
  for (;;) {
    CAIRN_ASSIGN(const std::size_t count, file->readAt(all.size(), buffer));
    all += asText(ByteView(buffer).first(count));
    if (count < step) return all;
  }
}

std::string manyLines() {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + "\n";
  return text;
}

}  // namespace

class InflatedFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void contentIsReadInAnySteps_data();
  void contentIsReadInAnySteps();
  void membersInARowAreOneContent();
  void zerosBehindAMemberAreSkipped();
  void goingBackReadsTheSame();
  void endsTooEarlyAtEveryCut_data();
  void endsTooEarlyAtEveryCut();
  void otherContentIsRefused_data();
  void otherContentIsRefused();
  void bombsAreRefused();
  void namesAreTensorFlows();
};

void InflatedFileTest::contentIsReadInAnySteps_data() {
  QTest::addColumn<int>("step");
  for (const int step : {1000, 65'536, 300'000, 1 << 20}) QTest::addRow("%d bytes", step) << step;
}

void InflatedFileTest::contentIsReadInAnySteps() {
  QFETCH(int, step);
  const DataFolder folder;
  const std::string text = manyLines();
  for (const Compression as : {Compression::Gzip, Compression::Zlib}) {
    const auto all = readAll(folder.write("x", compressed(text, as)), as, std::size_t(step));
    QVERIFY2(all, all ? "" : describe(all.error()).c_str());
    QVERIFY(*all == text);
  }
  QVERIFY(*readAll(folder.write("x", text), Compression::None, std::size_t(step)) == text);
}

void InflatedFileTest::membersInARowAreOneContent() {
  const DataFolder folder;
  const auto path = folder.write("x", compressed("one,") + compressed("") + compressed("two"));
  QCOMPARE(*readAll(path, Compression::Gzip, 1000), std::string("one,two"));
}

void InflatedFileTest::zerosBehindAMemberAreSkipped() {
  const DataFolder folder;
  const auto path = folder.write("x", compressed("one") + std::string(600'000, '\0'));
  QCOMPARE(*readAll(path, Compression::Gzip, 1000), std::string("one"));
}

void InflatedFileTest::goingBackReadsTheSame() {
  const DataFolder folder;
  const std::string text = manyLines();
  const auto path = folder.write("x", compressed(text));
  const auto file = openInflated(posixFileOps(), path, Compression::Gzip);
  QVERIFY(file);
  Bytes buffer(5000);
  for (const std::size_t offset : {400'000, 399'000, 0, 500'000}) {
    QCOMPARE(*(*file)->readAt(offset, buffer), buffer.size());
    QVERIFY(asText(buffer) == std::string_view(text).substr(offset, buffer.size()));
  }
  QCOMPARE(*(*file)->readAt(text.size() + 10, buffer), std::size_t{0});
}

void InflatedFileTest::endsTooEarlyAtEveryCut_data() {
  QTest::addColumn<int>("kept");
  const int whole = static_cast<int>(compressed("some text").size());
  for (int kept = 0; kept < whole; ++kept) QTest::addRow("%d bytes", kept) << kept;
}

void InflatedFileTest::endsTooEarlyAtEveryCut() {
  QFETCH(int, kept);
  const DataFolder folder;
  const auto path = folder.write("x", compressed("some text").substr(0, std::size_t(kept)));
  const auto all = readAll(path, Compression::Gzip, 100);
  QVERIFY(!all);
  QCOMPARE(all.error().code, ErrorCode::Truncated);
}

void InflatedFileTest::otherContentIsRefused_data() {
  QTest::addColumn<QByteArray>("content");
  std::string flipped = compressed("some text, some text");
  flipped[flipped.size() - 6] ^= 1;  // its checksum
  QTest::newRow("text") << QByteArray("a,b\n1,2\n");
  QTest::newRow("wrong checksum") << QByteArray::fromStdString(flipped);
  QTest::newRow("zlib") << QByteArray::fromStdString(compressed("x", Compression::Zlib));
  QTest::newRow("more behind a member") << QByteArray::fromStdString(compressed("x") + "more");
}

void InflatedFileTest::otherContentIsRefused() {
  QFETCH(QByteArray, content);
  const DataFolder folder;
  const auto path = folder.write("x", content.toStdString());
  const auto all = readAll(path, Compression::Gzip, 100);
  QVERIFY(!all);
  QCOMPARE(all.error().code, ErrorCode::Corrupt);
  QCOMPARE(all.error().where, path.string());
}

void InflatedFileTest::bombsAreRefused() {
  const DataFolder folder;
  std::string content;
  const std::string member = compressed(std::string(std::size_t{64} << 20, '1'));
  for (std::uint64_t i = 0; i <= limits::kInflatedBase >> 26; ++i) content += member;
  const auto file = openInflated(posixFileOps(), folder.write("x", content), Compression::Gzip);
  QVERIFY(file);
  Bytes buffer(1);
  QCOMPARE((*file)->readAt(limits::kInflatedBase + 1, buffer).error().code, ErrorCode::Unsupported);
}

void InflatedFileTest::namesAreTensorFlows() {
  QCOMPARE(*compressionNamed(""), Compression::None);
  QCOMPARE(*compressionNamed("GZIP"), Compression::Gzip);
  QCOMPARE(*compressionNamed("ZLIB"), Compression::Zlib);
  QVERIFY(!compressionNamed("gz"));
}

QTEST_APPLESS_MAIN(InflatedFileTest)
#include "inflated_file_test.moc"
