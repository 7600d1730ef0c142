#pragma once

#include "ui/theme/tokens.h"

#include <QIcon>
#include <QString>

class QPainter;

namespace cairn::ui {

/// Which token an icon takes; it is looked up at every paint, so a change of theme needs no reload.
enum class IconColor { Text, Muted, Accent, OnAccent, Ok, Bad, Warn };

/// The 16 px stroke icon `resources/icons/<name>.svg`, tinted by token and sharp at any ratio.
/// Thread: GUI thread only.
QIcon icon(const QString& name, IconColor color = IconColor::Text);

/// Paints the icon in any colour; `box` is in logical pixels.
void paintIcon(QPainter& painter, const QString& name, const QRectF& box, const QColor& color);

QColor iconColor(const Tokens& tokens, IconColor color);

}  // namespace cairn::ui
