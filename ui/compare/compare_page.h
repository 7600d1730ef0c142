#pragma once

#include "ui/bridge/job.h"
#include "ui/bridge/page.h"
#include "ui/compare/comparison.h"
#include "ui/compare/comparison_text.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QStackedWidget;
class QTableView;

namespace cairn::ui {

class Band;
class Card;
class CompareModel;
class EmptyState;
class ParallelView;
class ScatterMatrix;
class ScatterView;
class SegmentedControl;

/// The selected runs side by side: parallel coordinates or a scatter chart, their configs with only
/// the differences, their results with the best marked. The first run is the base.
/// Thread: GUI thread only. Reads no file; core does, in a Job.
class ComparePage : public Page {
  Q_OBJECT
 public:
  explicit ComparePage(Services services, QWidget* parent = nullptr);

  void setSelection(const std::vector<RunRef>& runs) override;
  void setActive(bool active) override;
  void reload() override;
  /// F7 and Shift+F7.
  void nextDifference(int by);
  /// Makes this run the base.
  void setBase(const QString& runId);
  void saveTable(TableFormat format, const fs::path& file);
  const Comparison* comparison() const { return m_comparison.get(); }

 Q_SIGNALS:
  /// After every comparison.
  void compared();
  void saved(const cairn::fs::path& file);
  void runChosen(QString runId);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* buildCharts();
  QWidget* buildTable();
  QWidget* buildTableHeader();
  QTableView* makeView(const QString& objectName);
  void compare();
  void take(const Job<Comparison>::Payload& payload);
  void showTitles();
  void showCharts();
  void showScatterAxes();
  /// 0 parallel coordinates, 1 scatter, 2 scatter matrix.
  void showChart(int kind);
  void layOutColumns();
  void popUpExport();
  void popUpColumn(QTableView* view, const QPoint& at);
  void askSave(TableFormat format);
  void choose(const QModelIndex& place);

  CompareModel* m_model;
  QStackedWidget* m_stack;
  EmptyState* m_empty;
  Band* m_band = nullptr;
  Card* m_chartCard = nullptr;
  SegmentedControl* m_chartKind = nullptr;
  QStackedWidget* m_charts = nullptr;
  ParallelView* m_parallel = nullptr;
  ScatterView* m_scatter = nullptr;
  ScatterMatrix* m_matrix = nullptr;
  QComboBox *m_scatterX = nullptr, *m_scatterY = nullptr;
  QWidget* m_scatterAxes = nullptr;
  Card* m_card = nullptr;
  QLineEdit* m_search = nullptr;
  QCheckBox* m_only = nullptr;
  SegmentedControl* m_kind = nullptr;
  QTableView* m_frozen = nullptr;  // the key and the base
  QTableView* m_table = nullptr;   // all other runs
  QString m_base;                  // id of the run that was made the base
  std::shared_ptr<const Comparison> m_comparison;
  Job<Comparison> m_job;  // last: destroyed first
  Job<fs::path> m_write;
};

}  // namespace cairn::ui
