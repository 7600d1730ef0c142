#include "ui/shell/first_start_page.h"

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

/// A glyph on a tinted square, at the head of a card.
class Emblem : public QWidget {
 public:
  explicit Emblem(QString iconName) : m_icon(std::move(iconName)) { setFixedSize(40, 40); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens().accentTint);
    painter.drawRoundedRect(rect(), 8, 8);
    paintIcon(painter, m_icon, QRectF(10, 10, 20, 20), tokens().accent);
  }

 private:
  QString m_icon;
};

/// A dashed outline: a folder can be dropped on it.
class DropHint : public QLabel {
 public:
  explicit DropHint(const QString& text) : QLabel(text) {
    setTextFormat(Qt::PlainText);
    setTextRole(this, TextRole::Muted);
    setAlignment(Qt::AlignCenter);
    setMinimumHeight(56);
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens().fieldBorder, 1, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 6, 6);
    painter.end();
    QLabel::paintEvent(event);
  }
};

Card* startCard(const QString& id, const QString& iconName, const QString& title,
                const QString& text) {
  auto* card = new Card(QStringLiteral("start.") + id);
  card->body()->setContentsMargins(24, 24, 24, 24);
  card->body()->addWidget(new Emblem(iconName));
  card->body()->addSpacing(8);
  card->body()->addWidget(makeLabel(title, TextRole::Heading));
  auto* words = makeLabel(text, TextRole::Body);
  words->setWordWrap(true);
  words->setForegroundRole(QPalette::PlaceholderText);
  card->body()->addWidget(words);
  card->body()->addSpacing(4);
  return card;
}

void finish(Card* card, QPushButton* button) {
  card->body()->addStretch(1);
  card->body()->addSpacing(8);
  button->setMinimumHeight(32);
  card->body()->addWidget(button, 0, Qt::AlignLeft);
}

}  // namespace

FirstStartPage::FirstStartPage(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("start"));
  auto* inside = new QWidget;
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("start.scroll"));
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(inside);
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->addWidget(scroll);
  auto* outer = new QHBoxLayout(inside);
  outer->setContentsMargins(24, 24, 24, 24);
  auto* middle = new QWidget;
  middle->setMaximumWidth(960);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addStretch(2);
  m_back = makeButton(tr("Back to the runs"), ButtonKind::Link, QStringLiteral("start.back"));
  connect(m_back, &QPushButton::clicked, this, &FirstStartPage::backAsked);
  m_back->hide();
  column->addWidget(m_back, 0, Qt::AlignLeft);
  auto* head = makeLabel(tr("Open your runs, or make the first one"), TextRole::Display);
  head->setWordWrap(true);
  column->addWidget(head);
  auto* lead = makeLabel(
      tr("Cairn reads and writes TensorFlow model directories. Nothing leaves this computer."),
      TextRole::Lead);
  lead->setWordWrap(true);
  column->addWidget(lead);
  column->addSpacing(24);
  m_cards = new QHBoxLayout;
  QBoxLayout* cards = m_cards;
  cards->setSpacing(16);
  cards->addWidget(buildOpenCard(), 1);
  cards->addWidget(buildIrisCard(), 1);
  cards->addWidget(buildTracebackCard(), 1);
  column->addLayout(cards);
  column->addSpacing(16);
  auto* foot = new QHBoxLayout;
  for (const QString& hint : {tr("Ctrl+K finds everything"), tr("Ctrl+/ lists the keys")})
    foot->addWidget(makeLabel(hint, TextRole::Muted));
  foot->setSpacing(24);
  foot->addStretch(1);
  m_recent = new QWidget;
  new QHBoxLayout(m_recent);
  foot->addWidget(m_recent);
  column->addLayout(foot);
  column->addStretch(5);
  outer->addStretch(1);
  outer->addWidget(middle, 100);
  outer->addStretch(1);
  setRecent({});
}

QWidget* FirstStartPage::buildOpenCard() {
  auto* card = startCard(QStringLiteral("openCard"), QStringLiteral("folder"), tr("Open a folder"),
                         tr("Finds every run below it by its event files, checkpoints and "
                            "saved_model.pb. Changes nothing in it."));
  card->body()->addWidget(new DropHint(tr("or drop one here")));
  auto* button = makeButton(tr("Open folder…"), ButtonKind::Outline, QStringLiteral("start.open"));
  connect(button, &QPushButton::clicked, this, &FirstStartPage::openAsked);
  finish(card, button);
  return card;
}

QWidget* FirstStartPage::buildIrisCard() {
  auto* card =
      startCard(QStringLiteral("irisCard"), QStringLiteral("chart"), tr("Try it with Iris"),
                tr("Trains a DNNClassifier with hidden_units [10, 10] for 200 steps on "
                   "120 flowers, then shows its curves."));
  card->body()->addWidget(makeLabel(tr("Writes to"), TextRole::Muted));
  auto* row = new QHBoxLayout;
  row->setSpacing(2);
  m_irisFolder = makeLabel({}, TextRole::Mono, QStringLiteral("start.irisFolder"));
  row->addWidget(m_irisFolder);
  auto* change = makeButton(tr("Change…"), ButtonKind::Link, QStringLiteral("start.irisChange"));
  connect(change, &QPushButton::clicked, this, &FirstStartPage::irisFolderChangeAsked);
  row->addWidget(change);
  row->addStretch(1);
  card->body()->addLayout(row);
  auto* button = makeButton(tr("Train Iris"), ButtonKind::Primary, QStringLiteral("start.iris"));
  connect(button, &QPushButton::clicked, this, &FirstStartPage::irisAsked);
  finish(card, button);
  return card;
}

QWidget* FirstStartPage::buildTracebackCard() {
  auto* card = startCard(QStringLiteral("tracebackCard"), QStringLiteral("terminal"),
                         tr("Explain a traceback"),
                         tr("Paste what Python printed when a restore failed, to see which setting "
                            "changed and the ways out."));
  auto* quote = new QFrame;
  quote->setProperty("look", QStringLiteral("quote"));
  auto* inside = new QVBoxLayout(quote);
  inside->setContentsMargins(12, 8, 12, 8);
  // TensorFlow's own words, in every language.
  auto* words =
      makeLabel(QStringLiteral("… shape [20] does not match the shape stored in checkpoint: [10]"),
                TextRole::Key);
  words->setWordWrap(true);
  inside->addWidget(words);
  card->body()->addWidget(quote);
  auto* button =
      makeButton(tr("Paste traceback…"), ButtonKind::Outline, QStringLiteral("start.traceback"));
  connect(button, &QPushButton::clicked, this, &FirstStartPage::tracebackAsked);
  finish(card, button);
  return card;
}

// Three beside one another want room for their sentences; else they stand below one another.
void FirstStartPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  constexpr int kLines = 50;
  m_cards->setDirection(width() < kLines * fontMetrics().height() ? QBoxLayout::TopToBottom
                                                                  : QBoxLayout::LeftToRight);
}

void FirstStartPage::setBack(bool back) { m_back->setVisible(back); }

void FirstStartPage::setIrisFolder(const QString& folder) {
  m_irisFolder->setText(m_irisFolder->fontMetrics().elidedText(folder, Qt::ElideMiddle, 200));
  m_irisFolder->setToolTip(folder.toHtmlEscaped());
}

void FirstStartPage::setRecent(const QStringList& folders) {
  qDeleteAll(m_recent->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
  auto* row = static_cast<QHBoxLayout*>(m_recent->layout());
  while (QLayoutItem* item = row->takeAt(0)) delete item;
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(makeLabel(folders.isEmpty() ? tr("Recent folders appear here") : tr("Recent"),
                           TextRole::Muted));
  int n = 0;
  for (const QString& folder : folders) {
    auto* button = makeButton(fontMetrics().elidedText(folder, Qt::ElideMiddle, 260),
                              ButtonKind::Link, QStringLiteral("start.recent%1").arg(n++));
    button->setToolTip(folder.toHtmlEscaped());
    connect(button, &QPushButton::clicked, this, [this, folder] { Q_EMIT recentChosen(folder); });
    row->addWidget(button);
    if (n == 3) break;
  }
}

}  // namespace cairn::ui
