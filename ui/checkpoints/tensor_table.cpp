#include "ui/checkpoints/tensor_table.h"

#include "ui/checkpoints/tensor_delegate.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalBlocker>

namespace cairn::ui {
namespace {

constexpr int kLeastName = 184;
/// Scopes are opened only where they don't flood the window.
constexpr std::size_t kOpenTensors = 500;
/// Visible rows beyond which asking for more would not be seen.
constexpr std::size_t kMostVisible = 200;

using Column = TensorTreeModel::Column;

constexpr std::pair<Column, int> kWidths[] = {
    {Column::Shape, 62}, {Column::Type, 64}, {Column::Size, 60},   {Column::Mean, 86},
    {Column::Std, 68},   {Column::Norm, 70}, {Column::Min, 70},    {Column::Max, 70},
    {Column::Zeros, 60}, {Column::Nans, 52}, {Column::Values, 84}, {Column::Change, 130}};

}  // namespace

TensorTable::TensorTable(TensorTreeModel* model, QWidget* parent)
    : QTreeView(parent), m_tree(model) {
  setObjectName(QStringLiteral("checkpoints.tensors"));
  setAccessibleName(tr("Tensors"));
  setModel(m_tree);
  setItemDelegate(new TensorDelegate(this));
  setUniformRowHeights(true);
  setFrameShape(QFrame::NoFrame);
  setIndentation(14);
  setExpandsOnDoubleClick(false);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  header()->setStretchLastSection(false);
  header()->setMinimumSectionSize(40);
  for (const auto& [column, width] : kWidths) {
    m_columnWidths[static_cast<std::size_t>(column)] = width;
    header()->resizeSection(static_cast<int>(column), width);
  }
  for (const Column column : {Column::Shape, Column::Size, Column::Mean, Column::Std, Column::Norm,
                              Column::Values, Column::Change})
    m_columns.insert(static_cast<int>(column));
  fitNames();
  header()->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(header(), &QWidget::customContextMenuRequested, this,
          [this](const QPoint& at) { popUpColumns(header()->mapToGlobal(at)); });
  connect(selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& current) {
            const TensorInfo* info = m_tree->tensorAt(current);
            if (!info) return;
            m_selected = info->entry.name;
            Q_EMIT chosen();
          });
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TensorTable::scrolled);
  connect(this, &QTreeView::clicked, this, [this](const QModelIndex& index) {
    if (!m_tree->tensorAt(index)) setExpanded(index, !isExpanded(index));
  });
  connect(this, &QTreeView::doubleClicked, this, [this](const QModelIndex& index) {
    if (m_tree->tensorAt(index)) Q_EMIT opened();
  });
}

void TensorTable::select(const std::string& tensor) {
  m_selected = tensor;
  setCurrentIndex(m_tree->indexOf(tensor));
}

void TensorTable::keepPlace(bool filtered, const std::function<void()>& change) {
  const bool openAll =
      m_tree->tensors().empty() || filtered || m_tree->tensors().size() <= kOpenTensors;
  std::set<QString> folded;
  const int scroll = verticalScrollBar()->value();
  const std::function<void(const QModelIndex&, const QString&, bool)> walk =
      [&](const QModelIndex& parent, const QString& path, bool restore) {
        for (int row = 0; row < m_tree->rowCount(parent); ++row) {
          const QModelIndex index = m_tree->index(row, 0, parent);
          if (m_tree->rowCount(index) == 0) continue;
          const QString name = path + QLatin1Char('/') + index.data().toString();
          if (restore)
            setExpanded(index, !folded.contains(name));
          else if (!isExpanded(index))
            folded.insert(name);
          walk(index, name, restore);
        }
      };
  if (openAll) walk({}, {}, false);
  change();
  if (openAll && m_tree->shownCount() <= kOpenTensors) walk({}, {}, true);
  setSortingEnabled(false);
  if (const QModelIndex index = m_tree->indexOf(m_selected); index.isValid()) {
    const QSignalBlocker quiet(selectionModel());
    setCurrentIndex(index);
  }
  verticalScrollBar()->setValue(scroll);
}

std::vector<std::size_t> TensorTable::visibleRows() const {
  std::vector<std::size_t> rows;
  QModelIndex index = indexAt(QPoint(4, 1));
  const int bottom = viewport()->height();
  for (std::size_t i = 0; index.isValid() && i < kMostVisible; ++i) {
    if (visualRect(index).top() > bottom) break;
    if (const auto row = m_tree->rowOf(index)) rows.push_back(*row);
    index = indexBelow(index);
  }
  return rows;
}

void TensorTable::popUpColumns(const QPoint& globalPosition) {
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("checkpoints.columns"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (int column = 1; column < TensorTreeModel::kColumns; ++column) {
    auto* action =
        menu->addAction(m_tree->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    action->setCheckable(true);
    action->setChecked(m_columns.contains(column));
    connect(action, &QAction::toggled, this, [this, column](bool on) {
      if (on)
        m_columns.insert(column);
      else
        m_columns.erase(column);
      fitNames();
    });
  }
  menu->popup(globalPosition);
}

// Names take what the figures leave. Where that is too little, the figures that matter least for
// telling two checkpoints apart give way; the change never does.
void TensorTable::fitNames() {
  std::set<int> shown = m_columns;
  int others = 0;
  for (const int column : shown) others += m_columnWidths[static_cast<std::size_t>(column)];
  const int room = viewport()->width();
  for (const Column column : {Column::Size, Column::Std, Column::Mean, Column::Norm}) {
    if (room - others >= kLeastName) break;
    const int at = static_cast<int>(column);
    if (shown.erase(at) > 0) others -= m_columnWidths[static_cast<std::size_t>(at)];
  }
  for (int column = 1; column < TensorTreeModel::kColumns; ++column)
    header()->setSectionHidden(column, !shown.contains(column));
  header()->resizeSection(static_cast<int>(Column::Name), std::max(kLeastName, room - others));
}

void TensorTable::resizeEvent(QResizeEvent* event) {
  QTreeView::resizeEvent(event);
  QMetaObject::invokeMethod(this, &TensorTable::fitNames, Qt::QueuedConnection);
}

}  // namespace cairn::ui
