#include "ui/widgets/band.h"

#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

QIcon toneIcon(Tone tone) {
  switch (tone) {
    case Tone::Ok:
      return icon(QStringLiteral("check"), IconColor::Ok);
    case Tone::Bad:
      return icon(QStringLiteral("warning"), IconColor::Bad);
    case Tone::Warn:
      return icon(QStringLiteral("warning"), IconColor::Warn);
    default:
      return icon(QStringLiteral("info"), IconColor::Accent);
  }
}

}  // namespace

Band::Band(const QString& objectName, QWidget* parent) : Card(objectName, parent) {
  body()->setContentsMargins(16, 10, 10, 10);
  m_row = new QHBoxLayout;
  m_row->setSpacing(10);
  m_icon = new QLabel;
  m_icon->setFixedWidth(18);
  m_sentence = makeLabel({}, TextRole::Title, objectName + QStringLiteral(".sentence"));
  m_detail = makeLabel({}, TextRole::Muted, objectName + QStringLiteral(".detail"));
  m_sentence->setWordWrap(true);
  m_detail->setWordWrap(true);
  m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* words = new QVBoxLayout;
  words->setSpacing(2);
  words->addWidget(m_sentence);
  words->addWidget(m_detail);
  auto* close = new IconButton(QStringLiteral("cross"), tr("Close"),
                               objectName + QStringLiteral(".close"), this);
  connect(close, &QToolButton::clicked, this, &QWidget::hide);
  m_row->addWidget(m_icon, 0, Qt::AlignTop);
  m_row->addLayout(words, 1);
  m_row->addWidget(close, 0, Qt::AlignTop);
  body()->addLayout(m_row);
  hide();
}

void Band::say(Tone tone, const QString& sentence, const QString& detail) {
  clearActions();
  setBar(tone);
  m_icon->setPixmap(toneIcon(tone).pixmap(16, 16));
  m_sentence->setText(sentence);
  m_detail->setText(detail);
  m_detail->setVisible(!detail.isEmpty());
  setAccessibleName(sentence);
  show();
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

QPushButton* Band::addAction(const QString& id, const QString& text, bool primary) {
  auto* button = makeButton(text, primary ? ButtonKind::Primary : ButtonKind::Outline,
                            objectName() + QLatin1Char('.') + id);
  m_row->insertWidget(m_row->count() - 1, button, 0, Qt::AlignTop);
  m_actions.push_back(button);
  return button;
}

QString Band::text() const { return m_sentence->text(); }

// Deleted later: a band may be told something new from within the click of its own button.
void Band::clearActions() {
  for (QPushButton* button : m_actions) {
    m_row->removeWidget(button);
    button->hide();
    button->deleteLater();
  }
  m_actions.clear();
}

}  // namespace cairn::ui
