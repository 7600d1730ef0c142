#include "ui/theme/style.h"

#include "ui/theme/icons.h"

#include <QComboBox>
#include <QPainter>
#include <QStyleOption>

namespace cairn::ui {
namespace {

constexpr int kIndicator = 16;
constexpr int kControlHeight = 28;
constexpr int kChevron = 14;

QRectF centred(const QRectF& box, double size) {
  return {box.center().x() - size / 2, box.center().y() - size / 2, size, size};
}

void paintCheckBox(QPainter& painter, const QStyleOption& option, bool round) {
  const Tokens& t = tokens();
  const bool enabled = option.state.testFlag(QStyle::State_Enabled);
  const bool on = option.state.testFlag(QStyle::State_On);
  const bool partly = option.state.testFlag(QStyle::State_NoChange);
  const QRectF box = centred(option.rect, kIndicator).adjusted(.5, .5, -.5, -.5);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor fill = on || partly ? (enabled ? t.accent : t.disabled) : t.surface;
  const QColor edge = on || partly ? fill : (enabled ? t.fieldBorder : t.line);
  painter.setPen(QPen(edge, 1.2));
  painter.setBrush(fill);
  if (round) {
    painter.drawEllipse(box);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.onAccent);
    if (on) painter.drawEllipse(centred(box, 6));
  } else {
    painter.drawRoundedRect(box, 4, 4);
    if (on || partly)
      paintIcon(painter, partly ? QStringLiteral("minus") : QStringLiteral("check"),
                centred(option.rect, 14), t.onAccent);
  }
  painter.restore();
}

void paintComboBox(QPainter& painter, const QStyleOptionComboBox& option) {
  const Tokens& t = tokens();
  const bool enabled = option.state.testFlag(QStyle::State_Enabled);
  const bool focus = option.state.testFlag(QStyle::State_HasFocus);
  const bool hover = option.state.testFlag(QStyle::State_MouseOver) && enabled;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double edge = focus ? 2 : 1;
  painter.setPen(QPen(focus ? t.accent : (enabled ? t.fieldBorder : t.line), edge));
  painter.setBrush(hover ? t.hover : t.surface);
  const double inset = edge / 2;
  painter.drawRoundedRect(QRectF(option.rect).adjusted(inset, inset, -inset, -inset), 6, 6);
  const QRectF arrow(option.rect.right() - 8 - kChevron, option.rect.center().y() - kChevron / 2.0,
                     kChevron, kChevron);
  paintIcon(painter, QStringLiteral("chevron_down"), arrow, enabled ? t.muted : t.disabled);
  painter.restore();
}

void paintSlider(QPainter& painter, const QStyleOptionSlider& option, const QRect& handle) {
  const Tokens& t = tokens();
  const bool enabled = option.state.testFlag(QStyle::State_Enabled);
  const QColor filled = enabled ? t.accent : t.disabled;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF track(option.rect.left() + 1, option.rect.center().y() - 1.5,
                     option.rect.width() - 2, 4);
  const QPointF middle = QRectF(handle).center();
  painter.setPen(Qt::NoPen);
  painter.setBrush(t.line);
  painter.drawRoundedRect(track, 2, 2);
  painter.setBrush(filled);
  painter.drawRoundedRect(QRectF(track.topLeft(), QPointF(middle.x(), track.bottom())), 2, 2);
  const QRectF knob(middle.x() - 7, track.center().y() - 7, 14, 14);
  painter.setBrush(t.surface);
  painter.setPen(QPen(enabled ? t.fieldBorder : t.line, 1.5));
  painter.drawEllipse(knob);
  if (option.state.testFlag(QStyle::State_HasFocus)) paintFocusRing(painter, knob, 8);
  painter.restore();
}

QString chevronOf(QStyle::PrimitiveElement element) {
  switch (element) {
    case QStyle::PE_IndicatorArrowUp:
      return QStringLiteral("chevron_up");
    case QStyle::PE_IndicatorArrowLeft:
      return QStringLiteral("chevron_left");
    case QStyle::PE_IndicatorArrowRight:
      return QStringLiteral("chevron_right");
    default:
      return QStringLiteral("chevron_down");
  }
}

}  // namespace

QPalette paletteOf(const Tokens& t) {
  QPalette p;
  const auto all = [&p](QPalette::ColorRole role, const QColor& color) { p.setColor(role, color); };
  all(QPalette::Window, t.window);
  all(QPalette::WindowText, t.text);
  all(QPalette::Base, t.surface);
  all(QPalette::AlternateBase, t.side);
  all(QPalette::Text, t.text);
  all(QPalette::PlaceholderText, t.muted);
  all(QPalette::Button, t.surface);
  all(QPalette::ButtonText, t.text);
  all(QPalette::BrightText, t.bad);
  all(QPalette::Highlight, t.accent);
  all(QPalette::HighlightedText, t.onAccent);
  all(QPalette::Link, t.accent);
  all(QPalette::LinkVisited, t.accent);
  all(QPalette::ToolTipBase, t.surface);
  all(QPalette::ToolTipText, t.text);
  all(QPalette::Light, t.surface);
  all(QPalette::Midlight, t.hover);
  all(QPalette::Mid, t.line);
  all(QPalette::Dark, t.fieldBorder);
  all(QPalette::Shadow, t.fieldBorder);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, t.disabled);
  return p;
}

void paintFocusRing(QPainter& painter, const QRectF& box, double radius) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(tokens().accent, 2));
  painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), radius + 2, radius + 2);
  painter.restore();
}

Style::Style() : QProxyStyle(QStringLiteral("Fusion")) {}

void Style::polish(QPalette& palette) {
  bool dark = m_mode == ThemeMode::Dark;
  if (m_mode == ThemeMode::System)
    dark =
        m_portalDark >= 0 ? m_portalDark == 1 : palette.color(QPalette::Window).lightnessF() < 0.5F;
  palette = paletteOf(dark ? darkTokens() : lightTokens());
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
  switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
      return paintCheckBox(*painter, *option, false);
    case PE_IndicatorRadioButton:
      return paintCheckBox(*painter, *option, true);
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowUp:
    case PE_IndicatorArrowLeft:
    case PE_IndicatorArrowRight:
      return paintIcon(*painter, chevronOf(element), centred(option->rect, kChevron),
                       option->state.testFlag(State_Enabled) ? tokens().muted : tokens().disabled);
    case PE_IndicatorBranch:
      if (option->state.testFlag(State_Children))
        paintIcon(*painter,
                  option->state.testFlag(State_Open) ? QStringLiteral("chevron_down")
                                                     : QStringLiteral("chevron_right"),
                  centred(option->rect, kChevron), tokens().muted);
      return;
    case PE_IndicatorHeaderArrow:
      if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option))
        paintIcon(*painter,
                  header->sortIndicator == QStyleOptionHeader::SortUp
                      ? QStringLiteral("chevron_up")
                      : QStringLiteral("chevron_down"),
                  centred(option->rect, 12), tokens().muted);
      return;
    case PE_FrameFocusRect: {
      const QRectF inside = QRectF(option->rect).adjusted(2, 2, -2, -2);
      return paintFocusRing(*painter, inside, 4);
    }
    default:
      QProxyStyle::drawPrimitive(element, option, painter, widget);
  }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
  if (element == CE_ComboBoxLabel) {
    if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
      const QRect box = combo->rect.adjusted(10, 0, -(12 + kChevron), 0);
      const bool enabled = option->state.testFlag(State_Enabled);
      painter->setPen(enabled ? tokens().text : tokens().disabled);
      const QString text =
          combo->fontMetrics.elidedText(combo->currentText, Qt::ElideRight, box.width());
      painter->drawText(box, Qt::AlignVCenter | Qt::AlignLeft, text);
      return;
    }
  }
  QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                               QPainter* painter, const QWidget* widget) const {
  if (control == CC_ComboBox)
    if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option))
      return paintComboBox(*painter, *combo);
  if (control == CC_Slider)
    if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
        slider && slider->orientation == Qt::Horizontal)
      return paintSlider(*painter, *slider,
                         subControlRect(CC_Slider, option, SC_SliderHandle, widget));
  QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                            SubControl subControl, const QWidget* widget) const {
  if (control == CC_ComboBox && subControl == SC_ComboBoxEditField)
    return option->rect.adjusted(10, 2, -(12 + kChevron), -2);
  return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
  if (type == CT_ComboBox)
    return {size.width() + 24 + kChevron,
            std::max(kControlHeight, option->fontMetrics.height() + 12)};
  return QProxyStyle::sizeFromContents(type, option, size, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option,
                       const QWidget* widget) const {
  switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TreeViewIndentation:
      return kIndicator;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
      return 8;
    case PM_SliderThickness:
    case PM_SliderControlThickness:
      return 18;
    case PM_SliderLength:
      return 16;
    default:
      return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* returnData) const {
  switch (hint) {
    case SH_ComboBox_Popup:
    case SH_UnderlineShortcut:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ToolButtonStyle:
    case SH_Widget_Animate:
      return 0;
    case SH_ToolTip_WakeUpDelay:
      return 400;
    default:
      return QProxyStyle::styleHint(hint, option, widget, returnData);
  }
}

}  // namespace cairn::ui
