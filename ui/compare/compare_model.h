#pragma once

#include "ui/compare/config_rows.h"

#include <QAbstractTableModel>
#include <memory>

namespace cairn::ui {

/// Configs side by side: the key, then a column a run. Thread: GUI thread only.
class CompareModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  void setRows(std::shared_ptr<const ConfigRows> rows);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::shared_ptr<const ConfigRows> m_rows;
};

}  // namespace cairn::ui
