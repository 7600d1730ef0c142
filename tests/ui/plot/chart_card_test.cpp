#include "ui/plot/chart_card.h"

#include "tests/ui/plot/made_series.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace cairn;
using namespace cairn::ui;

class ChartCardTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { new Theme(*qApp); }
  void init();
  void cleanup();
  void showsAllPoints();
  void hoverTellsTheNearestValues();
  void ctrlWheelZoomsXAtThePointer();
  void aPlainWheelIsLeftToThePage();
  void aDragZoomsToItsBoxAndDoubleClickFits();
  void followsGrowthUntilZoomed();
  void inactiveCardsMakeNoPicture();

 private:
  void wheel(Qt::KeyboardModifiers modifiers);
  ChartSeries series(std::size_t n) const;
  std::unique_ptr<QWidget> m_window;
  std::unique_ptr<ChartCard> m_card;
  ChartPlot* m_plot = nullptr;
};

ChartSeries ChartCardTest::series(std::size_t n) const {
  ChartSeries one;
  one.runId = "a";
  one.name = "a";
  one.color = lightTokens().runs[0];
  one.series = makeSeries(n, 10, [](double x) { return static_cast<float>(100 / (1 + x / 100)); });
  return one;
}

void ChartCardTest::init() {
  m_window = std::make_unique<QWidget>();
  m_window->resize(500, 330);
  m_card = std::make_unique<ChartCard>("loss", "train", "curves.card.loss", m_window.get());
  m_card->resize(500, 330);
  m_window->show();
  m_plot = m_card->findChild<ChartPlot*>();
  m_card->setSeries({series(101)});
  QTRY_VERIFY(m_card->isSettled() && m_card->curveCount() == 1);
}

void ChartCardTest::cleanup() { m_card.reset(); }

void ChartCardTest::showsAllPoints() {
  QCOMPARE(m_card->pointCount(), std::size_t{101});
  QCOMPARE(m_card->xRange(), (Range{0, 1000}));
}

void ChartCardTest::hoverTellsTheNearestValues() {
  QSignalSpy pointed(m_card.get(), &ChartCard::pointed);
  QTest::mouseMove(m_plot, m_plot->area().center());
  QTRY_VERIFY(pointed.count() > 0);
  const auto content = m_card->contentAt(503);
  QCOMPARE(content.rows.size(), std::size_t{1});
  QCOMPARE(content.rows[0].step, std::int64_t{500});
  QCOMPARE(content.rows[0].raw, static_cast<double>(100.0F / 6));
}

void ChartCardTest::wheel(Qt::KeyboardModifiers modifiers) {
  const QPointF at(m_plot->area().center());
  QWheelEvent event(at, m_plot->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, modifiers,
                    Qt::NoScrollPhase, false);
  event.ignore();
  QCoreApplication::sendEvent(m_plot, &event);
}

void ChartCardTest::ctrlWheelZoomsXAtThePointer() {
  wheel(Qt::ControlModifier);
  QVERIFY(m_card->isZoomed());
  const Range x = m_card->xRange();
  QVERIFY(std::abs(x.size() - 800) < 1);
  QVERIFY(std::abs((x.lo + x.hi) / 2 - 500) < 5);
}

void ChartCardTest::aPlainWheelIsLeftToThePage() {
  wheel({});
  QVERIFY(!m_card->isZoomed());
}

void ChartCardTest::aDragZoomsToItsBoxAndDoubleClickFits() {
  const QRect area = m_plot->area();
  QTest::mousePress(m_plot, Qt::LeftButton, {},
                    QPoint(area.left() + area.width() / 4, area.center().y()));
  QTest::mouseMove(m_plot, QPoint(area.center().x(), area.center().y() + 2));
  QTest::mouseMove(m_plot, QPoint(area.left() + area.width() / 2, area.center().y() + 3));
  QTest::mouseRelease(m_plot, Qt::LeftButton, {},
                      QPoint(area.left() + area.width() / 2, area.center().y() + 3));
  QVERIFY(m_card->isZoomed());
  QVERIFY(std::abs(m_card->xRange().lo - 250) < 5);
  QVERIFY(std::abs(m_card->xRange().hi - 500) < 5);
  QTest::mouseDClick(m_plot, Qt::LeftButton, {}, area.center());
  QVERIFY(!m_card->isZoomed());
  QTRY_COMPARE(m_card->xRange(), (Range{0, 1000}));
}

void ChartCardTest::followsGrowthUntilZoomed() {
  m_card->setSeries({series(201)});
  QTRY_COMPARE(m_card->xRange(), (Range{0, 2000}));
  wheel(Qt::ControlModifier);
  const Range zoomed = m_card->xRange();
  m_card->setSeries({series(301)});
  QTRY_VERIFY(m_card->isSettled());
  QCOMPARE(m_card->xRange(), zoomed);
}

void ChartCardTest::inactiveCardsMakeNoPicture() {
  m_card->setActive(false);
  QSignalSpy framed(m_card.get(), &ChartCard::framed);
  m_card->setSeries({series(301)});
  QTest::qWait(50);
  QCOMPARE(framed.count(), 0);
  m_card->setActive(true);
  QTRY_COMPARE(framed.count(), 1);
}

QTEST_MAIN(ChartCardTest)
#include "chart_card_test.moc"
