#pragma once

#include "core/formats/tensor.h"

#include <QAbstractTableModel>
#include <memory>

namespace cairn::ui {

/// How values are written.
enum class NumberFormat { Short, Long, Exact };

/// All values of a tensor as numbers, decoded by a worker.
/// Thread: Immutable; share freely.
struct TensorValues {
  std::string name;
  formats::Shape shape;
  formats::DType dtype = formats::DType::Float;
  std::vector<double> numbers;
  std::vector<std::string> strings;  // of string tensors
  std::int64_t columns = 1;          // of the table
  std::int64_t rows() const;
};

/// The table of a tensor: its last dimension across, all others down; a long vector is wrapped.
/// Returns: Errors of types without numbers or text.
Result<TensorValues> tableOf(std::string name, const formats::Tensor& tensor);

/// Shows the rows from `firstRow` on, at most kMostRows: a view can't hold more.
/// Thread: GUI thread only.
class ValuesModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  static constexpr std::int64_t kMostRows = 1'000'000;
  static constexpr std::int64_t kMostColumns = 10'000;
  using QAbstractTableModel::QAbstractTableModel;
  void setValues(std::shared_ptr<const TensorValues> values);
  void setFormat(NumberFormat format);
  /// The row of the view that holds the element at `index`, which is brought into the view's reach.
  QModelIndex reach(std::int64_t index);
  QString text(std::int64_t row, int column, NumberFormat format) const;
  std::int64_t firstRow() const { return m_firstRow; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::shared_ptr<const TensorValues> m_values;
  NumberFormat m_format = NumberFormat::Short;
  std::int64_t m_firstRow = 0;
};

}  // namespace cairn::ui
