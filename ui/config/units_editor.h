#pragma once

#include <QWidget>
#include <cstdint>
#include <vector>

class QHBoxLayout;
class QLineEdit;

namespace cairn::ui {

/// hidden_units as chips: click edits, Backspace or x removes, "layer" adds, "[128, 64]" pastes.
class UnitsEditor : public QWidget {
  Q_OBJECT
 public:
  explicit UnitsEditor(const QString& objectName, QWidget* parent = nullptr);
  void setUnits(const std::vector<std::int64_t>& units);
  const std::vector<std::int64_t>& units() const { return m_units; }

 Q_SIGNALS:
  /// The list as it is written: `[20, 20]`.
  void edited(const QString& text);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void rebuild();
  void edit(std::size_t index);
  void finish(std::size_t index, const QString& typed);
  void remove(std::size_t index);
  void announce();

  std::vector<std::int64_t> m_units;
  QHBoxLayout* m_row;
};

}  // namespace cairn::ui
