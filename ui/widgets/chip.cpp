#include "ui/widgets/chip.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace cairn::ui {

FilterChip::FilterChip(Tone tone, const QString& objectName, QWidget* parent)
    : QAbstractButton(parent), m_tone(tone) {
  setObjectName(objectName);
  setCheckable(true);
  setChecked(true);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void FilterChip::setTone(Tone tone) {
  m_tone = tone;
  update();
}

QSize FilterChip::sizeHint() const {
  return pillSize({m_tone, {}, text()}, pillFont(font())) + QSize(2, 4);
}

void FilterChip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Tone tone = isChecked() ? m_tone : Tone::Neutral;
  if (!isChecked()) painter.setOpacity(0.65);
  const QRect box = rect().adjusted(1, 0, -1, 0);
  paintPill(painter, box, {tone, {}, text()}, pillFont(font()));
  if (hasFocus()) paintFocusRing(painter, QRectF(rect()).adjusted(3, 4, -3, -4), 8);
}

ValueChip::ValueChip(const QString& text, const QString& objectName, QWidget* parent)
    : QAbstractButton(parent) {
  setText(text);
  setObjectName(objectName);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize ValueChip::sizeHint() const {
  const QFontMetrics metrics(withWeight(font(), QFont::DemiBold));
  return {metrics.horizontalAdvance(text()) + 42, std::max(28, metrics.height() + 12)};
}

QRect ValueChip::crossBox() const { return {width() - 26, 0, 26, height()}; }

void ValueChip::paintEvent(QPaintEvent*) {
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(hasFocus() ? t.accent : t.fieldBorder, hasFocus() ? 2 : 1));
  painter.setBrush(t.neutralTint);
  const double inset = hasFocus() ? 1 : .5;
  painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 6, 6);
  painter.setPen(t.text);
  painter.setFont(withWeight(font(), QFont::DemiBold));
  painter.drawText(rect().adjusted(10, 0, -26, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
  const QRectF cross = QRectF(crossBox());
  paintIcon(painter, QStringLiteral("cross"),
            QRectF(cross.left() + 3, cross.center().y() - 6, 12, 12), t.text);
}

void ValueChip::mouseReleaseEvent(QMouseEvent* event) {
  if (crossBox().contains(event->position().toPoint())) {
    setDown(false);
    Q_EMIT removeAsked();
    return;
  }
  QAbstractButton::mouseReleaseEvent(event);
}

void ValueChip::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Backspace || event->key() == Qt::Key_Delete) {
    Q_EMIT removeAsked();
    return;
  }
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
  QAbstractButton::keyPressEvent(event);
}

}  // namespace cairn::ui
