#pragma once

#include "ui/shell/palette.h"

namespace cairn::ui {

class MainWindow;
class Menus;

/// All that the palette of a window finds now.
std::vector<PaletteEntry> paletteEntries(MainWindow* window, const Menus* menus);

}  // namespace cairn::ui
