#include "core/series/subset_store.h"

#include "core/base/limits.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <utility>

namespace cairn::series {
namespace {

constexpr std::string_view kScalarPlugin = "scalars";
// Below this a column's spare room is not worth a copy.
constexpr std::size_t kSmall = 4096;

template <class T>
void trim(std::vector<T>& column) {
  if (column.size() > kSmall && column.capacity() - column.size() > column.size() / 8)
    column.shrink_to_fit();
}

}  // namespace

void SubsetStore::beginFile() {
  ++m_file;
  m_growth = 0;
  m_fileHasStart = false;
  m_fileIsRestart = false;
}

std::optional<std::string> SubsetStore::add(const ScannedEvent& event) {
  m_points.clear();
  for (const ScannedValue& value : event.values) {
    // A histogram or picture of old style says nothing of its tag that is needed here.
    if (!value.simple && !value.tensor && !value.metadata) continue;
    if (value.tag.size() > limits::kNameBytes)
      return fmt::format("tag of {} bytes, at most {} are read", value.tag.size(),
                         limits::kNameBytes);
    const std::uint32_t index = find(value.tag);
    if (index == m_tags.size()) return "tag that is not UTF-8";
    Tag& tag = m_tags[index];
    if (value.metadata && !tag.isScalarPlugin)
      tag.isScalarPlugin = *value.metadata == kScalarPlugin;
    if (const std::optional<float> number = valueOf(value, tag))
      m_points.push_back({index, *number});
  }
  if (event.isStart) takeStart(event.step);
  if (event.isCheckpoint) m_saves.insert(Step(event.step));
  takeOverlap(event);
  for (const Point& point : m_points) append(m_tags[point.tag], event, point.value);
  return std::nullopt;
}

/// Index of the tag, made when it is new; m_tags.size() when the name is not UTF-8.
std::uint32_t SubsetStore::find(std::string_view name) {
  if (m_last < m_tags.size()) {
    const std::uint32_t guess = m_tags[m_last].following;
    if (m_tags[guess].name == name) return m_last = guess;
  }
  std::uint32_t index = 0;
  if (const auto found = m_index.find(name); found != m_index.end()) {
    index = found->second;
  } else {
    index = static_cast<std::uint32_t>(m_tags.size());
    if (firstNonUtf8(name) != std::string_view::npos) return index;
    Tag& tag = m_tags.emplace_back();
    tag.name = std::string(name);
    tag.following = index;
    m_index.emplace(tag.name, index);
  }
  if (m_last < m_tags.size()) m_tags[m_last].following = index;
  return m_last = index;
}

std::optional<float> SubsetStore::valueOf(const ScannedValue& value, const Tag& tag) const {
  if (value.simple) return value.simple;
  if (!value.tensor || !tag.isScalarPlugin.value_or(false)) return std::nullopt;
  return scalarOf(*value.tensor);
}

void SubsetStore::takeStart(std::int64_t step) {
  m_fileHasStart = true;
  // Where nothing came before, it is the beginning of training.
  if (std::exchange(m_begun, true)) {
    m_marks.push_back({++m_attempt, step});
    m_restarts.push_back(Step(step));
    m_marksChanged = true;
  }
}

/// tf.summary writes no START: a new file that goes on from a step that its tag has passed is the
/// restart, when its writer began after the other one had ended.
void SubsetStore::takeOverlap(const ScannedEvent& event) {
  if (m_fileHasStart || m_file <= 1) return;
  for (const Point& point : m_points) {
    Tag& tag = m_tags[point.tag];
    if (!tag.series || tag.file == m_file) continue;
    if (event.step > tag.highestStep || !(event.wallTime >= tag.latestWallTime)) continue;
    if (!std::exchange(m_fileIsRestart, true)) {
      ++m_attempt;
      m_restarts.push_back(Step(event.step));
    }
    tag.marks.push_back({m_attempt, event.step});
    tag.marksChanged = true;
  }
}

void SubsetStore::append(Tag& tag, const ScannedEvent& event, float value) {
  m_begun = true;
  if (!tag.series) {
    tag.series = std::make_shared<Series>();
    tag.series->subset = m_subset;
    tag.series->tag = tag.name;
  }
  own(tag);
  tag.file = m_file;
  tag.highestStep = std::max(tag.highestStep, event.step);
  if (event.wallTime > tag.latestWallTime) tag.latestWallTime = event.wallTime;
  if (tag.series->steps.size() == tag.series->steps.capacity()) makeRoom(*tag.series);
  tag.series->steps.push_back(event.step);
  tag.series->wallTimes.push_back(event.wallTime);
  tag.series->values.push_back(value);
  tag.series->attempts.push_back(m_attempt);
}

void SubsetStore::makeRoom(Series& series) const {
  // A little more than expected, and never more than a file of this kind can hold.
  constexpr double kSpare = 1.03;
  constexpr double kMost = 64;
  const double times = std::clamp(m_growth * kSpare, 2.0, kMost);
  const auto room = static_cast<std::size_t>(static_cast<double>(series.size() + 8) * times);
  series.steps.reserve(room);
  series.wallTimes.reserve(room);
  series.values.reserve(room);
  series.attempts.reserve(room);
}

/// Makes the series ours to change.
void SubsetStore::own(Tag& tag) {
  if (!std::exchange(tag.mayBeShared, false)) return;
  if (tag.series.use_count() == 1) {
    // The last reader's uses come before ours.
    std::atomic_thread_fence(std::memory_order_acquire);
    return;
  }
  auto copy = std::make_shared<Series>();
  const std::size_t room = tag.series->size() + tag.series->size() / 8 + 16;
  copy->steps.reserve(room);
  copy->wallTimes.reserve(room);
  copy->values.reserve(room);
  copy->attempts.reserve(room);
  *copy = *tag.series;
  tag.series = std::move(copy);
}

void SubsetStore::finish() {
  const Cuts cuts = cutsOf(m_marks, m_attempt + std::size_t{1});
  for (Tag& tag : m_tags) {
    if (!tag.series) continue;
    if (tag.marksChanged || m_marksChanged)
      markAbandoned(tag, cuts);
    else if (tag.series->abandoned.size() != tag.series->size())
      tag.series->abandoned.resize(tag.series->size());
    tag.marksChanged = false;
    trim(tag.series->steps);
    trim(tag.series->wallTimes);
    trim(tag.series->values);
    trim(tag.series->attempts);
  }
  m_marksChanged = false;
}

/// Per attempt the lowest step at which a later one began.
SubsetStore::Cuts SubsetStore::cutsOf(const std::vector<Mark>& marks, std::size_t attempts) {
  Cuts cuts(attempts);
  for (const Mark& mark : marks) {
    std::optional<std::int64_t>& cut = cuts[mark.attempt - 1];
    cut = std::min(cut.value_or(mark.step), mark.step);
  }
  for (std::size_t i = attempts - 1; i-- > 0;)
    if (cuts[i + 1]) cuts[i] = std::min(cuts[i].value_or(*cuts[i + 1]), *cuts[i + 1]);
  return cuts;
}

void SubsetStore::markAbandoned(Tag& tag, const Cuts& cuts) {
  Cuts ofTag;
  if (!tag.marks.empty()) ofTag = cutsOf(tag.marks, cuts.size());
  const Series& series = *tag.series;
  std::vector<bool> abandoned(series.size());
  for (std::size_t i = 0; i < series.size(); ++i) {
    const std::uint32_t attempt = series.attempts[i];
    const auto isCutBy = [&](const Cuts& by) {
      return by[attempt] && series.steps[i] >= *by[attempt];
    };
    abandoned[i] = isCutBy(cuts) || (!ofTag.empty() && isCutBy(ofTag));
  }
  if (abandoned == series.abandoned) return;
  own(tag);
  tag.series->abandoned = std::move(abandoned);
}

}  // namespace cairn::series
