#pragma once

#include <QFont>

namespace cairn::ui {

/// The window's font at 13 px times `scale`: Inter with figures of equal width where it is
/// installed, Noto Sans CJK SC for Chinese, else the system's font.
QFont uiFont(double scale = 1.0);
/// For names of tensors, paths, keys and values.
QFont monoFont(double scale = 1.0);

/// Makes the carried figures known to Qt; once, before the first font is used.
void loadFonts();

/// A copy with another weight, and a size in steps of the design's scale (13 px is 1).
QFont withWeight(QFont font, QFont::Weight weight);
QFont withSize(QFont font, double factor);

}  // namespace cairn::ui
