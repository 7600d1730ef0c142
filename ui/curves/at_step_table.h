#pragma once

#include "ui/plot/hover_popup.h"

#include <QWidget>
#include <vector>

namespace cairn::ui {

/// The values of all shown runs under the crosshair: colour, run, value. Ctrl+C copies them with
/// full precision.
class AtStepTable : public QWidget {
  Q_OBJECT
 public:
  explicit AtStepTable(QWidget* parent = nullptr);
  void setRows(std::vector<HoverRow> rows);
  const std::vector<HoverRow>& rows() const { return m_rows; }
  /// What Ctrl+C copies instead of the rows; empty: the rows.
  void setCopy(const QString& text) { m_copy = text; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  int rowHeight() const;
  std::vector<HoverRow> m_rows;
  QString m_copy;
};

}  // namespace cairn::ui
