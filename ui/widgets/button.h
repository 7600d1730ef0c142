#pragma once

#include "ui/theme/icons.h"

#include <QPushButton>
#include <QToolButton>

namespace cairn::ui {

enum class ButtonKind {
  Plain,    // in tool bars: the border is a hairline
  Primary,  // the one action of a view
  Outline,  // beside content: the border is a field's
  Flat,     // no border until hovered
  Link,     // text in the accent's colour
};

/// A button with a token-tinted icon (none when `iconName` is empty). The text is translated.
QPushButton* makeButton(const QString& text, ButtonKind kind, const QString& objectName,
                        const QString& iconName = {});

/// A button that opens a menu: the chevron stands behind the word.
QPushButton* makeMenuButton(const QString& text, ButtonKind kind, const QString& objectName);

/// A button that is an icon alone, 28 x 28 px; `name` is its tooltip and its accessible name.
class IconButton : public QToolButton {
  Q_OBJECT
 public:
  IconButton(const QString& iconName, const QString& name, const QString& objectName,
             QWidget* parent = nullptr);
  void setIconName(const QString& iconName, IconColor color = IconColor::Muted);
  /// With a hairline around it, as in the tool row.
  void setFramed(bool framed);
};

}  // namespace cairn::ui
