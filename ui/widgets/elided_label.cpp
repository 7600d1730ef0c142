#include "ui/widgets/elided_label.h"

#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"

#include <QPainter>

namespace cairn::ui {
namespace {

bool isTreacherous(QChar c) {
  const auto code = c.unicode();
  return c.category() == QChar::Other_Control || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
         code == 0x2028 || code == 0x2029 || code == 0xFEFF;
}

}  // namespace

QString shownName(const QString& name) {
  QString out;
  out.reserve(name.size());
  for (const QChar c : name) {
    if (isTreacherous(c))
      out += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
    else
      out += c;
  }
  return out;
}

ElidedLabel::ElidedLabel(const QString& objectName, QWidget* parent) : QWidget(parent) {
  setObjectName(objectName);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString& text) {
  const QString shown = shownName(text);
  if (shown == m_text) return;
  m_text = shown;
  setAccessibleName(m_text);
  updateGeometry();
  update();
}

void ElidedLabel::setMode(Qt::TextElideMode mode) {
  m_mode = mode;
  update();
}

void ElidedLabel::setMuted(bool muted) {
  m_muted = muted;
  update();
}

void ElidedLabel::setWeight(QFont::Weight weight) {
  m_weight = weight;
  updateGeometry();
  update();
}

void ElidedLabel::setLeast(int pixels) {
  m_least = pixels;
  updateGeometry();
}

// From the widget's own font, so that it follows the size of all text.
QFont ElidedLabel::shownFont() const {
  return withWeight(m_muted ? withSize(font(), 12.0 / 13) : font(),
                    m_weight == QFont::Normal ? font().weight() : m_weight);
}

QSize ElidedLabel::sizeHint() const {
  // A name of 255 bytes doesn't widen a window.
  const QFontMetrics metrics(shownFont());
  return {std::min(metrics.horizontalAdvance(m_text) + 2, 480), metrics.height() + 4};
}

QSize ElidedLabel::minimumSizeHint() const {
  return {m_text.isEmpty() ? 0 : std::min(m_least, sizeHint().width()),
          QFontMetrics(shownFont()).height() + 4};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setFont(shownFont());
  const QString shown = painter.fontMetrics().elidedText(m_text, m_mode, width());
  painter.setPen(m_muted ? tokens().muted : tokens().text);
  painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, shown);
  const QString tip = shown == m_text ? QString() : m_text.toHtmlEscaped();
  if (toolTip() != tip) setToolTip(tip);
}

}  // namespace cairn::ui
