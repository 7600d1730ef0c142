#include "tests/screens/scenes.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/language.h"
#include "ui/checkpoints/checkpoints_page.h"
#include "ui/config/config_draft.h"
#include "ui/config/config_page.h"
#include "ui/config/verdict_card.h"
#include "ui/curves/curves_page.h"
#include "ui/plot/chart_plot.h"
#include "ui/restore/restore_page.h"
#include "ui/restore/traceback_page.h"
#include "ui/shell/palette.h"
#include "ui/shell/runs_pane.h"
#include "ui/shell/settings_window.h"
#include "ui/shell/state_file.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPushButton>
#include <cstdio>
#include <cstdlib>

namespace cairn::screens {

using namespace ui;

namespace {

const QString kToast = QStringLiteral("toast");

// Runs the event loop until `done`, for at most `seconds`.
void wait(
    double seconds, const std::function<bool()>& done = [] { return false; }) {
  QElapsedTimer clock;
  clock.start();
  while (static_cast<double>(clock.elapsed()) < seconds * 1000 && !done())
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

fs::path fixtures() {
  const char* given = std::getenv("CAIRN_FIXTURES");
  return given ? given : CAIRN_FIXTURES_DEFAULT;
}

CheckpointsPage* checkpointsPage(MainWindow& w) { return w.findChild<CheckpointsPage*>(); }

ChartCard* cardOf(MainWindow& w, const char* tag) {
  return w.findChild<ChartCard*>(QStringLiteral("curves.card.") + QString::fromLatin1(tag));
}

void pointAt(ChartCard* card, double x) {
  auto* plot = card->findChild<ChartPlot*>();
  const QPointF at(plot->xAxis->coordToPixel(x), plot->area().center().y());
  QMouseEvent move(QEvent::MouseMove, at, plot->mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
  QCoreApplication::sendEvent(plot, &move);
}

void leave(ChartCard* card) {
  QEvent event(QEvent::Leave);
  QCoreApplication::sendEvent(card->findChild<ChartPlot*>(), &event);
}

bool settled(const CurvesPage& page) {
  const auto cards = page.cards();
  return !cards.empty() && std::all_of(cards.begin(), cards.end(), [](const ChartCard* card) {
    return card->isSettled() || card->visibleRegion().isEmpty();
  });
}

}  // namespace

Scenes::Scenes(QString folder, QSize size, QString only)
    : m_folder(std::move(folder)),
      m_only(std::move(only)),
      m_size(size),
      m_theme(*qApp),
      m_examples(toPath(m_temporary.path()), fixtures()) {
  QDir().mkpath(m_folder);
}

int Scenes::run() {
  for (const QLocale::Language language : {QLocale::English, QLocale::Chinese}) {
    useLanguage(*qApp, QLocale(language));
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
      m_theme.setMode(mode);
      m_suffix = language == QLocale::Chinese ? QStringLiteral("-zh") : QString();
      if (mode == ThemeMode::Dark) m_suffix += QStringLiteral("-dark");
      all();
    }
  }
  return m_failed ? 1 : 0;
}

void Scenes::all() {
  scene("first-start", &Scenes::firstStart);
  scene("empty", &Scenes::empty);
  scene("gone", &Scenes::gone);
  scene("curves", &Scenes::curves);
  scene("checkpoints", &Scenes::checkpoints);
  scene("config", &Scenes::config);
  scene("restore", &Scenes::restore);
  scene("traceback", &Scenes::traceback);
  scene("compare", &Scenes::compare);
  scene("runs", &Scenes::runs);
  scene("palette", &Scenes::palette);
  scene("settings", &Scenes::settings);
  scene("narrow", &Scenes::narrow);
  scene("error", &Scenes::problems);
  scene("queue", &Scenes::queue);
  if (QStringLiteral("loading").startsWith(m_only)) {
    auto window = makeWindow({&m_slow});
    loading(*window);
  }
}

void Scenes::scene(const char* name, Act act) {
  if (!QString::fromLatin1(name).startsWith(m_only)) return;
  // Each as a new user sees it: nothing is remembered.
  std::error_code ignored;
  fs::remove_all(stateFolder(), ignored);
  auto window = makeWindow();
  (this->*act)(*window);
}

std::unique_ptr<MainWindow> Scenes::makeWindow(Services services) {
  auto window = std::make_unique<MainWindow>(services, &m_theme);
  window->setHome(toPath(m_temporary.path()));
  window->resize(m_size);
  window->show();
  return window;
}

void Scenes::shoot(QWidget& window, const QString& name) {
  if (auto* toast = window.findChild<QWidget*>(kToast)) toast->hide();
  const QString file = m_folder + QLatin1Char('/') + name + m_suffix + QStringLiteral(".png");
  if (window.grab().save(file)) return;
  std::fprintf(stderr, "can't write %s\n", qPrintable(file));
  m_failed = true;
}

// The example runs with `run` selected and its page at rest.
void Scenes::open(MainWindow& w, const char* run, const char* tab) {
  w.openFolder(m_examples.models());
  wait(5, [&] { return w.workspace()->model()->total() > 5; });
  w.runsPane()->select(pathText(m_examples.models() / run));
  // As drawn: those that are compared, and no others.
  for (const char* name : {"iris", "iris-diverging", "tensorflow-guide_v1", "tensorflow-rewind"})
    w.workspace()->model()->setShown(pathText(m_examples.models() / name),
                                     std::string_view(name) == run);
  wait(5, [&] { return settled(*w.curves()); });
  if (QWidget* focus = QApplication::focusWidget()) focus->clearFocus();
  w.showTab(QString::fromLatin1(tab));
  wait(0.8);
}

void Scenes::firstStart(MainWindow& w) {
  wait(0.2);
  shoot(w, QStringLiteral("first-start"));
}

void Scenes::empty(MainWindow& w) {
  const fs::path folder = toPath(m_temporary.path()) / "nothing";
  fs::create_directories(folder);
  w.openFolder(folder);
  wait(0.5);
  shoot(w, QStringLiteral("empty"));
  open(w, "iris", "curves");
  w.workspace()->model()->setAllShown(false);
  wait(0.3);
  shoot(w, QStringLiteral("empty-none-shown"));
  w.workspace()->model()->setFilter(QStringLiteral("accuracy > 2"));
  wait(0.3);
  shoot(w, QStringLiteral("empty-filter"));
}

void Scenes::gone(MainWindow& w) {
  w.openFolder(toPath(m_temporary.path()) / "unplugged");
  wait(0.5);
  shoot(w, QStringLiteral("error-folder"));
}

void Scenes::loading(MainWindow& w) {
  w.openFolder(m_examples.models());
  wait(0.6);
  shoot(w, QStringLiteral("loading"));
  w.closeWorkspace();
  wait(0.3);
}

void Scenes::curves(MainWindow& w) {
  open(w, "iris-20x20", "curves");
  shoot(w, QStringLiteral("curves-idle"));
  ChartCard* loss = cardOf(w, "loss");
  if (!loss) return;
  pointAt(loss, 3000);
  wait(0.3);
  shoot(w, QStringLiteral("curves"));
  leave(loss);
  loss->setXRange(Range{0, 600});
  wait(0.5);
  shoot(w, QStringLiteral("curves-zoomed"));
  w.curves()->fitAll();
  Q_EMIT loss->expandAsked();
  wait(0.5);
  shoot(w, QStringLiteral("curves-expanded"));
}

void Scenes::checkpoints(MainWindow& w) {
  open(w, "iris-20x20", "checkpoints");
  CheckpointsPage* page = checkpointsPage(w);
  wait(3, [&] { return page->isSettled() && page->checkpoints(); });
  page->moveB(-3);
  wait(0.8);
  shoot(w, QStringLiteral("checkpoints"));
  w.runsPane()->select(pathText(m_examples.models() / "tensorflow-rewind"));
  wait(0.8);
  shoot(w, QStringLiteral("checkpoints-tensorflow"));
}

void Scenes::config(MainWindow& w) {
  open(w, "iris", "config");
  shoot(w, QStringLiteral("config-idle"));
  ConfigDraft* draft = w.configPage()->draft();
  draft->set(hiddenUnitsKey(draft->config()), QStringLiteral("[20, 20]"));
  wait(0.8);
  shoot(w, QStringLiteral("config"));
  draft->set(QStringLiteral("args.dropout"), QStringLiteral("1.5"));
  wait(0.3);
  shoot(w, QStringLiteral("config-wrong"));
  draft->discard();
  w.runsPane()->select(pathText(m_examples.models() / "tensorflow-guide_v1"));
  wait(0.5);
  shoot(w, QStringLiteral("config-unknown"));
}

void Scenes::restore(MainWindow& w) {
  open(w, "iris", "config");
  ConfigDraft* draft = w.configPage()->draft();
  w.showTab(QStringLiteral("restore"));
  wait(0.5);
  shoot(w, QStringLiteral("restore-fits"));
  draft->set(hiddenUnitsKey(draft->config()), QStringLiteral("[20, 20]"));
  wait(0.8);
  shoot(w, QStringLiteral("restore"));
}

// The guide's own failure, as a user of TensorFlow 1 would paste it.
void Scenes::traceback(MainWindow& w) {
  open(w, "iris", "config");
  auto* page = w.findChild<RestorePage*>();
  w.showTab(QStringLiteral("restore"));
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
}

void Scenes::compare(MainWindow& w) {
  open(w, "iris-10x10", "compare");
  QStringList ids;
  for (const char* name :
       {"iris-10x10", "iris-20x20", "iris-10x10-adam", "iris-64-batchnorm", "iris-linear-ftrl"})
    ids << pathText(m_examples.models() / name);
  w.runsPane()->select(ids);
  wait(1);
  shoot(w, QStringLiteral("compare"));
  auto* kind = w.findChild<QWidget*>(QStringLiteral("compare.chartKind"));
  if (!kind) return;
  kind->setFocus();
  for (const char* name : {"compare-scatter", "compare-matrix"}) {
    QKeyEvent right(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier);
    QCoreApplication::sendEvent(kind, &right);
    wait(0.3);
    shoot(w, QString::fromLatin1(name));
  }
}

void Scenes::runs(MainWindow& w) {
  open(w, "iris-20x20", "curves");
  w.workspace()->model()->setGroupBy(QStringLiteral("estimator"));
  wait(0.3);
  shoot(w, QStringLiteral("runs-grouped"));
}

void Scenes::palette(MainWindow& w) {
  open(w, "iris-20x20", "curves");
  w.openPalette();
  w.palettePane()->field()->setText(QStringLiteral("res"));
  wait(0.4);
  shoot(w, QStringLiteral("palette"));
}

void Scenes::settings(MainWindow& w) {
  w.openSettings();
  wait(0.3);
  if (auto* dialog = w.findChild<SettingsWindow*>()) shoot(*dialog, QStringLiteral("settings"));
}

void Scenes::narrow(MainWindow& w) {
  open(w, "iris-20x20", "curves");
  w.resize(960, 600);
  for (const char* tab : {"curves", "checkpoints", "config", "compare", "restore"}) {
    w.showTab(QString::fromLatin1(tab));
    wait(0.6);
    const QString name = QStringLiteral("narrow");
    shoot(w,
          qstrcmp(tab, "curves") == 0 ? name : name + QLatin1Char('-') + QString::fromLatin1(tab));
  }
}

// In a copy: what is damaged stays damaged.
void Scenes::problems(MainWindow& w) {
  const fs::path models = toPath(m_temporary.path()) / "damaged" / "models";
  if (!fs::exists(models)) {
    fs::create_directories(models);
    for (const char* name : {"iris-10x10", "iris-20x20"})
      fs::copy(m_examples.models() / name, models / name, fs::copy_options::recursive);
    ExampleRuns::damage(models / "iris-20x20", "model.ckpt-9000");
    for (const auto& entry : fs::directory_iterator(models / "iris-10x10"))
      if (entry.path().filename().string().starts_with("events"))
        fs::resize_file(entry.path(), fs::file_size(entry.path()) - 7);
  }
  w.openFolder(models);
  wait(5, [&] { return w.workspace()->model()->total() > 1; });
  w.runsPane()->select(pathText(models / "iris-20x20"));
  w.showTab(QStringLiteral("checkpoints"));
  checkpointsPage(w)->showStep(9000);
  wait(0.8);
  w.showPanel(QStringLiteral("problems"));
  wait(0.8);
  shoot(w, QStringLiteral("error"));
}

void Scenes::queue(MainWindow& w) {
  open(w, "iris-20x20", "curves");
  TrainQueue* jobs = w.control()->queue();
  const auto add = [&](const char* name, const model::Config& config) {
    RunRef run = w.runsPane()->current();
    run.modelDir = toPath(m_temporary.path()) / "queue" / name;
    run.id = pathText(run.modelDir);
    run.name = QString::fromLatin1(name);
    jobs->add({run, config, run.modelDir});
  };
  fs::remove_all(toPath(m_temporary.path()) / "queue");
  add("iris-512x512", m_examples.longConfig());
  add("iris-dropout-0.0", m_examples.sweepConfig(0));
  add("iris-dropout-0.2", m_examples.sweepConfig(0.2));
  add("iris-dropout-0.5", m_examples.sweepConfig(0.5));
  w.showPanel(QStringLiteral("jobs"));
  wait(3);
  shoot(w, QStringLiteral("queue"));
  for (const QueueJob& job : std::vector<QueueJob>(jobs->jobs()))
    if (!job.active()) jobs->remove(job.id);
  jobs->stopAll();
  wait(10, [&] { return !jobs->anyActive(); });
}

}  // namespace cairn::screens
