#include "core/data/csv.h"

#include "core/base/limits.h"
#include "tests/core/data/data_files.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <fmt/format.h>

using namespace cairn;
using namespace cairn::data;

namespace {

using Floats = std::vector<float>;
using Ints = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

class Folder {
 public:
  fs::path write(const QByteArray& content, const char* name = "rows.csv") {
    const QString path = m_directory.filePath(name);
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) file.write(content);
    return path.toStdString();
  }
  Result<Table> read(const QByteArray& content, const CsvFormat& format = {}) {
    return readCsv(posixFileOps(), {write(content)}, format);
  }

 private:
  QTemporaryDir m_directory;
};

template <class Values>
Values valuesOf(const Table& table, const char* name) {
  const Column* column = table.find(name);
  const Values* values = column ? std::get_if<Values>(&column->values) : nullptr;
  return values ? *values : Values{};
}

}  // namespace

class CsvTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void typeIsThatOfTheFirstValue();
  void integersTurnIntoNumbersWhenTheyMust();
  void declaredTypesHold();
  void fieldsAreCutAsRfc4180Says_data();
  void fieldsAreCutAsRfc4180Says();
  void guideFileHasTheGuidesNames();
  void irisDataAreAsTensorFlowReadThem();
  void namesMayBeGiven();
  void namelessFileCountsItsColumns();
  void emptyFieldIsWhatMissingSays();
  void badRowStopsWithItsPlace_data();
  void badRowStopsWithItsPlace();
  void badRowsCanBeSkipped();
  void filesFollowEachOther();
  void filesWithOtherHeadersAreRefused();
  void columnNamedTwiceIsRefused();
  void fileWithoutRowsHasItsColumns();
  void recordsSpanBlocks();
  void sharedLinesGiveTheSameTable_data();
  void sharedLinesGiveTheSameTable();
  void tooManyColumnsAreRefused();
  void everyCutOfAFileIsReadOrRefused();
  void stopEndsReading();
  void progressCountsBytes();
  void firstLineTellsItsKind_data();
  void firstLineTellsItsKind();
  void compressedFilesAreRead();
  void compressionThatIsNotSaidIsTold();
};

void CsvTest::typeIsThatOfTheFirstValue() {
  Folder folder;
  const auto table = folder.read("i,f,s\n1,1.5,x\n-2,2,3\n");
  QVERIFY(table);
  QCOMPARE(table->rows, std::int64_t{2});
  QCOMPARE(valuesOf<Ints>(*table, "i"), (Ints{1, -2}));
  QCOMPARE(valuesOf<Floats>(*table, "f"), (Floats{1.5F, 2}));
  QCOMPARE(valuesOf<Texts>(*table, "s"), (Texts{"x", "3"}));
  QVERIFY(!table->find("t"));
}

void CsvTest::integersTurnIntoNumbersWhenTheyMust() {
  Folder folder;
  const auto table = folder.read("a\n1\n16777217\n0.1\n99999999999999999999\n");
  QVERIFY(table);
  QCOMPARE(valuesOf<Floats>(*table, "a"), (Floats{1, 16777216, 0.1F, 1e20F}));
}

void CsvTest::declaredTypesHold() {
  Folder folder;
  CsvFormat format;
  format.types = {
      {"a", formats::DType::String}, {"b", formats::DType::Float}, {"c", formats::DType::Int64}};
  const auto table = folder.read("a,b,c\n1,2,3\n", format);
  QVERIFY(table);
  QCOMPARE(valuesOf<Texts>(*table, "a"), (Texts{"1"}));
  QCOMPARE(valuesOf<Floats>(*table, "b"), (Floats{2}));
  QCOMPARE(valuesOf<Ints>(*table, "c"), (Ints{3}));
  QVERIFY(!folder.read("a,b,c\n1,2,3.5\n", format));
  format.types["a"] = formats::DType::Complex64;
  const auto refused = folder.read("a,b,c\n1,2,3\n", format);
  QVERIFY(!refused && refused.error().where == "types");
}

void CsvTest::fieldsAreCutAsRfc4180Says_data() {
  QTest::addColumn<QByteArray>("content");
  QTest::addColumn<QStringList>("fields");  // of column s, all rows
  QTest::newRow("plain") << QByteArray("s,t\na,1\n") << QStringList{"a"};
  QTest::newRow("no line end at the end") << QByteArray("s,t\na,1") << QStringList{"a"};
  QTest::newRow("CRLF") << QByteArray("s,t\r\na,1\r\nb,2\r\n") << QStringList{"a", "b"};
  QTest::newRow("CRLF behind a quote") << QByteArray("t,s\r\n1,\"a\"\r\n") << QStringList{"a"};
  QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBFs,t\na,1\n") << QStringList{"a"};
  QTest::newRow("empty lines") << QByteArray("\n\ns,t\n\na,1\n\r\n\nb,2\n\n")
                               << QStringList{"a", "b"};
  QTest::newRow("comma in quotes") << QByteArray("s,t\n\"a,b\",1\n") << QStringList{"a,b"};
  QTest::newRow("line end in quotes")
      << QByteArray("s,t\n\"a\nb\r\nc\",1\n") << QStringList{"a\nb\r\nc"};
  QTest::newRow("doubled quotes") << QByteArray("s,t\n\"\"\"a\"\"\",1\n\"\"\"\",2\n")
                                  << QStringList{"\"a\"", "\""};
  QTest::newRow("quoted name") << QByteArray("\"s\",\"t\"\na,1\n") << QStringList{"a"};
  QTest::newRow("empty in quotes") << QByteArray("s,t\na,1\n\"\",2\n") << QStringList{"a", ""};
  QTest::newRow("quote inside a field") << QByteArray("s,t\n5'10\",1\n") << QStringList{"5'10\""};
  QTest::newRow("blanks are kept in text") << QByteArray("s,t\n a ,1\n") << QStringList{" a "};
  QTest::newRow("UTF-8") << QByteArray("s,t\nÜnï,1\n") << QStringList{"Ünï"};
  QTest::newRow("empty text") << QByteArray("s,t\na,1\n,2\n") << QStringList{"a", ""};
}

void CsvTest::fieldsAreCutAsRfc4180Says() {
  QFETCH(QByteArray, content);
  QFETCH(QStringList, fields);
  Folder folder;
  const auto table = folder.read(content);
  QVERIFY2(table, table ? "" : describe(table.error()).c_str());
  QCOMPARE(std::size_t(table->columns.size()), std::size_t{2});
  QStringList found;
  for (const std::string& text : valuesOf<Texts>(*table, "s"))
    found << QString::fromStdString(text);
  QCOMPARE(found, fields);
  QCOMPARE(valuesOf<Ints>(*table, "t").size(), std::size_t(fields.size()));
}

void CsvTest::guideFileHasTheGuidesNames() {
  Folder folder;
  CsvFormat format;
  format.header = CsvHeader::Guide;
  const auto table = folder.read(
      "120,4,setosa,versicolor,virginica\n6.4,2.8,5.6,2.2,2\n5.0,2.3,3.3,1.0,1\n", format);
  QVERIFY(table);
  QCOMPARE(table->rows, std::int64_t{2});
  QCOMPARE(valuesOf<Floats>(*table, "SepalLength"), (Floats{6.4F, 5.0F}));
  QCOMPARE(valuesOf<Ints>(*table, "Species"), (Ints{2, 1}));
  format.columns = {"a", "b", "c", "d", "e"};
  QVERIFY(folder.read("2,4,x,y\n1,2,3,4,5\n", format)->find("e"));
  format.columns = {};
  QVERIFY(folder.read("2,2,x,y\n1,2,0\n", format)->find("column_2"));
  QVERIFY(!folder.read("a,b\n1,2\n", format));
  QCOMPARE(guideClassNames("120,4,setosa,versicolor,virginica\r\n"),
           (Texts{"setosa", "versicolor", "virginica"}));
}

void CsvTest::irisDataAreAsTensorFlowReadThem() {
  CsvFormat format;
  format.header = CsvHeader::Guide;
  const fs::path folder = CAIRN_RESOURCES "/iris";
  const auto table = readCsv(posixFileOps(), {folder / "iris_training.csv"}, format);
  QVERIFY(table);
  QCOMPARE(table->rows, std::int64_t{120});
  QCOMPARE(valuesOf<Floats>(*table, "PetalWidth").size(), std::size_t{120});
  QCOMPARE(valuesOf<Ints>(*table, "Species").size(), std::size_t{120});
  QCOMPARE(readCsv(posixFileOps(), {folder / "iris_test.csv"}, format)->rows, std::int64_t{30});
}

void CsvTest::namesMayBeGiven() {
  Folder folder;
  CsvFormat format;
  format.columns = {"x", "y"};
  QCOMPARE(valuesOf<Ints>(*folder.read("a,b\n1,2\n", format), "y"), (Ints{2}));
  format.header = CsvHeader::None;
  QCOMPARE(valuesOf<Ints>(*folder.read("1,2\n3,4\n", format), "y"), (Ints{2, 4}));
}

void CsvTest::namelessFileCountsItsColumns() {
  Folder folder;
  CsvFormat format;
  format.header = CsvHeader::None;
  QCOMPARE(valuesOf<Ints>(*folder.read("1,2\n3,4\n", format), "column_1"), (Ints{2, 4}));
}

void CsvTest::emptyFieldIsWhatMissingSays() {
  Folder folder;
  CsvFormat format;
  format.missing = {{"a", "-1"}, {"s", "none"}};
  const auto table = folder.read("a,s\n1,x\n,\n", format);
  QVERIFY(table);
  QCOMPARE(valuesOf<Ints>(*table, "a"), (Ints{1, -1}));
  QCOMPARE(valuesOf<Texts>(*table, "s"), (Texts{"x", "none"}));
  format.missing["a"] = "nothing";
  QVERIFY(!folder.read("a,s\n1,x\n,\n", format));
}

void CsvTest::badRowStopsWithItsPlace_data() {
  QTest::addColumn<QByteArray>("content");
  QTest::addColumn<QString>("place");
  QTest::addColumn<QString>("message");
  QTest::newRow("no number") << QByteArray("a,b\n1.5,2\nabc,3\n") << "rows.csv:3"
                             << R"(column "a": "abc" is not a number)";
  QTest::newRow("empty") << QByteArray("a,b\n1,2\n,3\n") << "rows.csv:3"
                         << R"(column "a" is empty)";
  QTest::newRow("too few") << QByteArray("a,b\n1,2\n\n3\n") << "rows.csv:4"
                           << "1 fields, want 2";
  QTest::newRow("too many") << QByteArray("a,b\n1,2,3\n") << "rows.csv:2"
                            << "3 fields, want 2";
  QTest::newRow("behind a quoted line end") << QByteArray("a,b\n1,\"x\ny\"\nz,w\n") << "rows.csv:4"
                                            << R"(column "a": "z" is not an integer)";
  QTest::newRow("quote left open") << QByteArray("a,b\n1,\"x\n2,y\n") << "rows.csv:2"
                                   << "a quoted field does not end";
  QTest::newRow("more behind a quote") << QByteArray("a,b\n1,\"x\"y\n") << "rows.csv:2"
                                       << "a quoted field is followed by more than a comma";
  QTest::newRow("empty file") << QByteArray() << "rows.csv:1"
                              << "the file is empty: it has no header line";
}

void CsvTest::badRowStopsWithItsPlace() {
  QFETCH(QByteArray, content);
  QFETCH(QString, place);
  QFETCH(QString, message);
  Folder folder;
  const auto table = folder.read(content);
  QVERIFY(!table);
  QCOMPARE(table.error().code, ErrorCode::InvalidArgument);
  QCOMPARE(QString::fromStdString(table.error().message), message);
  QVERIFY2(QString::fromStdString(table.error().where).endsWith("/" + place),
           table.error().where.c_str());
}

void CsvTest::badRowsCanBeSkipped() {
  Folder folder;
  CsvFormat format;
  format.badRows = BadRows::Skip;
  const auto table = folder.read("a,b\n1\n1,2\n5,x\n3,4,5\n\"u\"v,1\n7,8\n9,\"open\n", format);
  QVERIFY(table);
  QCOMPARE(valuesOf<Ints>(*table, "a"), (Ints{1, 7}));
  QCOMPARE(valuesOf<Ints>(*table, "b"), (Ints{2, 8}));
  QCOMPARE(table->rows, std::int64_t{2});
  QCOMPARE(table->skippedRows, std::int64_t{5});
}

void CsvTest::filesFollowEachOther() {
  Folder folder;
  const auto first = folder.write("a\n1\n", "1.csv");
  const auto none = folder.write("a\n", "2.csv");
  const auto third = folder.write("a\r\n2.5\r\n", "3.csv");
  const auto table = readCsv(posixFileOps(), {none, first, third}, {});
  QVERIFY(table);
  QCOMPARE(valuesOf<Floats>(*table, "a"), (Floats{1, 2.5F}));
  QCOMPARE(readCsv(posixFileOps(), {first, "/nowhere.csv"}, {}).error().code, ErrorCode::NotFound);
}

void CsvTest::filesWithOtherHeadersAreRefused() {
  Folder folder;
  const auto first = folder.write("a,b\n1,2\n", "1.csv");
  const auto second = folder.write("b,a\n1,2\n", "2.csv");
  QVERIFY(!readCsv(posixFileOps(), {first, second}, {}));
}

void CsvTest::columnNamedTwiceIsRefused() {
  Folder folder;
  QVERIFY(!folder.read("a,a\n1,2\n"));
}

void CsvTest::fileWithoutRowsHasItsColumns() {
  Folder folder;
  const auto table = folder.read("a,b\n");
  QVERIFY(table);
  QCOMPARE(table->rows, std::int64_t{0});
  QVERIFY(table->find("b"));
}

void CsvTest::recordsSpanBlocks() {
  Folder folder;
  // A block is 1 MiB; lines of odd lengths meet its end at every phase.
  QByteArray content = "s,n\n";
  int rows = 0;
  for (; content.size() < 3'300'000; ++rows)
    content +=
        "\"" + QByteArray(rows % 977, 'x') + "\"\"\r\n\"," + QByteArray::number(rows) + "\r\n";
  content += "\"" + QByteArray(2'500'000, 'y') + "\"," + QByteArray::number(rows++) + "\n";
  const auto table = folder.read(content);
  QVERIFY2(table, table ? "" : describe(table.error()).c_str());
  QCOMPARE(table->rows, std::int64_t{rows});
  const auto numbers = valuesOf<Ints>(*table, "n");
  const auto texts = valuesOf<Texts>(*table, "s");
  for (int row = 0; row + 1 < rows; ++row) {
    QCOMPARE(numbers[std::size_t(row)], std::int64_t{row});
    QCOMPARE(texts[std::size_t(row)].size(), std::size_t(row % 977) + 3);
  }
  QCOMPARE(texts.back().size(), std::size_t{2'500'000});
}

void CsvTest::sharedLinesGiveTheSameTable_data() {
  QTest::addColumn<QString>("odd");
  QTest::newRow("plain") << "";
  QTest::newRow("a blank line") << "\n";
  QTest::newRow("a quoted field") << "7,1.5,\"a,\"\"b\",2\n";
  QTest::newRow("a quoted line end") << "7,1.5,\"a\nb\",2\n";
  QTest::newRow("an integer turns into a number") << "7.25,1.5,c,2\n";
  QTest::newRow("a line end of Windows") << "7,1.5,c,2\r\n";
  QTest::newRow("numbers in other ways") << "+7,-.5e3,c, 2\n";
  QTest::newRow("many digits") << "7,3.14159265358979323846,c,123456789012345678901234567890\n";
  QTest::newRow("an empty field") << "7,1.5,c,\n";
  QTest::newRow("a field too few") << "7,1.5,c\n";
  QTest::newRow("a word for a number") << "7,x,c,2\n";
}

/// Over several blocks, with an odd line in the middle of one: as record after record gives it.
void CsvTest::sharedLinesGiveTheSameTable() {
  QFETCH(QString, odd);
  const tests::DataFolder folder;
  std::string text = "i,f,t,m\n";
  constexpr int kRows = 120'000;
  for (int row = 0; row < kRows; ++row) {
    if (row == 70'000) text += odd.toStdString();
    text += fmt::format("{},{:.6g},word{},{}\n", row, row / 7.0 - 5000, row % 13, row % 100);
  }
  text += "1,2,last,3";
  const fs::path path = folder.write("rows.csv", text);
  for (const data::BadRows badRows : {data::BadRows::Stop, data::BadRows::Skip}) {
    data::CsvFormat format;
    format.badRows = badRows;
    format.missing = {{"m", "-1"}};
    const auto workers = startWorkers(3);
    const auto shared = data::readCsv(posixFileOps(), {path}, format, {}, {}, workers.get());
    const auto alone = data::readCsv(posixFileOps(), {path}, format);
    format.mostRows = 1'000'000;  // read record by record
    const auto wanted = data::readCsv(posixFileOps(), {path}, format);
    QCOMPARE(bool(shared), bool(wanted));
    QCOMPARE(bool(alone), bool(wanted));
    if (wanted) {
      QVERIFY(wanted->rows >= kRows);
      QVERIFY(*shared == *wanted && *alone == *wanted);
    } else {
      QCOMPARE(describe(shared.error()), describe(wanted.error()));
      QCOMPARE(describe(alone.error()), describe(wanted.error()));
    }
  }
}

void CsvTest::tooManyColumnsAreRefused() {
  Folder folder;
  CsvFormat format;
  format.header = CsvHeader::None;
  const auto count = static_cast<qsizetype>(limits::kCsvColumns);
  QVERIFY(folder.read(QByteArray("1,").repeated(count - 1) + "1\n", format));
  QVERIFY(!folder.read(QByteArray("1,").repeated(count) + "1\n", format));
}

void CsvTest::everyCutOfAFileIsReadOrRefused() {
  Folder folder;
  const QByteArray content = "\xEF\xBB\xBF\"a\",b\r\n1,\"x\"\"\r\ny\"\r\n2.5,z\r\n\r\n3,\"\"\r\n";
  for (qsizetype kept = 0; kept <= content.size(); ++kept) {
    const auto table = folder.read(content.left(kept));
    if (!table) QCOMPARE(table.error().code, ErrorCode::InvalidArgument);
  }
  QCOMPARE(folder.read(content)->rows, std::int64_t{3});
}

void CsvTest::stopEndsReading() {
  Folder folder;
  std::stop_source stop;
  stop.request_stop();
  const auto table = readCsv(posixFileOps(), {folder.write("a\n1\n")}, {}, stop.get_token());
  QVERIFY(!table && table.error().code == ErrorCode::Cancelled);
}

void CsvTest::progressCountsBytes() {
  Folder folder;
  std::vector<Progress> reports;
  const auto table = readCsv(posixFileOps(), {folder.write("a\n1\n")}, {}, {},
                             [&](const Progress& progress) { reports.push_back(progress); });
  QVERIFY(table && !reports.empty());
  QCOMPARE(reports.back().total, std::uint64_t{4});
  QVERIFY(reports.back().done <= reports.back().total);
}

void CsvTest::firstLineTellsItsKind_data() {
  QTest::addColumn<QByteArray>("line");
  QTest::addColumn<int>("header");
  const auto row = [](const char* line, CsvHeader header) {
    QTest::addRow("%s", line) << QByteArray(line) << int(header);
  };
  row("120,4,setosa,versicolor,virginica", CsvHeader::Guide);
  row("30,4,setosa,versicolor,virginica\r\n", CsvHeader::Guide);
  row("SepalLength,SepalWidth", CsvHeader::Names);
  row("\xEF\xBB\xBF"
      "a,b",
      CsvHeader::Names);
  row(",a,b", CsvHeader::Names);
  row("x", CsvHeader::Names);
  row("5.1,3.5,1.4,0.2,setosa", CsvHeader::None);
  row("1,2", CsvHeader::None);
  row("1", CsvHeader::None);
  row("", CsvHeader::None);
  row("a,,b", CsvHeader::None);
}

void CsvTest::firstLineTellsItsKind() {
  QFETCH(QByteArray, line);
  QFETCH(int, header);
  QCOMPARE(int(guessHeader(line.toStdString())), header);
}

void CsvTest::compressedFilesAreRead() {
  const tests::DataFolder folder;
  std::string text = "n,s\n";
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + ",word\n";
  CsvFormat format;
  format.compression = Compression::Gzip;
  const auto path = folder.write("rows.csv.gz", tests::compressed(text));
  QCOMPARE(*guessHeader(posixFileOps(), path, Compression::Gzip), CsvHeader::Names);
  const auto table = readCsv(posixFileOps(), {path}, format);
  QVERIFY2(table, table ? "" : describe(table.error()).c_str());
  QCOMPARE(table->rows, std::int64_t{200'000});
  QCOMPARE(valuesOf<Ints>(*table, "n").back(), std::int64_t{199'999});
  const auto cut = folder.write("cut.csv.gz", tests::compressed(text).substr(0, 5000));
  format.badRows = BadRows::Skip;
  QCOMPARE(readCsv(posixFileOps(), {cut}, format).error().code, ErrorCode::Truncated);
}

void CsvTest::compressionThatIsNotSaidIsTold() {
  const tests::DataFolder folder;
  const auto path = folder.write("rows.csv", tests::compressed("a\n1\n"));
  const auto table = readCsv(posixFileOps(), {path}, {});
  QVERIFY(!table);
  QCOMPARE(table.error().code, ErrorCode::InvalidArgument);
  QVERIFY(!table.error().hint.empty());
}

QTEST_APPLESS_MAIN(CsvTest)
#include "csv_test.moc"
