#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <algorithm>

namespace {

struct Message {
  QString context, source;
  QStringList forms;
  bool numerus = false;
  bool unfinished = false;
};

QList<Message> readMessages(const QString& file) {
  QFile in(file);
  if (!in.open(QIODevice::ReadOnly)) return {};
  QXmlStreamReader xml(&in);
  QList<Message> messages;
  QString context;
  while (!xml.atEnd()) {
    xml.readNext();
    if (!xml.isStartElement()) continue;
    if (xml.name() == QLatin1String("name")) context = xml.readElementText();
    if (xml.name() == QLatin1String("message")) {
      messages << Message{context, {}, {}, xml.attributes().hasAttribute("numerus"), false};
    } else if (xml.name() == QLatin1String("source")) {
      messages.last().source = xml.readElementText();
    } else if (xml.name() == QLatin1String("translation")) {
      messages.last().unfinished = xml.attributes().hasAttribute("type");
      if (!messages.last().numerus) messages.last().forms << xml.readElementText();
    } else if (xml.name() == QLatin1String("numerusform")) {
      messages.last().forms << xml.readElementText();
    }
  }
  return messages;
}

QStringList placeholders(const QString& text) {
  static const QRegularExpression kPlace(QStringLiteral("%(n|L?\\d+)"));
  QStringList found;
  for (auto it = kPlace.globalMatch(text); it.hasNext();) found << it.next().captured(1);
  found.sort();
  found.removeDuplicates();
  return found;
}

}  // namespace

class TranslationsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everySentenceHasWords_data();
  void everySentenceHasWords();
  void placeholdersMatch_data() { everySentenceHasWords_data(); }
  void placeholdersMatch();
  void theFilesHoldWhatTheSourcesSay();

 private:
  static QString folder() { return QStringLiteral(CAIRN_SOURCE_DIR "/resources/translations/"); }
};

void TranslationsTest::everySentenceHasWords_data() {
  QTest::addColumn<QString>("file");
  QTest::newRow("English plurals") << folder() + QStringLiteral("cairn_en.ts");
  QTest::newRow("Chinese") << folder() + QStringLiteral("cairn_zh_CN.ts");
}

void TranslationsTest::everySentenceHasWords() {
  QFETCH(QString, file);
  const auto messages = readMessages(file);
  QVERIFY(messages.size() > 20);
  for (const Message& message : messages) {
    QVERIFY2(!message.unfinished, qPrintable(message.context + ": " + message.source));
    for (const QString& form : message.forms)
      QVERIFY2(!form.isEmpty(), qPrintable(message.context + ": " + message.source));
  }
}

void TranslationsTest::placeholdersMatch() {
  QFETCH(QString, file);
  for (const Message& message : readMessages(file))
    for (const QString& form : message.forms)
      QVERIFY2(placeholders(form) == placeholders(message.source),
               qPrintable(message.source + " | " + form));
}

// A sentence of the sources that is not in the file would be shown in English.
void TranslationsTest::theFilesHoldWhatTheSourcesSay() {
  QString lupdate = QStandardPaths::findExecutable("lupdate6");
  if (lupdate.isEmpty()) lupdate = QStandardPaths::findExecutable("lupdate", {"/usr/lib/qt6/bin"});
  if (lupdate.isEmpty()) QSKIP("lupdate is not installed");
  QTemporaryDir temporary;
  const QString copy = temporary.filePath("cairn_zh_CN.ts");
  QVERIFY(QFile::copy(folder() + "cairn_zh_CN.ts", copy));
  QProcess process;
  process.setWorkingDirectory(CAIRN_SOURCE_DIR);
  process.start(lupdate, {"-silent", "-locations", "none", "-no-obsolete", "-I", ".", "-extensions",
                          "cpp,h", "ui", "app/gui", "-ts", copy});
  QVERIFY(process.waitForFinished(120000));
  QCOMPARE(process.exitCode(), 0);
  QStringList missing;
  for (const Message& message : readMessages(copy))
    if (message.unfinished) missing << message.source;
  QVERIFY2(missing.isEmpty(),
           qPrintable("run resources/translations/update and translate: " + missing.join(" | ")));
}

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
