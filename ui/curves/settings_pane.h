#pragma once

#include "ui/curves/curves_view.h"

#include <QRegularExpression>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QSlider;
class QVBoxLayout;

namespace cairn::ui {

class AtStepTable;
class SegmentedControl;

/// The right pane of Curves: how the charts are shown, and the values under the crosshair.
/// Thread: GUI thread only.
class SettingsPane : public QWidget {
  Q_OBJECT
 public:
  explicit SettingsPane(QWidget* parent = nullptr);

  const ChartSettings& settings() const { return m_settings; }
  bool linkAxes() const;
  bool markCheckpoints() const;
  TooltipOrder order() const;
  /// The last one that was right.
  const QRegularExpression& tagFilter() const { return m_tags; }
  /// `title`: "At step 3 000"; `tag` is shown as it stands.
  /// `copy`: what Ctrl+C in the table takes, else the rows.
  void setValues(const QString& title, const QString& tag, std::vector<HoverRow> rows,
                 const QString& copy = {});
  /// All of it at once, as undo needs it.
  CurvesSettings view() const;
  void setView(const CurvesSettings& view);
  void setSmoothing(double smoothing);
  void setLogY(bool log);
  /// Some card has a vertical axis of its own: neither choice is shown.
  void setMixed(bool mixed);

 Q_SIGNALS:
  void settingsChanged();
  void tagsChanged();
  void marksChanged();
  /// Any of them, and what acts only at the next move of the pointer.
  void viewChanged();
  void csvAsked();
  void pictureAsked();

 private:
  void addAxis(QVBoxLayout* column);
  void addSmoothing(QVBoxLayout* column);
  void addVertical(QVBoxLayout* column);
  void addTooltip(QVBoxLayout* column);
  void addTags(QVBoxLayout* column);
  void addExport(QVBoxLayout* column);
  void takeTags(const QString& pattern);
  void smoothingMoved(double value);

  ChartSettings m_settings;
  QRegularExpression m_tags;
  SegmentedControl* m_axis = nullptr;
  QSlider* m_slider = nullptr;
  QLineEdit* m_number = nullptr;
  SegmentedControl* m_vertical = nullptr;
  QCheckBox *m_logX = nullptr, *m_raw = nullptr, *m_outliers = nullptr, *m_abandoned = nullptr;
  QCheckBox* m_link = nullptr;
  QCheckBox* m_mark = nullptr;
  SegmentedControl* m_order = nullptr;
  QLineEdit* m_filter = nullptr;
  QLabel* m_filterError = nullptr;
  QLabel* m_valuesTitle = nullptr;
  QLabel* m_valuesTag = nullptr;
  AtStepTable* m_values = nullptr;
};

}  // namespace cairn::ui
