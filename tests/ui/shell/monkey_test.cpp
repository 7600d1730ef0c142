// A hand that presses anything: seeded, so that what it breaks can be broken again.
// CAIRN_MONKEY_EVENTS and CAIRN_MONKEY_SEED say how long and which; 10000 events are the full walk.
#include "tests/ui/iris_run.h"
#include "tests/ui/watchdog.h"
#include "ui/bridge/language.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QSet>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>
#include <random>

using namespace cairn;
using namespace cairn::ui;

namespace {

constexpr int kShortWalk = 600;

/// What the hand leaves alone: it would end the walk, open the desktop's programs, or train for
/// ever.
bool isForbidden(const QString& name) {
  static const QSet<QString> kNames{
      QStringLiteral("file.quit"),      QStringLiteral("run.openFolder"),
      QStringLiteral("run.trash"),      QStringLiteral("runs.folder"),
      QStringLiteral("runs.bar.trash"), QStringLiteral("settings.language"),
      QStringLiteral("file.close"),     QStringLiteral("view.fullScreen")};
  return kNames.contains(name);
}

QtMessageHandler g_before = nullptr;
QStringList g_warnings;

// Menus and dialogs raise themselves; the offscreen plugin can't, and says so.
void noteWarning(QtMsgType type, const QMessageLogContext& context, const QString& text) {
  if (text.contains(QStringLiteral("This plugin does not support"))) return;
  if (type == QtWarningMsg || type == QtCriticalMsg) g_warnings << text;
  g_before(type, context, text);
}

}  // namespace

class MonkeyTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void anyOrderOfEventsIsSurvived();

 private:
  QWidget* target();
  void act(QWidget* widget);
  void closePopups();
  int number(int below) {
    return static_cast<int>(std::uniform_int_distribution<int>(0, below - 1)(m_random));
  }
  std::mt19937 m_random;
  std::unique_ptr<Theme> m_theme;
  std::unique_ptr<IrisFolder> m_folder;
  std::unique_ptr<MainWindow> m_window;
  QSet<QString> m_visited;
};

void MonkeyTest::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName("cairn-test");
  QCoreApplication::setApplicationName("cairn-monkey-test");
  QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  useLanguage(*qApp, QLocale(QLocale::English));
  // Fatal ones would end at what the plugin says: here they are counted.
  qunsetenv("QT_FATAL_WARNINGS");
  g_before = qInstallMessageHandler(noteWarning);
  m_theme = std::make_unique<Theme>(*qApp);
  m_folder = std::make_unique<IrisFolder>();
  const fs::path fixtures = CAIRN_FIXTURES_DEFAULT;
  fs::create_directories(m_folder->models());
  for (const char* name : {"guide_v1", "rotation", "resumed"})
    fs::copy(fixtures / "iris" / name / "models" / "iris", m_folder->models() / name,
             fs::copy_options::recursive);
}

// Whatever lies on top is acted on; else something of the window, the less visited the likelier.
QWidget* MonkeyTest::target() {
  QWidget* root = QApplication::activePopupWidget();
  if (!root) root = QApplication::activeModalWidget();
  if (!root) root = m_window.get();
  std::vector<QWidget*> all;
  std::vector<QWidget*> fresh;
  for (QWidget* widget : root->findChildren<QWidget*>()) {
    if (!widget->isVisible() || !widget->isEnabled() || widget->objectName().isEmpty()) continue;
    if (widget->objectName().startsWith(QStringLiteral("qt_"))) continue;
    if (isForbidden(widget->objectName())) continue;
    all.push_back(widget);
    if (!m_visited.contains(widget->objectName())) fresh.push_back(widget);
  }
  if (!fresh.empty() && number(2) == 0)
    return fresh[static_cast<std::size_t>(number(static_cast<int>(fresh.size())))];
  if (all.empty()) return root;
  return all[static_cast<std::size_t>(number(static_cast<int>(all.size())))];
}

void MonkeyTest::act(QWidget* widget) {
  static constexpr Qt::Key kKeys[] = {
      Qt::Key_Tab,   Qt::Key_Backtab, Qt::Key_Return,    Qt::Key_Escape, Qt::Key_Space,
      Qt::Key_Up,    Qt::Key_Down,    Qt::Key_Left,      Qt::Key_Right,  Qt::Key_Home,
      Qt::Key_End,   Qt::Key_PageUp,  Qt::Key_PageDown,  Qt::Key_A,      Qt::Key_X,
      Qt::Key_Comma, Qt::Key_Period,  Qt::Key_Backspace, Qt::Key_F,      Qt::Key_L,
      Qt::Key_S,     Qt::Key_5,       Qt::Key_F5,        Qt::Key_F6,     Qt::Key_BracketLeft};
  m_visited.insert(widget->objectName());
  const QPoint at(number(std::max(1, widget->width())), number(std::max(1, widget->height())));
  switch (number(8)) {
    case 0:
    case 1:
    case 2:
      return QTest::mouseClick(widget, Qt::LeftButton, Qt::NoModifier, at);
    case 3:
      return QTest::mouseMove(widget, at);
    case 4:
      return QTest::mouseClick(widget, Qt::RightButton, Qt::NoModifier, at);
    case 5: {
      QWheelEvent wheel(at, widget->mapToGlobal(at), {}, {0, number(2) == 0 ? 120 : -120},
                        Qt::NoButton, number(4) == 0 ? Qt::ControlModifier : Qt::NoModifier,
                        Qt::NoScrollPhase, false);
      QCoreApplication::sendEvent(widget, &wheel);
      return;
    }
    case 6:
      if (number(4) == 0) return QTest::mouseDClick(widget, Qt::LeftButton, Qt::NoModifier, at);
      if (auto* field = qobject_cast<QLineEdit*>(widget); field && !field->isReadOnly())
        return QTest::keyClicks(field, QStringLiteral("0.5"));
      [[fallthrough]];
    default:
      QTest::keyClick(widget, kKeys[number(static_cast<int>(std::size(kKeys)))]);
  }
}

// Menus are looked at and left: an entry is an action, and those have their own chance.
void MonkeyTest::closePopups() {
  for (int i = 0; i < 8; ++i) {
    QWidget* popup = QApplication::activePopupWidget();
    if (!popup) break;
    popup->close();
  }
  if (QWidget* dialog = QApplication::activeModalWidget())
    if (number(4) == 0 || qobject_cast<QFileDialog*>(dialog)) dialog->close();
}

void MonkeyTest::anyOrderOfEventsIsSurvived() {
  bool given = false;
  int events = qEnvironmentVariableIntValue("CAIRN_MONKEY_EVENTS", &given);
  if (!given) events = kShortWalk;
  const int seed = qEnvironmentVariableIntValue("CAIRN_MONKEY_SEED");
  m_random.seed(static_cast<unsigned>(seed) + 1);
  qInfo("seed %d, %d events", seed, events);
  m_window = std::make_unique<MainWindow>(Services{}, m_theme.get());
  m_window->setHome(m_folder->root());
  m_window->setCloseQuestion([](const auto& answer) { answer(CloseAnswer::Cancel); });
  m_window->show();
  m_window->openFolder(m_folder->models());
  QTRY_COMPARE(m_window->workspace()->model()->rowCount(), 3);
  // A button with a menu waits inside of the press until the menu is gone.
  QTimer closer;
  connect(&closer, &QTimer::timeout, this, &MonkeyTest::closePopups);
  closer.start(15);
  Watchdog watchdog;
  double worst = 0;
  QString worstAt;
  for (int i = 0; i < events; ++i) {
    if (i % 25 == 0) m_window->showTab(number(5));
    if (i % 40 == 20) {
      const auto actions = m_window->findChildren<QAction*>();
      QAction* action = actions[number(static_cast<int>(actions.size()))];
      if (action->isEnabled() && !isForbidden(action->objectName()) && !action->menu())
        action->trigger();
    }
    const QPointer<QWidget> widget = target();
    const QString name = widget->objectName();
    watchdog.restart();
    act(widget);
    QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    if (i % 20 == 0) QTest::qWait(20);
    if (watchdog.longestBusy() > worst) {
      worst = watchdog.longestBusy();
      worstAt = name;
    }
    closePopups();
    // A path that was typed may have closed the folder or opened another.
    if (!m_window->isVisible()) m_window->show();
  }
  qInfo("%d named widgets were visited; the longest gap was %.0f ms, at %s",
        static_cast<int>(m_visited.size()), worst, qPrintable(worstAt));
  QVERIFY2(g_warnings.isEmpty(), qPrintable(g_warnings.join(QLatin1Char('\n'))));
  QVERIFY2(worst < Watchdog::kLimitMs, qPrintable(worstAt));
  m_window.reset();
}

QTEST_MAIN(MonkeyTest)
#include "monkey_test.moc"
