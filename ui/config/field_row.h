#pragma once

#include <QWidget>
#include <optional>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;

namespace cairn::ui {

class ElidedLabel;

/// One line of the form: a key at the left, its editor, perhaps more keys and editors, a note; what
/// is wrong stands below. A line that differs from what the checkpoint was made with has an amber
/// bar and says the old value.
/// Thread: GUI thread only.
class FieldRow : public QWidget {
  Q_OBJECT
 public:
  /// `label` is TensorFlow's own key.
  explicit FieldRow(const QString& label, QWidget* parent = nullptr);

  QLineEdit* addText(const QString& objectName, int width);
  QComboBox* addChoice(const QString& objectName, int width);
  QCheckBox* addCheck(const QString& objectName);
  void addWidget(QWidget* widget);
  /// A further key in the same line.
  void addLabel(const QString& key);
  /// Takes the place of the key at the left.
  void setLeading(QWidget* widget);
  void setNote(const QString& note);
  /// "was [10, 10] at step 200"; nothing: as it was.
  void setWas(const std::optional<QString>& was);
  void setError(const QString& error);
  QString error() const;
  QString note() const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void nameError(const QString& objectName);

  QHBoxLayout* m_line;
  QLabel* m_label;
  ElidedLabel* m_note;
  QLabel* m_was;
  QLabel* m_error;
  bool m_changed = false;
};

}  // namespace cairn::ui
