#pragma once

#include "ui/bridge/job.h"
#include "ui/plot/chart_card.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace cairn::ui {

/// The points of a chart as a table: a row for each x that some curve has, a column a curve. It
/// holds the same facts as the picture, and reads them where they are: nothing is copied but x.
/// Thread: GUI thread only.
class DataTableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  /// `x` ascends, each once.
  void setPoints(std::shared_ptr<const std::vector<double>> x,
                 std::vector<std::shared_ptr<const Curve>> curves, QStringList names,
                 XAxisKind kind);
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  /// With full precision; empty where the curve has no point.
  QString exact(const QModelIndex& index) const;
  double xOf(int row) const { return (*m_x)[static_cast<std::size_t>(row)]; }
  /// The row at `x` or the next one; -1 when there is none.
  int rowAt(double x) const;

 private:
  std::optional<CurvePoint> pointAt(const QModelIndex& index) const;
  std::shared_ptr<const std::vector<double>> m_x;
  std::vector<std::shared_ptr<const Curve>> m_curves;
  QStringList m_names;
  XAxisKind m_kind = XAxisKind::Step;
};

/// Every x of the curves, each once, ascending. For a worker.
std::vector<double> everyX(const std::vector<std::shared_ptr<const Curve>>& curves,
                           std::stop_token stop = {});

/// The table beneath a chart that fills the page. Ctrl+C copies the selected cells with a header.
/// Thread: GUI thread only.
class DataTable : public QTableView {
  Q_OBJECT
 public:
  explicit DataTable(QWidget* parent = nullptr);
  /// Shows what the card shows; nothing to do when it does already.
  void follow(const ChartCard& card);
  DataTableModel* points() const { return m_model; }

 Q_SIGNALS:
  /// The rows of the newest picture are there.
  void filled();
  /// A row was chosen: its x.
  void chosen(double x);

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void copy();
  DataTableModel* m_model;
  std::vector<std::shared_ptr<const Curve>> m_curves;
  Job<std::vector<double>> m_job;  // last: destroyed first
};

}  // namespace cairn::ui
