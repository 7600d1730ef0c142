#include "ui/theme/theme.h"
#include "ui/widgets/band.h"
#include "ui/widgets/button.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented_control.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace cairn::ui;

class WidgetsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { new Theme(*qApp); }
  void labelsNeverTakeNamesForHtml();
  void segmentsAnswerMouseAndKeys();
  void aDisabledSegmentIsNotChosen();
  void aValueChipIsRemovedByCrossAndBackspace();
  void bandsReplaceTheirActions();
  void longNamesAreCutAndEscaped();
  void flowsWrap();
};

void WidgetsTest::labelsNeverTakeNamesForHtml() {
  const std::unique_ptr<QLabel> label(makeLabel("<b>run</b>", TextRole::Title, "x.name"));
  QCOMPARE(label->textFormat(), Qt::PlainText);
  QCOMPARE(label->text(), QStringLiteral("<b>run</b>"));
}

void WidgetsTest::segmentsAnswerMouseAndKeys() {
  SegmentedControl control({{"step", "Step"}, {"relative", "Relative"}, {"wall", "Wall"}},
                           "x.axis");
  control.resize(control.sizeHint());
  control.show();
  QSignalSpy chosen(&control, &SegmentedControl::chosen);
  QTest::mouseClick(&control, Qt::LeftButton, {}, QPoint(control.width() - 10, 10));
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(chosen.last().first().toInt(), 2);
  QTest::keyClick(&control, Qt::Key_Left);
  QCOMPARE(control.current(), 1);
  QTest::keyClick(&control, Qt::Key_Home);
  QTest::keyClick(&control, Qt::Key_Left);
  QCOMPARE(control.current(), 0);
  QCOMPARE(chosen.count(), 3);
}

void WidgetsTest::aDisabledSegmentIsNotChosen() {
  SegmentedControl control({{"a", "A"}, {"b", "B"}}, "x.y");
  control.setOptionEnabled(1, false);
  QTest::keyClick(&control, Qt::Key_Right);
  QCOMPARE(control.current(), 0);
}

void WidgetsTest::aValueChipIsRemovedByCrossAndBackspace() {
  ValueChip chip("20", "x.layer0");
  chip.resize(chip.sizeHint());
  QSignalSpy removed(&chip, &ValueChip::removeAsked);
  QSignalSpy clicked(&chip, &QAbstractButton::clicked);
  QTest::mouseClick(&chip, Qt::LeftButton, {}, QPoint(chip.width() - 8, chip.height() / 2));
  QCOMPARE(removed.count(), 1);
  QCOMPARE(clicked.count(), 0);
  QTest::keyClick(&chip, Qt::Key_Backspace);
  QCOMPARE(removed.count(), 2);
  QTest::mouseClick(&chip, Qt::LeftButton, {}, QPoint(8, chip.height() / 2));
  QCOMPARE(clicked.count(), 1);
}

void WidgetsTest::bandsReplaceTheirActions() {
  QWidget window;
  Band band("x.band", &window);
  QVERIFY(band.isHidden());
  band.say(Tone::Bad, "model.ckpt-9000 can't be restored.");
  band.addAction("use", "Use model.ckpt-10000", true);
  band.say(Tone::Warn, "Deleted.");
  QCOMPARE(band.text(), QStringLiteral("Deleted."));
  const auto* old = band.findChild<QPushButton*>("x.band.use");
  QVERIFY(!old || old->isHidden());
  QTest::mouseClick(band.findChild<IconButton*>("x.band.close"), Qt::LeftButton);
  QVERIFY(band.isHidden());
}

void WidgetsTest::longNamesAreCutAndEscaped() {
  QCOMPARE(shownName(QStringLiteral("a") + QChar(0x202E) + QStringLiteral("b\n")),
           QStringLiteral("a\\u202eb\\u000a"));
  ElidedLabel label("x.name");
  label.setText(QString(255, QLatin1Char('w')));
  QVERIFY(label.sizeHint().width() <= 480);
}

void WidgetsTest::flowsWrap() {
  QWidget widget;
  auto* flow = new FlowLayout(8);
  widget.setLayout(flow);
  for (int i = 0; i < 3; ++i) {
    auto* box = new QWidget;
    box->setFixedSize(100, 20);
    flow->addWidget(box);
  }
  QCOMPARE(flow->heightForWidth(400), 20);
  QCOMPARE(flow->heightForWidth(210), 48);
  QCOMPARE(flow->heightForWidth(100), 76);
}

QTEST_MAIN(WidgetsTest)
#include "widgets_test.moc"
