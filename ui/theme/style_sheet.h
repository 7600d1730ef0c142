#pragma once

#include "ui/theme/tokens.h"

#include <QString>

namespace cairn::ui {

/// The application's style sheet for one theme and text size. Widgets choose among its looks with
/// two dynamic properties: `role` on labels (title, heading, display, muted, caption, mono, error)
/// and `kind` on buttons (primary, plain, outline, flat, link, tab).
QString styleSheet(const Tokens& tokens, double scale);

}  // namespace cairn::ui
