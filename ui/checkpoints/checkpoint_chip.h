#pragma once

#include <QAbstractButton>

namespace cairn::ui {

/// "A  ckpt-10000 · latest ▾": which checkpoint A, or B, is. A click asks for the list.
/// Thread: GUI thread only.
class CheckpointChip : public QAbstractButton {
  Q_OBJECT
 public:
  /// `letter`: A or B.
  CheckpointChip(QChar letter, const QString& objectName, QWidget* parent = nullptr);
  void setName(const QString& name);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QChar m_letter;
};

}  // namespace cairn::ui
