#include "ui/theme/tokens.h"

#include <QGuiApplication>
#include <QPalette>
#include <cmath>

namespace cairn::ui {
namespace {

QColor rgb(QRgb value) { return QColor::fromRgb(value); }

std::array<QColor, kRunColors> runColors() {
  return {rgb(0x3b6fd4), rgb(0xcf761a), rgb(0x1f9d78), rgb(0xc8443f),
          rgb(0x8a5cc2), rgb(0x2492b5), rgb(0xb4567f), rgb(0x7a8b2b)};
}

Tokens makeLight() {
  Tokens t;
  t.window = rgb(0xf4f5f7);
  t.surface = rgb(0xffffff);
  t.side = rgb(0xfafbfc);
  t.line = rgb(0xe2e5ea);
  t.fieldBorder = rgb(0x838c9d);
  t.text = rgb(0x1b1f27);
  t.muted = rgb(0x5d677a);
  t.accent = rgb(0x1f5bd0);
  t.ok = rgb(0x177549);
  t.bad = rgb(0xc0362c);
  t.warn = rgb(0x8f6000);
  t.accentTint = rgb(0xe9f0fe);
  t.okTint = rgb(0xe6f5ee);
  t.badTint = rgb(0xfdecea);
  t.warnTint = rgb(0xfff5da);
  t.neutralTint = rgb(0xeef0f3);
  t.accentHover = rgb(0x1a4fb8);
  t.accentPressed = rgb(0x16439d);
  t.onAccent = rgb(0xffffff);
  t.hover = rgb(0xf1f3f6);
  t.pressed = rgb(0xe6e9ee);
  t.disabled = rgb(0xa4abb8);
  t.grid = rgb(0xeaecf0);
  t.axis = rgb(0x838c9d);
  t.diamond = rgb(0x5d677a);
  t.inverse = rgb(0x1b1f27);
  t.onInverse = rgb(0xffffff);
  t.runs = runColors();
  return t;
}

Tokens makeDark() {
  Tokens t;
  t.dark = true;
  t.window = rgb(0x14171c);
  t.surface = rgb(0x1b1f26);
  t.side = rgb(0x171b21);
  t.line = rgb(0x2b313b);
  t.fieldBorder = rgb(0x6b7585);
  t.text = rgb(0xe6e9ef);
  t.muted = rgb(0x98a2b3);
  t.accent = rgb(0x6b9dff);
  t.ok = rgb(0x4cc38a);
  t.bad = rgb(0xff7a70);
  t.warn = rgb(0xe6b84f);
  t.accentTint = rgb(0x1f2d4a);
  t.okTint = rgb(0x16302a);
  t.badTint = rgb(0x3a1e1d);
  t.warnTint = rgb(0x352b14);
  t.neutralTint = rgb(0x262c35);
  t.accentHover = rgb(0x85aeff);
  t.accentPressed = rgb(0x578bf0);
  t.onAccent = rgb(0x0f1420);
  t.hover = rgb(0x242a33);
  t.pressed = rgb(0x2d343f);
  t.disabled = rgb(0x5a6372);
  t.grid = rgb(0x262c35);
  t.axis = rgb(0x6b7585);
  t.diamond = rgb(0x98a2b3);
  t.inverse = rgb(0xe6e9ef);
  t.onInverse = rgb(0x14171c);
  t.runs = runColors();
  return t;
}

double luminance(const QColor& color) {
  const auto linear = [](double c) {
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
         0.0722 * linear(color.blueF());
}

}  // namespace

const Tokens& lightTokens() {
  static const Tokens light = makeLight();
  return light;
}

const Tokens& darkTokens() {
  static const Tokens dark = makeDark();
  return dark;
}

const Tokens& tokensOf(const QPalette& palette) {
  return palette.color(QPalette::Window).lightnessF() < 0.5F ? darkTokens() : lightTokens();
}

const Tokens& tokens() { return tokensOf(QGuiApplication::palette()); }

QColor toneColor(const Tokens& tokens, Tone tone) {
  switch (tone) {
    case Tone::Neutral:
      return tokens.muted;
    case Tone::Ok:
      return tokens.ok;
    case Tone::Bad:
      return tokens.bad;
    case Tone::Warn:
      return tokens.warn;
    case Tone::Accent:
      return tokens.accent;
  }
  return tokens.muted;
}

QColor toneTint(const Tokens& tokens, Tone tone) {
  switch (tone) {
    case Tone::Neutral:
      return tokens.neutralTint;
    case Tone::Ok:
      return tokens.okTint;
    case Tone::Bad:
      return tokens.badTint;
    case Tone::Warn:
      return tokens.warnTint;
    case Tone::Accent:
      return tokens.accentTint;
  }
  return tokens.neutralTint;
}

double contrast(const QColor& a, const QColor& b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace cairn::ui
