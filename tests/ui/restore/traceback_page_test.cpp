#include "ui/restore/traceback_page.h"

#include "tests/core/fixture_scope.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/language.h"
#include "ui/restore/restore_page.h"
#include "ui/restore/traceback_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/pill.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class TracebackPageTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void everyRecordedTextIsExplained_data();
  void everyRecordedTextIsExplained();
  void theRunIsFoundAndChecked();
  void whatIsNoTracebackIsSaidAtTheBox();
  void theClipboardIsTakenWhenItHoldsOne();
  void aWayOutIsCopiedAsPython();

 private:
  static fs::path root() { return tests::fixturesRoot() / "bad_restore"; }
  static QString textOf(const fs::path& file) {
    QFile in(pathText(file));
    return in.open(QIODevice::ReadOnly) ? QString::fromUtf8(in.readAll()) : QString();
  }
  static std::vector<RunRef> runs(std::initializer_list<const char*> names) {
    std::vector<RunRef> refs;
    for (const char* name : names) {
      RunRef run;
      run.modelDir = root() / name / "model_dir";
      run.id = pathText(run.modelDir);
      run.name = QString::fromLatin1(name);
      refs.push_back(run);
    }
    return refs;
  }
  Theme* m_theme = nullptr;
};

void TracebackPageTest::initTestCase() {
  useLanguage(*qApp, QLocale(QLocale::English));
  m_theme = new Theme(*qApp);
}

void TracebackPageTest::everyRecordedTextIsExplained_data() {
  QTest::addColumn<QString>("path");
  QVERIFY2(fs::is_directory(root()), root().c_str());
  for (const fs::path& folder : tests::sortedDirectories(root()))
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().filename().string().starts_with("traceback_"))
        QTest::newRow(folder.filename().c_str()) << QString::fromStdString(entry.path().string());
}

void TracebackPageTest::everyRecordedTextIsExplained() {
  QFETCH(QString, path);
  TracebackPage page(Services{});
  page.resize(1100, 760);
  page.layout()->setSizeConstraint(QLayout::SetNoConstraint);
  page.show();
  QSignalSpy read(&page, &TracebackPage::read);
  page.setText(textOf(toPath(path)));
  QTRY_COMPARE(read.count(), 1);
  QVERIFY(page.told());
  const QString verdict = page.findChild<QLabel*>(QStringLiteral("traceback.verdict"))->text();
  QVERIFY2(!verdict.isEmpty() && !verdict.contains(QLatin1Char('%')), qPrintable(verdict));
  QCOMPARE(page.findChild<Pill*>(QStringLiteral("traceback.state"))->text(),
           QStringLiteral("Restore failed in Python"));
  // Folded or not, the sentence that counts is there.
  auto* listing = page.findChild<TracebackText*>();
  const QString sentence = toQString(page.told()->sentence);
  QVERIFY(listing->toPlainText().contains(sentence));
  const qsizetype folded = listing->toPlainText().count(QLatin1Char('\n'));
  QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("traceback.fold")), Qt::LeftButton);
  QVERIFY(listing->toPlainText().contains(sentence));
  QVERIFY(listing->toPlainText().count(QLatin1Char('\n')) > folded);
  for (const char* id : {"error", "key", "path"})
    QVERIFY(page.findChild<QLabel*>(QStringLiteral("traceback.fact.%1").arg(id)));
}

void TracebackPageTest::theRunIsFoundAndChecked() {
  RestorePage page(Services{});
  page.resize(1100, 760);
  page.setRunSource([] {
    return runs({"feature_added", "hidden_units_guide", "files_index_cut"});
  });
  page.setActive(true);
  page.layout()->setSizeConstraint(QLayout::SetNoConstraint);
  page.show();
  auto* traceback = page.findChild<TracebackPage*>();
  QSignalSpy read(traceback, &TracebackPage::read);
  page.explainTraceback(textOf(root() / "hidden_units_guide" / "traceback_train.txt"));
  QTRY_COMPARE(read.count(), 1);
  QVERIFY(page.hasTraceback());
  QVERIFY(page.findChild<QRadioButton*>(QStringLiteral("traceback.run0"))->isChecked());
  QVERIFY(!page.findChild<QRadioButton*>(QStringLiteral("traceback.run1")));
  auto* check = page.findChild<QPushButton*>(QStringLiteral("traceback.check"));
  QCOMPARE(check->text(), QStringLiteral("Check against hidden_units_guide"));
  QSignalSpy checked(&page, &RestorePage::checked);
  QTest::mouseClick(check, Qt::LeftButton);
  QTRY_COMPARE(checked.count(), 1);
  QVERIFY(page.report());
  QCOMPARE(page.report()->tensors.size(), std::size_t{13});
  // Ways out of a run's own config are not those of somebody's script.
  QVERIFY(page.findChild<QWidget*>(QStringLiteral("restore.ways"))->isHidden());
  QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("restore.back")), Qt::LeftButton);
  QVERIFY(traceback->isVisible());
  QTest::mouseClick(page.findChild<QWidget*>(QStringLiteral("traceback.close")), Qt::LeftButton);
  QVERIFY(!page.hasTraceback());
  QVERIFY(!traceback->isVisible());
}

void TracebackPageTest::whatIsNoTracebackIsSaidAtTheBox() {
  TracebackPage page(Services{});
  page.layout()->setSizeConstraint(QLayout::SetNoConstraint);
  page.show();
  page.askForText();
  auto* explain = page.findChild<QPushButton*>(QStringLiteral("traceback.explain"));
  QVERIFY(!explain->isEnabled());
  page.findChild<QPlainTextEdit*>(QStringLiteral("traceback.box"))
      ->setPlainText(QStringLiteral("it does not work"));
  QVERIFY(explain->isEnabled());
  QSignalSpy read(&page, &TracebackPage::read);
  QTest::mouseClick(explain, Qt::LeftButton);
  QTRY_COMPARE(read.count(), 1);
  QVERIFY(page.findChild<QLabel*>(QStringLiteral("traceback.wrong"))->isVisible());
  QVERIFY(!page.told());
}

void TracebackPageTest::theClipboardIsTakenWhenItHoldsOne() {
  QGuiApplication::clipboard()->setText(QStringLiteral("a shopping list"));
  RestorePage page(Services{});
  page.setActive(true);
  page.layout()->setSizeConstraint(QLayout::SetNoConstraint);
  page.show();
  page.explainTraceback();
  QVERIFY(page.findChild<QPlainTextEdit*>(QStringLiteral("traceback.box"))->isVisible());
  QGuiApplication::clipboard()->setText(
      QStringLiteral("NotFoundError: Key dnn/head/beta1_power not found in checkpoint"));
  QSignalSpy read(page.findChild<TracebackPage*>(), &TracebackPage::read);
  page.explainTraceback();
  QTRY_COMPARE(read.count(), 1);
  QCOMPARE(page.findChild<TracebackPage*>()->told()->tensor, std::string("dnn/head/beta1_power"));
}

void TracebackPageTest::aWayOutIsCopiedAsPython() {
  TracebackPage page(Services{});
  page.resize(1100, 760);
  page.layout()->setSizeConstraint(QLayout::SetNoConstraint);
  page.show();
  QSignalSpy read(&page, &TracebackPage::read);
  page.setText(textOf(root() / "hidden_units_second" / "traceback_train.txt"));
  QTRY_COMPARE(read.count(), 1);
  QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("traceback.way.revert")),
                    Qt::LeftButton);
  QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("hidden_units=[..., 4]"));
}

QTEST_MAIN(TracebackPageTest)
#include "traceback_page_test.moc"
