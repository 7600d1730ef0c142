#pragma once

#include "core/checkpoints/timeline.h"
#include "ui/bridge/job.h"
#include "ui/bridge/page.h"
#include "ui/curves/curves_view.h"
#include "ui/curves/range_figures.h"
#include "ui/curves/series_feed.h"
#include "ui/curves/tag_groups.h"
#include "ui/plot/chart_export.h"

#include <QPointer>
#include <QTimer>
#include <set>

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace cairn::ui {

class Band;
class CardGroup;
class ChartSaver;
class DataTable;
class EmptyState;
class HoverPopup;
class SettingsPane;

/// Loss curves: a card a tag, all shown runs in it, one crosshair across all cards.
/// Thread: GUI thread only. Reads no file; SeriesFeed does, in Jobs.
class CurvesPage : public Page {
  Q_OBJECT
 public:
  explicit CurvesPage(Services services, QWidget* parent = nullptr);

  void setRun(const RunRef& run) override;
  void setShown(const std::vector<RunRef>& runs) override;
  void setActive(bool active) override;
  void reload() override;
  /// The run that this window trains: its curves follow within 100 ms.
  void setTraining(const QString& runId);
  SettingsPane* settings() const { return m_settings; }
  std::vector<ChartCard*> cards() const;
  void fitAll();
  /// What undo takes back: settings, pins, hidden charts, zooms.
  CurvesView view() const;
  void setView(const CurvesView& view);
  /// Pins the crosshair in all charts; with `extend` the stretch from there to `x` is selected.
  void selectStep(ChartCard* card, double x, bool extend);
  void releaseStep();
  const std::optional<Range>& selectedRange() const { return m_selected; }
  /// Tags of the pinned cards, in their order; kept for the workspace.
  const QStringList& pins() const { return m_pins; }
  void togglePin(const QString& tag);
  void setHidden(const QString& tag, bool hidden);
  void showHidden();
  /// The chart under the pointer, else the first: "PNG / SVG…".
  void exportChart();
  /// Every point of every card that passes the filter.
  void exportCsv();
  /// Folds the right pane into a button where the window is narrow.
  void setNarrow(bool narrow);

 Q_SIGNALS:
  void checkpointChosen(QString runId, std::int64_t step);
  void showAllAsked();
  /// "7 787 points": for the job bar.
  void countsChanged(QString text);
  /// A click on a curve.
  void runChosen(QString runId);
  void viewChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* buildCentre();
  void replanLater();
  void replan();
  void showState();
  void connectCard(ChartCard* card);
  void point(ChartCard* card, std::optional<double> x, const QPoint& globalPosition);
  void showSelection();
  void showRange(ChartCard* card);
  QString placeText(double x) const;
  void scanCheckpoints();
  void markCheckpoints();
  void arrange();
  /// Fills the centre with one card, or shows all again.
  void expand(ChartCard* card);
  void activateVisible();
  void loadPins();
  ChartExport exportOf(ChartCard* card) const;
  void showMixed();

  SeriesFeed m_feed;
  SettingsPane* m_settings;
  ChartSaver* m_saver;
  QStringList m_pins;
  QString m_pinsOf;            // the workspace that they belong to
  std::set<QString> m_hidden;  // tags
  QPushButton* m_settingsButton = nullptr;
  QLabel* m_note = nullptr;
  QPushButton* m_hiddenButton = nullptr;
  Band* m_band = nullptr;
  QPointer<ChartCard> m_pointed;
  QStackedWidget* m_stack = nullptr;
  EmptyState* m_empty = nullptr;
  QPushButton* m_showAll = nullptr;
  QScrollArea* m_scroll = nullptr;
  QVBoxLayout* m_column = nullptr;
  QPointer<ChartCard> m_expanded;
  DataTable* m_table = nullptr;     // beneath the expanded card
  std::optional<Range> m_selected;  // of no size: one pinned step
  std::vector<CardGroup*> m_groups;
  HoverPopup* m_popup = nullptr;
  QTimer m_replan;
  std::shared_ptr<const checkpoints::Timeline> m_timeline;
  std::vector<ChartCard::Checkpoint> m_marks;               // of the selected run
  Job<std::vector<std::optional<RangeFigures>>> m_figures;  // last: destroyed first
  Job<checkpoints::Timeline> m_checkpoints;
};

}  // namespace cairn::ui
