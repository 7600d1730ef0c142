#pragma once

#include "ui/theme/style.h"

#include <QObject>

class QApplication;
class QDBusVariant;

namespace cairn::ui {

/// Dresses the application: style, palette, style sheet and fonts, all from the tokens. Follows the
/// system's theme and switches live.
/// Thread: GUI thread only.
class Theme : public QObject {
  Q_OBJECT
 public:
  explicit Theme(QApplication& app);

  ThemeMode mode() const { return m_mode; }
  void setMode(ThemeMode mode);
  /// 0.8 to 2, the size of all text.
  void setTextScale(double scale);
  double textScale() const { return m_scale; }
  /// Asks the desktop's portal for its colour scheme and listens for changes.
  void followPortal();

 Q_SIGNALS:
  /// After the palette or the text size has changed and the style sheet with it.
  void changed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private Q_SLOTS:
  void portalSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

 private:
  void setSystemDark(bool dark);
  void refreshPalette();
  void refreshSheet();

  QApplication* m_app;
  Style* m_style;  // the application's
  ThemeMode m_mode = ThemeMode::System;
  double m_scale = 1.0;
  bool m_refreshing = false;
};

}  // namespace cairn::ui
