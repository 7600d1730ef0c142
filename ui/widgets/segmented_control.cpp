#include "ui/widgets/segmented_control.h"

#include "ui/theme/fonts.h"
#include "ui/theme/style.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

namespace cairn::ui {
namespace {

constexpr int kPadding = 12;
constexpr double kCorner = 6;

}  // namespace

SegmentedControl::SegmentedControl(std::vector<Option> options, const QString& objectName,
                                   QWidget* parent)
    : QWidget(parent), m_options(std::move(options)), m_enabled(m_options.size(), true) {
  setObjectName(objectName);
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setCurrent(0);
}

void SegmentedControl::setCurrent(int index) {
  m_current = index;
  const auto known = index >= 0 && index < static_cast<int>(m_options.size());
  setAccessibleDescription(known ? m_options[static_cast<std::size_t>(index)].text : QString());
  update();
}

void SegmentedControl::setOptionEnabled(int index, bool enabled) {
  m_enabled.at(static_cast<std::size_t>(index)) = enabled;
  update();
}

void SegmentedControl::setFillsWidth(bool fills) {
  m_fills = fills;
  setSizePolicy(fills ? QSizePolicy::Expanding : QSizePolicy::Fixed, QSizePolicy::Fixed);
}

int SegmentedControl::naturalWidth(int index) const {
  const QFontMetrics metrics(withWeight(font(), QFont::DemiBold));
  return metrics.horizontalAdvance(m_options[static_cast<std::size_t>(index)].text) + 2 * kPadding;
}

QSize SegmentedControl::sizeHint() const {
  int width = 0;
  for (int i = 0; i < static_cast<int>(m_options.size()); ++i) width += naturalWidth(i);
  return {width, std::max(28, fontMetrics().height() + 12)};
}

QSize SegmentedControl::minimumSizeHint() const {
  return m_fills ? QSize(static_cast<int>(m_options.size()) * 32, sizeHint().height()) : sizeHint();
}

QRect SegmentedControl::segment(int index) const {
  if (m_fills) {
    const int n = static_cast<int>(m_options.size());
    const int left = width() * index / n;
    return {left, 0, width() * (index + 1) / n - left, height()};
  }
  int left = 0;
  for (int i = 0; i < index; ++i) left += naturalWidth(i);
  return {left, 0, naturalWidth(index), height()};
}

int SegmentedControl::at(const QPoint& position) const {
  for (int i = 0; i < static_cast<int>(m_options.size()); ++i)
    if (segment(i).contains(position)) return i;
  return -1;
}

void SegmentedControl::choose(int index) {
  if (index < 0 || index >= static_cast<int>(m_options.size()) || index == m_current) return;
  if (!m_enabled[static_cast<std::size_t>(index)]) return;
  setCurrent(index);
  Q_EMIT chosen(index);
}

void SegmentedControl::paintEvent(QPaintEvent*) {
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath shape;
  shape.addRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), kCorner, kCorner);
  painter.fillPath(shape, t.surface);
  const QFont plain = withWeight(font(), QFont::Medium);
  const QFont bold = withWeight(font(), QFont::DemiBold);
  for (int i = 0; i < static_cast<int>(m_options.size()); ++i) {
    const auto n = static_cast<std::size_t>(i);
    const QRect box = segment(i);
    const bool usable = isEnabled() && m_enabled[n];
    if (i == m_current || (i == m_hovered && usable)) {
      painter.save();
      painter.setClipRect(box);
      painter.fillPath(shape, i == m_current ? t.accentTint : t.hover);
      painter.restore();
    }
    if (i > 0) painter.fillRect(QRectF(box.left() - .5, 1, 1, height() - 2), t.line);
    painter.setFont(i == m_current ? bold : plain);
    painter.setPen(!usable ? t.disabled : i == m_current ? t.accent : t.muted);
    painter.drawText(box, Qt::AlignCenter, m_options[n].text);
  }
  painter.strokePath(shape, QPen(isEnabled() ? t.fieldBorder : t.line, 1));
  if (hasFocus()) {
    painter.setPen(QPen(t.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kCorner, kCorner);
  }
}

void SegmentedControl::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) choose(at(event->position().toPoint()));
}

void SegmentedControl::mouseMoveEvent(QMouseEvent* event) {
  m_hovered = at(event->position().toPoint());
  update();
}

void SegmentedControl::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void SegmentedControl::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      return choose(m_current - 1);
    case Qt::Key_Right:
      return choose(m_current + 1);
    case Qt::Key_Home:
      return choose(0);
    case Qt::Key_End:
      return choose(static_cast<int>(m_options.size()) - 1);
    default:
      QWidget::keyPressEvent(event);
  }
}

void SegmentedControl::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) updateGeometry();
  QWidget::changeEvent(event);
}

}  // namespace cairn::ui
