#include "ui/curves/at_step_table.h"

#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/elided_label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>

namespace cairn::ui {
namespace {

constexpr std::size_t kMostRows = 200;

}  // namespace

AtStepTable::AtStepTable(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("curves.atStep"));
  setAccessibleName(tr("Values at the step"));
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void AtStepTable::setRows(std::vector<HoverRow> rows) {
  if (rows.size() > kMostRows) rows.resize(kMostRows);
  const bool resized =
      rows.size() != m_rows.size() ||
      (!rows.empty() && rows.front().more.isEmpty() != m_rows.front().more.isEmpty());
  m_rows = std::move(rows);
  m_copy.clear();
  QStringList spoken;
  for (const HoverRow& row : m_rows)
    spoken << row.name + QLatin1Char(' ') + numberText(row.shown) +
                  (row.more.isEmpty() ? QString() : QLatin1Char(' ') + row.more);
  setAccessibleDescription(spoken.join(QStringLiteral(", ")));
  if (resized) updateGeometry();
  update();
}

int AtStepTable::rowHeight() const {
  const bool two = !m_rows.empty() && !m_rows.front().more.isEmpty();
  return fontMetrics().height() * (two ? 2 : 1) + 8;
}

QSize AtStepTable::sizeHint() const {
  return {200, std::max<int>(1, static_cast<int>(m_rows.size())) * rowHeight()};
}

void AtStepTable::paintEvent(QPaintEvent*) {
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QRect row(0, 0, width(), fontMetrics().height() + 8);
  for (const HoverRow& value : m_rows) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(value.color);
    painter.drawRoundedRect(QRectF(0, row.center().y() - 5.5, 12, 12), 3, 3);
    const QString text = numberText(value.shown);
    const int room = width() - 20 - fontMetrics().horizontalAdvance(text) - 8;
    painter.setPen(t.text);
    painter.drawText(row, Qt::AlignVCenter | Qt::AlignRight, text);
    painter.drawText(row.adjusted(20, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(shownName(value.name), Qt::ElideMiddle, room));
    if (!value.more.isEmpty()) {
      painter.setPen(t.muted);
      painter.setFont(withSize(font(), 11.0 / 13));
      const QRect below = row.translated(0, fontMetrics().height() + 1);
      painter.drawText(below.adjusted(20, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                       painter.fontMetrics().elidedText(value.more, Qt::ElideRight, width() - 20));
      painter.setFont(font());
    }
    row.translate(0, rowHeight());
  }
  if (hasFocus()) {
    painter.setPen(QPen(t.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
  }
}

void AtStepTable::keyPressEvent(QKeyEvent* event) {
  if (!event->matches(QKeySequence::Copy)) return QWidget::keyPressEvent(event);
  if (!m_copy.isEmpty()) return QGuiApplication::clipboard()->setText(m_copy);
  QString text = QStringLiteral("run\tstep\tsmoothed\traw\n");
  for (const HoverRow& row : m_rows)
    text += QStringLiteral("%1\t%2\t%3\t%4\n")
                .arg(row.name, QString::number(row.step), exactText(row.shown),
                     exactText(static_cast<float>(row.raw)));
  QGuiApplication::clipboard()->setText(text);
}

}  // namespace cairn::ui
