#include "ui/checkpoints/checkpoint_chip.h"

#include "ui/theme/icons.h"
#include "ui/widgets/pill.h"

#include <QPainter>

namespace cairn::ui {
namespace {

constexpr int kPadding = 10;
constexpr int kChevron = 16;
constexpr int kGap = 6;

}  // namespace

CheckpointChip::CheckpointChip(QChar letter, const QString& objectName, QWidget* parent)
    : QAbstractButton(parent), m_letter(letter) {
  setObjectName(objectName);
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setName({});
}

void CheckpointChip::setName(const QString& name) {
  setText(name.isEmpty() ? tr("none") : name);
  setAccessibleName(QStringLiteral("%1 %2").arg(m_letter, text()));
  updateGeometry();
  update();
}

QSize CheckpointChip::sizeHint() const {
  const QFontMetrics metrics(pillFont(font()));
  return {2 * kPadding + metrics.horizontalAdvance(m_letter) + kGap +
              metrics.horizontalAdvance(text()) + kGap + kChevron,
          std::max(24, metrics.height() + 8)};
}

void CheckpointChip::paintEvent(QPaintEvent*) {
  const Tokens& t = tokens();
  const bool isA = m_letter == QLatin1Char('A');
  const Tone tone = isA ? Tone::Accent : Tone::Warn;
  const QColor color = toneColor(t, tone);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(hasFocus() ? QPen(t.accent, 2) : QPen(Qt::NoPen));
  painter.setBrush(toneTint(t, tone));
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), height() / 2.0, height() / 2.0);
  painter.setPen(color);
  painter.setFont(pillFont(font()));
  const QFontMetrics metrics = painter.fontMetrics();
  QRect box = rect().adjusted(kPadding, 0, -kPadding - kChevron, 0);
  painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeft, m_letter);
  box.setLeft(box.left() + metrics.horizontalAdvance(m_letter) + kGap);
  painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeft, text());
  paintIcon(painter, QStringLiteral("chevron_down"),
            QRectF(width() - kPadding - 12, (height() - 12) / 2.0, 12, 12), color);
}

}  // namespace cairn::ui
