#pragma once

#include "ui/bridge/run_ref.h"
#include "ui/shell/run_pill.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>
#include <memory>
#include <vector>

namespace cairn::ui {

/// The runs of a workspace as rows: those that pass the filter, by name. Rows are kept by id, so
/// that selection and eyes outlive every rescan.
/// Thread: GUI thread only.
class RunsModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role {
    IdRole = Qt::UserRole + 1,
    LineTwoRole,
    ColorRole,
    ShownRole,  // the eye
    PillRole,   // PillLook
    DirtyRole,  // has an edited config
  };
  explicit RunsModel(QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

  /// What a scan found, in place of what was there.
  void setRuns(std::vector<runs::Run> runs, const fs::path& workspace);
  /// An experiment that has no files yet; it goes when a scan finds its directory.
  void addDraft(const fs::path& modelDir, const QString& name);
  void removeDraft(const QString& id);
  /// Free words, all of which must be in a row's name or line two.
  void setFilter(const QString& words);
  void setLive(const QString& id, std::optional<LiveRun> live);
  void setDirty(const QString& id, bool dirty);
  void setShown(const QString& id, bool shown);
  /// Only this one, or every one again when it was the only one.
  void showOnly(const QString& id);
  void setAllShown(bool shown);

  int total() const { return static_cast<int>(m_entries.size()); }
  QModelIndex indexOf(const QString& id) const;
  RunRef refAt(const QModelIndex& index) const;
  RunRef refOf(const QString& id) const;
  const runs::Run* run(const QString& id) const;
  /// The runs whose eye is open, filter or not, by name.
  std::vector<RunRef> shown() const;

 Q_SIGNALS:
  void shownChanged();
  void countsChanged();

 private:
  struct Entry {
    runs::Run run;
    QString id;
    QString name;
    int color = 0;  // counts up: palette and dash pattern
    bool shown = true;
    bool draft = false;
  };
  const Entry& at(const QModelIndex& index) const;
  Entry* find(const QString& id);
  const Entry* find(const QString& id) const;
  bool passes(const Entry& entry) const;
  RunRef refFor(const Entry& entry) const;
  QString lineTwo(const Entry& entry) const;
  void replaceEntries(std::vector<Entry> entries);
  void refilter();
  void applyVisible(std::vector<QString> visible);
  void rowChanged(const QString& id);

  fs::path m_workspace;
  std::vector<Entry> m_entries;    // by name
  std::vector<QString> m_visible;  // ids of the rows, in their order
  QHash<QString, int> m_place;     // id -> entry
  QHash<QString, int> m_colors;    // outlives the entries: a run keeps its colour
  QHash<QString, bool> m_eyes;
  QHash<QString, LiveRun> m_live;
  QSet<QString> m_dirty;
  QStringList m_words;
};

}  // namespace cairn::ui

Q_DECLARE_METATYPE(cairn::ui::PillLook)
