#include "ui/checkpoints/tensor_tree_model.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/widgets/elided_label.h"

#include <QStringList>
#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace cairn::ui {
namespace {

constexpr std::size_t kScope = static_cast<std::size_t>(-1);

QString shapeOf(const formats::Shape& shape) {
  QStringList sizes;
  for (const std::int64_t size : shape) sizes << QString::number(size);
  return sizes.join(QChar(0x00d7));
}

QString scalarText(double value) {
  return value == std::trunc(value) && std::abs(value) < 9e15
             ? countText(static_cast<std::int64_t>(value))
             : numberText(value);
}

}  // namespace

struct TensorTreeModel::Node {
  Node* parent = nullptr;
  int row = 0;
  std::string label;
  std::size_t tensor = kScope;
  std::vector<std::unique_ptr<Node>> children;
  std::unordered_map<std::string, Node*> scopes;

  Node* add(std::string text, std::size_t which) {
    auto child = std::make_unique<Node>();
    child->parent = this;
    child->row = static_cast<int>(children.size());
    child->label = std::move(text);
    child->tensor = which;
    children.push_back(std::move(child));
    return children.back().get();
  }
  Node* scope(const std::string& text) {
    Node*& known = scopes[text];
    if (!known) known = add(text, kScope);
    return known;
  }
};

TensorTreeModel::TensorTreeModel(QObject* parent)
    : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}

TensorTreeModel::~TensorTreeModel() = default;

void TensorTreeModel::setTensors(std::vector<TensorInfo> tensors) {
  beginResetModel();
  m_tensors = std::move(tensors);
  m_firstUnread = 0;
  m_largest = 0;
  rebuild();
  endResetModel();
}

void TensorTreeModel::setFilter(const TensorFilter& filter) {
  beginResetModel();
  m_filter = filter;
  rebuild();
  endResetModel();
}

void TensorTreeModel::setSlotsShown(bool shown) {
  if (shown == m_slotsShown) return;
  beginResetModel();
  m_slotsShown = shown;
  rebuild();
  endResetModel();
}

void TensorTreeModel::setMeasure(ChangeMeasure measure) {
  m_measure = measure;
  findLargest();
  Q_EMIT headerDataChanged(Qt::Horizontal, static_cast<int>(Column::Change),
                           static_cast<int>(Column::Change));
  Q_EMIT dataChanged({}, {});
}

bool TensorTreeModel::isShown(const TensorInfo& info) const {
  return (m_slotsShown || !info.isSlot) && m_filter.matches(info);
}

void TensorTreeModel::rebuild() {
  m_root = std::make_unique<Node>();
  m_nodes.assign(m_tensors.size(), nullptr);
  m_shown = 0;
  std::string variable;
  for (std::size_t i = 0; i < m_tensors.size(); ++i) {
    const TensorInfo& info = m_tensors[i];
    if (!info.isSlot) variable = info.entry.name;
    if (!isShown(info)) continue;
    const auto cut = variable.rfind('/');
    const std::size_t from = cut == std::string::npos ? 0 : cut + 1;
    insert(i, cut == std::string::npos ? std::string() : variable.substr(0, cut),
           info.entry.name.substr(from));
    ++m_shown;
  }
}

void TensorTreeModel::insert(std::size_t row, const std::string& scope, const std::string& leaf) {
  Node* node = m_root.get();
  for (std::size_t from = 0; from < scope.size();) {
    const std::size_t end = std::min(scope.find('/', from), scope.size());
    node = node->scope(scope.substr(from, end - from));
    from = end + 1;
  }
  m_nodes[row] = node->add(leaf, row);
}

void TensorTreeModel::takeBatch(const TensorBatch& batch) {
  const double largest = m_largest;
  for (const auto& [row, info] : batch.rows) {
    if (row >= m_tensors.size()) continue;
    m_tensors[row] = info;
    if (const auto change = changeOf(info); change && std::isfinite(*change))
      m_largest = std::max(m_largest, *change);
  }
  while (m_firstUnread < m_tensors.size() && m_tensors[m_firstUnread].isRead) ++m_firstUnread;
  if (m_filter.needsFigures()) {
    beginResetModel();
    rebuild();
    endResetModel();
    return;
  }
  if (m_largest > largest) {  // every bar is drawn on the new scale
    Q_EMIT dataChanged({}, {});
    return;
  }
  for (const auto& [row, info] : batch.rows)
    if (row < m_nodes.size() && m_nodes[row]) {
      Node* node = m_nodes[row];
      Q_EMIT dataChanged(createIndex(node->row, 0, node),
                         createIndex(node->row, kColumns - 1, node));
    }
}

void TensorTreeModel::findLargest() {
  m_largest = 0;
  for (const TensorInfo& info : m_tensors)
    if (const auto change = changeOf(info); change && std::isfinite(*change))
      m_largest = std::max(m_largest, *change);
}

std::vector<std::size_t> TensorTreeModel::unread(const std::vector<std::size_t>& first,
                                                 std::size_t most) const {
  std::vector<std::size_t> rows;
  for (const std::size_t row : first)
    if (row < m_tensors.size() && !m_tensors[row].isRead && rows.size() < most) rows.push_back(row);
  const std::size_t seen = rows.size();
  for (std::size_t row = m_firstUnread; row < m_tensors.size() && rows.size() < most; ++row)
    if (!m_tensors[row].isRead &&
        std::find(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(seen), row) ==
            rows.begin() + static_cast<std::ptrdiff_t>(seen))
      rows.push_back(row);
  return rows;
}

TensorTreeModel::Node* TensorTreeModel::nodeOf(const QModelIndex& index) const {
  return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

const TensorInfo* TensorTreeModel::infoOf(const Node* node) const {
  return node->tensor == kScope || node == m_root.get() ? nullptr : &m_tensors[node->tensor];
}

const TensorInfo* TensorTreeModel::tensorAt(const QModelIndex& index) const {
  return infoOf(nodeOf(index));
}

std::optional<std::size_t> TensorTreeModel::rowOf(const QModelIndex& index) const {
  const Node* node = nodeOf(index);
  return infoOf(node) ? std::optional(node->tensor) : std::nullopt;
}

QModelIndex TensorTreeModel::indexOf(const std::string& name) const {
  const auto at = std::lower_bound(
      m_tensors.begin(), m_tensors.end(), name,
      [](const TensorInfo& info, const std::string& wanted) { return info.entry.name < wanted; });
  if (at == m_tensors.end() || at->entry.name != name) return {};
  Node* node = m_nodes[static_cast<std::size_t>(at - m_tensors.begin())];
  return node ? createIndex(node->row, 0, node) : QModelIndex();
}

QModelIndex TensorTreeModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  return createIndex(row, column, nodeOf(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex TensorTreeModel::parent(const QModelIndex& index) const {
  if (!index.isValid()) return {};
  Node* above = nodeOf(index)->parent;
  return !above || above == m_root.get() ? QModelIndex() : createIndex(above->row, 0, above);
}

int TensorTreeModel::rowCount(const QModelIndex& parent) const {
  if (parent.column() > 0) return 0;
  return static_cast<int>(nodeOf(parent)->children.size());
}

int TensorTreeModel::columnCount(const QModelIndex&) const { return kColumns; }

QString TensorTreeModel::text(const TensorInfo& info, Column column) const {
  const auto number = [&](double checkpoints::TensorStats::*figure) {
    return info.stats ? numberText((*info.stats).*figure) : QString();
  };
  const auto count = [&](std::int64_t checkpoints::TensorStats::*figure) {
    return info.stats ? countText((*info.stats).*figure) : QString();
  };
  using Stats = checkpoints::TensorStats;
  const bool scalar = info.entry.shape.empty();
  switch (column) {
    case Column::Name:
      return {};
    case Column::Shape:
      return scalar ? tr("scalar") : shapeOf(info.entry.shape);
    case Column::Type:
      return toQString(formats::dtypeName(info.entry.dtype));
    case Column::Size:
      return bytesText(info.entry.size);
    case Column::Mean:
      return scalar && info.stats ? scalarText(info.stats->mean) : number(&Stats::mean);
    case Column::Std:
      return scalar ? QString() : number(&Stats::std);
    case Column::Norm:
      return scalar ? QString() : number(&Stats::l2);
    case Column::Min:
      return number(&Stats::min);
    case Column::Max:
      return number(&Stats::max);
    case Column::Zeros:
      return count(&Stats::zeros);
    case Column::Nans:
      return count(&Stats::nans);
    case Column::Values:
      if (info.problem) return errorText(*info.problem);
      if (info.entry.problem) return errorText(*info.entry.problem);
      return scalar ? toQString(formats::dtypeName(info.entry.dtype)) : QString();
    case Column::Change:
      return changeText(info);
  }
  return {};
}

std::optional<double> TensorTreeModel::changeOf(const TensorInfo& info) const {
  if (!info.diff || info.diff->change != checkpoints::TensorChange::Changed || info.values)
    return std::nullopt;
  switch (m_measure) {
    case ChangeMeasure::RelativeL2:
      return info.diff->relativeL2;
    case ChangeMeasure::MaxAbs:
      return info.diff->maxAbs;
    case ChangeMeasure::Cosine:
      return 1 - info.diff->cosine;
  }
  return std::nullopt;
}

QString TensorTreeModel::changeText(const TensorInfo& info) const {
  if (!info.diff) return {};
  using checkpoints::TensorChange;
  switch (info.diff->change) {
    case TensorChange::Same:
      return tr("same");
    case TensorChange::SameCrc:
      return tr("same CRC");
    case TensorChange::Changed:
      if (info.values) {
        return scalarText(info.values->first) + QStringLiteral(" → ") +
               scalarText(info.values->second);
      }
      return m_measure == ChangeMeasure::Cosine ? numberText(info.diff->cosine, 5)
                                                : numberText(*changeOf(info));
    case TensorChange::Added:
      return tr("+ only in A");
    case TensorChange::Gone:
      return QChar(0x2212) + tr(" only in B");
    case TensorChange::Reshaped:
      return info.diff->was && info.diff->now
                 ? shapeOf(*info.diff->was) + QStringLiteral(" → ") + shapeOf(*info.diff->now)
                 : tr("other shape");
    case TensorChange::Retyped:
      return tr("other type");
    case TensorChange::Unreadable:
      return tr("unreadable");
  }
  return {};
}

QVariant TensorTreeModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Node* node = nodeOf(index);
  const TensorInfo* info = infoOf(node);
  const auto column = static_cast<Column>(index.column());
  if (role == Qt::DisplayRole) {
    if (column == Column::Name) return shownName(toQString(node->label));
    return info ? QVariant(text(*info, column)) : QVariant();
  }
  if (role == Qt::TextAlignmentRole && column != Column::Name && column != Column::Values)
    return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
  if (!info) return {};
  if (role == TensorNameRole) return toQString(info->entry.name);
  if (role == Qt::ToolTipRole) {
    if (column == Column::Name) return shownName(toQString(info->entry.name));
    if (column == Column::Values && info->problem) return errorDetail(*info->problem);
  }
  if (role == ShareRole && column == Column::Change) {
    const auto change = changeOf(*info);
    if (!change || !(m_largest > 0)) return {};
    return std::isfinite(*change) ? *change / m_largest : 1.0;
  }
  if (role == MutedRole) {
    if (column == Column::Type || column == Column::Values) return true;
    if (column == Column::Change)
      return !info->diff || info->diff->change != checkpoints::TensorChange::Changed;
    return false;
  }
  if (role == HistogramRole && column == Column::Values && info->stats &&
      !info->entry.shape.empty()) {
    QVariantList bins;
    for (const std::uint32_t count : info->stats->histogram) bins << count;
    return bins;
  }
  return {};
}

QVariant TensorTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) {
    const bool left = column == Column::Name || column == Column::Values;
    return QVariant::fromValue((left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  }
  if (role == Qt::ToolTipRole && column == Column::Change && m_largest > 0)
    return tr("Bars on one scale, from 0 to %1").arg(numberText(m_largest));
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Name:
      return tr("Tensor");
    case Column::Shape:
      return tr("Shape");
    case Column::Type:
      return tr("Type");
    case Column::Size:
      return tr("Size");
    case Column::Mean:
      return tr("Mean");
    case Column::Std:
      return tr("Std");
    case Column::Norm:
      return QStringLiteral("‖w‖₂");
    case Column::Min:
      return tr("Min");
    case Column::Max:
      return tr("Max");
    case Column::Zeros:
      return tr("Zeros");
    case Column::Nans:
      return QStringLiteral("NaN");
    case Column::Values:
      return tr("Values");
    case Column::Change:
      break;
  }
  switch (m_measure) {
    case ChangeMeasure::RelativeL2:
      return tr("Δ A−B, relative");
    case ChangeMeasure::MaxAbs:
      return tr("Δ A−B, largest");
    case ChangeMeasure::Cosine:
      return tr("Cosine A, B");
  }
  return {};
}

}  // namespace cairn::ui
