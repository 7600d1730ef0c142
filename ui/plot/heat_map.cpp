#include "ui/plot/heat_map.h"

#include "ui/bridge/numbers.h"
#include "ui/plot/color_scale.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/elided_label.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr int kMostCell = 19;  // px, the height of a cell of a small matrix
constexpr int kNamedRows = 12;
constexpr int kMostHeight = 230;  // px, of the grid
constexpr int kGap = 6;           // between names and cells
constexpr int kLegend = 8;        // its height
constexpr int kMostNames = 12;    // rows with names of their own
constexpr int kMostNameWidth = 96;

QFont smallFont(const QFont& base) { return withSize(base, 11.0 / 13); }

}  // namespace

HeatMap::HeatMap(const QString& objectName, QWidget* parent) : QWidget(parent) {
  setObjectName(objectName);
  setAccessibleName(tr("Heat map of the values"));
  setFocusPolicy(Qt::StrongFocus);
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void HeatMap::setContent(std::shared_ptr<const HeatMapContent> content) {
  m_content = std::move(content);
  m_row = m_column = -1;
  remake();
  updateGeometry();
}

void HeatMap::setClipped(bool clipped) {
  m_clipped = clipped;
  remake();
}

double HeatMap::scaleEnd() const {
  if (!m_content) return 0;
  const auto& grid = m_content->grid;
  return m_clipped && grid.usual > 0 ? grid.usual : grid.largest;
}

// An image of a pixel a cell; painting scales it up.
void HeatMap::remake() {
  m_image = {};
  if (m_content && !m_content->grid.cells.empty()) {
    const auto& grid = m_content->grid;
    const DivergingScale scale(tokens(), scaleEnd());
    m_image = QImage(grid.cellColumns, grid.cellRows, QImage::Format_RGB32);
    auto cell = grid.cells.begin();
    for (int row = 0; row < grid.cellRows; ++row) {
      auto* line = static_cast<QRgb*>(static_cast<void*>(m_image.scanLine(row)));
      for (int column = 0; column < grid.cellColumns; ++column)
        line[column] = scale.at(static_cast<double>(*cell++));
    }
    setAccessibleDescription(tr("%1 rows, %2 columns, from %3 to %4")
                                 .arg(countText(grid.rows), countText(grid.columns),
                                      numberText(-grid.largest), numberText(grid.largest)));
  }
  update();
}

int HeatMap::labelWidth() const {
  if (!m_content) return 0;
  const QFontMetrics metrics(smallFont(font()));
  int width = 0;
  if (m_content->rowNames.size() <= kMostNames)
    for (const QString& name : m_content->rowNames)
      width = std::max(width, metrics.horizontalAdvance(name));
  if (width == 0) width = metrics.horizontalAdvance(QString::number(m_content->grid.rows));
  return std::min(width + 3, kMostNameWidth);  // widths are rounded down
}

int HeatMap::gridHeight(int width) const {
  if (!m_content || m_content->grid.cellRows == 0) return 0;
  const auto& grid = m_content->grid;
  const double wide = static_cast<double>(width - labelWidth() - kGap) / grid.cellColumns;
  // Cells of a wide matrix may be higher than wide, so that a row can be pointed at.
  const double high =
      std::clamp(wide, static_cast<double>(kMostCell) * 0.6, static_cast<double>(kMostCell));
  // A few rows are as high as their names.
  const int least = grid.cellRows <= kNamedRows ? kMostCell * grid.cellRows : kMostCell;
  return std::clamp(static_cast<int>(high * grid.cellRows), least, kMostHeight);
}

QRect HeatMap::gridBox() const {
  const int left = labelWidth() + kGap;
  return {left, 0, std::max(1, width() - left), gridHeight(width())};
}

int HeatMap::heightForWidth(int width) const {
  const QFontMetrics metrics(smallFont(font()));
  return gridHeight(width) + 2 * (metrics.height() + 5) + kLegend + 6;
}

QSize HeatMap::sizeHint() const { return {280, heightForWidth(std::max(width(), 200))}; }

void HeatMap::paintEvent(QPaintEvent*) {
  if (m_image.isNull()) return;
  QPainter painter(this);
  painter.setFont(smallFont(font()));
  paintCells(painter);
  paintNames(painter);
  paintColumns(painter);
  paintLegend(painter);
  if (!hasFocus()) return;
  painter.setPen(QPen(tokens().accent, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(gridBox().adjusted(0, 0, -1, -1));
}

void HeatMap::paintCells(QPainter& painter) {
  const QRect box = gridBox();
  const auto& grid = m_content->grid;
  painter.drawImage(box, m_image);
  // Lines between cells that are large enough to be told apart.
  if (box.width() / grid.cellColumns >= 6 && box.height() / grid.cellRows >= 6) {
    painter.setPen(QPen(palette().color(QPalette::Window), 1));
    for (int column = 1; column < grid.cellColumns; ++column) {
      const int x = box.left() + column * box.width() / grid.cellColumns;
      painter.drawLine(x, box.top(), x, box.bottom());
    }
    for (int row = 1; row < grid.cellRows; ++row) {
      const int y = box.top() + row * box.height() / grid.cellRows;
      painter.drawLine(box.left(), y, box.right(), y);
    }
  }
  if (m_row < 0) return;
  painter.setPen(QPen(tokens().text, 2));
  painter.drawRect(QRect(QPoint(box.left() + m_column * box.width() / grid.cellColumns,
                                box.top() + m_row * box.height() / grid.cellRows),
                         QPoint(box.left() + (m_column + 1) * box.width() / grid.cellColumns - 1,
                                box.top() + (m_row + 1) * box.height() / grid.cellRows - 1)));
}

void HeatMap::paintNames(QPainter& painter) const {
  const QRect box = gridBox();
  const auto& grid = m_content->grid;
  const QFontMetrics metrics = painter.fontMetrics();
  painter.setPen(tokens().muted);
  const bool named = !m_content->rowNames.isEmpty() && grid.rows == grid.cellRows;
  const int every = std::max(
      1, (metrics.height() * grid.cellRows + box.height() - 1) / std::max(1, box.height()));
  if (!named && grid.rows <= 1) return;
  for (int row = 0; row < grid.cellRows; row += every) {
    const QRect line(0, box.top() + row * box.height() / grid.cellRows, labelWidth(),
                     std::max(metrics.height(), box.height() / grid.cellRows));
    const QString text = named && row < m_content->rowNames.size()
                             ? m_content->rowNames[row]
                             : QString::number(grid.rowOf(row));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter,
                     metrics.elidedText(shownName(text), Qt::ElideMiddle, labelWidth()));
  }
}

// 0, round numbers between, and the last one.
void HeatMap::paintColumns(QPainter& painter) const {
  const QRect box = gridBox();
  const auto& grid = m_content->grid;
  const QFontMetrics metrics = painter.fontMetrics();
  painter.setPen(tokens().muted);
  const double cell = static_cast<double>(box.width()) / grid.cellColumns;
  const auto draw = [&](std::int64_t index) {
    const double at = box.left() + (static_cast<double>(index) + 0.5) * grid.cellColumns /
                                       static_cast<double>(grid.columns) * cell;
    const QString text = index < m_content->columnNames.size()
                             ? shownName(m_content->columnNames[static_cast<int>(index)])
                             : QString::number(index);
    const int wide = metrics.horizontalAdvance(text);
    const int x = std::clamp(static_cast<int>(at) - wide / 2, 0, std::max(0, width() - wide));
    painter.drawText(QRect(x, box.bottom() + 4, wide + 2, metrics.height()), Qt::AlignLeft, text);
  };
  const std::int64_t last = grid.columns - 1;
  if (last < 0) return;
  std::int64_t step = 1;
  for (const int factor : {1, 5, 10, 50, 100, 500, 1000, 5000, 10'000, 100'000, 1'000'000}) {
    step = factor;
    if (static_cast<double>(step) * grid.cellColumns / static_cast<double>(grid.columns) * cell >=
        36)
      break;
  }
  for (std::int64_t index = 0; index < last; index += step)
    if (static_cast<double>(last - index) * grid.cellColumns / static_cast<double>(grid.columns) *
            cell >=
        26)
      draw(index);
  draw(last);
}

void HeatMap::paintLegend(QPainter& painter) const {
  const QRect box = gridBox();
  const QFontMetrics metrics = painter.fontMetrics();
  const int top = box.bottom() + metrics.height() + 10;
  const double end = scaleEnd();
  const DivergingScale scale(tokens(), end);
  const QRect bar(box.left(), top, box.width(), kLegend);
  QLinearGradient gradient(bar.topLeft(), bar.topRight());
  for (int i = 0; i <= 16; ++i) {
    const double share = i / 16.0;
    gradient.setColorAt(share, QColor(scale.at((share * 2 - 1) * end)));
  }
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(gradient);
  painter.drawRoundedRect(bar, 2, 2);
  painter.setPen(tokens().muted);
  const QRect text(box.left(), bar.bottom() + 3, box.width(), metrics.height());
  painter.drawText(text, Qt::AlignLeft, numberText(-end, 3));
  painter.drawText(text, Qt::AlignHCenter, QStringLiteral("0"));
  painter.drawText(text, Qt::AlignRight, numberText(end, 3));
}

QString HeatMap::cellText(int row, int column) const {
  const auto& grid = m_content->grid;
  const auto name = [](const QStringList& names, const QString& word, std::int64_t index) {
    if (index < names.size()) return shownName(names[static_cast<int>(index)]);
    return word.isEmpty() ? QString::number(index)
                          : QStringLiteral("%1 %2").arg(word, QString::number(index));
  };
  const auto cell = static_cast<std::size_t>(row) * static_cast<std::size_t>(grid.cellColumns) +
                    static_cast<std::size_t>(column);
  const QString value = numberText(static_cast<double>(grid.cells[cell]), 6);
  QString text;
  if (grid.rows > 1 || !m_content->rowNames.isEmpty())
    text = name(m_content->rowNames, m_content->rowWord, grid.rowOf(row)) + QStringLiteral(", ");
  text += name(m_content->columnNames, m_content->columnWord, grid.columnOf(column));
  const bool reduced = grid.rows > grid.cellRows || grid.columns > grid.cellColumns;
  return reduced ? tr("from %1 on: %2 is the largest").arg(text, value)
                 : QStringLiteral("%1: %2").arg(text, value);
}

QString HeatMap::textAt(const QPoint& position) const {
  const QRect box = gridBox();
  if (m_image.isNull() || !box.contains(position)) return {};
  const auto& grid = m_content->grid;
  const int column = (position.x() - box.left()) * grid.cellColumns / box.width();
  const int row = (position.y() - box.top()) * grid.cellRows / std::max(1, box.height());
  return cellText(std::min(row, grid.cellRows - 1), std::min(column, grid.cellColumns - 1));
}

bool HeatMap::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  auto* help = static_cast<QHelpEvent*>(event);
  QToolTip::showText(help->globalPos(), textAt(help->pos()), this);
  return true;
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
  if (m_image.isNull()) return QWidget::keyPressEvent(event);
  int row = std::max(m_row, 0), column = std::max(m_column, 0);
  switch (event->key()) {
    case Qt::Key_Left:
      --column;
      break;
    case Qt::Key_Right:
      ++column;
      break;
    case Qt::Key_Up:
      --row;
      break;
    case Qt::Key_Down:
      ++row;
      break;
    case Qt::Key_Escape:
      m_row = m_column = -1;
      update();
      return;
    default:
      return QWidget::keyPressEvent(event);
  }
  m_row = std::clamp(row, 0, m_content->grid.cellRows - 1);
  m_column = std::clamp(column, 0, m_content->grid.cellColumns - 1);
  const QString text = cellText(m_row, m_column);
  setAccessibleDescription(text);
  const QRect box = gridBox();
  QToolTip::showText(
      mapToGlobal(QPoint(box.left() + (m_column + 1) * box.width() / m_content->grid.cellColumns,
                         box.top() + (m_row + 1) * box.height() / m_content->grid.cellRows)),
      text, this);
  update();
}

void HeatMap::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) remake();
  QWidget::changeEvent(event);
}

}  // namespace cairn::ui
