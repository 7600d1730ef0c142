#pragma once

#include "ui/theme/tokens.h"

#include <QString>
#include <QWidget>

namespace cairn::ui {

/// What a pill says: never a colour without a glyph or a word.
struct PillLook {
  Tone tone = Tone::Neutral;
  QString iconName;  // may be empty
  QString text;
  bool onSelection = false;  // on a selected row the tint would vanish: white then
  bool operator==(const PillLook&) const = default;
};

QSize pillSize(const PillLook& look, const QFont& font);
/// Paints it at the left end of `box`, centred vertically; for delegates.
void paintPill(QPainter& painter, const QRect& box, const PillLook& look, const QFont& font);

/// A state, told by tint, glyph and word.
class Pill : public QWidget {
  Q_OBJECT
 public:
  explicit Pill(const QString& objectName, QWidget* parent = nullptr);
  Pill(Tone tone, const QString& iconName, const QString& text, const QString& objectName,
       QWidget* parent = nullptr);
  void setLook(const PillLook& look);
  const PillLook& look() const { return m_look; }
  QString text() const { return m_look.text; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  PillLook m_look;
};

/// The font of pills: bold, a pixel smaller than `base`.
QFont pillFont(const QFont& base);

}  // namespace cairn::ui
