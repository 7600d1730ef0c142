#pragma once

#include <QFrame>
#include <QStringList>
#include <QTimer>

class QLabel;

namespace cairn::ui {

/// What finished elsewhere, at the bottom right of the window for six seconds; it stays while the
/// pointer or the focus is on it. What was said is kept for the history.
/// Thread: GUI thread only.
class Toast : public QFrame {
  Q_OBJECT
 public:
  explicit Toast(QWidget* window);
  void say(const QString& sentence);
  /// Newest first, each with its time.
  const QStringList& history() const { return m_history; }
  /// Space to leave free below.
  void setBottom(int pixels) { m_bottom = pixels; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void place();
  QLabel* m_text;
  QStringList m_history;
  QTimer m_timer;
  int m_bottom = 48;
};

}  // namespace cairn::ui
