#include "core/data/vocabulary.h"

#include "tests/core/data/columns.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cairn;
using namespace cairn::data;
using namespace cairn::tests;

class VocabularyTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void linesAreReadAsTensorFlowDoes_data();
  void linesAreReadAsTensorFlowDoes();
  void badFilesAreRefusedInTensorFlowsWords_data();
  void badFilesAreRefusedInTensorFlowsWords();
  void filesAreReadOnceForAllColumns();
  void missingFilesAreReported();
};

// Every row is what TensorFlow 2.15 did with such a file.
void VocabularyTest::linesAreReadAsTensorFlowDoes_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("size");
  QTest::addColumn<bool>("integers");
  QTest::addColumn<QByteArray>("word");
  QTest::addColumn<int>("id");  // -1: unknown
  const auto words = [](const char* name, QByteArray text, QByteArray word, int id, int size = -1) {
    QTest::newRow(name) << text << size << false << word << id;
  };
  words("LF", "a\nb\n", "b", 1);
  words("CRLF", "a\r\nb\r\n", "b", 1);
  words("no end of line at the end", "a\nb", "b", 1);
  words("CR at the end of the file", "a\nb\r", "b", 1);
  words("only one CR is part of the end of line", "a\r\r\nb\n", "a\r", 0);
  words("CR inside a line", "a\rb\nc\n", "a\rb", 0);
  words("blank behind", "a \nb\n a\n", "a ", 0);
  words("blank in front", "a \nb\n a\n", " a", 2);
  words("blanks make another word", "a \nb\n a\n", "a", -1);
  words("tab", "a\tx\nb\n", "a\tx", 0);
  words("zero byte", QByteArray("a\0b\nc\n", 6), QByteArray("a\0b", 3), 0);
  words("byte order mark",
        "\xEF\xBB\xBF"
        "a\nb\n",
        "\xEF\xBB\xBF"
        "a",
        0);
  words("no UTF-8", "\xFF\nb\n", "\xFF", 0);
  words("only the first lines", "a\nb\nc\n", "c", -1, 2);
  words("a repeated word behind them", "a\nb\na\n", "a", 0, 2);
  words("an empty line behind them", "a\nb\n\n", "b", 1, 2);
  const auto integer = [](const char* name, QByteArray text, QByteArray word, int id) {
    QTest::newRow(name) << text << -1 << true << word << id;
  };
  integer("integers", "10\n-3\n", "-3", 1);
  integer("leading zeros", "10\n007\n", "7", 1);
  integer("blanks around an integer", "10\n 7 \n", "7", 1);
  integer("integers with CRLF", "10\r\n7\r\n", "7", 1);
}

void VocabularyTest::linesAreReadAsTensorFlowDoes() {
  QFETCH(QByteArray, text);
  QFETCH(int, size);
  QFETCH(bool, integers);
  QFETCH(QByteArray, word);
  QFETCH(int, id);
  const auto vocabulary = Vocabulary::parse(text.toStdString(), size, integers, "F");
  QVERIFY2(vocabulary, vocabulary ? "" : vocabulary.error().message.c_str());
  QCOMPARE(vocabulary->find(word.toStdString()).value_or(-1), std::int64_t{id});
}

void VocabularyTest::badFilesAreRefusedInTensorFlowsWords_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("size");
  QTest::addColumn<bool>("integers");
  QTest::addColumn<QString>("message");
  const auto row = [](const char* name, QByteArray text, int size, bool integers,
                      const char* message) {
    QTest::newRow(name) << text << size << integers << QString(message);
  };
  row("empty line", "a\n\nb\n", -1, false, "Invalid content in F: empty line found at position 3.");
  row("empty line with CR", "a\n\r\nb\n", -1, false,
      "Invalid content in F: empty line found at position 4.");
  row("empty line at the end", "a\nb\n\n", -1, false,
      "Invalid content in F: empty line found at position 5.");
  row("too few lines", "a\n", 2, false, "Invalid vocab_size in F: expected 2 but got 1");
  row("repeated word", "a\nb\na\n", -1, false,
      "HashTable has different value for same key. Key a has 0 and trying to add value 2");
  row("integers that are equal", "7\n07\n", -1, true,
      "HashTable has different value for same key. Key 7 has 0 and trying to add value 1");
  row("no integer", "10\nx\n", -1, true, "Field x in line 1 is not a valid int64.");
  row("plus sign", "10\n+7\n", -1, true, "Field +7 in line 1 is not a valid int64.");
  row("too large an integer", "9223372036854775808\n", -1, true,
      "Field 9223372036854775808 in line 0 is not a valid int64.");
  row("nothing", "", -1, false, "an empty vocabulary: a word is wanted on each line");
}

void VocabularyTest::badFilesAreRefusedInTensorFlowsWords() {
  QFETCH(QByteArray, text);
  QFETCH(int, size);
  QFETCH(bool, integers);
  QFETCH(QString, message);
  const auto vocabulary = Vocabulary::parse(text.toStdString(), size, integers, "F");
  QVERIFY(!vocabulary);
  QCOMPARE(QString::fromStdString(vocabulary.error().message), message);
  QCOMPARE(vocabulary.error().where, std::string("F"));
}

void VocabularyTest::filesAreReadOnceForAllColumns() {
  QTemporaryDir folder;
  QFile file(folder.filePath("words.txt"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("a\nb\nc\n");
  file.close();
  const std::vector<FeatureColumn> columns = {indicator(vocabularyFile("s", "words.txt")),
                                              embedding(vocabularyFile("t", "words.txt"), 2),
                                              indicator(vocabularyFile("s", "words.txt", 2))};
  const auto read = Vocabularies::read(posixFileOps(), folder.path().toStdString(), columns);
  QVERIFY(read);
  const auto all = read->find(columns[0].parts[0]);
  QVERIFY(all);
  QCOMPARE((*all)->size(), std::int64_t{3});
  QCOMPARE(read->find(columns[1].parts[0])->get(), all->get());
  QCOMPARE((*read->find(columns[2].parts[0]))->size(), std::int64_t{2});
  QCOMPARE(read->find(vocabularyFile("s", "other.txt")).error().code, ErrorCode::NotFound);
}

void VocabularyTest::missingFilesAreReported() {
  const std::vector<FeatureColumn> columns = {vocabularyFile("s", "nowhere.txt")};
  QCOMPARE(Vocabularies::read(posixFileOps(), "/", columns).error().code, ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(VocabularyTest)
#include "vocabulary_test.moc"
