#pragma once

#include "ui/checkpoints/checkpoint_content.h"

#include <QAbstractItemModel>
#include <memory>
#include <vector>

namespace cairn::ui {

/// The tensors of a checkpoint as a tree of scopes; a slot stands beside its variable.
/// Thread: GUI thread only.
class TensorTreeModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum class Column { Name, Shape, Type, Size, Mean, Std, Norm, Min, Max, Values, Change };
  static constexpr int kColumns = 11;
  enum Role { SortRole = Qt::UserRole, HistogramRole, TensorNameRole };

  explicit TensorTreeModel(QObject* parent = nullptr);
  ~TensorTreeModel() override;
  void setContent(std::shared_ptr<const CheckpointContent> content);
  /// Null for a scope.
  const TensorInfo* tensorAt(const QModelIndex& index) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Node;
  Node* nodeOf(const QModelIndex& index) const;
  void insert(const TensorInfo& info, const std::string& scope, const std::string& leaf);
  QString text(const TensorInfo& info, Column column) const;
  std::shared_ptr<const CheckpointContent> m_content;
  std::unique_ptr<Node> m_root;
};

}  // namespace cairn::ui
