#include "ui/shell/windows.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/language.h"
#include "ui/shell/settings.h"
#include "ui/shell/state_file.h"

#include <QCoreApplication>

namespace cairn::ui {

Windows::Windows(QCoreApplication& app, Theme* theme, Services services)
    : m_app(&app), m_theme(theme), m_services(services) {
  m_shared.settings = std::make_shared<Settings>(configFolder() / "settings.json");
}

Windows::~Windows() = default;

void Windows::applyLanguage() {
  const QString name = m_shared.settings->value(QStringLiteral("language")).toString();
  useLanguage(*m_app, name == QStringLiteral("system") ? QLocale::system() : QLocale(name));
}

MainWindow* Windows::open() {
  applyLanguage();
  m_window = std::make_unique<MainWindow>(m_services, m_theme, nullptr, m_shared);
  m_shared = m_window->shared();
  // The window that asks must have returned before it goes.
  connect(m_window.get(), &MainWindow::languageChanged, this, &Windows::rebuild,
          Qt::QueuedConnection);
  m_window->show();
  return m_window.get();
}

void Windows::take(const OpenRequest& request) {
  if (!m_window) return;
  // Qt's Wayland plugin reads it when a window asks to come to the front.
  if (!request.activation.isEmpty()) qputenv("XDG_ACTIVATION_TOKEN", request.activation.toUtf8());
  m_window->bringToFront();
  if (!request.path.isEmpty()) m_window->openPath(toPath(request.path), toPath(request.from));
}

void Windows::rebuild() {
  const auto before = std::move(m_window);
  open();
  before->handOver(*m_window);
  before->hide();
}

}  // namespace cairn::ui
