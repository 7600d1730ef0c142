#include "ui/widgets/panel_head.h"

#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>

namespace cairn::ui {

PanelHead::PanelHead(const QString& id, const QString& title, const QString& close, QWidget* parent)
    : QWidget(parent), m_row(new QHBoxLayout(this)) {
  m_row->setContentsMargins(16, 8, 8, 8);
  m_row->setSpacing(8);
  m_row->addWidget(makeLabel(title, TextRole::Title));
  m_counts = makeLabel({}, TextRole::Muted, id + QStringLiteral(".counts"));
  m_row->addWidget(m_counts);
  m_row->addStretch(1);
  auto* button = new IconButton(QStringLiteral("cross"), close, id + QStringLiteral(".close"));
  connect(button, &QToolButton::clicked, this, &PanelHead::closeAsked);
  m_row->addWidget(button);
}

void PanelHead::addWidget(QWidget* widget) { m_row->insertWidget(m_row->count() - 1, widget); }

}  // namespace cairn::ui
