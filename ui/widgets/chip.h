#pragma once

#include "ui/widgets/pill.h"

#include <QAbstractButton>

namespace cairn::ui {

/// A pill that can be switched on and off, such as "10 differ" above a list.
class FilterChip : public QAbstractButton {
  Q_OBJECT
 public:
  FilterChip(Tone tone, const QString& objectName, QWidget* parent = nullptr);
  QSize sizeHint() const override;
  void setTone(Tone tone);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Tone m_tone;
};

/// A value in a list of values, such as one layer of hidden_units: click asks to edit it, the x or
/// Backspace to remove it.
class ValueChip : public QAbstractButton {
  Q_OBJECT
 public:
  ValueChip(const QString& text, const QString& objectName, QWidget* parent = nullptr);
  QSize sizeHint() const override;

 Q_SIGNALS:
  void removeAsked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRect crossBox() const;
};

}  // namespace cairn::ui
