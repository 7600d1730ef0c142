#include "ui/shell/drop_plan.h"

#include "ui/bridge/convert.h"

#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace cairn::ui;
using What = DropPlan::What;

Q_DECLARE_METATYPE(cairn::ui::DropPlan::What)

class DropPlanTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aFileIsTakenForWhatItIs_data();
  void aFileIsTakenForWhatItIs();
  void aFolderIsOpened();
  void textIsATracebackOnTheRestoreCheckOnly();
  void severalFilesAreRefused();
};

void DropPlanTest::aFileIsTakenForWhatItIs_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QString>("tab");
  QTest::addColumn<What>("what");
  QTest::addColumn<QString>("path");
  QTest::addColumn<qint64>("step");
  const auto row = [](const char* file, const char* tab, What what, const char* path,
                      qint64 step = -1) {
    QTest::addRow("%s on %s", file, tab) << QString::fromLatin1(file) << QString::fromLatin1(tab)
                                         << what << QString::fromLatin1(path) << step;
  };
  row("/m/iris/model.ckpt-200.index", "curves", What::Checkpoint, "/m/iris", 200);
  row("/m/iris/model.ckpt-200.data-00000-of-00001", "curves", What::Checkpoint, "/m/iris", 200);
  row("/m/iris/checkpoint", "curves", What::Checkpoint, "/m/iris");
  row("/m/iris/events.out.tfevents.1.host", "config", What::Events, "/m/iris");
  row("/m/iris/eval/events.out.tfevents.1.host", "config", What::Events, "/m/iris");
  row("/m/iris/export/best/1700000000/saved_model.pb", "curves", What::Events, "/m/iris");
  row("/d/flowers.csv", "config", What::TrainingData, "/d/flowers.csv");
  row("/d/flowers.csv", "curves", What::Nothing, "");
  row("/d/iris.json", "curves", What::Config, "/d/iris.json");
  row("/d/train.log", "restore", What::TracebackFile, "/d/train.log");
  row("/d/train.log", "curves", What::Nothing, "");
  row("/d/picture.png", "restore", What::Nothing, "");
}

void DropPlanTest::aFileIsTakenForWhatItIs() {
  QFETCH(QString, file);
  QFETCH(QString, tab);
  QFETCH(What, what);
  QFETCH(QString, path);
  QFETCH(qint64, step);
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(file)});
  const DropPlan plan = planDrop(data, tab);
  QCOMPARE(plan.what, what);
  QCOMPARE(pathText(plan.path), path);
  QCOMPARE(plan.step ? qint64{*plan.step} : -1, step);
  QCOMPARE(plan.sentence.isEmpty(), what == What::Nothing);
}

void DropPlanTest::aFolderIsOpened() {
  QTemporaryDir folder;
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(folder.path())});
  const DropPlan plan = planDrop(data, QStringLiteral("curves"));
  QCOMPARE(plan.what, What::Folder);
  QCOMPARE(pathText(plan.path), folder.path());
}

void DropPlanTest::textIsATracebackOnTheRestoreCheckOnly() {
  QMimeData data;
  data.setText(QStringLiteral("KeyError: 'a'"));
  QCOMPARE(planDrop(data, QStringLiteral("restore")).what, What::TracebackText);
  QCOMPARE(planDrop(data, QStringLiteral("curves")).what, What::Nothing);
}

void DropPlanTest::severalFilesAreRefused() {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(QStringLiteral("/a.json")),
                QUrl::fromLocalFile(QStringLiteral("/b.json"))});
  QCOMPARE(planDrop(data, QStringLiteral("curves")).what, What::Nothing);
}

QTEST_APPLESS_MAIN(DropPlanTest)
#include "drop_plan_test.moc"
