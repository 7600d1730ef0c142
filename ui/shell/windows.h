#pragma once

#include "ui/shell/main_window.h"
#include "ui/shell/single_instance.h"

#include <memory>

class QCoreApplication;

namespace cairn::ui {

/// Keeps the program's window, and builds it anew in another language, with all that was in it.
/// Thread: GUI thread only.
class Windows : public QObject {
  Q_OBJECT
 public:
  Windows(QCoreApplication& app, Theme* theme, Services services = {});
  ~Windows() override;
  MainWindow* open();
  MainWindow* window() const { return m_window.get(); }
  /// What a later start of the program hands over.
  void take(const OpenRequest& request);

 private:
  void applyLanguage();
  void rebuild();

  QCoreApplication* m_app;
  Theme* m_theme;
  Services m_services;
  Shared m_shared;
  std::unique_ptr<MainWindow> m_window;
};

}  // namespace cairn::ui
