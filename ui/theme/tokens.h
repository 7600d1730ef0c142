#pragma once

#include <QColor>
#include <array>

class QPalette;

namespace cairn::ui {

/// The eight colours of runs; a ninth run starts again with the next dash pattern.
inline constexpr int kRunColors = 8;

/// Every colour that the window uses, for one theme. No other file names a colour.
struct Tokens {
  bool dark = false;
  QColor window, surface, side, line, fieldBorder;
  QColor text, muted;
  QColor accent, ok, bad, warn;
  QColor accentTint, okTint, badTint, warnTint, neutralTint;  // behind pills and marked cells
  QColor accentHover, accentPressed, onAccent;                // filled buttons
  QColor hover, pressed;                                      // behind plain buttons and rows
  QColor disabled;                                            // text and glyphs that can't act
  QColor grid, axis;                                          // charts
  QColor diamond;             // a checkpoint that is neither A nor B
  QColor inverse, onInverse;  // the label under a crosshair
  std::array<QColor, kRunColors> runs;
};

enum class Tone { Neutral, Ok, Bad, Warn, Accent };

const Tokens& lightTokens();
const Tokens& darkTokens();
/// The tokens of the theme that a palette belongs to: the palette is the only state.
const Tokens& tokensOf(const QPalette& palette);
/// Those of the application's palette. Thread: GUI thread only.
const Tokens& tokens();

/// Text and glyphs on a tint, and the tint.
QColor toneColor(const Tokens& tokens, Tone tone);
QColor toneTint(const Tokens& tokens, Tone tone);

/// WCAG contrast of two opaque colours, 1 to 21.
double contrast(const QColor& a, const QColor& b);

}  // namespace cairn::ui
