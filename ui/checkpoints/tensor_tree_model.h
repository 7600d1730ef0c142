#pragma once

#include "ui/checkpoints/tensor_filter.h"
#include "ui/checkpoints/tensor_reading.h"

#include <QAbstractItemModel>
#include <memory>
#include <vector>

namespace cairn::ui {

/// How a change from B to A is measured.
enum class ChangeMeasure { RelativeL2, MaxAbs, Cosine };

/// The tensors of a checkpoint as a tree of scopes; a slot stands beside its variable. Figures
/// arrive in batches.
/// Thread: GUI thread only.
class TensorTreeModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum class Column {
    Name,
    Shape,
    Type,
    Size,
    Mean,
    Std,
    Norm,
    Min,
    Max,
    Zeros,
    Nans,
    Values,
    Change
  };
  static constexpr int kColumns = 13;
  enum Role {
    HistogramRole = Qt::UserRole,  // bins of the values
    TensorNameRole,                // invalid for a scope
    ShareRole,                     // of the largest change, 0 to 1; invalid where there is none
    MutedRole,                     // the text is a word, not a figure
  };

  explicit TensorTreeModel(QObject* parent = nullptr);
  ~TensorTreeModel() override;

  void setTensors(std::vector<TensorInfo> tensors);
  void takeBatch(const TensorBatch& batch);
  void setFilter(const TensorFilter& filter);
  void setSlotsShown(bool shown);
  void setMeasure(ChangeMeasure measure);
  ChangeMeasure measure() const { return m_measure; }

  const std::vector<TensorInfo>& tensors() const { return m_tensors; }
  /// Tensors that pass the filter.
  std::size_t shownCount() const { return m_shown; }
  /// Null for a scope.
  const TensorInfo* tensorAt(const QModelIndex& index) const;
  /// Its place in tensors(); nothing for a scope.
  std::optional<std::size_t> rowOf(const QModelIndex& index) const;
  QModelIndex indexOf(const std::string& name) const;
  /// Tensors without figures, those at `first` before the others, at most `most`.
  std::vector<std::size_t> unread(const std::vector<std::size_t>& first, std::size_t most) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Node;
  Node* nodeOf(const QModelIndex& index) const;
  const TensorInfo* infoOf(const Node* node) const;
  bool isShown(const TensorInfo& info) const;
  void rebuild();
  void insert(std::size_t row, const std::string& scope, const std::string& leaf);
  QString text(const TensorInfo& info, Column column) const;
  QString changeText(const TensorInfo& info) const;
  std::optional<double> changeOf(const TensorInfo& info) const;
  void findLargest();

  std::vector<TensorInfo> m_tensors;
  std::vector<Node*> m_nodes;  // by row of m_tensors; null: filtered out
  std::unique_ptr<Node> m_root;
  TensorFilter m_filter;
  bool m_slotsShown = true;
  ChangeMeasure m_measure = ChangeMeasure::RelativeL2;
  double m_largest = 0;  // finite change
  std::size_t m_shown = 0;
  std::size_t m_firstUnread = 0;  // all before it are read
};

}  // namespace cairn::ui
