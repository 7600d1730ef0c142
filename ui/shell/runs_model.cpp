#include "ui/shell/runs_model.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/elided_label.h"

#include <algorithm>

namespace cairn::ui {
namespace {

// Runs beyond these start with the eye closed.
constexpr int kShownAtStart = 500;

}  // namespace

RunsModel::RunsModel(QObject* parent) : QAbstractListModel(parent) {}

int RunsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_visible.size());
}

const RunsModel::Entry& RunsModel::at(const QModelIndex& index) const {
  const QString& id = m_visible[static_cast<std::size_t>(index.row())];
  return m_entries[static_cast<std::size_t>(m_place.value(id))];
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
  const auto live = m_live.constFind(entry.id);
  std::optional<std::int64_t> step;
  if (live != m_live.constEnd())
    step = live->step;
  else if (entry.run.step)
    step = entry.run.step->value();
  QString text = toQString(entry.run.summary);
  if (step) {
    if (!text.isEmpty()) text += QStringLiteral(" · ");
    text += tr("step %1").arg(countText(*step));
  }
  return text.isEmpty() ? tr("no checkpoint yet") : text;
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
    return {};
  const Entry& entry = at(index);
  const auto live = m_live.constFind(entry.id);
  const auto liveRun = live == m_live.constEnd() ? std::nullopt : std::optional(*live);
  switch (role) {
    case Qt::DisplayRole:
      return shownName(entry.name);
    case Qt::ToolTipRole:
      return (pathText(entry.run.modelDir) + QLatin1Char('\n') + stateText(entry.run, liveRun))
          .toHtmlEscaped()
          .replace(QLatin1Char('\n'), QStringLiteral("<br>"));
    case Qt::AccessibleTextRole:
      return tr("%1, %2, %3")
          .arg(shownName(entry.name), stateText(entry.run, liveRun),
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
      return QVariant::fromValue(runPill(entry.run, liveRun));
    case DirtyRole:
      return entry.draft || m_dirty.contains(entry.id);
    default:
      return {};
  }
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != ShownRole || !checkIndex(index, CheckIndexOption::IndexIsValid)) return false;
  setShown(at(index).id, value.toBool());
  return true;
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return Qt::NoItemFlags;
  return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

void RunsModel::setRuns(std::vector<runs::Run> runs, const fs::path& workspace) {
  if (workspace != m_workspace) {
    m_colors.clear();
    m_eyes.clear();
    m_dirty.clear();
    std::erase_if(m_entries, [](const Entry& entry) { return entry.draft; });
  }
  m_workspace = workspace;
  std::vector<Entry> entries;
  entries.reserve(runs.size());
  for (runs::Run& run : runs) {
    Entry entry;
    entry.id = pathText(run.modelDir);
    // A workspace of one run: its own folder's name says more than ".".
    entry.name = run.name == "." ? fileName(run.modelDir) : toQString(run.name);
    entry.run = std::move(run);
    entries.push_back(std::move(entry));
  }
  for (const Entry& entry : m_entries) {
    const bool found = std::any_of(entries.begin(), entries.end(),
                                   [&](const Entry& other) { return other.id == entry.id; });
    if (entry.draft && !found) entries.push_back(entry);
  }
  replaceEntries(std::move(entries));
}

void RunsModel::addDraft(const fs::path& modelDir, const QString& name) {
  auto entries = m_entries;
  Entry entry;
  entry.id = pathText(modelDir);
  entry.name = name;
  entry.draft = true;
  entry.run.name = fromQString(name);
  entry.run.modelDir = modelDir;
  if (find(entry.id)) return;
  entries.push_back(std::move(entry));
  replaceEntries(std::move(entries));
}

void RunsModel::removeDraft(const QString& id) {
  auto entries = m_entries;
  std::erase_if(entries, [&](const Entry& entry) { return entry.draft && entry.id == id; });
  replaceEntries(std::move(entries));
}

void RunsModel::replaceEntries(std::vector<Entry> entries) {
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
  QHash<QString, int> place;
  bool eyes = m_entries.size() != entries.size();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Entry& entry = entries[i];
    const int next = static_cast<int>(m_colors.size());
    if (!m_colors.contains(entry.id)) m_colors.insert(entry.id, next);
    entry.color = m_colors.value(entry.id);
    entry.shown = m_eyes.value(entry.id, entry.color < kShownAtStart);
    place.insert(entry.id, static_cast<int>(i));
    eyes = eyes || !m_place.contains(entry.id);
  }
  // Rows that go must go while their entries are still there.
  std::vector<QString> kept;
  for (const QString& id : m_visible)
    if (place.contains(id)) kept.push_back(id);
  applyVisible(std::move(kept));
  m_entries = std::move(entries);
  m_place = std::move(place);
  refilter();
  if (!m_visible.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
  Q_EMIT countsChanged();
  if (eyes) Q_EMIT shownChanged();
}

bool RunsModel::passes(const Entry& entry) const {
  const QString text = entry.name + QLatin1Char(' ') + toQString(entry.run.summary);
  return std::all_of(m_words.begin(), m_words.end(),
                     [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

void RunsModel::setFilter(const QString& words) {
  m_words = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  refilter();
  Q_EMIT countsChanged();
}

void RunsModel::refilter() {
  std::vector<QString> visible;
  for (const Entry& entry : m_entries)
    if (passes(entry)) visible.push_back(entry.id);
  applyVisible(std::move(visible));
}

// Both lists are in the order of names, so rows only come and go: in runs of neighbours, so that
// selection, current row and scroll place stay.
void RunsModel::applyVisible(std::vector<QString> visible) {
  const QSet<QString> wanted(visible.begin(), visible.end());
  for (int last = rowCount() - 1; last >= 0;) {
    if (wanted.contains(m_visible[static_cast<std::size_t>(last)])) {
      --last;
      continue;
    }
    int first = last;
    while (first > 0 && !wanted.contains(m_visible[static_cast<std::size_t>(first) - 1])) --first;
    beginRemoveRows({}, first, last);
    m_visible.erase(m_visible.begin() + first, m_visible.begin() + last + 1);
    endRemoveRows();
    last = first - 1;
  }
  for (std::size_t i = 0; i < visible.size();) {
    if (i < m_visible.size() && m_visible[i] == visible[i]) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < visible.size() && (i >= m_visible.size() || visible[end] != m_visible[i])) ++end;
    beginInsertRows({}, static_cast<int>(i), static_cast<int>(end) - 1);
    m_visible.insert(m_visible.begin() + static_cast<std::ptrdiff_t>(i),
                     visible.begin() + static_cast<std::ptrdiff_t>(i),
                     visible.begin() + static_cast<std::ptrdiff_t>(end));
    endInsertRows();
    i = end;
  }
}

void RunsModel::rowChanged(const QString& id) {
  if (const QModelIndex row = indexOf(id); row.isValid()) Q_EMIT dataChanged(row, row);
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

void RunsModel::setShown(const QString& id, bool shown) {
  Entry* entry = find(id);
  if (!entry || entry->shown == shown) return;
  entry->shown = shown;
  m_eyes.insert(id, shown);
  rowChanged(id);
  Q_EMIT shownChanged();
}

void RunsModel::showOnly(const QString& id) {
  const auto open = std::count_if(m_entries.begin(), m_entries.end(),
                                  [](const Entry& entry) { return entry.shown; });
  const Entry* entry = find(id);
  if (!entry) return;
  const bool again = open == 1 && entry->shown;
  for (Entry& other : m_entries) {
    other.shown = again || other.id == id;
    m_eyes.insert(other.id, other.shown);
  }
  if (!m_visible.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
  Q_EMIT shownChanged();
}

void RunsModel::setAllShown(bool shown) {
  for (Entry& entry : m_entries) {
    entry.shown = shown;
    m_eyes.insert(entry.id, shown);
  }
  if (!m_visible.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
  Q_EMIT shownChanged();
}

QModelIndex RunsModel::indexOf(const QString& id) const {
  const auto it = std::find(m_visible.begin(), m_visible.end(), id);
  return it == m_visible.end() ? QModelIndex() : index(static_cast<int>(it - m_visible.begin()));
}

RunRef RunsModel::refFor(const Entry& entry) const {
  return {entry.run.modelDir,
          m_workspace,
          entry.id,
          entry.name,
          tokens().runs[static_cast<std::size_t>(entry.color % kRunColors)],
          entry.color >= kRunColors};
}

RunRef RunsModel::refAt(const QModelIndex& index) const {
  if (!index.isValid() || !checkIndex(index)) return {};
  return refFor(at(index));
}

RunRef RunsModel::refOf(const QString& id) const {
  const Entry* entry = find(id);
  return entry ? refFor(*entry) : RunRef{};
}

const runs::Run* RunsModel::run(const QString& id) const {
  const Entry* entry = find(id);
  return entry ? &entry->run : nullptr;
}

std::vector<RunRef> RunsModel::shown() const {
  std::vector<RunRef> refs;
  for (const Entry& entry : m_entries)
    if (entry.shown) refs.push_back(refFor(entry));
  return refs;
}

}  // namespace cairn::ui
