#include "core/data/preview.h"

#include "tests/core/data/columns.h"
#include "tests/core/data/data_files.h"

#include <QTest>

using namespace cairn;
using namespace cairn::data;
using namespace cairn::tests;

namespace {

Result<Preview> previewText(const std::string& text, const CsvFormat& format = {},
                            const PreviewLimits& most = {}) {
  const DataFolder folder;
  return previewCsv(posixFileOps(), {folder.write("rows.csv", text)}, format, most);
}

const char* typeText(const ColumnPreview& column) {
  return column.type == DType::Int64 ? "int64" : column.type == DType::Float ? "float32" : "string";
}

}  // namespace

class PreviewTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void typesAreThoseOfAllValues_data();
  void typesAreThoseOfAllValues();
  void numbersAreMeasured();
  void theMostFrequentComeFirst();
  void distinctValuesAreCountedUpToALimit();
  void onlyTheFirstRowsAreRead();
  void badRowsAreCounted();
  void linesAreAsTheyStand();
  void examplesAreMeasured();
  void emptyFilesHaveColumnsOnly();
};

void PreviewTest::typesAreThoseOfAllValues_data() {
  QTest::addColumn<QByteArray>("values");
  QTest::addColumn<QString>("type");
  QTest::addColumn<int>("missing");
  QTest::newRow("integers") << QByteArray("1\n-2\n") << "int64" << 0;
  QTest::newRow("integers and nothing") << QByteArray("1,\n,x\n3,\n") << "int64" << 1;
  QTest::newRow("numbers") << QByteArray("1\n2.5\n") << "float32" << 0;
  QTest::newRow("no number") << QByteArray("1\nnan\n") << "float32" << 1;
  QTest::newRow("words late") << QByteArray("1\n2\nx\n") << "string" << 0;
  QTest::newRow("words and nothing") << QByteArray("a,\n,x\n") << "string" << 1;
  QTest::newRow("nothing at all") << QByteArray(",x\n,y\n") << "string" << 2;
}

void PreviewTest::typesAreThoseOfAllValues() {
  QFETCH(QByteArray, values);
  QFETCH(QString, type);
  QFETCH(int, missing);
  CsvFormat format;
  format.header = CsvHeader::None;
  const auto preview = previewText(values.toStdString(), format);
  QVERIFY2(preview, preview ? "" : describe(preview.error()).c_str());
  QCOMPARE(QString(typeText(preview->columns[0])), type);
  QCOMPARE(preview->columns[0].missing, std::int64_t{missing});
}

void PreviewTest::numbersAreMeasured() {
  std::string text = "x\n";
  for (int i = 0; i <= 100; ++i) text += std::to_string(i) + "\n";
  const auto preview = previewText(text + "inf\n");
  QVERIFY(preview);
  const ColumnPreview& x = preview->columns[0];
  QCOMPARE(x.min, 0.0);
  QCOMPARE(x.max, 100.0);
  QCOMPARE(x.mean, 50.0);
  QCOMPARE(x.deciles, (std::vector<double>{0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}));
  std::vector<std::int64_t> bins(kPreviewBins, 5);
  bins.back() = 6;  // the last bin holds its upper end
  QCOMPARE(x.bins, bins);
  QCOMPARE(x.count, std::int64_t{102});
}

void PreviewTest::theMostFrequentComeFirst() {
  const auto preview = previewText("s\nb\na\nb\nc\na\nb\n");
  QVERIFY(preview);
  const std::vector<std::pair<std::string, std::int64_t>> wanted = {{"b", 3}, {"a", 2}, {"c", 1}};
  QVERIFY(preview->columns[0].common == wanted);
  QCOMPARE(preview->columns[0].distinct, std::int64_t{3});
  QVERIFY(preview->columns[0].deciles.empty());
}

void PreviewTest::distinctValuesAreCountedUpToALimit() {
  std::string text = "s\n";
  for (std::size_t i = 0; i < kPreviewDistinct + 5; ++i) text += "w" + std::to_string(i) + "\n";
  const auto preview = previewText(text);
  QCOMPARE(preview->columns[0].distinct, std::int64_t{kPreviewDistinct});
  QVERIFY(preview->columns[0].distinctIsAtLeast);
  QCOMPARE(preview->columns[0].common.size(), kPreviewCommon);
}

void PreviewTest::onlyTheFirstRowsAreRead() {
  const auto preview = previewText("n\n1\n2\n3\nx\n", {}, {.rows = 3, .lines = 2});
  QVERIFY(preview);
  QCOMPARE(preview->rows, std::int64_t{3});
  QVERIFY(!preview->isWhole);
  QCOMPARE(QString(typeText(preview->columns[0])), "int64");
  QCOMPARE(preview->lines.size(), std::size_t{2});
  QVERIFY(previewText("n\n1\n2\n")->isWhole);
}

void PreviewTest::badRowsAreCounted() {
  const auto preview = previewText("a,b\n1,2\n1\n3,4\n");
  QVERIFY(preview);
  QCOMPARE(preview->rows, std::int64_t{2});
  QCOMPARE(preview->skippedRows, std::int64_t{1});
}

void PreviewTest::linesAreAsTheyStand() {
  const auto preview = previewText("a,b\n1.50,\n007,\"x, y\"\n");
  QVERIFY(preview);
  const std::vector<std::vector<std::string>> wanted = {{"1.50", ""}, {"007", "x, y"}};
  QVERIFY(preview->lines == wanted);
}

void PreviewTest::examplesAreMeasured() {
  const DataFolder folder;
  const auto path = folder.write(
      "rows",
      recordFile({example({feature("x", floatList({1, 2})), feature("s", bytesList({"a"}))}),
                  example({feature("x", floatList({3, 4}))}), "\xFF"}));
  const auto preview = previewExamples(posixFileOps(), {path}, Compression::None, {.rows = 2});
  QVERIFY2(preview, preview ? "" : describe(preview.error()).c_str());
  QCOMPARE(preview->columns.size(), std::size_t{2});
  const ColumnPreview& s = preview->columns[0];
  QVERIFY(s.isSparse);
  QCOMPARE(s.missing, std::int64_t{1});
  QCOMPARE(s.count, std::int64_t{1});
  const ColumnPreview& x = preview->columns[1];
  QCOMPARE(x.width, std::int64_t{2});
  QCOMPARE(x.max, 4.0);
  QCOMPARE(preview->lines[0], (std::vector<std::string>{"a", "1, 2"}));
}

void PreviewTest::emptyFilesHaveColumnsOnly() {
  const auto preview = previewText("a,b\n");
  QVERIFY(preview);
  QCOMPARE(preview->rows, std::int64_t{0});
  QCOMPARE(preview->columns.size(), std::size_t{2});
  QVERIFY(preview->columns[0].bins.empty());
  const auto none = previewCsv(posixFileOps(), {"/nowhere.csv"}, {});
  QCOMPARE(none.error().code, ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(PreviewTest)
#include "preview_test.moc"
