// cairn_screens FOLDER [WIDTHxHEIGHT]: writes a PNG of each tab and state, light and dark. The runs
// are the recorded Iris directories and one that is trained here, so that the pictures show what a
// person would see.
#include "ui/bridge/convert.h"
#include "ui/bridge/language.h"
#include "ui/config/config_draft.h"
#include "ui/config/config_page.h"
#include "ui/config/verdict_card.h"
#include "ui/curves/curves_page.h"
#include "ui/plot/chart_plot.h"
#include "ui/restore/restore_page.h"
#include "ui/restore/traceback_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/runs_pane.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTreeView>
#include <cstdio>
#include <cstdlib>

using namespace cairn;
using namespace cairn::ui;

namespace {

// Runs the event loop until `done`, for at most `seconds`.
void wait(
    double seconds, const std::function<bool()>& done = [] { return false; }) {
  QElapsedTimer clock;
  clock.start();
  while (static_cast<double>(clock.elapsed()) < seconds * 1000 && !done())
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

class Screens {
 public:
  Screens(QString folder, QSize size) : m_folder(std::move(folder)), m_size(size), m_theme(*qApp) {
    QDir().mkpath(m_folder);
  }

  int run() {
    prepareRuns();
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
      m_theme.setMode(mode);
      m_suffix = mode == ThemeMode::Dark ? QStringLiteral("-dark") : QString();
      firstStart();
      workspace();
    }
    return m_failed ? 1 : 0;
  }

 private:
  void prepareRuns() {
    const char* given = std::getenv("CAIRN_FIXTURES");
    const fs::path fixtures = given ? given : CAIRN_FIXTURES_DEFAULT;
    m_models = toPath(m_temporary.path()) / "models";
    fs::create_directories(m_models);
    for (const char* name : {"guide_v1", "resumed", "rotation", "keep_ten", "rewind", "diverged"}) {
      const fs::path from = fixtures / "iris" / name / "models" / "iris";
      if (fs::exists(from))
        fs::copy(from, m_models / (std::string("iris-") + name), fs::copy_options::recursive);
    }
  }

  std::unique_ptr<MainWindow> makeWindow() {
    auto window = std::make_unique<MainWindow>(Services{}, &m_theme);
    window->setHome(toPath(m_temporary.path()));
    window->resize(m_size);
    window->show();
    return window;
  }

  void shoot(QWidget& window, const QString& name) {
    const QString file = m_folder + QLatin1Char('/') + name + m_suffix + QStringLiteral(".png");
    if (!window.grab().save(file)) {
      std::fprintf(stderr, "can't write %s\n", qPrintable(file));
      m_failed = true;
    }
  }

  void firstStart() {
    auto window = makeWindow();
    wait(0.2);
    shoot(*window, QStringLiteral("first-start"));
  }

  void workspace() {
    auto window = makeWindow();
    MainWindow& w = *window;
    if (!fs::exists(m_models / "iris")) trainOne(w);
    w.openFolder(m_models);
    wait(5, [&] { return w.workspace()->model()->total() > 5; });
    w.runsPane()->select(pathText(m_models / "iris"));
    wait(5, [&] { return settled(*w.curves()); });
    wait(0.3);
    shoot(w, QStringLiteral("curves"));
    hover(w);
    shoot(w, QStringLiteral("curves-hover"));
    unhover(w);
    w.runsPane()->select(pathText(m_models / "iris-rotation"));
    for (ChartCard* card : w.curves()->cards())
      if (card->objectName() == QStringLiteral("curves.card.loss")) card->setXRange(Range{0, 300});
    wait(0.6);
    shoot(w, QStringLiteral("curves-zoomed"));
    w.curves()->fitAll();
    w.runsPane()->select(pathText(m_models / "iris"));
    wait(0.3);
    w.showTab(QStringLiteral("config"));
    wait(2, [&] { return w.configPage()->config() && w.configPage()->verdict()->report(); });
    wait(0.4);
    shoot(w, QStringLiteral("config"));
    auto* draft = w.configPage()->draft();
    draft->set(hiddenUnitsKey(draft->config()), QStringLiteral("[20, 20]"));
    wait(0.6);
    shoot(w, QStringLiteral("config-edited"));
    w.showTab(QStringLiteral("restore"));
    wait(0.6);
    shoot(w, QStringLiteral("restore"));
    traceback(w);
    w.showTab(QStringLiteral("checkpoints"));
    wait(0.8);
    shoot(w, QStringLiteral("checkpoints"));
    w.runsPane()->select(pathText(m_models / "iris-rotation"));
    wait(1);
    shoot(w, QStringLiteral("checkpoints-deleted"));
    w.runsPane()->select(pathText(m_models / "iris"));
    wait(0.3);
    w.showTab(QStringLiteral("config"));
    draft->set(QStringLiteral("args.dropout"), QStringLiteral("1.5"));
    wait(0.3);
    shoot(w, QStringLiteral("config-wrong"));
    draft->discard();
    w.showTab(QStringLiteral("compare"));
    w.findChild<QTreeView*>(QStringLiteral("runs.list"))->selectAll();
    wait(0.8);
    shoot(w, QStringLiteral("compare"));
    if (auto* kind = w.findChild<QWidget*>(QStringLiteral("compare.chartKind"))) {
      kind->setFocus();
      QKeyEvent right(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier);
      QCoreApplication::sendEvent(kind, &right);
      wait(0.2);
      shoot(w, QStringLiteral("compare-scatter"));
    }
    w.runsPane()->select(pathText(m_models / "iris-guide_v1"));
    w.showTab(QStringLiteral("config"));
    wait(0.5);
    shoot(w, QStringLiteral("config-unknown"));
    w.showTab(QStringLiteral("curves"));
    w.resize(960, 600);
    wait(0.8);
    shoot(w, QStringLiteral("narrow"));
  }

  // The guide's own failure, as a user of TensorFlow 1 would paste it.
  void traceback(MainWindow& w) {
    auto* page = w.findChild<RestorePage*>();
    page->explainTraceback(QStringLiteral(
        "Traceback (most recent call last):\n"
        "  File \"premade_estimator.py\", line 96, in <module>\n"
        "    tf.app.run(main)\n"
        "  File \"/usr/lib/python3/dist-packages/tensorflow/python/platform/app.py\", line 124, in "
        "run\n"
        "    _sys.exit(main(argv))\n"
        "  File \"premade_estimator.py\", line 63, in main\n"
        "    classifier.train(input_fn=train_input_fn, steps=200)\n"
        "  File \"/usr/lib/python3/dist-packages/tensorflow/python/estimator/estimator.py\", line "
        "302, in train\n"
        "    loss = self._train_model(input_fn, hooks, saving_listeners)\n"
        "tensorflow.python.framework.errors_impl.InvalidArgumentError: tensor_name = "
        "dnn/hiddenlayer_1/bias/t_0/Adagrad; shape in shape_and_slice spec [20] does not match the "
        "shape stored in checkpoint: [10]\n"
        "\t [[Node: save/RestoreV2_5 = RestoreV2[dtypes=[DT_FLOAT], "
        "_device=\"/job:localhost/replica:0/task:0/device:CPU:0\"](_arg_save/Const_0_0)]]\n"));
    wait(0.6);
    shoot(w, QStringLiteral("traceback"));
    bool checked = false;
    QObject::connect(page, &RestorePage::checked, page, [&checked] { checked = true; });
    w.findChild<QPushButton*>(QStringLiteral("traceback.check"))->click();
    wait(2, [&] { return checked; });
    shoot(w, QStringLiteral("traceback-checked"));
    w.findChild<TracebackPage*>()->askForText();
    w.findChild<QPushButton*>(QStringLiteral("restore.back"))->click();
    wait(0.2);
    shoot(w, QStringLiteral("traceback-box"));
    page->closeTraceback();
  }

  // Iris, long enough for curves that look like something.
  void trainOne(MainWindow& w) {
    w.trainIris(m_models / "iris");
    wait(10, [&] { return w.configPage()->config() && !w.control()->session()->running(); });
    auto* draft = w.configPage()->draft();
    wait(1);
    draft->set(QStringLiteral("train.steps"), QStringLiteral("4000"));
    w.control()->trainAction()->trigger();
    wait(1, [&] { return w.control()->session()->snapshot() != nullptr; });
    shoot(w, QStringLiteral("training"));
    wait(30, [&] { return !w.control()->session()->running(); });
    w.control()->evaluateAction()->trigger();
    wait(1);
    copyWithOtherRate();
  }

  // A second run whose config differs, for the page that compares.
  void copyWithOtherRate() {
    const fs::path copy = m_models / "iris-fast";
    fs::copy(m_models / "iris", copy, fs::copy_options::recursive);
    QFile record(pathText(copy / "cairn.json"));
    if (!record.open(QIODevice::ReadWrite)) return;
    const QByteArray text = record.readAll().replace("0.05", "0.1");
    record.resize(0);
    record.seek(0);
    record.write(text);
  }

  static bool settled(const CurvesPage& page) {
    const auto cards = page.cards();
    return !cards.empty() && std::all_of(cards.begin(), cards.end(), [](const ChartCard* card) {
      return card->curveCount() > 0 || !card->isVisible();
    });
  }

  static ChartPlot* firstPlot(MainWindow& w) {
    const auto cards = w.curves()->cards();
    return cards.empty() ? nullptr : cards.front()->findChild<ChartPlot*>();
  }

  static void hover(MainWindow& w) {
    if (ChartPlot* plot = firstPlot(w)) {
      const QPointF at = plot->area().center();
      QMouseEvent move(QEvent::MouseMove, at, plot->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                       {});
      QCoreApplication::sendEvent(plot, &move);
    }
    wait(0.3);
  }

  static void unhover(MainWindow& w) {
    if (ChartPlot* plot = firstPlot(w)) {
      QEvent leave(QEvent::Leave);
      QCoreApplication::sendEvent(plot, &leave);
    }
  }

  QString m_folder, m_suffix;
  QSize m_size;
  Theme m_theme;
  QTemporaryDir m_temporary;
  fs::path m_models;
  bool m_failed = false;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("cairn_screens FOLDER [WIDTHxHEIGHT]\n", stderr);
    return 2;
  }
  if (!std::getenv("QT_QPA_PLATFORM")) setenv("QT_QPA_PLATFORM", "offscreen", 1);
  QApplication app(argc, argv);
  QApplication::setApplicationName(QStringLiteral("cairn-screens"));
  QApplication::setOrganizationName(QStringLiteral("cairn-screens"));
  QStandardPaths::setTestModeEnabled(true);
  useLanguage(app, QLocale(QLocale::English));
  QSize size(1440, 900);
  if (argc > 2) {
    const QStringList parts = QString::fromLatin1(argv[2]).split(QLatin1Char('x'));
    if (parts.size() == 2) size = QSize(parts[0].toInt(), parts[1].toInt());
  }
  return Screens(QString::fromLocal8Bit(argv[1]), size).run();
}
