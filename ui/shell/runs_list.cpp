#include "ui/shell/runs_list.h"

#include "ui/bridge/convert.h"
#include "ui/shell/run_cells.h"
#include "ui/shell/run_row_delegate.h"
#include "ui/shell/runs_model.h"

#include <QGuiApplication>
#include <QHeaderView>
#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr int kTableFrom = 480;
constexpr int kNameWidth = 240;
constexpr int kCellWidth = 92;
constexpr int kStateWidth = 130;

}  // namespace

RunsList::RunsList(RunsModel* model, QWidget* parent)
    : QTreeView(parent), m_model(model), m_delegate(new RunRowDelegate(this)) {
  setObjectName(QStringLiteral("runs.list"));
  setAccessibleName(tr("Runs"));
  setModel(model);
  setItemDelegate(m_delegate);
  setRootIsDecorated(false);
  setItemsExpandable(false);
  setIndentation(0);
  setMouseTracking(true);
  setSelectionMode(ExtendedSelection);
  setSelectionBehavior(SelectRows);
  setEditTriggers(NoEditTriggers);
  setAllColumnsShowFocus(true);
  setVerticalScrollMode(ScrollPerPixel);
  setContextMenuPolicy(Qt::CustomContextMenu);
  header()->setSectionsMovable(true);
  header()->setSectionsClickable(true);
  header()->setStretchLastSection(false);
  header()->setMinimumSectionSize(40);
  header()->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(header(), &QHeaderView::sectionClicked, this, &RunsList::sortBy);
  connect(header(), &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
    const int section = header()->logicalIndexAt(at);
    Q_EMIT headerMenuAsked(
        m_model->headerData(section, Qt::Horizontal, RunsModel::KeyRole).toString(),
        header()->mapToGlobal(at));
  });
  connect(model, &RunsModel::aboutToReorder, this, &RunsList::keepPlace);
  connect(model, &RunsModel::reordered, this, &RunsList::restorePlace);
  connect(model, &RunsModel::viewChanged, this, &RunsList::arrange);
  connect(model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
    m_selected = selectedIds();
    m_current = currentIndex().data(RunsModel::IdRole).toString();
  });
  connect(model, &QAbstractItemModel::modelReset, this, [this] {
    m_table = false;
    arrange();
    selectIds(m_selected, m_current);
  });
  connect(m_delegate, &RunRowDelegate::foldAsked, this, [this](const QModelIndex& index) {
    m_model->setFolded(index.data(RunsModel::IdRole).toString(),
                       !index.data(RunsModel::FoldedRole).toBool());
  });
  arrange();
}

// Columns where there is room for them; else the name's alone, which is as wide as the list.
void RunsList::arrange() {
  const bool table = viewport()->width() > kTableFrom;
  const bool changed = table != m_table;
  m_table = table;
  m_delegate->setTable(table);
  m_delegate->setCompact(m_model->view().compact);
  setUniformRowHeights(table || m_model->view().compact || m_model->view().groupBy.isEmpty());
  setHeaderHidden(!table);
  header()->setSortIndicatorShown(!m_model->view().sort.empty());
  setHorizontalScrollBarPolicy(table ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
  if (!table) {
    for (int i = 1; i < m_model->columnCount(); ++i) setColumnHidden(i, true);
    header()->resizeSection(0, viewport()->width());
  } else if (changed) {
    header()->resizeSection(0, kNameWidth);
    for (int i = 1; i < m_model->columnCount(); ++i) {
      setColumnHidden(i, false);
      const QString key = m_model->headerData(i, Qt::Horizontal, RunsModel::KeyRole).toString();
      header()->resizeSection(i, key == QStringLiteral("state") ? kStateWidth : kCellWidth);
    }
  }
  showSort();
  if (changed) scheduleDelayedItemsLayout();
}

void RunsList::resizeEvent(QResizeEvent* event) {
  QTreeView::resizeEvent(event);
  arrange();
}

// A click sorts, the next one turns the order round, the third gives it up; Shift adds a key.
void RunsList::sortBy(int section) {
  const std::string key =
      fromQString(m_model->headerData(section, Qt::Horizontal, RunsModel::KeyRole).toString());
  std::vector<runs::SortKey> sort = m_model->view().sort;
  auto found = std::find_if(sort.begin(), sort.end(),
                            [&](const runs::SortKey& other) { return other.key == key; });
  const bool add = QGuiApplication::keyboardModifiers().testFlag(Qt::ShiftModifier);
  const bool isSecond = found != sort.end() && !found->descending;
  const bool isThird = found != sort.end() && found->descending;
  if (!add) sort.clear();
  if (add && found != sort.end()) sort.erase(found);
  if (!isThird) sort.push_back({key, isSecond});
  m_model->setSort(std::move(sort));
  showSort();
}

void RunsList::showSort() {
  const auto& sort = m_model->view().sort;
  header()->setSortIndicatorShown(!sort.empty());
  if (sort.empty()) return;
  for (int i = 0; i < m_model->columnCount(); ++i)
    if (fromQString(m_model->headerData(i, Qt::Horizontal, RunsModel::KeyRole).toString()) ==
        sort.front().key)
      header()->setSortIndicator(
          i, sort.front().descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

// The row at the top keeps its place, unless the list stands at its start.
void RunsList::keepPlace() {
  m_top = verticalScrollBar()->value() > 0 ? indexAt(QPoint(2, 2)) : QModelIndex();
  m_topY = m_top.isValid() ? visualRect(m_top).top() : 0;
}

void RunsList::restorePlace() {
  if (!m_top.isValid()) return;
  doItemsLayout();
  verticalScrollBar()->setValue(verticalScrollBar()->value() + visualRect(m_top).top() - m_topY);
}

QStringList RunsList::selectedIds() const {
  auto rows = selectionModel()->selectedRows();
  std::sort(rows.begin(), rows.end());
  QStringList ids;
  for (const QModelIndex& row : rows) {
    if (row.data(RunsModel::GroupRole).toBool())
      for (const RunRef& run : m_model->membersOf(row.data(RunsModel::IdRole).toString()))
        ids << run.id;
    else
      ids << row.data(RunsModel::IdRole).toString();
  }
  ids.removeDuplicates();
  return ids;
}

void RunsList::selectIds(const QStringList& ids, const QString& current) {
  QItemSelection selection;
  for (const QString& id : ids)
    if (const QModelIndex row = m_model->indexOf(id); row.isValid()) selection.select(row, row);
  if (const QModelIndex row = m_model->indexOf(current); row.isValid())
    selectionModel()->setCurrentIndex(row, QItemSelectionModel::NoUpdate);
  selectionModel()->select(selection,
                           QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

// A press on an eye or a colour is no selection.
void RunsList::mousePressEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  const QModelIndex row = indexAt(at).siblingAtColumn(0);
  const QRect box = visualRect(row);
  const bool onEye = row.isValid() && RunRowDelegate::eyeBox(box).contains(at);
  if (onEye && event->button() == Qt::LeftButton) {
    const bool was = row.data(RunsModel::ShownRole).toBool();
    m_painting = event->modifiers().testFlag(Qt::AltModifier) ? -1 : !was;
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = box;
    m_delegate->editorEvent(event, m_model, option, row);
    return;
  }
  QTreeView::mousePressEvent(event);
}

void RunsList::mouseMoveEvent(QMouseEvent* event) {
  if (m_painting < 0 || !event->buttons().testFlag(Qt::LeftButton))
    return QTreeView::mouseMoveEvent(event);
  const QModelIndex row = indexAt(event->position().toPoint()).siblingAtColumn(0);
  if (row.isValid() && row.data(RunsModel::ShownRole).toBool() != (m_painting == 1))
    m_model->setData(row, m_painting == 1, RunsModel::ShownRole);
}

void RunsList::mouseReleaseEvent(QMouseEvent* event) {
  if (m_painting >= 0) {
    m_painting = -1;
    return;
  }
  QTreeView::mouseReleaseEvent(event);
}

// Rows don't move under the pointer.
bool RunsList::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Enter || event->type() == QEvent::HoverEnter) m_model->setHeld(true);
  if (event->type() == QEvent::Leave || event->type() == QEvent::HoverLeave)
    m_model->setHeld(false);
  return QTreeView::viewportEvent(event);
}

}  // namespace cairn::ui
