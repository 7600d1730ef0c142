#include "ui/checkpoints/checkpoints_page.h"

#include "tests/ui/watchdog.h"
#include "ui/bridge/convert.h"
#include "ui/checkpoints/checkpoint_chip.h"
#include "ui/checkpoints/health_dialog.h"
#include "ui/checkpoints/timeline_view.h"
#include "ui/checkpoints/values_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/band.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace cairn;
using namespace cairn::ui;

namespace {

fs::path fixtures() {
  const char* given = std::getenv("CAIRN_FIXTURES");
  return given ? given : CAIRN_FIXTURES_DEFAULT;
}

}  // namespace

class CheckpointsPageTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { new Theme(*qApp); }
  void init();
  void cleanup() { m_window.reset(); }
  void theNewestIsComparedWithTheOneBefore();
  void deletedCheckpointsStayOnTheTimeline();
  void clicksOnTheTimelineChoose();
  void keysMoveAAndB();
  void figuresArriveForEveryTensor();
  void theFilterNarrowsTheTree();
  void aWrongFilterIsSaidAndTheLastStays();
  void theSelectedTensorIsPictured();
  void theSelectionOutlivesAnotherCheckpoint();
  void aTensorIsExportedWhole();
  void valuesAreShownAndCopied();
  void healthIsTold();
  void aDamagedTensorHidesNoOther();
  void aRunWithoutCheckpointsSaysSo();
  void aStepCanBeAskedFor();
  void namesKeepTheirRoomInANarrowWindow();
  void loadingDoesNotBlockTheWindow();

 private:
  void open(const fs::path& modelDir);
  fs::path copied(const char* name);
  template <class T>
  T* find(const char* name) const {
    return m_page->findChild<T*>(QString::fromLatin1(name));
  }
  QString aName() const { return fileName(m_page->a()); }
  QString bName() const { return m_page->b() ? fileName(*m_page->b()) : QString(); }
  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<QWidget> m_window;
  CheckpointsPage* m_page = nullptr;
};

void CheckpointsPageTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_window = std::make_unique<QWidget>();
  m_window->resize(1120, 800);
  m_page = new CheckpointsPage(Services{}, m_window.get());
  m_page->resize(1120, 800);
  m_window->show();
  m_page->setActive(true);
}

void CheckpointsPageTest::open(const fs::path& modelDir) {
  RunRef run;
  run.modelDir = modelDir;
  run.workspace = modelDir.parent_path();
  run.id = pathText(modelDir);
  run.name = QStringLiteral("iris");
  run.color = tokens().runs[0];
  QSignalSpy settled(m_page, &CheckpointsPage::settled);
  m_page->setRun(run);
  QVERIFY(settled.wait(10'000));
}

fs::path CheckpointsPageTest::copied(const char* name) {
  const fs::path to = toPath(m_folder->path()) / name;
  fs::copy(fixtures() / "iris" / name / "models" / "iris", to, fs::copy_options::recursive);
  return to;
}

void CheckpointsPageTest::theNewestIsComparedWithTheOneBefore() {
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  QCOMPARE(aName(), QStringLiteral("model.ckpt-220"));
  QCOMPARE(bName(), QStringLiteral("model.ckpt-200"));
  QVERIFY(find<CheckpointChip>("checkpoints.a")->text().startsWith(QStringLiteral("ckpt-220")));
  QVERIFY(find<QTreeView>("checkpoints.tensors")->isVisible());
}

void CheckpointsPageTest::deletedCheckpointsStayOnTheTimeline() {
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  const auto& saved = m_page->checkpoints()->saved;
  QCOMPARE(std::count_if(saved.begin(), saved.end(), [](const auto& s) { return s.onDisk(); }), 5);
  QVERIFY(saved.size() > 5);
  QVERIFY(!saved.front().onDisk());
  auto* timeline = find<TimelineView>("checkpoints.timeline");
  QVERIFY(timeline->textOf(saved.front()).contains(QStringLiteral("deleted")));
  QVERIFY(timeline->accessibleDescription().contains(QStringLiteral("220")));
  // A click on one that is gone chooses nothing.
  QTest::mouseClick(timeline, Qt::LeftButton, {}, timeline->placeOf(saved.front().step).toPoint());
  QCOMPARE(aName(), QStringLiteral("model.ckpt-220"));
}

void CheckpointsPageTest::clicksOnTheTimelineChoose() {
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  auto* timeline = find<TimelineView>("checkpoints.timeline");
  QTest::mouseClick(timeline, Qt::LeftButton, {}, timeline->placeOf(180).toPoint());
  QCOMPARE(aName(), QStringLiteral("model.ckpt-180"));
  QTest::mouseClick(timeline, Qt::LeftButton, Qt::ShiftModifier, timeline->placeOf(140).toPoint());
  QCOMPARE(bName(), QStringLiteral("model.ckpt-140"));
  QTRY_VERIFY(m_page->isSettled());
}

void CheckpointsPageTest::keysMoveAAndB() {
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  auto* tree = find<QTreeView>("checkpoints.tensors");
  tree->setFocus();
  QTest::keyClick(tree, Qt::Key_Comma);
  QCOMPARE(aName(), QStringLiteral("model.ckpt-200"));
  QCOMPARE(bName(), QStringLiteral("model.ckpt-220"));  // they changed places
  QTest::keyClick(tree, Qt::Key_X);
  QCOMPARE(aName(), QStringLiteral("model.ckpt-220"));
  QTest::keyClick(tree, Qt::Key_Comma, Qt::ShiftModifier);
  QCOMPARE(bName(), QStringLiteral("model.ckpt-180"));
  QTest::keyClick(tree, Qt::Key_Period);
  QCOMPARE(aName(), QStringLiteral("model.ckpt-220"));  // there is no later one
  // In a text field they are letters.
  auto* filter = find<QLineEdit>("checkpoints.filter");
  filter->setFocus();
  QTest::keyClicks(filter, QStringLiteral("x,"));
  QCOMPARE(filter->text(), QStringLiteral("x,"));
  QCOMPARE(aName(), QStringLiteral("model.ckpt-220"));
}

void CheckpointsPageTest::figuresArriveForEveryTensor() {
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  const auto& tensors = m_page->tensors()->tensors();
  QCOMPARE(tensors.size(), std::size_t{13});
  for (const TensorInfo& info : tensors) {
    QVERIFY2(info.isRead && info.stats, info.entry.name.c_str());
    QVERIFY(info.diff);
  }
  const QModelIndex step = m_page->tensors()->indexOf("global_step");
  QCOMPARE(
      step.siblingAtColumn(static_cast<int>(TensorTreeModel::Column::Change)).data().toString(),
      QStringLiteral("200 → 220"));
  QVERIFY(find<ElidedLabel>("checkpoints.counts")->text().contains(QStringLiteral("193")));
}

void CheckpointsPageTest::theFilterNarrowsTheTree() {
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  auto* filter = find<QLineEdit>("checkpoints.filter");
  filter->setText(QStringLiteral("kernel -slots"));
  QCOMPARE(m_page->tensors()->shownCount(), std::size_t{3});
  find<QAbstractButton>("checkpoints.slots")->click();
  filter->clear();
  QCOMPARE(m_page->tensors()->shownCount(), std::size_t{7});
}

void CheckpointsPageTest::aWrongFilterIsSaidAndTheLastStays() {
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  auto* filter = find<QLineEdit>("checkpoints.filter");
  filter->setText(QStringLiteral("bias"));
  const auto before = m_page->tensors()->shownCount();
  filter->setText(QStringLiteral("bias shape:?"));
  QVERIFY(!find<QLabel>("checkpoints.filterError")->text().isEmpty());
  QCOMPARE(m_page->tensors()->shownCount(), before);
}

void CheckpointsPageTest::theSelectedTensorIsPictured() {
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  auto* pane = find<TensorPane>("checkpoints.pane");
  QTRY_VERIFY(pane->detail());
  QCOMPARE(pane->detail()->entry.name, std::string("dnn/hiddenlayer_0/kernel"));
  auto* map = find<HeatMap>("checkpoints.heatMap");
  QTRY_VERIFY(map->isVisible());
  const QString text = map->textAt(QPoint(map->width() - 3, 3));
  QVERIFY2(text.startsWith(QStringLiteral("0, 9:")), qPrintable(text));
  QTRY_VERIFY(find<QWidget>("checkpoints.norm")->isVisible());
  QVERIFY(find<QWidget>("checkpoints.histogram")->isVisible());
}

void CheckpointsPageTest::theSelectionOutlivesAnotherCheckpoint() {
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  auto* tree = find<QTreeView>("checkpoints.tensors");
  tree->setCurrentIndex(m_page->tensors()->indexOf("dnn/logits/bias"));
  QSignalSpy settled(m_page, &CheckpointsPage::settled);
  m_page->moveA(-1);
  QVERIFY(settled.wait());
  const TensorInfo* info = m_page->tensors()->tensorAt(tree->currentIndex());
  QVERIFY(info && info->entry.name == "dnn/logits/bias");
  auto* pane = find<TensorPane>("checkpoints.pane");
  QTRY_VERIFY(pane->detail() && pane->detail()->entry.name == "dnn/logits/bias");
}

void CheckpointsPageTest::aTensorIsExportedWhole() {
  const fs::path modelDir = fixtures() / "iris" / "rotation" / "models" / "iris";
  const auto bundle = formats::TensorBundle::open(posixFileOps(), modelDir / "model.ckpt-220");
  QVERIFY(bundle);
  const fs::path folder = toPath(m_folder->path());
  const auto npy = exportTensor(posixFileOps(), *bundle, "dnn/logits/bias", folder / "b.npy", {});
  QVERIFY(npy && npy->bytes > 64);
  QVERIFY(exportTensor(posixFileOps(), *bundle, "dnn/logits/bias", folder / "b.csv", {}));
  QFile csv(pathText(folder / "b.csv"));
  QVERIFY(csv.open(QIODevice::ReadOnly));
  QVERIFY(csv.readAll().startsWith("i0,value\n0,"));
  QVERIFY(!exportTensor(posixFileOps(), *bundle, "missing", folder / "c.npy", {}));
  QVERIFY(!fs::exists(folder / "c.npy"));
  QCOMPARE(exportName("dnn/logits/bias", ".npy"), std::string("dnn.logits.bias.npy"));
}

void CheckpointsPageTest::valuesAreShownAndCopied() {
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  QTest::mouseClick(find<QPushButton>("checkpoints.pane.table"), Qt::LeftButton);
  auto* dialog = m_page->findChild<ValuesDialog*>();
  QVERIFY(dialog);
  QSignalSpy loaded(dialog, &ValuesDialog::loaded);
  QVERIFY(loaded.wait());
  auto* table = dialog->findChild<QTableView*>(QStringLiteral("values.table"));
  QCOMPARE(table->model()->rowCount(), 4);
  QCOMPARE(table->model()->columnCount(), 10);
  auto* index = dialog->findChild<QLineEdit*>(QStringLiteral("values.index"));
  index->setText(QStringLiteral("2, 7"));
  QTest::keyClick(index, Qt::Key_Return);
  QCOMPARE(table->currentIndex().row(), 2);
  QCOMPARE(table->currentIndex().column(), 7);
  table->selectRow(0);
  QCOMPARE(dialog->selectedText().count(QLatin1Char('\t')), 9);
  dialog->close();
}

void CheckpointsPageTest::healthIsTold() {
  const fs::path modelDir = copied("rotation");
  {
    QFile data(pathText(modelDir / "model.ckpt-180.data-00000-of-00001"));
    QVERIFY(data.open(QIODevice::ReadWrite));
    QVERIFY(data.seek(100));
    data.write("xxxx");
  }
  open(modelDir);
  m_page->checkHealth();
  auto* dialog = m_page->findChild<HealthDialog*>();
  QVERIFY(dialog);
  QSignalSpy checked(dialog, &HealthDialog::checked);
  QVERIFY(checked.wait(10'000));
  QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("health.verdict"))
              ->text()
              .contains(QStringLiteral("damage")));
  QVERIFY(dialog->report().contains(QStringLiteral("ckpt-180")));
  dialog->close();
}

void CheckpointsPageTest::aDamagedTensorHidesNoOther() {
  const fs::path modelDir = copied("rotation");
  {
    QFile data(pathText(modelDir / "model.ckpt-220.data-00000-of-00001"));
    QVERIFY(data.open(QIODevice::ReadWrite));
    QVERIFY(data.seek(100));
    data.write("xxxx");
  }
  open(modelDir);
  int broken = 0;
  for (const TensorInfo& info : m_page->tensors()->tensors()) broken += info.problem ? 1 : 0;
  QCOMPARE(broken, 1);
  QCOMPARE(m_page->tensors()->tensors().size(), std::size_t{13});
}

void CheckpointsPageTest::aRunWithoutCheckpointsSaysSo() {
  const fs::path modelDir = toPath(m_folder->path()) / "empty";
  fs::create_directories(modelDir);
  RunRef run;
  run.modelDir = modelDir;
  run.id = pathText(modelDir);
  QSignalSpy listed(m_page, &CheckpointsPage::listed);
  m_page->setRun(run);
  QVERIFY(listed.wait());
  QVERIFY(find<EmptyState>("checkpoints.empty")->isVisible());
  QCOMPARE(find<EmptyState>("checkpoints.empty")->text(),
           QStringLiteral("This model_dir has no checkpoint."));
}

void CheckpointsPageTest::aStepCanBeAskedFor() {
  m_page->showStep(160);
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  QCOMPARE(aName(), QStringLiteral("model.ckpt-160"));
  QCOMPARE(bName(), QStringLiteral("model.ckpt-140"));
  m_page->showStep(200);
  QCOMPARE(aName(), QStringLiteral("model.ckpt-200"));
}

void CheckpointsPageTest::namesKeepTheirRoomInANarrowWindow() {
  open(fixtures() / "iris" / "rotation" / "models" / "iris");
  m_page->resize(640, 500);
  auto* tree = find<QTreeView>("checkpoints.tensors");
  const auto hidden = [tree](TensorTreeModel::Column column) {
    return tree->isColumnHidden(static_cast<int>(column));
  };
  // Figures give way, the change does not.
  QTRY_VERIFY(hidden(TensorTreeModel::Column::Size));
  QVERIFY(!hidden(TensorTreeModel::Column::Change));
  QVERIFY(tree->columnWidth(0) >= 184);
  QVERIFY(find<TensorPane>("checkpoints.pane")->isHidden());
  m_page->resize(1120, 800);
  QTRY_VERIFY(!find<TensorPane>("checkpoints.pane")->isHidden());
  QTRY_VERIFY(!hidden(TensorTreeModel::Column::Size));
}

void CheckpointsPageTest::loadingDoesNotBlockTheWindow() {
  const fs::path modelDir = toPath(m_folder->path()) / "large";
  fs::create_directories(modelDir);
  std::vector<formats::BundleItem> items;
  const std::vector<float> values(256, 0.5F);
  for (int i = 0; i < 3000; ++i)
    items.push_back({"layer_" + std::to_string(100'000 + i) + "/w",
                     formats::makeFloatTensor({16, 16}, values)});
  items.push_back(
      {"wide", formats::makeFloatTensor({2000, 1000}, std::vector<float>(2'000'000, 0.25F))});
  const auto image = formats::encodeBundle(items);
  QVERIFY(image);
  QVERIFY(formats::writeBundle(posixFileOps(), modelDir / "model.ckpt-1", *image));
  QVERIFY(formats::writeBundle(posixFileOps(), modelDir / "model.ckpt-2", *image));
  Watchdog watchdog;
  open(modelDir);
  find<QTreeView>("checkpoints.tensors")->setCurrentIndex(m_page->tensors()->indexOf("wide"));
  auto* pane = find<TensorPane>("checkpoints.pane");
  QTRY_VERIFY(pane->detail() && pane->detail()->entry.name == "wide");
  QVERIFY2(watchdog.longestBusy() < Watchdog::kLimitMs,
           qPrintable(QString::number(watchdog.longestBusy())));
}

QTEST_MAIN(CheckpointsPageTest)
#include "checkpoints_page_test.moc"
