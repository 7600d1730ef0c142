#pragma once

#include "ui/theme/tokens.h"

#include <QProxyStyle>

namespace cairn::ui {

enum class ThemeMode { System, Light, Dark };

/// What a style sheet can't draw without pictures: check marks, arrows, combo boxes, sliders and
/// the focus ring; and the palette, made from the tokens whenever the system's palette changes.
class Style : public QProxyStyle {
  Q_OBJECT
 public:
  Style();
  void setMode(ThemeMode mode) { m_mode = mode; }
  void setSystemDark(bool dark) { m_portalDark = dark ? 1 : 0; }

  using QProxyStyle::polish;
  void polish(QPalette& palette) override;
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                          QPainter* painter, const QWidget* widget) const override;
  QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                       SubControl subControl, const QWidget* widget) const override;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                         const QWidget* widget) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option,
                  const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* returnData) const override;

 private:
  ThemeMode m_mode = ThemeMode::System;
  int m_portalDark = -1;  // the desktop portal's word; -1: it has none
};

/// The palette of a theme.
QPalette paletteOf(const Tokens& tokens);

/// The ring around what has the focus: 2 px of accent, 1 px outside of `box`.
void paintFocusRing(QPainter& painter, const QRectF& box, double radius);

}  // namespace cairn::ui
