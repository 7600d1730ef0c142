#include "ui/theme/theme.h"

#include "ui/theme/icons.h"
#include "ui/theme/style_sheet.h"

#include <QApplication>
#include <QDirIterator>
#include <QSignalSpy>
#include <QTest>

using namespace cairn::ui;

class ThemeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void textHasContrast_data();
  void textHasContrast();
  void runColoursShowOnEverySurface();
  void theSheetNamesOnlyKnownTokens();
  void theThemeSwitchesLive();
  void everyIconIsTinted();
};

void ThemeTest::textHasContrast_data() {
  QTest::addColumn<bool>("dark");
  QTest::newRow("light") << false;
  QTest::newRow("dark") << true;
}

void ThemeTest::textHasContrast() {
  QFETCH(bool, dark);
  const Tokens& t = dark ? darkTokens() : lightTokens();
  for (const QColor& ground : {t.window, t.surface, t.side, t.accentTint, t.neutralTint}) {
    QVERIFY2(contrast(t.text, ground) >= 4.5, qPrintable(ground.name()));
    QVERIFY2(contrast(t.muted, ground) >= 4.5, qPrintable(ground.name()));
  }
  for (const Tone tone : {Tone::Neutral, Tone::Ok, Tone::Bad, Tone::Warn, Tone::Accent}) {
    QVERIFY2(contrast(toneColor(t, tone), toneTint(t, tone)) >= 4.5,
             qPrintable(toneTint(t, tone).name()));
    QVERIFY(contrast(toneColor(t, tone), t.surface) >= 4.5);
  }
  QVERIFY(contrast(t.onAccent, t.accent) >= 4.5);
  QVERIFY(contrast(t.onInverse, t.inverse) >= 4.5);
  QVERIFY(contrast(t.fieldBorder, t.surface) >= 3);
}

void ThemeTest::runColoursShowOnEverySurface() {
  for (const Tokens* t : {&lightTokens(), &darkTokens()})
    for (const QColor& run : t->runs)
      QVERIFY2(contrast(run, t->surface) >= 3, qPrintable(run.name()));
}

void ThemeTest::theSheetNamesOnlyKnownTokens() {
  const QString sheet = styleSheet(lightTokens(), 1);
  QVERIFY(!sheet.contains(QLatin1Char('@')));
  QVERIFY(!sheet.contains(QStringLiteral(": ;")));
  QVERIFY(styleSheet(lightTokens(), 2).contains(QStringLiteral("font-size: 24px")));
}

void ThemeTest::theThemeSwitchesLive() {
  Theme theme(*qApp);
  QSignalSpy changed(&theme, &Theme::changed);
  theme.setMode(ThemeMode::Dark);
  QVERIFY(tokens().dark);
  QVERIFY(changed.count() >= 1);
  QVERIFY(qApp->styleSheet().contains(darkTokens().surface.name()));
  QWidget widget;
  QCOMPARE(widget.palette().color(QPalette::Window), darkTokens().window);
  theme.setMode(ThemeMode::Light);
  QVERIFY(!tokens().dark);
  QTRY_COMPARE(widget.palette().color(QPalette::Window), lightTokens().window);
}

void ThemeTest::everyIconIsTinted() {
  int icons = 0;
  for (QDirIterator it(QStringLiteral(":/icons")); it.hasNext();) {
    const QString name = QFileInfo(it.next()).completeBaseName();
    if (name == QStringLiteral("cairn")) continue;  // the program's own, in its own colours
    const QImage image = icon(name, IconColor::Accent).pixmap(32, 32).toImage();
    int painted = 0;
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x)
        if (image.pixelColor(x, y) == tokens().accent) ++painted;
    QVERIFY2(painted > 0, qPrintable(name));
    ++icons;
  }
  QVERIFY(icons > 20);
}

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
