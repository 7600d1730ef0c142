#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace cairn::ui {

/// What a view shows when it has nothing: one sentence that names what would fill it, and one or
/// two buttons.
class EmptyState : public QWidget {
  Q_OBJECT
 public:
  explicit EmptyState(const QString& objectName, QWidget* parent = nullptr);
  void setText(const QString& sentence, const QString& detail = {});
  /// The button is made with the object name `<this>.<id>`.
  QPushButton* addAction(const QString& id, const QString& text, bool primary = false);
  QString text() const;

 private:
  QLabel* m_sentence;
  QLabel* m_detail;
  QHBoxLayout* m_actions;
};

}  // namespace cairn::ui
