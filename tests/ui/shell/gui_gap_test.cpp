#include "tests/ui/gap_scenarios.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

namespace {

// Sanitizers make all of it some ten times slower.
#if defined(__SANITIZE_ADDRESS__)
constexpr int kRuns = 300;
constexpr std::int64_t kSteps = 50'000;
#else
constexpr int kRuns = 2000;
constexpr std::int64_t kSteps = 1'000'000;
#endif
constexpr int kTags = 10;

}  // namespace

/// The event loop answers within 100 ms whatever is done (spec/reliability.md 8).
class GuiGapTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup() { m_window.reset(); }
  void openingManyRuns();
  void loadingManyPointsAndSmoothingThem();

 private:
  void tell(const char* what, const Watchdog& dog);
  QTemporaryDir m_folder;
  std::unique_ptr<MainWindow> m_window;
};

void GuiGapTest::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QApplication::setApplicationName(QStringLiteral("gui_gap_test"));
  new Theme(*qApp);
}

void GuiGapTest::init() {
  m_window = std::make_unique<MainWindow>(Services{}, nullptr);
  m_window->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void GuiGapTest::tell(const char* what, const Watchdog& dog) {
  qInfo("%s: longest gap %.0f ms busy, %.0f ms on the wall", what, dog.longestBusy(),
        dog.longestWall());
  QVERIFY(dog.longestBusy() <= Watchdog::kLimitMs);
}

void GuiGapTest::openingManyRuns() {
  const fs::path folder = fs::path(m_folder.path().toStdString()) / "many";
  QVERIFY(bench::writeEventRuns(posixFileOps(), folder, {kRuns, 2, 10}));
  Watchdog dog;
  QVERIFY(openAndDraw(*m_window, folder, kRuns, 10));
  tell("opening many runs", dog);
}

void GuiGapTest::loadingManyPointsAndSmoothingThem() {
  const fs::path folder = fs::path(m_folder.path().toStdString()) / "points";
  QVERIFY(bench::writeEventRuns(posixFileOps(), folder, {1, kTags, kSteps}));
  Watchdog dog;
  // The cards that are on the screen at first.
  QVERIFY(openAndDraw(*m_window, folder, 1, static_cast<std::size_t>(2 * kSteps)));
  tell("loading points", dog);
  dog.restart();
  QVERIFY(dragSmoothing(*m_window, 40));
  tell("dragging the smoothing", dog);
}

QTEST_MAIN(GuiGapTest)
#include "gui_gap_test.moc"
