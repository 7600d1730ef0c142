#pragma once

#include "ui/bridge/job.h"
#include "ui/bridge/run_ref.h"
#include "ui/shell/run_pill.h"
#include "ui/shell/runs_view.h"

#include <QAbstractTableModel>
#include <memory>
#include <vector>

namespace cairn::ui {

/// The runs of a workspace as rows: those that pass the filter, sorted and grouped as RunsView
/// says. Column 0 is the name, the others are the view's. Rows are kept by id, so that selection
/// and eyes outlive every rescan. A group has a row of its own above its runs. Thread: GUI thread
/// only. Filters and sorts long lists in a Job.
class RunsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Role {
    IdRole = Qt::UserRole + 1,
    LineTwoRole,
    ColorRole,
    ShownRole,  // the eye
    PillRole,   // PillLook
    DirtyRole,  // has an edited config
    GroupRole,  // the row heads a group
    FoldedRole,
    BaselineRole,
    GoneRole,  // deleted on disk: its text says when
    KeyRole,   // of the column
  };
  explicit RunsModel(QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

  /// What a scan found, in place of what was there. A run that went stays as gone until forgotten.
  void setRuns(std::vector<runs::Run> runs, const fs::path& workspace);
  /// An experiment that has no files yet; it goes when a scan finds its directory.
  void addDraft(const fs::path& modelDir, const QString& name);
  void removeDraft(const QString& id);
  /// Takes a run that is gone out of the list.
  void forget(const QString& id);
  void setLive(const QString& id, std::optional<LiveRun> live);
  void setDirty(const QString& id, bool dirty);
  void setNotes(const QString& id, const runs::RunNotes& notes);
  /// By a person: shown at once, saved, and can be undone.
  void editNotes(const QString& id, const runs::RunNotes& notes);

  /// Shows what passes; what is wrong with it otherwise, and the last good one stays.
  QString setFilter(const QString& text);
  void setSort(std::vector<runs::SortKey> sort);
  void setGroupBy(const QString& key);
  void setFolded(const QString& groupId, bool folded);
  void setColumns(const QStringList& keys);
  void setMetric(const QString& key);
  void setCompact(bool compact);
  const RunsView& view() const { return m_view; }
  void setView(const RunsView& view);
  /// Rows stay where they are while the pointer is over them: what a scan brings waits.
  void setHeld(bool held);
  /// Runs that wait to come in.
  int waiting() const { return m_waiting; }
  void release();

  void setShown(const QString& id, bool shown);
  void setShown(const QStringList& ids, bool shown);
  /// Only this one, or every one again when it was the only one.
  void showOnly(const QString& id);
  void setAllShown(bool shown);
  void invertShown();
  /// The `count` best by the metric: the highest of accuracies, the lowest of losses.
  void showBest(int count);

  int total() const { return static_cast<int>(m_entries.size()); }
  /// Runs that pass the filter.
  int passing() const { return m_passing; }
  bool ordering() const { return m_job.running(); }
  QModelIndex indexOf(const QString& id) const;
  RunRef refAt(const QModelIndex& index) const;
  RunRef refOf(const QString& id) const;
  const runs::Run* run(const QString& id) const;
  bool isDraft(const QString& id) const;
  bool isGone(const QString& id) const;
  const LiveRun* live(const QString& id) const;
  QString baseline() const { return m_baseline; }
  /// The runs whose eye is open, filter or not, by name.
  std::vector<RunRef> shown() const;
  /// All of them, by name.
  std::vector<RunRef> all() const;
  std::vector<RunRef> membersOf(const QString& groupId) const;
  /// Keys that runs of the list have, for columns, groups and completion.
  const QStringList& keys() const { return m_keys; }

 Q_SIGNALS:
  void shownChanged();
  void countsChanged();
  /// Filter, sort, groups, columns or eyes: something that can be undone.
  void viewChanged();
  /// Rows are about to move, and have moved: the view keeps its place.
  void aboutToReorder();
  void reordered();
  void notesEdited(const QString& id, const cairn::runs::RunNotes& before);

 private:
  struct Entry {
    std::shared_ptr<const runs::Run> run;
    QString id;
    QString name;
    int color = 0;  // counts up: palette and dash pattern
    bool shown = true;
    bool draft = false;
    QString gone;  // the time when it was found to be missing
  };
  struct Group {
    QString id, text, note;
    QStringList members;
  };
  struct Row {
    QString id;
    std::shared_ptr<const Group> group;  // which it heads, or belongs to
    bool isGroup = false;
  };
  struct Ordered {
    runs::RunOrder order;
    std::vector<std::string> keys;
  };
  const Entry* at(const QModelIndex& index) const;
  Entry* find(const QString& id);
  const Entry* find(const QString& id) const;
  RunRef refFor(const Entry& entry) const;
  QString lineTwo(const Entry& entry) const;
  QVariant groupData(const Row& row, int role) const;
  QVariant cell(const Entry& entry, int column, int role) const;
  std::vector<Entry> entriesOf(std::vector<runs::Run> runs) const;
  void replaceEntries(std::vector<Entry> entries);
  runs::OrderRequest request() const;
  void reorder(bool byUser);
  void take(const Ordered& ordered, const std::vector<QString>& ids);
  void takeGroups(const Ordered& ordered, const std::vector<QString>& ids);
  void applyRows(std::vector<Row> rows);
  void removeMissing(const std::vector<Row>& rows);
  void insertNew(const std::vector<Row>& rows);
  void moveRows(const std::vector<Row>& rows);
  void rowChanged(const QString& id);
  void allRowsChanged();
  void applyEyes();
  void eyesChanged();

  fs::path m_workspace;
  std::vector<Entry> m_entries;  // by name
  std::vector<Row> m_rows;
  std::vector<std::shared_ptr<const Group>> m_groups;
  QHash<QString, int> m_place;   // id -> entry
  QHash<QString, int> m_colors;  // outlives the entries: a run keeps its colour
  QHash<QString, LiveRun> m_live;
  QSet<QString> m_dirty, m_folded;
  RunsView m_view;
  runs::RunFilter m_filter;
  QString m_baseline;
  QStringList m_keys;
  int m_passing = 0;
  int m_waiting = 0;
  bool m_held = false;
  bool m_scanned = false;
  Job<Ordered> m_job;  // last: destroyed first
};

}  // namespace cairn::ui

Q_DECLARE_METATYPE(cairn::ui::PillLook)
