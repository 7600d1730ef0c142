#include "ui/shell/runs_model.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"
#include "ui/shell/filter_text.h"
#include "ui/shell/run_cells.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/elided_label.h"

#include <QDateTime>
#include <algorithm>
#include <cmath>
#include <set>

namespace cairn::ui {
namespace {

// Runs beyond these start with the eye closed.
constexpr int kShownAtStart = 500;
// As many are ordered at once, in well under a millisecond; more of them in a Job.
constexpr std::size_t kAtOnce = 100;

double nowSeconds() { return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) * 1e-3; }

}  // namespace

RunsModel::RunsModel(QObject* parent) : QAbstractTableModel(parent) {}

int RunsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : 1 + static_cast<int>(m_view.columns.size());
}

const RunsModel::Entry* RunsModel::at(const QModelIndex& index) const {
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  return row.isGroup ? nullptr : find(row.id);
}

RunsModel::Entry* RunsModel::find(const QString& id) {
  const auto it = m_place.constFind(id);
  return it == m_place.constEnd() ? nullptr : &m_entries[static_cast<std::size_t>(*it)];
}

const RunsModel::Entry* RunsModel::find(const QString& id) const {
  const auto it = m_place.constFind(id);
  return it == m_place.constEnd() ? nullptr : &m_entries[static_cast<std::size_t>(*it)];
}

QString RunsModel::lineTwo(const Entry& entry) const {
  if (!entry.gone.isEmpty()) return tr("deleted %1").arg(entry.gone);
  if (!entry.run->heldBy.empty() && entry.run->state == runs::RunState::Elsewhere)
    return tr("trained by %1").arg(toQString(entry.run->heldBy));
  const auto live = m_live.constFind(entry.id);
  std::optional<std::int64_t> step;
  if (live != m_live.constEnd() && live->state != LiveRun::State::Queued)
    step = live->step;
  else if (entry.run->step)
    step = entry.run->step->value();
  QString text = toQString(entry.run->summary);
  if (step) {
    if (!text.isEmpty()) text += QStringLiteral(" · ");
    text += tr("step %1").arg(countText(*step));
  }
  if (entry.run->state == runs::RunState::Unreadable && !entry.run->problems.empty())
    text = toQString(entry.run->problems.front().message);
  return text.isEmpty() ? tr("no checkpoint yet") : text;
}

QVariant RunsModel::groupData(const Row& row, int role) const {
  const Group& group = *row.group;
  const auto isShown = [this](const QString& id) {
    const Entry* entry = find(id);
    return entry && entry->shown;
  };
  switch (role) {
    case Qt::DisplayRole:
      return group.text;
    case Qt::AccessibleTextRole:
      return tr("group %1, %2").arg(group.text, group.note);
    case LineTwoRole:
      return group.note;
    case IdRole:
      return group.id;
    case GroupRole:
      return true;
    case FoldedRole:
      return m_folded.contains(group.id);
    case ShownRole:
      return std::any_of(group.members.begin(), group.members.end(), isShown);
    default:
      return {};
  }
}

QVariant RunsModel::cell(const Entry& entry, int column, int role) const {
  const QString& key = m_view.columns[column - 1];
  switch (role) {
    case Qt::DisplayRole:
      return shownName(cellText(*entry.run, key, nowSeconds()));
    case Qt::TextAlignmentRole:
      return QVariant(Qt::AlignVCenter | (isNumberColumn(key) ? Qt::AlignRight : Qt::AlignLeft));
    default:
      return {};
  }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
    return {};
  if (role == KeyRole)
    return index.column() == 0 ? QStringLiteral("name") : m_view.columns[index.column() - 1];
  const Entry* found = at(index);
  if (!found) {
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (index.column() > 0 && (role == Qt::DisplayRole || role == Qt::AccessibleTextRole))
      return {};
    return groupData(row, role);
  }
  const Entry& entry = *found;
  if (index.column() > 0 && (role == Qt::DisplayRole || role == Qt::TextAlignmentRole))
    return cell(entry, index.column(), role);
  const auto live = m_live.constFind(entry.id);
  const auto liveRun = live == m_live.constEnd() ? std::nullopt : std::optional(*live);
  switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
      return role == Qt::EditRole ? entry.name : shownName(entry.name);
    case Qt::ToolTipRole: {
      QString text =
          pathText(entry.run->modelDir) + QLatin1Char('\n') + stateText(*entry.run, liveRun);
      if (!entry.run->notes.notes.empty())
        text += QLatin1Char('\n') + toQString(entry.run->notes.notes);
      return text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
    }
    case Qt::AccessibleTextRole:
      return tr("%1, %2, %3")
          .arg(shownName(entry.name), stateText(*entry.run, liveRun),
               entry.shown ? tr("shown") : tr("hidden"));
    case IdRole:
      return entry.id;
    case LineTwoRole:
      return lineTwo(entry);
    case ColorRole:
      return refFor(entry).color;
    case ShownRole:
      return entry.shown;
    case PillRole:
      return QVariant::fromValue(runPill(*entry.run, liveRun, m_view.metric));
    case DirtyRole:
      return entry.draft || m_dirty.contains(entry.id);
    case GroupRole:
      return false;
    case BaselineRole:
      return !m_baseline.isEmpty() && entry.id == m_baseline;
    case GoneRole:
      return entry.gone;
    default:
      return {};
  }
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return false;
  const Row row = m_rows[static_cast<std::size_t>(index.row())];
  if (role == ShownRole) {
    if (row.isGroup) {
      setShown(row.group->members, value.toBool());
    } else {
      setShown(row.id, value.toBool());
    }
    return true;
  }
  const Entry* entry = at(index);
  if (role != Qt::EditRole || !entry || index.column() != 0) return false;
  runs::RunNotes notes = entry->run->notes;
  const QString name = value.toString().simplified();
  // The folder's own name again: nothing to keep.
  notes.name = name == toQString(entry->run->name) ? std::string() : fromQString(name);
  if (notes == entry->run->notes) return false;
  editNotes(row.id, notes);
  return true;
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  const QString key = section == 0 ? QStringLiteral("name") : m_view.columns[section - 1];
  if (role == Qt::DisplayRole) return columnTitle(key);
  if (role == KeyRole) return key;
  if (role == Qt::TextAlignmentRole)
    return QVariant(Qt::AlignVCenter | (isNumberColumn(key) ? Qt::AlignRight : Qt::AlignLeft));
  return {};
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return Qt::NoItemFlags;
  Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
  const Entry* entry = at(index);
  if (entry && !entry->draft && entry->gone.isEmpty() && index.column() == 0)
    flags |= Qt::ItemIsEditable;
  return flags;
}

std::vector<RunsModel::Entry> RunsModel::entriesOf(std::vector<runs::Run> runs) const {
  std::vector<Entry> entries;
  entries.reserve(runs.size() + 1);
  for (runs::Run& run : runs) {
    Entry entry;
    entry.id = pathText(run.modelDir);
    // A workspace of one run: its own folder's name says more than ".".
    entry.name = !run.notes.name.empty() ? toQString(run.notes.name)
                 : run.name == "."       ? fileName(run.modelDir)
                                         : toQString(run.name);
    entry.run = std::make_shared<const runs::Run>(std::move(run));
    entries.push_back(std::move(entry));
  }
  return entries;
}

void RunsModel::setRuns(std::vector<runs::Run> runs, const fs::path& workspace) {
  const bool other = workspace != m_workspace;
  if (other) {
    m_colors.clear();
    m_dirty.clear();
    m_folded.clear();
    m_scanned = false;
    m_view = RunsView{};
    m_filter = {};
    std::erase_if(m_entries, [](const Entry& entry) { return entry.draft; });
  }
  m_workspace = workspace;
  std::vector<Entry> entries = entriesOf(std::move(runs));
  QSet<QString> found;
  for (const Entry& entry : entries) found.insert(entry.id);
  for (const Entry& entry : m_entries) {
    if (other || found.contains(entry.id)) continue;
    entries.push_back(entry);
    if (!entry.draft && entry.gone.isEmpty())
      entries.back().gone = QTime::currentTime().toString(QStringLiteral("HH:mm"));
  }
  replaceEntries(std::move(entries));
  m_scanned = true;
}

void RunsModel::addDraft(const fs::path& modelDir, const QString& name) {
  const QString id = pathText(modelDir);
  if (find(id)) return;
  auto entries = m_entries;
  Entry entry;
  entry.id = id;
  entry.name = name;
  entry.draft = true;
  runs::Run run;
  run.name = fromQString(name);
  run.modelDir = modelDir;
  entry.run = std::make_shared<const runs::Run>(std::move(run));
  entries.push_back(std::move(entry));
  replaceEntries(std::move(entries));
}

void RunsModel::removeDraft(const QString& id) {
  auto entries = m_entries;
  std::erase_if(entries, [&](const Entry& entry) { return entry.draft && entry.id == id; });
  replaceEntries(std::move(entries));
}

void RunsModel::forget(const QString& id) {
  auto entries = m_entries;
  std::erase_if(entries, [&](const Entry& entry) { return entry.id == id; });
  replaceEntries(std::move(entries));
}

void RunsModel::replaceEntries(std::vector<Entry> entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return runs::compareNaturally(fromQString(a.name), fromQString(b.name)) < 0;
  });
  QHash<QString, int> place;
  bool eyes = m_entries.size() != entries.size();
  int fresh = 0;
  m_baseline.clear();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Entry& entry = entries[i];
    const int next = static_cast<int>(m_colors.size());
    if (!m_colors.contains(entry.id)) m_colors.insert(entry.id, next);
    entry.color = m_colors.value(entry.id);
    entry.shown = m_view.eyes.value(entry.id, entry.color < kShownAtStart) && entry.gone.isEmpty();
    if (entry.run->notes.isBaseline && m_baseline.isEmpty()) m_baseline = entry.id;
    place.insert(entry.id, static_cast<int>(i));
    const bool isNew = !m_place.contains(entry.id);
    eyes = eyes || isNew;
    fresh += isNew && !entry.draft ? 1 : 0;
  }
  std::vector<Row> kept;
  for (const Row& row : m_rows)
    if (row.isGroup || place.contains(row.id)) kept.push_back(row);
  // Rows that go must go while their entries are still there.
  applyRows(std::move(kept));
  m_entries = std::move(entries);
  m_place = std::move(place);
  if (m_held && m_scanned) m_waiting += fresh;
  reorder(false);
  allRowsChanged();
  Q_EMIT countsChanged();
  if (eyes) Q_EMIT shownChanged();
}

runs::OrderRequest RunsModel::request() const {
  runs::OrderRequest request;
  request.filter = m_filter;
  request.sort = m_view.sort;
  request.groupBy = fromQString(m_view.groupBy);
  if (const auto first = m_place.constFind(m_baseline); first != m_place.constEnd())
    request.first.push_back(static_cast<std::size_t>(*first));
  return request;
}

// A person's wish acts at once; what a scan brings waits while the pointer is over the rows.
void RunsModel::reorder(bool byUser) {
  if (!byUser && m_held && m_waiting > 0) return;
  m_waiting = 0;
  std::vector<std::shared_ptr<const runs::Run>> runs;
  std::vector<QString> ids;
  runs.reserve(m_entries.size());
  ids.reserve(m_entries.size());
  for (const Entry& entry : m_entries) {
    runs.push_back(entry.run);
    ids.push_back(entry.id);
  }
  auto work = [runs = std::move(runs), request = request(),
               now = nowSeconds()](std::stop_token stop) -> Job<Ordered>::Payload {
    std::vector<runs::RunFacts> facts;
    facts.reserve(runs.size());
    std::set<std::string> keys;
    for (const auto& run : runs) {
      if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "asked anew"};
      facts.push_back(runs::factsOf(*run, now));
      for (const runs::Fact& fact : facts.back().facts) keys.insert(fact.key);
    }
    Ordered ordered;
    CAIRN_ASSIGN(ordered.order, runs::orderRuns(facts, request, stop));
    ordered.keys.assign(keys.begin(), keys.end());
    return std::make_shared<const Ordered>(std::move(ordered));
  };
  if (m_entries.size() <= kAtOnce) {
    m_job.cancel();
    if (const auto ordered = work({})) take(**ordered, ids);
    return;
  }
  m_job.start(std::move(work), [this, ids = std::move(ids)](const auto& ordered) {
    if (ordered) take(**ordered, ids);
  });
}

void RunsModel::takeGroups(const Ordered& ordered, const std::vector<QString>& ids) {
  std::vector<Group> groups;
  for (const std::string& value : ordered.order.groups) {
    const QString text = toQString(value);
    groups.push_back(
        {QStringLiteral("group:") + text,
         text.isEmpty() ? tr("without %1").arg(columnTitle(m_view.groupBy)) : shownName(text),
         {},
         {}});
  }
  for (std::size_t i = 0; i < ordered.order.rows.size(); ++i)
    if (const int group = ordered.order.group[i]; group >= 0)
      groups[static_cast<std::size_t>(group)].members << ids[ordered.order.rows[i]];
  m_groups.clear();
  for (Group& group : groups) {
    QString metric = m_view.metric;
    std::vector<double> values;
    for (const QString& id : group.members) {
      const Entry* entry = find(id);
      if (!entry) continue;
      if (metric.isEmpty() && entry->run->metric) metric = toQString(entry->run->metric->first);
      if (const auto value = cellNumber(*entry->run, metric)) values.push_back(*value);
    }
    group.note = tr("%n run(s)", nullptr, static_cast<int>(group.members.size()));
    if (!values.empty()) group.note += QStringLiteral(" · %1 %2").arg(metric, meanText(values));
    m_groups.push_back(std::make_shared<const Group>(std::move(group)));
  }
}

void RunsModel::take(const Ordered& ordered, const std::vector<QString>& ids) {
  Q_EMIT aboutToReorder();
  takeGroups(ordered, ids);
  std::vector<Row> rows;
  int last = -1;
  for (std::size_t i = 0; i < ordered.order.rows.size(); ++i) {
    const int own = ordered.order.group[i];
    const auto group = own < 0 ? nullptr : m_groups[static_cast<std::size_t>(own)];
    if (own != last) rows.push_back({group->id, group, true});
    last = own;
    if (group && m_folded.contains(group->id)) continue;
    rows.push_back({ids[ordered.order.rows[i]], group, false});
  }
  m_passing = static_cast<int>(ordered.order.rows.size());
  m_keys.clear();
  for (const std::string& key : ordered.keys) m_keys << toQString(key);
  applyRows(std::move(rows));
  Q_EMIT reordered();
  Q_EMIT countsChanged();
}

// Rows go, move and come, in blocks of neighbours, so that selection and current row stay.
void RunsModel::applyRows(std::vector<Row> rows) {
  removeMissing(rows);
  moveRows(rows);
  insertNew(rows);
  const bool grouped = !rows.empty() && rows.front().group;
  m_rows = std::move(rows);
  if (grouped) allRowsChanged();
}

void RunsModel::removeMissing(const std::vector<Row>& rows) {
  QSet<QString> wanted;
  wanted.reserve(static_cast<qsizetype>(rows.size()));
  for (const Row& row : rows) wanted.insert(row.id);
  for (int last = rowCount() - 1; last >= 0;) {
    if (wanted.contains(m_rows[static_cast<std::size_t>(last)].id)) {
      --last;
      continue;
    }
    int first = last;
    while (first > 0 && !wanted.contains(m_rows[static_cast<std::size_t>(first) - 1].id)) --first;
    beginRemoveRows({}, first, last);
    m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
    endRemoveRows();
    last = first - 1;
  }
}

// What stays is brought into the order of `rows`.
void RunsModel::moveRows(const std::vector<Row>& rows) {
  QHash<QString, int> from;
  for (std::size_t i = 0; i < m_rows.size(); ++i) from.insert(m_rows[i].id, static_cast<int>(i));
  std::vector<int> order;  // new place -> old place
  for (const Row& row : rows)
    if (const auto it = from.constFind(row.id); it != from.constEnd()) order.push_back(*it);
  if (std::is_sorted(order.begin(), order.end())) return;
  Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
  std::vector<Row> moved;
  std::vector<int> to(m_rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    moved.push_back(m_rows[static_cast<std::size_t>(order[i])]);
    to[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
  }
  QModelIndexList before = persistentIndexList();
  QModelIndexList after;
  for (const QModelIndex& old : std::as_const(before))
    after << index(to[static_cast<std::size_t>(old.row())], old.column());
  m_rows = std::move(moved);
  changePersistentIndexList(before, after);
  Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void RunsModel::insertNew(const std::vector<Row>& rows) {
  for (std::size_t i = 0; i < rows.size();) {
    if (i < m_rows.size() && m_rows[i].id == rows[i].id) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < rows.size() && (i >= m_rows.size() || rows[end].id != m_rows[i].id)) ++end;
    beginInsertRows({}, static_cast<int>(i), static_cast<int>(end) - 1);
    m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(i),
                  rows.begin() + static_cast<std::ptrdiff_t>(i),
                  rows.begin() + static_cast<std::ptrdiff_t>(end));
    endInsertRows();
    i = end;
  }
}

void RunsModel::allRowsChanged() {
  if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void RunsModel::rowChanged(const QString& id) {
  if (const QModelIndex row = indexOf(id); row.isValid())
    Q_EMIT dataChanged(row, row.siblingAtColumn(columnCount() - 1));
}

void RunsModel::setLive(const QString& id, std::optional<LiveRun> live) {
  if (live)
    m_live.insert(id, *live);
  else
    m_live.remove(id);
  rowChanged(id);
}

void RunsModel::setDirty(const QString& id, bool dirty) {
  if (m_dirty.contains(id) == dirty) return;
  if (dirty)
    m_dirty.insert(id);
  else
    m_dirty.remove(id);
  rowChanged(id);
}

void RunsModel::setNotes(const QString& id, const runs::RunNotes& notes) {
  if (!find(id)) return;
  auto entries = m_entries;
  for (Entry& entry : entries) {
    const bool other = entry.id != id;
    // One baseline in a workspace: the newest wish.
    if (other && !(notes.isBaseline && entry.run->notes.isBaseline)) continue;
    auto run = std::make_shared<runs::Run>(*entry.run);
    if (other)
      run->notes.isBaseline = false;
    else
      run->notes = notes;
    entry.name = !run->notes.name.empty() ? toQString(run->notes.name)
                 : run->name == "."       ? fileName(run->modelDir)
                                          : toQString(run->name);
    entry.run = std::move(run);
  }
  replaceEntries(std::move(entries));
  Q_EMIT shownChanged();
}

void RunsModel::editNotes(const QString& id, const runs::RunNotes& notes) {
  const Entry* entry = find(id);
  if (!entry || entry->run->notes == notes) return;
  const runs::RunNotes before = entry->run->notes;
  const QString base = m_baseline;
  const runs::RunNotes baseNotes = base.isEmpty() ? before : find(base)->run->notes;
  setNotes(id, notes);
  Q_EMIT notesEdited(id, before);
  if (notes.isBaseline && !base.isEmpty() && base != id) Q_EMIT notesEdited(base, baseNotes);
}

QString RunsModel::setFilter(const QString& text) {
  const auto filter = runs::RunFilter::parse(fromQString(text));
  if (!filter) return filterErrorText(filter.error());
  if (text == m_view.filter) return {};
  m_view.filter = text;
  m_filter = *filter;
  reorder(true);
  Q_EMIT viewChanged();
  return {};
}

void RunsModel::setSort(std::vector<runs::SortKey> sort) {
  if (sort == m_view.sort) return;
  m_view.sort = std::move(sort);
  reorder(true);
  Q_EMIT viewChanged();
}

void RunsModel::setGroupBy(const QString& key) {
  if (key == m_view.groupBy) return;
  m_view.groupBy = key;
  m_folded.clear();
  reorder(true);
  Q_EMIT viewChanged();
}

void RunsModel::setFolded(const QString& groupId, bool folded) {
  if (folded)
    m_folded.insert(groupId);
  else
    m_folded.remove(groupId);
  reorder(true);
}

void RunsModel::setColumns(const QStringList& keys) {
  if (keys == m_view.columns) return;
  beginResetModel();
  m_view.columns = keys;
  endResetModel();
  Q_EMIT viewChanged();
}

void RunsModel::setMetric(const QString& key) {
  if (key == m_view.metric) return;
  m_view.metric = key;
  reorder(true);
  allRowsChanged();
  Q_EMIT viewChanged();
}

void RunsModel::setCompact(bool compact) {
  if (compact == m_view.compact) return;
  Q_EMIT layoutAboutToBeChanged();
  m_view.compact = compact;
  Q_EMIT layoutChanged();
  Q_EMIT viewChanged();
}

void RunsModel::setView(const RunsView& view) {
  if (view == m_view) return;
  if (view.columns != m_view.columns) beginResetModel();
  const bool reset = view.columns != m_view.columns;
  m_view = view;
  if (reset) endResetModel();
  const auto filter = runs::RunFilter::parse(fromQString(view.filter));
  m_filter = filter ? *filter : runs::RunFilter();
  applyEyes();
  reorder(true);
  allRowsChanged();
  Q_EMIT shownChanged();
  Q_EMIT viewChanged();
}

void RunsModel::setHeld(bool held) {
  m_held = held;
  if (!held) release();
}

void RunsModel::release() {
  if (m_waiting == 0) return;
  reorder(true);
}

void RunsModel::applyEyes() {
  for (Entry& entry : m_entries)
    entry.shown = m_view.eyes.value(entry.id, entry.color < kShownAtStart) && entry.gone.isEmpty();
}

void RunsModel::eyesChanged() {
  applyEyes();
  allRowsChanged();
  Q_EMIT shownChanged();
  Q_EMIT viewChanged();
}

void RunsModel::setShown(const QString& id, bool shown) { setShown(QStringList{id}, shown); }

void RunsModel::setShown(const QStringList& ids, bool shown) {
  bool changed = false;
  for (const QString& id : ids) {
    const Entry* entry = find(id);
    if (!entry || entry->shown == shown) continue;
    m_view.eyes.insert(id, shown);
    changed = true;
  }
  if (changed) eyesChanged();
}

void RunsModel::showOnly(const QString& id) {
  const auto open = std::count_if(m_entries.begin(), m_entries.end(),
                                  [](const Entry& entry) { return entry.shown; });
  const Entry* entry = find(id);
  if (!entry) return;
  const bool again = open == 1 && entry->shown;
  for (const Entry& other : m_entries) m_view.eyes.insert(other.id, again || other.id == id);
  eyesChanged();
}

void RunsModel::setAllShown(bool shown) {
  for (const Entry& entry : m_entries) m_view.eyes.insert(entry.id, shown);
  eyesChanged();
}

void RunsModel::invertShown() {
  for (const Entry& entry : m_entries) m_view.eyes.insert(entry.id, !entry.shown);
  eyesChanged();
}

void RunsModel::showBest(int count) {
  QString metric = m_view.metric;
  std::vector<std::pair<double, QString>> values;
  for (const Entry& entry : m_entries) {
    if (metric.isEmpty() && entry.run->metric) metric = toQString(entry.run->metric->first);
    const auto value = metric.isEmpty() ? std::nullopt : cellNumber(*entry.run, metric);
    if (value && !std::isnan(*value))
      values.emplace_back(metric.contains(QStringLiteral("loss")) ? *value : -*value, entry.id);
  }
  std::sort(values.begin(), values.end());
  if (static_cast<int>(values.size()) > count) values.resize(static_cast<std::size_t>(count));
  QSet<QString> best;
  for (const auto& [value, id] : values) best.insert(id);
  for (const Entry& entry : m_entries) m_view.eyes.insert(entry.id, best.contains(entry.id));
  eyesChanged();
}

QModelIndex RunsModel::indexOf(const QString& id) const {
  const auto it =
      std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.id == id; });
  return it == m_rows.end() ? QModelIndex() : index(static_cast<int>(it - m_rows.begin()), 0);
}

RunRef RunsModel::refFor(const Entry& entry) const {
  const QColor own(toQString(entry.run->notes.color));
  return {entry.run->modelDir,
          m_workspace,
          entry.id,
          entry.name,
          own.isValid() ? own : tokens().runs[static_cast<std::size_t>(entry.color % kRunColors)],
          entry.color >= kRunColors && !own.isValid()};
}

RunRef RunsModel::refAt(const QModelIndex& index) const {
  if (!index.isValid() || !checkIndex(index)) return {};
  const Entry* entry = at(index);
  return entry ? refFor(*entry) : RunRef{};
}

RunRef RunsModel::refOf(const QString& id) const {
  const Entry* entry = find(id);
  return entry ? refFor(*entry) : RunRef{};
}

const runs::Run* RunsModel::run(const QString& id) const {
  const Entry* entry = find(id);
  return entry ? entry->run.get() : nullptr;
}

bool RunsModel::isDraft(const QString& id) const {
  const Entry* entry = find(id);
  return entry && entry->draft;
}

bool RunsModel::isGone(const QString& id) const {
  const Entry* entry = find(id);
  return entry && !entry->gone.isEmpty();
}

const LiveRun* RunsModel::live(const QString& id) const {
  const auto it = m_live.constFind(id);
  return it == m_live.constEnd() ? nullptr : &*it;
}

std::vector<RunRef> RunsModel::shown() const {
  std::vector<RunRef> refs;
  for (const Entry& entry : m_entries)
    if (entry.shown) refs.push_back(refFor(entry));
  return refs;
}

std::vector<RunRef> RunsModel::all() const {
  std::vector<RunRef> refs;
  for (const Entry& entry : m_entries) refs.push_back(refFor(entry));
  return refs;
}

std::vector<RunRef> RunsModel::membersOf(const QString& groupId) const {
  std::vector<RunRef> refs;
  for (const auto& group : m_groups)
    if (group->id == groupId)
      for (const QString& id : group->members) refs.push_back(refOf(id));
  return refs;
}

}  // namespace cairn::ui
