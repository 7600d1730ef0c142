#include "ui/theme/theme.h"

#include "ui/theme/fonts.h"
#include "ui/theme/style_sheet.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QEvent>
#include <QSlider>
#include <algorithm>

// A resource in a static library is dropped by the linker unless something names it.
static void initResources() { Q_INIT_RESOURCE(cairn); }

namespace cairn::ui {
namespace {

constexpr auto kPortal = "org.freedesktop.portal.Desktop";
constexpr auto kPortalPath = "/org/freedesktop/portal/desktop";
constexpr auto kSettings = "org.freedesktop.portal.Settings";
constexpr auto kAppearance = "org.freedesktop.appearance";

// The portal wraps the number in one or two variants, depending on its version.
int schemeOf(QVariant value) {
  while (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
  return value.toInt();
}

bool isWheelTarget(const QObject* object) {
  return qobject_cast<const QComboBox*>(object) || qobject_cast<const QAbstractSpinBox*>(object) ||
         qobject_cast<const QSlider*>(object);
}

}  // namespace

Theme::Theme(QApplication& app) : QObject(&app), m_app(&app), m_style(new Style) {
  initResources();
  loadFonts();
  QApplication::setStyle(m_style);
  QApplication::setFont(uiFont(m_scale));
  refreshPalette();
  refreshSheet();
  app.installEventFilter(this);
}

void Theme::setMode(ThemeMode mode) {
  m_mode = mode;
  m_style->setMode(mode);
  refreshPalette();
  refreshSheet();
}

void Theme::setTextScale(double scale) {
  m_scale = std::clamp(scale, 0.8, 2.0);
  QApplication::setFont(uiFont(m_scale));
  refreshSheet();
}

void Theme::followPortal() {
  auto bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return;
  // Qt 6.4 connects D-Bus signals by name only; the 1 marks a slot.
  bus.connect(kPortal, kPortalPath, kSettings, QStringLiteral("SettingChanged"), this,
              "1portalSettingChanged(QString,QString,QDBusVariant)");
  auto call =
      QDBusMessage::createMethodCall(kPortal, kPortalPath, kSettings, QStringLiteral("Read"));
  call << QString::fromLatin1(kAppearance) << QStringLiteral("color-scheme");
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
    watcher->deleteLater();
    const QDBusPendingReply<QDBusVariant> reply = *watcher;
    if (reply.isValid()) setSystemDark(schemeOf(reply.value().variant()) == 1);
  });
}

void Theme::portalSettingChanged(const QString& group, const QString& key,
                                 const QDBusVariant& value) {
  if (group == QLatin1String(kAppearance) && key == QLatin1String("color-scheme"))
    setSystemDark(schemeOf(value.variant()) == 1);
}

void Theme::setSystemDark(bool dark) {
  m_style->setSystemDark(dark);
  refreshPalette();
  refreshSheet();
}

// The style makes the palette from the system's (Style::polish); an empty one asks it again.
void Theme::refreshPalette() { QApplication::setPalette(QPalette()); }

void Theme::refreshSheet() {
  if (m_refreshing) return;
  m_refreshing = true;
  m_app->setStyleSheet(styleSheet(tokens(), m_scale));
  m_refreshing = false;
  Q_EMIT changed();
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ApplicationPaletteChange && watched == m_app) {
    refreshSheet();
  } else if (event->type() == QEvent::Wheel && isWheelTarget(watched) &&
             !static_cast<QWidget*>(watched)->hasFocus()) {
    event->ignore();  // the pane scrolls instead
    return true;
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace cairn::ui
