#include "ui/compare/scatter_matrix.h"

#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/elided_label.h"

#include <QMouseEvent>
#include <QPainter>

namespace cairn::ui {
namespace {

constexpr std::size_t kMostAxes = 6;
constexpr double kMargin = 8;  // within a cell, so that dots are whole
constexpr double kDot = 3.2;
constexpr double kReach = 7;

}  // namespace

ScatterMatrix::ScatterMatrix(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("compare.matrix"));
  setAccessibleName(tr("Scatter charts of every pair"));
}

void ScatterMatrix::setContent(std::vector<RunRef> runs, std::vector<ParallelAxis> axes) {
  m_runs = std::move(runs);
  // Numbers tell more in so small a chart; words fill the places that are left.
  std::stable_partition(axes.begin(), axes.end(),
                        [](const ParallelAxis& axis) { return axis.isNumeric; });
  if (axes.size() > kMostAxes) axes.resize(kMostAxes);
  m_axes = std::move(axes);
  update();
}

QRectF ScatterMatrix::cell(int column, int row) const {
  const double count = std::max(1, axisCount());
  const double wide = (width() - 16) / count;
  const double high = (height() - 8) / count;
  return QRectF(8 + column * wide, 4 + row * high, wide, high).adjusted(2, 2, -2, -2);
}

std::optional<QPointF> ScatterMatrix::placeOf(std::size_t run, int column, int row) const {
  const auto& x = m_axes[static_cast<std::size_t>(column)].places[run];
  const auto& y = m_axes[static_cast<std::size_t>(row)].places[run];
  if (!x || !y) return std::nullopt;
  const QRectF box = cell(column, row).adjusted(kMargin, kMargin, -kMargin, -kMargin);
  return QPointF(box.left() + *x * box.width(), box.bottom() - *y * box.height());
}

void ScatterMatrix::paintEvent(QPaintEvent*) {
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(withWeight(withSize(font(), 11.0 / 13), QFont::DemiBold));
  for (int row = 0; row < axisCount(); ++row)
    for (int column = 0; column < axisCount(); ++column) {
      const QRectF box = cell(column, row);
      painter.setPen(QPen(t.line, 1));
      painter.setBrush(row == column ? t.side : t.surface);
      painter.drawRoundedRect(box.adjusted(.5, .5, -.5, -.5), 4, 4);
      if (row == column) {
        painter.setPen(t.text);
        const QString name = shownName(m_axes[static_cast<std::size_t>(row)].name);
        painter.drawText(box, Qt::AlignCenter,
                         painter.fontMetrics().elidedText(name, Qt::ElideMiddle,
                                                          static_cast<int>(box.width()) - 8));
        continue;
      }
      painter.setPen(QPen(t.surface, 1));
      for (std::size_t run = 0; run < m_runs.size(); ++run)
        if (const auto at = placeOf(run, column, row)) {
          painter.setBrush(m_runs[run].color);
          painter.drawEllipse(*at, kDot, kDot);
        }
    }
}

void ScatterMatrix::mousePressEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  for (int row = 0; row < axisCount(); ++row)
    for (int column = 0; column < axisCount(); ++column) {
      if (row == column || !cell(column, row).contains(at)) continue;
      for (std::size_t run = m_runs.size(); run-- > 0;)
        if (const auto place = placeOf(run, column, row);
            place && (*place - at).manhattanLength() < kReach) {
          Q_EMIT runChosen(m_runs[run].id);
          return;
        }
      Q_EMIT chartAsked(m_axes[static_cast<std::size_t>(column)].name,
                        m_axes[static_cast<std::size_t>(row)].name);
      return;
    }
}

}  // namespace cairn::ui
