#pragma once

#include "core/restore/traceback.h"

#include <QTextEdit>
#include <memory>

namespace cairn::ui {

/// The pasted text with its line numbers: what TensorFlow's own frames take is folded, the sentence
/// that counts is marked. Read only; a copy gives what is seen. Thread: GUI thread only.
class TracebackText : public QTextEdit {
  Q_OBJECT
 public:
  explicit TracebackText(QWidget* parent = nullptr);
  void setTraceback(std::shared_ptr<const restore::Traceback> told);
  void setFolded(bool folded);
  bool isFolded() const { return m_folded; }
  QSize sizeHint() const override;

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fill();

  std::shared_ptr<const restore::Traceback> m_told;
  bool m_folded = true;
};

}  // namespace cairn::ui
