#include "ui/widgets/pill.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QFontMetrics>
#include <QPainter>

namespace cairn::ui {
namespace {

constexpr int kSide = 8;
constexpr int kIcon = 12;
constexpr int kGap = 4;

}  // namespace

QFont pillFont(const QFont& base) { return withWeight(withSize(base, 12.0 / 13), QFont::DemiBold); }

QSize pillSize(const PillLook& look, const QFont& font) {
  const QFontMetrics metrics(font);
  const int glyph = look.iconName.isEmpty() ? 0 : kIcon + (look.text.isEmpty() ? 0 : kGap);
  return {metrics.horizontalAdvance(look.text) + glyph + 2 * kSide, metrics.height() + 5};
}

void paintPill(QPainter& painter, const QRect& box, const PillLook& look, const QFont& font) {
  const Tokens& t = tokens();
  const QSize size = pillSize(look, font);
  QRect pill(QPoint(box.left(), box.center().y() - size.height() / 2 + (size.height() + 1) % 2),
             size);
  pill.setWidth(std::min(pill.width(), box.width()));
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(look.onSelection ? t.surface : toneTint(t, look.tone));
  painter.drawRoundedRect(pill, pill.height() / 2.0, pill.height() / 2.0);
  const QColor color = toneColor(t, look.tone);
  QRect inside = pill.adjusted(kSide, 0, -kSide, 0);
  if (!look.iconName.isEmpty()) {
    paintIcon(painter, look.iconName,
              QRectF(inside.left() - 1, inside.center().y() - kIcon / 2 + .5, kIcon, kIcon), color);
    inside.setLeft(inside.left() + kIcon + kGap - 1);
  }
  painter.setFont(font);
  painter.setPen(color);
  painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft,
                   QFontMetrics(font).elidedText(look.text, Qt::ElideRight, inside.width() + 2));
  painter.restore();
}

Pill::Pill(const QString& objectName, QWidget* parent) : QWidget(parent) {
  setObjectName(objectName);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

Pill::Pill(Tone tone, const QString& iconName, const QString& text, const QString& objectName,
           QWidget* parent)
    : Pill(objectName, parent) {
  setLook({tone, iconName, text});
}

void Pill::setLook(const PillLook& look) {
  if (m_look == look) return;
  m_look = look;
  setAccessibleName(look.text);
  updateGeometry();
  update();
}

QSize Pill::sizeHint() const { return pillSize(m_look, pillFont(font())); }

void Pill::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintPill(painter, rect(), m_look, pillFont(font()));
}

}  // namespace cairn::ui
