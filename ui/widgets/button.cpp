#include "ui/widgets/button.h"

#include "ui/widgets/label.h"

namespace cairn::ui {
namespace {

QString kindName(ButtonKind kind) {
  switch (kind) {
    case ButtonKind::Plain:
      return QStringLiteral("plain");
    case ButtonKind::Primary:
      return QStringLiteral("primary");
    case ButtonKind::Outline:
      return QStringLiteral("outline");
    case ButtonKind::Flat:
      return QStringLiteral("flat");
    case ButtonKind::Link:
      return QStringLiteral("link");
  }
  return {};
}

}  // namespace

QPushButton* makeButton(const QString& text, ButtonKind kind, const QString& objectName,
                        const QString& iconName) {
  auto* button = new QPushButton(text);
  button->setObjectName(objectName);
  button->setProperty("kind", kindName(kind));
  button->setAutoDefault(false);
  if (!text.isEmpty()) button->setIconSize({20, 16});
  if (!iconName.isEmpty())
    button->setIcon(
        icon(iconName, kind == ButtonKind::Primary ? IconColor::OnAccent : IconColor::Text));
  return button;
}

QPushButton* makeMenuButton(const QString& text, ButtonKind kind, const QString& objectName) {
  QPushButton* button = makeButton(text, kind, objectName, QStringLiteral("chevron_down"));
  button->setLayoutDirection(Qt::RightToLeft);
  return button;
}

IconButton::IconButton(const QString& iconName, const QString& name, const QString& objectName,
                       QWidget* parent)
    : QToolButton(parent) {
  setObjectName(objectName);
  setProperty("kind", QStringLiteral("flat"));
  setToolTip(name);
  setAccessibleName(name);
  setFocusPolicy(Qt::StrongFocus);
  setIconSize({16, 16});
  setIconName(iconName);
}

void IconButton::setIconName(const QString& iconName, IconColor color) {
  setIcon(ui::icon(iconName, color));
}

void IconButton::setFramed(bool framed) {
  setLook(this, "kind", framed ? QStringLiteral("plain") : QStringLiteral("flat"));
}

}  // namespace cairn::ui
