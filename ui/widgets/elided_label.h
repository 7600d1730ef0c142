#pragma once

#include <QFont>
#include <QWidget>

namespace cairn::ui {

/// One line of plain text, such as a name from a file: cut in the middle where it is too long, with
/// the whole of it in the tooltip. Control and right-to-left marks are shown as escapes.
class ElidedLabel : public QWidget {
  Q_OBJECT
 public:
  explicit ElidedLabel(const QString& objectName, QWidget* parent = nullptr);
  void setText(const QString& text);
  QString text() const { return m_text; }
  void setMode(Qt::TextElideMode mode);
  /// In the muted colour, a pixel smaller.
  void setMuted(bool muted);
  void setWeight(QFont::Weight weight);
  /// So many pixels of a long text are always shown.
  void setLeast(int pixels);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_text;
  Qt::TextElideMode m_mode = Qt::ElideMiddle;
  QFont shownFont() const;
  bool m_muted = false;
  int m_least = 24;
  QFont::Weight m_weight = QFont::Normal;
};

/// `name` with control characters and direction marks as `\u202e`.
QString shownName(const QString& name);

}  // namespace cairn::ui
