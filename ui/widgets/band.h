#pragma once

#include "ui/widgets/card.h"

class QLabel;
class QPushButton;

namespace cairn::ui {

/// A notice at the top of a view: one cause, told once, with what can be done. It changes instead
/// of stacking and is closed by its x.
class Band : public Card {
  Q_OBJECT
 public:
  explicit Band(const QString& objectName, QWidget* parent = nullptr);
  /// Shows it; clears the actions of the notice before.
  void say(Tone tone, const QString& sentence, const QString& detail = {});
  /// The button is made with the object name `<this>.<id>`.
  QPushButton* addAction(const QString& id, const QString& text, bool primary = false);
  QString text() const;

 private:
  void clearActions();
  QLabel* m_icon;
  QLabel* m_sentence;
  QLabel* m_detail;
  QHBoxLayout* m_row;
  std::vector<QPushButton*> m_actions;
};

}  // namespace cairn::ui
