#include "ui/widgets/toast.h"

#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QTime>

namespace cairn::ui {
namespace {

constexpr int kShownMs = 6000;
constexpr int kMostHistory = 100;
constexpr int kWidest = 420;

}  // namespace

Toast::Toast(QWidget* window) : QFrame(window), m_text(makeLabel({}, TextRole::Body)) {
  setObjectName(QStringLiteral("toast"));
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 10, 8, 10);
  m_text->setObjectName(QStringLiteral("toast.text"));
  m_text->setWordWrap(true);
  row->addWidget(m_text, 1);
  auto* close = new IconButton(QStringLiteral("cross"), tr("Close"), QStringLiteral("toast.close"));
  connect(close, &QToolButton::clicked, this, &QWidget::hide);
  row->addWidget(close, 0, Qt::AlignTop);
  m_timer.setSingleShot(true);
  m_timer.setInterval(kShownMs);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    if (!underMouse() && !isAncestorOf(focusWidget())) hide();
  });
  window->installEventFilter(this);
  hide();
}

void Toast::say(const QString& sentence) {
  m_text->setText(sentence);
  m_history.prepend(QTime::currentTime().toString(QStringLiteral("HH:mm:ss  ")) + sentence);
  while (m_history.size() > kMostHistory) m_history.removeLast();
  place();
  show();
  raise();
  m_timer.start();
  QAccessibleEvent event(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&event);
}

void Toast::place() {
  const int width = std::min(kWidest, parentWidget()->width() - 32);
  const int height = std::max(
      48, layout()->hasHeightForWidth() ? layout()->heightForWidth(width) : sizeHint().height());
  setGeometry(parentWidget()->width() - width - 16, parentWidget()->height() - height - m_bottom,
              width, height);
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible()) place();
  return QFrame::eventFilter(watched, event);
}

void Toast::enterEvent(QEnterEvent* event) {
  m_timer.stop();
  QFrame::enterEvent(event);
}

void Toast::leaveEvent(QEvent* event) {
  m_timer.start();
  QFrame::leaveEvent(event);
}

}  // namespace cairn::ui
