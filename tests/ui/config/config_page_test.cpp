#include "ui/config/config_page.h"

#include "tests/ui/iris_run.h"
#include "ui/bridge/convert.h"
#include "ui/config/field_row.h"
#include "ui/config/source_card.h"
#include "ui/config/verdict_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class ConfigPageTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { new Theme(*qApp); }
  void init();
  void cleanup();
  void theFormShowsTheDraft();
  void typingChangesTheConfigAndTheProgram();
  void aWrongValueIsSaidBelowTheField();
  void unitsAreEditedAsChips();
  void aNewExperimentStartsAtStepZero();
  void draftsOutliveAChangeOfRun();
  void aRunWithoutARecordSaysSo();

 private:
  RunRef ref(const char* name) const;
  template <class T>
  T* find(const char* name) const {
    return m_page->findChild<T*>(QString::fromLatin1(name));
  }
  std::unique_ptr<IrisFolder> m_folder;
  std::unique_ptr<QWidget> m_window;
  ConfigPage* m_page = nullptr;
};

RunRef ConfigPageTest::ref(const char* name) const {
  RunRef run;
  run.modelDir = m_folder->models() / name;
  run.workspace = m_folder->models();
  run.id = pathText(run.modelDir);
  run.name = QString::fromLatin1(name);
  return run;
}

void ConfigPageTest::init() {
  m_folder = std::make_unique<IrisFolder>();
  m_window = std::make_unique<QWidget>();
  m_window->resize(1100, 800);
  m_page = new ConfigPage(Services{}, m_window.get());
  m_page->resize(1100, 800);
  m_window->show();
  m_page->setActive(true);
  m_page->startDraft(ref("iris"), m_folder->config());
  m_page->setRun(ref("iris"));
}

void ConfigPageTest::cleanup() { m_window.reset(); }

void ConfigPageTest::theFormShowsTheDraft() {
  QVERIFY(m_page->config());
  QCOMPARE(find<QComboBox>("config.estimator")->currentText(), QStringLiteral("DNNClassifier"));
  QCOMPARE(find<QLineEdit>("config.n_classes")->text(), QStringLiteral("3"));
  QCOMPARE(find<QLineEdit>("config.learning_rate")->text(), QStringLiteral("0.05"));
  QCOMPARE(find<QLineEdit>("config.initial_accumulator_value")->text(), QStringLiteral("0.1"));
  QCOMPARE(find<QLineEdit>("config.steps")->text(), QStringLiteral("200"));
  QCOMPARE(find<QLineEdit>("config.model_dir")->text(), QStringLiteral("models/iris"));
  QTRY_VERIFY(find<QWidget>("config.columns")->isVisible());
}

void ConfigPageTest::typingChangesTheConfigAndTheProgram() {
  auto* field = find<QLineEdit>("config.learning_rate");
  field->selectAll();
  QTest::keyClicks(field, "1e-3");
  QCOMPARE(m_page->config()->args.optimizer.learningRate.value, 0.001);
  QCOMPARE(field->text(), QStringLiteral("1e-3"));
  QVERIFY(find<SourceCard>("config.source")->text().contains(QStringLiteral("0.001")));
  QVERIFY(m_page->isDirty());
}

void ConfigPageTest::aWrongValueIsSaidBelowTheField() {
  auto* field = find<QLineEdit>("config.dropout");
  field->selectAll();
  QTest::keyClicks(field, "1.5");
  auto* error = find<QLabel>("config.activation_fn.error");
  QVERIFY(error && error->isVisible());
  QVERIFY(field->property("invalid").toBool());
  QVERIFY(!m_page->isDirty());
  field->selectAll();
  QTest::keyClicks(field, "0.5");
  QVERIFY(!error->isVisible());
  QCOMPARE(m_page->config()->args.dropout, 0.5);
}

void ConfigPageTest::unitsAreEditedAsChips() {
  auto* add = find<QAbstractButton>("config.hidden_units.add");
  QTest::mouseClick(add, Qt::LeftButton);
  QCOMPARE(m_page->config()->args.hiddenUnits, (std::vector<std::int64_t>{10, 10, 10}));
  auto* chip = find<ValueChip>("config.hidden_units.layer2");
  QTest::keyClick(chip, Qt::Key_Backspace);
  QCOMPARE(m_page->config()->args.hiddenUnits, (std::vector<std::int64_t>{10, 10}));
  QTest::mouseClick(find<ValueChip>("config.hidden_units.layer0"), Qt::LeftButton, {},
                    QPoint(8, 10));
  auto* edit = find<QLineEdit>("config.hidden_units.edit");
  QVERIFY(edit);
  edit->selectAll();
  QTest::keyClicks(edit, "[128, 64]");
  QTest::keyClick(edit, Qt::Key_Return);
  QCOMPARE(m_page->config()->args.hiddenUnits, (std::vector<std::int64_t>{128, 64}));
}

void ConfigPageTest::aNewExperimentStartsAtStepZero() {
  QSignalSpy checked(m_page->verdict(), &VerdictCard::checked);
  QTRY_VERIFY(checked.count() > 0);
  QVERIFY(m_page->verdict()->report()->startsAnew);
  QCOMPARE(find<QLabel>("config.verdict.sentence")->text(), QStringLiteral("Starts at step 0."));
}

void ConfigPageTest::draftsOutliveAChangeOfRun() {
  m_page->draft()->set("args.n_classes", "5");
  m_page->setRun(ref("other"));
  QTRY_VERIFY(!m_page->config());
  m_page->setRun(ref("iris"));
  QVERIFY(m_page->config());
  QCOMPARE(m_page->config()->args.nClasses, std::int64_t{5});
  QVERIFY(m_page->isDirty());
}

void ConfigPageTest::aRunWithoutARecordSaysSo() {
  fs::create_directories(m_folder->models() / "bare");
  m_page->setRun(ref("bare"));
  auto* sentence = find<QLabel>("config.empty.sentence");
  QTRY_VERIFY(sentence->isVisible());
  QVERIFY(sentence->text().contains(QStringLiteral("No config is known")));
}

QTEST_MAIN(ConfigPageTest)
#include "config_page_test.moc"
