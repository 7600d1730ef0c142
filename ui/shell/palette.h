#pragma once

#include "ui/bridge/job.h"
#include "ui/shell/fuzzy.h"

#include <QFrame>
#include <QHash>
#include <QPointer>
#include <functional>
#include <memory>
#include <vector>

class QLabel;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace cairn::ui {

/// One thing that the palette finds.
struct PaletteEntry {
  enum class Kind { Command, Run, Tag, Step, Key, Setting, Folder };
  Kind kind = Kind::Command;
  QString id;  // stable: what was chosen last comes first
  QString icon;
  QString name;
  QString where;  // beside it, muted; of a disabled command its reason
  QString key;    // at the right
  bool enabled = true;
  std::function<void()> act;
  std::function<void()> second;  // Ctrl+Enter; may be empty
};

/// One field that finds everything: runs, tags, config keys, settings, commands and folders.
/// `>` commands, `@` runs, `#` tags, `:` steps of checkpoints, `?` help.
/// Thread: GUI thread only. Matches in a Job.
class Palette : public QFrame {
  Q_OBJECT
 public:
  explicit Palette(QWidget* window);
  void setSource(std::function<std::vector<PaletteEntry>()> source) {
    m_source = std::move(source);
  }
  void open(const QString& text = {});
  void close();
  QLineEdit* field() const { return m_field; }
  QListView* list() const { return m_list; }
  /// Ids of what was chosen, newest first.
  const QStringList& recent() const { return m_recent; }
  void setRecent(const QStringList& ids) { m_recent = ids; }

 Q_SIGNALS:
  void chosen();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Hit {
    std::size_t entry;
    FuzzyMatch match;
  };
  using Hits = std::vector<Hit>;
  void build();
  void search();
  void show(const Hits& hits);
  void addRow(const Hit& hit);
  void choose(bool second);
  void move(int by);
  void place();

  std::function<std::vector<PaletteEntry>()> m_source;
  std::vector<PaletteEntry> m_entries;
  QLineEdit* m_field;
  QLabel* m_count;
  QListView* m_list;
  QLabel* m_nothing;
  QWidget* m_shade;
  QStandardItemModel* m_model;
  QStringList m_recent;
  QPointer<QWidget> m_before;
  Job<Hits> m_job;  // last: destroyed first
};

}  // namespace cairn::ui
