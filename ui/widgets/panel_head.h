#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace cairn::ui {

class IconButton;

/// The head of a panel at the bottom: bold title, a muted count, controls at the right, and a way
/// to close it.
class PanelHead : public QWidget {
  Q_OBJECT
 public:
  /// The count is named `<id>.counts`, the button `<id>.close`.
  PanelHead(const QString& id, const QString& title, const QString& close,
            QWidget* parent = nullptr);
  QLabel* counts() const { return m_counts; }
  /// Before the button that closes.
  void addWidget(QWidget* widget);

 Q_SIGNALS:
  void closeAsked();

 private:
  QHBoxLayout* m_row;
  QLabel* m_counts;
};

}  // namespace cairn::ui
