#pragma once

#include "ui/bridge/job.h"
#include "ui/checkpoints/tensor_reading.h"
#include "ui/checkpoints/values_model.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QTableView;

namespace cairn::ui {

/// All values of one tensor in a table: go to an index, copy a block, choose how they are written.
/// Thread: GUI thread only. Reads no file; core does, in a Job.
class ValuesDialog : public QDialog {
  Q_OBJECT
 public:
  ValuesDialog(std::shared_ptr<const CheckpointPair> pair, const formats::BundleEntry& entry,
               QWidget* parent = nullptr);
  /// Tab-separated, full precision: what Ctrl+C copies.
  QString selectedText() const;

 Q_SIGNALS:
  void loaded();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void goTo();
  void take(const Job<TensorValues>::Payload& values);
  ValuesModel* m_model;
  QLabel* m_note;
  QLineEdit* m_index;
  QTableView* m_table;
  std::shared_ptr<const TensorValues> m_values;
  Job<TensorValues> m_read;  // last: destroyed first
};

/// The element that `[1, 2]`, `1 2` or `17` names, row-major; nothing when it is outside.
std::optional<std::int64_t> elementAt(const formats::Shape& shape, const QString& text);

}  // namespace cairn::ui
