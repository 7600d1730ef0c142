#include "ui/widgets/empty_state.h"

#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cairn::ui {

EmptyState::EmptyState(const QString& objectName, QWidget* parent) : QWidget(parent) {
  setObjectName(objectName);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(48, 48, 48, 48);
  column->setSpacing(8);
  m_sentence = makeLabel({}, TextRole::Heading, objectName + QStringLiteral(".sentence"));
  m_detail = makeLabel({}, TextRole::Muted, objectName + QStringLiteral(".detail"));
  for (QLabel* label : {m_sentence, m_detail}) {
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignHCenter);
  }
  m_actions = new QHBoxLayout;
  m_actions->setSpacing(8);
  m_actions->addStretch(1);
  m_actions->addStretch(1);
  column->addStretch(2);
  column->addWidget(m_sentence);
  column->addWidget(m_detail);
  column->addSpacing(8);
  column->addLayout(m_actions);
  column->addStretch(3);
}

void EmptyState::setText(const QString& sentence, const QString& detail) {
  m_sentence->setText(sentence);
  m_detail->setText(detail);
  m_detail->setVisible(!detail.isEmpty());
}

QString EmptyState::text() const { return m_sentence->text(); }

QPushButton* EmptyState::addAction(const QString& id, const QString& text, bool primary) {
  auto* button = makeButton(text, primary ? ButtonKind::Primary : ButtonKind::Outline,
                            objectName() + QLatin1Char('.') + id);
  m_actions->insertWidget(m_actions->count() - 1, button);
  return button;
}

}  // namespace cairn::ui
