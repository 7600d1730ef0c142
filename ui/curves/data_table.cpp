#include "ui/curves/data_table.h"

#include "ui/bridge/numbers.h"
#include "ui/widgets/elided_label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <algorithm>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr int kRowHeight = 26;
constexpr int kMostRows = 2'000'000'000 / 64;  // what a view's scroll bar can count
constexpr qsizetype kMostCopied = 100'000;     // cells

}  // namespace

std::vector<double> everyX(const std::vector<std::shared_ptr<const Curve>>& curves,
                           std::stop_token stop) {
  std::vector<double> all;
  for (const auto& curve : curves)
    for (const CurveSegment& segment : curve->segments) {
      if (segment.abandoned) continue;
      if (stop.stop_requested()) return {};
      const auto middle = static_cast<std::ptrdiff_t>(all.size());
      all.insert(all.end(), segment.x.begin(), segment.x.end());
      std::inplace_merge(all.begin(), all.begin() + middle, all.end());
      all.erase(std::unique(all.begin(), all.end()), all.end());
    }
  return all;
}

void DataTableModel::setPoints(std::shared_ptr<const std::vector<double>> x,
                               std::vector<std::shared_ptr<const Curve>> curves, QStringList names,
                               XAxisKind kind) {
  beginResetModel();
  m_x = std::move(x);
  m_curves = std::move(curves);
  m_names = std::move(names);
  m_kind = kind;
  endResetModel();
}

int DataTableModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid() || !m_x) return 0;
  return static_cast<int>(std::min<std::size_t>(m_x->size(), kMostRows));
}

int DataTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : 1 + static_cast<int>(m_curves.size());
}

int DataTableModel::rowAt(double x) const {
  if (!m_x) return -1;
  const auto at = std::lower_bound(m_x->begin(), m_x->end(), x);
  return at == m_x->end() ? -1 : static_cast<int>(at - m_x->begin());
}

std::optional<CurvePoint> DataTableModel::pointAt(const QModelIndex& index) const {
  const double x = xOf(index.row());
  const auto point = nearestPoint(*m_curves[static_cast<std::size_t>(index.column() - 1)], x);
  return point && point->x == x ? point : std::nullopt;
}

QString DataTableModel::exact(const QModelIndex& index) const {
  if (index.column() == 0)
    return m_kind == XAxisKind::Step ? QString::number(std::llround(xOf(index.row())))
                                     : exactText(xOf(index.row()));
  const auto point = pointAt(index);
  return point ? exactText(point->raw) : QString();
}

QVariant DataTableModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  if (index.column() == 0) {
    const double x = xOf(index.row());
    switch (m_kind) {
      case XAxisKind::Step:
        return countText(std::llround(x));
      case XAxisKind::Relative:
        return durationText(x);
      case XAxisKind::Wall:
        return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(x * 1000))
            .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    }
  }
  const auto point = pointAt(index);
  if (!point) return {};
  if (role == Qt::ToolTipRole)
    return tr("raw %1, shown %2")
        .arg(numberText(static_cast<double>(point->raw), 6),
             numberText(static_cast<double>(point->shown), 6));
  return numberText(static_cast<double>(point->raw));
}

QVariant DataTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  if (section > 0) return shownName(m_names.value(section - 1));
  return m_kind == XAxisKind::Step       ? tr("Step")
         : m_kind == XAxisKind::Relative ? tr("Relative")
                                         : tr("Wall time");
}

DataTable::DataTable(QWidget* parent) : QTableView(parent), m_model(new DataTableModel(this)) {
  setObjectName(QStringLiteral("curves.dataTable"));
  setAccessibleName(tr("Values of the chart"));
  setModel(m_model);
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setSelectionMode(QAbstractItemView::ContiguousSelection);
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(kRowHeight);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setDefaultSectionSize(136);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  connect(selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& current) {
            if (current.isValid()) Q_EMIT chosen(m_model->xOf(current.row()));
          });
}

void DataTable::follow(const ChartCard& card) {
  if (card.curves() == m_curves) return;
  m_curves = card.curves();
  QStringList names;
  for (const ChartSeries& series : card.shownSeries()) names << series.name;
  m_job.start(
      [curves = m_curves](std::stop_token stop) -> Job<std::vector<double>>::Payload {
        return std::make_shared<const std::vector<double>>(everyX(curves, stop));
      },
      [this, curves = m_curves, names,
       kind = card.settings().xKind](const Job<std::vector<double>>::Payload& x) {
        if (!x) return;
        const QModelIndex before = currentIndex();
        m_model->setPoints(*x, curves, names, kind);
        if (before.isValid() && before.row() < m_model->rowCount())
          setCurrentIndex(m_model->index(before.row(), before.column()));
        Q_EMIT filled();
      });
}

void DataTable::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return copy();
  QTableView::keyPressEvent(event);
}

// What is selected with its header, full precision whatever is shown.
void DataTable::copy() {
  const QItemSelection selection = selectionModel()->selection();
  if (selection.isEmpty()) return;
  const QItemSelectionRange range = selection.first();
  QString text;
  for (int column = range.left(); column <= range.right(); ++column)
    text += m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() +
            (column < range.right() ? QLatin1Char('\t') : QLatin1Char('\n'));
  const qsizetype rows = std::min<qsizetype>(range.height(), kMostCopied / range.width());
  for (int row = range.top(); row < range.top() + rows; ++row)
    for (int column = range.left(); column <= range.right(); ++column)
      text += m_model->exact(m_model->index(row, column)) +
              (column < range.right() ? QLatin1Char('\t') : QLatin1Char('\n'));
  QGuiApplication::clipboard()->setText(text);
}

}  // namespace cairn::ui
