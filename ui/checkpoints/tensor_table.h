#pragma once

#include "ui/checkpoints/tensor_tree_model.h"

#include <QTreeView>
#include <array>
#include <functional>
#include <set>

namespace cairn::ui {

/// The tensors of a checkpoint as a tree: which columns are shown, what stays selected and unfolded
/// when the rows change, and which rows are on the screen.
/// Thread: GUI thread only.
class TensorTable : public QTreeView {
  Q_OBJECT
 public:
  explicit TensorTable(TensorTreeModel* model, QWidget* parent = nullptr);

  /// Name of the tensor that has the selection; empty: none has.
  const std::string& selected() const { return m_selected; }
  void select(const std::string& tensor);
  /// `change` gives the model other rows; selection, unfolded scopes and scroll place survive it.
  /// `filtered`: all that is left is unfolded.
  void keepPlace(bool filtered, const std::function<void()>& change);
  /// Rows of the model's tensors on the screen, top to bottom.
  std::vector<std::size_t> visibleRows() const;
  /// The menu that chooses the columns.
  void popUpColumns(const QPoint& globalPosition);

 Q_SIGNALS:
  /// Another tensor has the selection.
  void chosen();
  /// A tensor was double-clicked.
  void opened();
  /// Other rows may be on the screen.
  void scrolled();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fitNames();

  TensorTreeModel* m_tree;
  std::set<int> m_columns;  // that were chosen; some give way in a narrow window
  std::array<int, TensorTreeModel::kColumns> m_columnWidths{};
  std::string m_selected;
};

}  // namespace cairn::ui
