#pragma once

#include <QLabel>

namespace cairn::ui {

/// How a label looks; the style sheet has the sizes and colours.
enum class TextRole {
  Body,     // 13 px
  Title,    // 13 px, bold: the name of a card
  Heading,  // 16 px, bold
  Display,  // 24 px: the first start
  Lead,     // 15 px, muted
  Strong,   // 15 px, bold: a verdict
  Muted,    // 12 px
  Caption,  // 11 px, capitals where the language has them: the name of a group of settings
  Mono,     // 12 px: names from TensorFlow, paths, values
  Key,      // 12 px, monospace, muted: the label of a field
  Error,    // 12 px, red: what is wrong with a field
};

/// A label that shows its text as it stands: nothing from a file is ever taken for HTML.
QLabel* makeLabel(const QString& text, TextRole role, const QString& objectName = {});
void setTextRole(QLabel* label, TextRole role);

/// Sets a dynamic property and has the style sheet looked at again.
void setLook(QWidget* widget, const char* property, const QVariant& value);

}  // namespace cairn::ui
