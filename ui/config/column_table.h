#pragma once

#include "ui/config/data_probe.h"

#include <QAbstractTableModel>
#include <QTableView>
#include <memory>

namespace cairn::ui {

/// The columns of a data file: name, feature column, range, missing values, a small histogram.
/// A column that the config does not use is muted.
/// Thread: GUI thread only.
class ColumnModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum class Column { Name, Feature, Range, Missing, Values, Count };
  enum Role { BinsRole = Qt::UserRole + 1, UsedRole };
  using QAbstractTableModel::QAbstractTableModel;

  void setFacts(std::shared_ptr<const DataFacts> facts, const model::Config& config);
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  /// The constructors that read a column; empty: none.
  QString featureOf(const QString& column) const;
  QString text(const ColumnFacts& facts, Column column) const;
  std::shared_ptr<const DataFacts> m_facts;
  std::vector<data::FeatureColumn> m_features;
  std::vector<std::size_t> m_rows;  // the label's column is not a feature
};

/// The table itself, as high as its rows.
class ColumnTable : public QTableView {
  Q_OBJECT
 public:
  explicit ColumnTable(ColumnModel* model, QWidget* parent = nullptr);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }
};

}  // namespace cairn::ui
