#include "ui/plot/hover_popup.h"

#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/elided_label.h"

#include <QPainter>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr int kShadow = 10;
constexpr int kPadding = 12;
constexpr int kMostRows = 12;
constexpr int kValueWidth = 62;
constexpr int kMostName = 220;

}  // namespace

HoverPopup::HoverPopup(QWidget* window) : QWidget(window) {
  setObjectName(QStringLiteral("curves.hover"));
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFocusPolicy(Qt::NoFocus);
  hide();
}

void HoverPopup::show(const HoverContent& content, const QPoint& position) {
  m_content = content;
  const QSize size = wanted();
  const QRect room = parentWidget()->rect();
  QPoint at = position + QPoint(4, -size.height() / 2);
  if (at.x() + size.width() > room.right()) at.setX(position.x() - size.width() - 4);
  at.setY(std::clamp(at.y(), 0, std::max(0, room.bottom() - size.height())));
  setGeometry(QRect(at, size));
  raise();
  QWidget::show();
  update();
}

int HoverPopup::nameWidth() const {
  int width = 60;
  const QFontMetrics metrics(font());
  for (const HoverRow& row : m_content.rows)
    width = std::max(width, metrics.horizontalAdvance(shownName(row.name)));
  return std::min(width, kMostName);
}

QSize HoverPopup::wanted() const {
  const int line = fontMetrics().height() + 4;
  const auto rows = static_cast<int>(m_content.rows.size());
  const int lines = std::min(rows, kMostRows) + (rows > kMostRows ? 1 : 0);
  const int values = kValueWidth * (m_content.smoothed ? 2 : 1);
  const QFontMetrics bold(withWeight(font(), QFont::DemiBold));
  const int head = bold.horizontalAdvance(m_content.title) +
                   (m_content.note.isEmpty() ? 0 : bold.horizontalAdvance(m_content.note) + 40);
  const int width = std::max(20 + nameWidth() + values, head);
  return {width + 2 * (kPadding + kShadow),
          line * lines + line + 8 + line + 2 * (kPadding + kShadow) - 8};
}

void HoverPopup::paintEvent(QPaintEvent*) {
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF box = QRectF(rect()).adjusted(kShadow, kShadow, -kShadow, -kShadow);
  painter.setPen(Qt::NoPen);
  for (int i = kShadow; i > 0; --i) {
    QColor shade(0, 0, 0, t.dark ? 14 : 5);
    painter.setBrush(shade);
    painter.drawRoundedRect(box.adjusted(-i, -i + 3, i, i), 8 + i, 8 + i);
  }
  painter.setPen(QPen(t.line, 1));
  painter.setBrush(t.surface);
  painter.drawRoundedRect(box.adjusted(.5, .5, -.5, -.5), 8, 8);

  const QRectF inside = box.adjusted(kPadding, kPadding - 4, -kPadding, -kPadding);
  const int line = fontMetrics().height() + 4;
  const QFont bold = withWeight(font(), QFont::DemiBold);
  const QFont small = withSize(font(), 12.0 / 13);
  QRectF at(inside.left(), inside.top(), inside.width(), line + 4);
  painter.setFont(bold);
  painter.setPen(t.text);
  painter.drawText(at, Qt::AlignVCenter | Qt::AlignLeft, m_content.title);
  painter.setFont(small);
  painter.setPen(t.muted);
  if (!m_content.note.isEmpty()) {
    painter.drawText(at, Qt::AlignVCenter | Qt::AlignRight, m_content.note);
    const double width = QFontMetrics(small).horizontalAdvance(m_content.note);
    paintIcon(painter,
              m_content.noteHollow ? QStringLiteral("diamond") : QStringLiteral("diamond_filled"),
              QRectF(at.right() - width - 17, at.center().y() - 6, 12, 12), t.muted);
  }
  at.moveTop(at.bottom());
  at.setHeight(line);
  painter.drawText(at, Qt::AlignVCenter | Qt::AlignLeft, tr("Run"));
  QRectF shownBox(at.right() - kValueWidth * (m_content.smoothed ? 2 : 1), at.top(), kValueWidth,
                  line);
  painter.drawText(shownBox, Qt::AlignVCenter | Qt::AlignRight,
                   m_content.smoothed ? tr("smoothed") : tr("value"));
  if (m_content.smoothed)
    painter.drawText(shownBox.translated(kValueWidth, 0), Qt::AlignVCenter | Qt::AlignRight,
                     tr("raw"));
  int shown = 0;
  for (const HoverRow& row : m_content.rows) {
    at.moveTop(at.bottom());
    shownBox.moveTop(at.top());
    if (shown++ == kMostRows) {
      painter.setFont(small);
      painter.setPen(t.muted);
      painter.drawText(
          at, Qt::AlignVCenter | Qt::AlignLeft,
          tr("+ %n more", nullptr, static_cast<int>(m_content.rows.size()) - kMostRows));
      break;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(row.color);
    painter.drawRoundedRect(QRectF(at.left(), at.center().y() - 5.5, 11, 11), 3, 3);
    painter.setPen(t.text);
    painter.setFont(font());
    const double nameRoom = shownBox.left() - at.left() - 20;
    painter.drawText(
        QRectF(at.left() + 20, at.top(), nameRoom, line), Qt::AlignVCenter | Qt::AlignLeft,
        fontMetrics().elidedText(shownName(row.name), Qt::ElideMiddle, static_cast<int>(nameRoom)));
    painter.setFont(bold);
    painter.drawText(shownBox, Qt::AlignVCenter | Qt::AlignRight, numberText(row.shown));
    if (m_content.smoothed) {
      painter.setFont(font());
      painter.setPen(t.muted);
      painter.drawText(shownBox.translated(kValueWidth, 0), Qt::AlignVCenter | Qt::AlignRight,
                       numberText(row.raw));
    }
  }
}

}  // namespace cairn::ui
