#pragma once

#include "core/runs/run_notes.h"

#include <QDialog>
#include <functional>

class QLineEdit;
class QMenu;
class QPlainTextEdit;

namespace cairn::ui {

/// Name, tags and notes of a run.
/// Thread: GUI thread only.
class NotesDialog : public QDialog {
  Q_OBJECT
 public:
  /// `folderName`: what the run is called without a name of its own.
  NotesDialog(const QString& folderName, const runs::RunNotes& notes, QWidget* parent = nullptr);
  runs::RunNotes notes() const;

 private:
  runs::RunNotes m_notes;
  QLineEdit* m_name;
  QLineEdit* m_tags;
  QPlainTextEdit* m_text;
};

/// Tags as they are typed: parted by commas or blanks, each once.
std::vector<std::string> readTags(const QString& text);

/// The palette of eight, another one, and the way back; `choose` is given `#rrggbb` or nothing.
void fillColorMenu(QMenu* menu, const std::function<void(const QString&)>& choose);

}  // namespace cairn::ui
