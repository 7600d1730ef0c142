#pragma once

#include "ui/bridge/job.h"
#include "ui/bridge/run_ref.h"
#include "ui/plot/chart_export.h"

#include <QObject>

class QWidget;

namespace cairn::ui {

/// Takes charts out of the window: to a PNG, SVG or CSV file, or onto the clipboard. Files are
/// written whole or not at all.
/// Thread: GUI thread only. The texts are made, and the files written, in Jobs.
class ChartSaver : public QObject {
  Q_OBJECT
 public:
  ChartSaver(Services services, QWidget* window);
  /// Asks for a file; its name's end says which kind.
  void ask(const ChartExport& chart);
  void save(const ChartExport& chart, const fs::path& file);
  /// Every point of `series` as CSV, after asking for the file.
  void askCsv(const std::vector<ChartSeries>& series, double smoothing);
  /// Picture and data, side by side on the clipboard.
  void copy(const ChartExport& chart);

 Q_SIGNALS:
  void saved(const cairn::fs::path& file, quint64 bytes);
  void failed(const cairn::Error& error);
  void copied();

 private:
  struct Texts {
    QByteArray svg, csv;
  };
  void write(const fs::path& file, const QByteArray& bytes);
  Services m_services;
  QWidget* m_window;
  Job<Texts> m_make;  // last: destroyed first
  Job<quint64> m_write;
};

}  // namespace cairn::ui
