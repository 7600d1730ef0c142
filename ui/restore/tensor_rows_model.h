#pragma once

#include "core/restore/report.h"

#include <QAbstractTableModel>
#include <memory>
#include <set>
#include <vector>

namespace cairn::ui {

/// The tensors of a restore report, those whose status is shown. A slot stands under its variable.
/// Thread: GUI thread only.
class TensorRowsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum class Column { Status, Name, Wants, Differs, Has, Because };
  static constexpr int kColumns = 6;
  enum Role { StatusRole = Qt::UserRole, SlotRole, NamedRole, KeyRole };

  using QAbstractTableModel::QAbstractTableModel;
  void setReport(std::shared_ptr<const restore::Report> report);
  void setShown(restore::TensorStatus status, bool shown);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  void refill();
  QVariant text(const restore::TensorRow& row, Column column) const;
  std::shared_ptr<const restore::Report> m_report;
  std::set<restore::TensorStatus> m_hidden;
  std::vector<int> m_rows;  // indexes into the report's tensors
};

/// `20×3`, `scalar`, `—` for a side that has none of it.
QString shapeText(const std::optional<restore::TensorRow::Side>& side);
/// The word for a status; its glyph's name in `iconName`.
QString statusWord(restore::TensorStatus status);
QString statusIcon(restore::TensorStatus status);

}  // namespace cairn::ui
