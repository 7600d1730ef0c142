#include "ui/theme/fonts.h"

#include <QFontDatabase>
#include <QGuiApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr double kBasePixels = 13;

QFont fontOf(const QStringList& families, double scale) {
  QFont font;
  font.setFamilies(families);
  font.setPixelSize(std::max(6, static_cast<int>(std::lround(kBasePixels * scale))));
  return font;
}

}  // namespace

QFont uiFont(double scale) {
  return fontOf({QStringLiteral("Inter"), QStringLiteral("Noto Sans"),
                 QStringLiteral("Noto Sans CJK SC"), QStringLiteral("DejaVu Sans")},
                scale);
}

QFont monoFont(double scale) {
  QFont font = fontOf({QStringLiteral("JetBrains Mono"), QStringLiteral("Noto Sans Mono"),
                       QStringLiteral("DejaVu Sans Mono"), QStringLiteral("Noto Sans CJK SC")},
                      scale * 12.0 / kBasePixels);
  font.setStyleHint(QFont::Monospace);
  return font;
}

QFont withWeight(QFont font, QFont::Weight weight) {
  font.setWeight(weight);
  return font;
}

QFont withSize(QFont font, double factor) {
  font.setPixelSize(std::max(6, static_cast<int>(std::lround(font.pixelSize() * factor))));
  return font;
}

void loadFonts() {}

}  // namespace cairn::ui
