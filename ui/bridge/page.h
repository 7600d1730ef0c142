#pragma once

#include "ui/bridge/run_ref.h"

#include <QWidget>
#include <vector>

namespace cairn::ui {

/// What a tab shows. The window tells it which runs matter; a page that is not on the screen
/// remembers and does nothing until setActive(true).
/// Thread: GUI thread only.
class Page : public QWidget {
  Q_OBJECT
 public:
  Page(Services services, const QString& objectName, QWidget* parent = nullptr);

  /// The run that has the selection; null when there is none. The same run again means that its
  /// files have changed.
  virtual void setRun(const RunRef& run) { m_run = run; }
  /// All selected runs, the first of them first.
  virtual void setSelection(const std::vector<RunRef>& runs) { m_selection = runs; }
  /// The runs whose eye is open.
  virtual void setShown(const std::vector<RunRef>& runs) { m_shown = runs; }
  /// Whether the page is on the screen.
  virtual void setActive(bool active) { m_active = active; }
  /// F5: look at the disk again.
  virtual void reload() {}

  const RunRef& run() const { return m_run; }

 protected:
  const Services& services() const { return m_services; }
  const std::vector<RunRef>& selection() const { return m_selection; }
  const std::vector<RunRef>& shown() const { return m_shown; }
  bool isActive() const { return m_active; }

 private:
  Services m_services;
  RunRef m_run;
  std::vector<RunRef> m_selection;
  std::vector<RunRef> m_shown;
  bool m_active = false;
};

}  // namespace cairn::ui
