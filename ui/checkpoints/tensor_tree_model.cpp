#include "ui/checkpoints/tensor_tree_model.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/widgets/elided_label.h"

#include <QStringList>
#include <set>

namespace cairn::ui {

struct TensorTreeModel::Node {
  Node* parent = nullptr;
  int row = 0;
  std::string label;
  const TensorInfo* info = nullptr;  // null: a scope
  std::vector<std::unique_ptr<Node>> children;

  Node* add(std::string text, const TensorInfo* tensor) {
    auto child = std::make_unique<Node>();
    child->parent = this;
    child->row = static_cast<int>(children.size());
    child->label = std::move(text);
    child->info = tensor;
    children.push_back(std::move(child));
    return children.back().get();
  }
  Node* scope(const std::string& text) {
    for (const auto& child : children)
      if (!child->info && child->label == text) return child.get();
    return add(text, nullptr);
  }
};

TensorTreeModel::TensorTreeModel(QObject* parent)
    : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}

TensorTreeModel::~TensorTreeModel() = default;

void TensorTreeModel::setContent(std::shared_ptr<const CheckpointContent> content) {
  beginResetModel();
  m_content = std::move(content);
  m_root = std::make_unique<Node>();
  std::string variable;  // the newest tensor that is no slot: `…/bias` before `…/bias/t_0/Adagrad`
  if (m_content)
    for (const TensorInfo& info : m_content->tensors) {
      const std::string& name = info.entry.name;
      const bool slot = !variable.empty() && name.starts_with(variable + "/");
      if (!slot) variable = name;
      const auto cut = variable.rfind('/');
      const std::size_t from = cut == std::string::npos ? 0 : cut + 1;
      insert(info, cut == std::string::npos ? std::string() : variable.substr(0, cut),
             name.substr(from));
    }
  endResetModel();
}

void TensorTreeModel::insert(const TensorInfo& info, const std::string& scope,
                             const std::string& leaf) {
  Node* node = m_root.get();
  for (std::size_t from = 0; from < scope.size();) {
    const std::size_t end = std::min(scope.find('/', from), scope.size());
    node = node->scope(scope.substr(from, end - from));
    from = end + 1;
  }
  node->add(leaf, &info);
}

TensorTreeModel::Node* TensorTreeModel::nodeOf(const QModelIndex& index) const {
  return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

const TensorInfo* TensorTreeModel::tensorAt(const QModelIndex& index) const {
  return nodeOf(index)->info;
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
  using Stats = checkpoints::TensorStats;
  switch (column) {
    case Column::Name:
      return {};
    case Column::Shape: {
      if (info.entry.shape.empty()) return tr("scalar");
      QStringList sizes;
      for (const std::int64_t size : info.entry.shape) sizes << QString::number(size);
      return sizes.join(QChar(0x00d7));
    }
    case Column::Type:
      return toQString(formats::dtypeName(info.entry.dtype));
    case Column::Size:
      return bytesText(info.entry.size);
    case Column::Mean:
      return number(&Stats::mean);
    case Column::Std:
      return number(&Stats::std);
    case Column::Norm:
      return number(&Stats::l2);
    case Column::Min:
      return number(&Stats::min);
    case Column::Max:
      return number(&Stats::max);
    case Column::Values:
      return info.problem ? errorText(*info.problem) : QString();
    case Column::Change:
      break;
  }
  if (!info.diff) return {};
  using checkpoints::TensorChange;
  switch (info.diff->change) {
    case TensorChange::Same:
      return tr("same");
    case TensorChange::SameCrc:
      return tr("same CRC");
    case TensorChange::Changed:
      return numberText(info.diff->relativeL2);
    case TensorChange::Added:
      return QStringLiteral("+");
    case TensorChange::Gone:
      return QStringLiteral("−");
    case TensorChange::Reshaped:
      return tr("other shape");
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
  const auto column = static_cast<Column>(index.column());
  if (role == Qt::DisplayRole) {
    if (column == Column::Name) return shownName(toQString(node->label));
    return node->info ? QVariant(text(*node->info, column)) : QVariant();
  }
  if (role == Qt::TextAlignmentRole && column != Column::Name && column != Column::Values)
    return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
  if (!node->info) return {};
  if (role == TensorNameRole) return toQString(node->info->entry.name);
  if (role == Qt::ToolTipRole && column == Column::Name)
    return shownName(toQString(node->info->entry.name));
  if (role == HistogramRole && column == Column::Values && node->info->stats) {
    QVariantList bins;
    for (const std::uint32_t count : node->info->stats->histogram) bins << count;
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
      return QStringLiteral("‖·‖₂");
    case Column::Min:
      return tr("Min");
    case Column::Max:
      return tr("Max");
    case Column::Values:
      return tr("Values");
    case Column::Change:
      return tr("Δ A−B");
  }
  return {};
}

}  // namespace cairn::ui
