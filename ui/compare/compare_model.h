#pragma once

#include "ui/compare/comparison.h"

#include <QAbstractTableModel>
#include <map>
#include <memory>

namespace cairn::ui {

/// Runs side by side: the key, then a column a run, the base first. Sections have a row of their
/// own.
/// Thread: GUI thread only.
class CompareModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Role {
    SectionRole = Qt::UserRole,  // the row is a section's title
    DiffersRole,                 // from the base
    BestRole,
    ColorRole,  // of the run, in the header
    BaseRole,   // in the header
  };
  using QAbstractTableModel::QAbstractTableModel;
  void setComparison(std::shared_ptr<const Comparison> comparison);
  void setOnlyDifferences(bool only);
  bool onlyDifferences() const { return m_only; }
  void setSearch(const QString& text);
  void setResultKind(ResultKind kind);
  ResultKind resultKind() const { return m_kind; }
  /// Turns the direction of a result around; nothing for other rows.
  void turnDirection(int row);
  /// The next cell after (`by` 1) or before `from` that differs; invalid: there is none.
  QModelIndex nextDifference(const QModelIndex& from, int by) const;
  const ComparisonRow* rowAt(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Line {
    RowSection section;
    int row;  // of the comparison; -1: the section's title
  };
  void rebuild();
  QString resultText(const ComparisonRow& row, std::size_t run) const;
  QString toolTip(const ComparisonRow& row, int column) const;
  QString keyText(const ComparisonRow& row) const;
  Better betterOfRow(const ComparisonRow& row) const;
  std::shared_ptr<const Comparison> m_comparison;
  std::vector<Line> m_lines;
  std::map<std::string, Better> m_turned;  // by the user
  QString m_search;
  bool m_only = true;
  ResultKind m_kind = ResultKind::Last;
};

}  // namespace cairn::ui
