#pragma once

#include "core/series/event_scan.h"
#include "core/series/series.h"

#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cairn::series {

/// The growing series of one folder of event files, in the order of its files.
/// Series that were given out stay as they are: the next point goes into a copy.
/// Thread: Not locked; one thread at a time.
class SubsetStore {
 public:
  explicit SubsetStore(std::string subset) : m_subset(std::move(subset)) {}

  /// The events that follow are those of the next file.
  void beginFile();
  /// The file in hand is `times` as long as what was taken of it: room can be made at once.
  void expect(double times) { m_growth = times; }
  /// Returns why the event can't be taken, when it can't; then nothing of it is.
  std::optional<std::string> add(const ScannedEvent& event);
  /// Makes the series ready to be given out: marks what restarts left behind.
  void finish();
  /// Calls `take` with each series that has points. Only after `finish`.
  template <class Take>
  void forEach(Take take) {
    for (Tag& tag : m_tags) {
      if (!tag.series) continue;
      tag.mayBeShared = true;
      take(std::shared_ptr<const Series>(tag.series));
    }
  }
  const std::vector<Step>& restarts() const { return m_restarts; }
  /// Steps at which a checkpoint was saved, as the log says: ascending, each once.
  std::vector<Step> saves() const { return {m_saves.begin(), m_saves.end()}; }

 private:
  struct Mark {
    std::uint32_t attempt = 0;  // the one that it begins
    std::int64_t step = 0;
  };
  struct Tag {
    std::string name;
    std::shared_ptr<Series> series;      // none while it has no points
    std::optional<bool> isScalarPlugin;  // of the first metadata seen
    std::uint32_t following = 0;         // the tag that came next, last time
    std::uint32_t file = 0;              // that last gave a point
    std::int64_t highestStep = std::numeric_limits<std::int64_t>::min();
    double latestWallTime = -std::numeric_limits<double>::infinity();
    std::vector<Mark> marks;  // of restarts that only this tag shows
    bool mayBeShared = false;
    bool marksChanged = false;
  };
  struct Point {
    std::uint32_t tag = 0;
    float value = 0;
  };
  using Cuts = std::vector<std::optional<std::int64_t>>;

  std::uint32_t find(std::string_view name);
  std::optional<float> valueOf(const ScannedValue& value, const Tag& tag) const;
  void takeStart(std::int64_t step);
  void takeOverlap(const ScannedEvent& event);
  void append(Tag& tag, const ScannedEvent& event, float value);
  static void own(Tag& tag);
  void makeRoom(Series& series) const;
  static Cuts cutsOf(const std::vector<Mark>& marks, std::size_t attempts);
  void markAbandoned(Tag& tag, const Cuts& cuts);

  std::string m_subset;
  std::deque<Tag> m_tags;  // never moved: m_index holds views of their names
  std::unordered_map<std::string_view, std::uint32_t> m_index;
  std::uint32_t m_last = 0;  // tag of the value before
  std::vector<Point> m_points;
  std::vector<Mark> m_marks;
  std::vector<Step> m_restarts;
  std::set<Step> m_saves;
  double m_growth = 0;
  std::uint32_t m_attempt = 0;
  std::uint32_t m_file = 0;
  bool m_fileHasStart = false;
  bool m_fileIsRestart = false;  // taken for one without a START
  bool m_begun = false;          // a START or a point was seen
  bool m_marksChanged = false;
};

}  // namespace cairn::series
