#pragma once

#include "ui/theme/tokens.h"

#include <QFrame>
#include <optional>

class QBoxLayout;
class QHBoxLayout;
class QVBoxLayout;

namespace cairn::ui {

class ElidedLabel;

/// A surface with 9 px corners and a 1 px line; `setBar` gives it a coloured left edge.
/// body() is where content goes; a card with a title has it, and header(), above the body.
class Card : public QFrame {
  Q_OBJECT
 public:
  explicit Card(const QString& objectName, QWidget* parent = nullptr);

  /// Bold title, muted note behind it. Both plain text.
  void setTitle(const QString& title, const QString& note = {});
  QString title() const;
  /// The title's row: what is added stands at its right end.
  QHBoxLayout* header();
  QVBoxLayout* body() const { return m_body; }
  void setBar(std::optional<Tone> tone);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QVBoxLayout* m_outer;
  QVBoxLayout* m_body;
  QHBoxLayout* m_header = nullptr;
  ElidedLabel* m_title = nullptr;
  ElidedLabel* m_note = nullptr;
  std::optional<Tone> m_bar;
};

/// The card's look for a widget that paints itself.
void paintCard(QPainter& painter, const QRectF& box, std::optional<Tone> bar = {});

}  // namespace cairn::ui
