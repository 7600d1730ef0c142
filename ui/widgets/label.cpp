#include "ui/widgets/label.h"

#include <QLocale>
#include <QStyle>
#include <QVariant>

namespace cairn::ui {
namespace {

const char* roleName(TextRole role) {
  switch (role) {
    case TextRole::Body:
      return "";
    case TextRole::Title:
      return "title";
    case TextRole::Heading:
      return "heading";
    case TextRole::Display:
      return "display";
    case TextRole::Lead:
      return "lead";
    case TextRole::Strong:
      return "strong";
    case TextRole::Muted:
      return "muted";
    case TextRole::Caption:
      return "caption";
    case TextRole::Mono:
      return "mono";
    case TextRole::Key:
      return "key";
    case TextRole::Error:
      return "error";
  }
  return "";
}

}  // namespace

QLabel* makeLabel(const QString& text, TextRole role, const QString& objectName) {
  auto* label = new QLabel(text);
  label->setTextFormat(Qt::PlainText);
  label->setObjectName(objectName);
  setTextRole(label, role);
  return label;
}

void setTextRole(QLabel* label, TextRole role) {
  if (role == TextRole::Caption && QLocale().language() != QLocale::Chinese) {
    QFont font = label->font();
    font.setCapitalization(QFont::AllUppercase);
    font.setLetterSpacing(QFont::PercentageSpacing, 105);
    label->setFont(font);
  }
  setLook(label, "role", QString::fromLatin1(roleName(role)));
}

void setLook(QWidget* widget, const char* property, const QVariant& value) {
  if (widget->property(property) == value) return;
  widget->setProperty(property, value);
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
  widget->update();
}

}  // namespace cairn::ui
