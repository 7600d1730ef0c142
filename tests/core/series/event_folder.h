#pragma once

#include "core/base/file_ops.h"
#include "core/formats/event_file.h"
#include "core/formats/tfrecord.h"
#include "core/series/ingest.h"

#include <QTemporaryDir>
#include <fstream>
#include <string>

namespace cairn::test {

/// One framed event.
inline Bytes framed(const pb::Event& event) {
  Bytes bytes;
  formats::appendTfRecord(bytes, asBytes(event.SerializeAsString()));
  return bytes;
}

inline Bytes versionRecord(double wall = 1000) {
  pb::Event event;
  event.set_wall_time(wall);
  event.set_file_version("brain.Event:2");
  return framed(event);
}

inline Bytes startRecord(std::int64_t step, double wall = 1000) {
  pb::Event event;
  event.set_wall_time(wall);
  event.set_step(step);
  event.mutable_session_log()->set_status(pb::SessionLog::START);
  return framed(event);
}

inline Bytes scalarRecord(const std::string& tag, std::int64_t step, float value,
                          double wall = 1000) {
  pb::Event event;
  event.set_wall_time(wall);
  event.set_step(step);
  pb::Summary::Value* entry = event.mutable_summary()->add_value();
  entry->set_tag(tag);
  entry->set_simple_value(value);
  return framed(event);
}

/// `loss` at each step of [from, to), its value the step and its wall time `wall` + the step.
inline Bytes lossRecords(std::int64_t from, std::int64_t to, double wall = 1000) {
  Bytes bytes;
  for (std::int64_t step = from; step < to; ++step)
    append(bytes,
           scalarRecord("loss", step, static_cast<float>(step), wall + static_cast<double>(step)));
  return bytes;
}

/// A directory of event files that a test writes as a trainer would.
class EventFolder {
 public:
  fs::path path() const { return m_dir.path().toStdString(); }
  fs::path pathOf(const std::string& name) const { return path() / name; }

  void write(const std::string& name, ByteView bytes) const { put(name, bytes, std::ios::trunc); }
  void add(const std::string& name, ByteView bytes) const { put(name, bytes, std::ios::app); }
  void makeFolder(const std::string& name) const { fs::create_directories(pathOf(name)); }
  /// Puts another file under the name, as rsync does.
  void replace(const std::string& name, ByteView bytes) const {
    write(name + ".new", bytes);
    fs::rename(pathOf(name + ".new"), pathOf(name));
  }

 private:
  void put(const std::string& name, ByteView bytes, std::ios::openmode mode) const {
    const std::string_view text = asText(bytes);
    std::ofstream(pathOf(name), std::ios::binary | std::ios::out | mode)
        .write(text.data(), static_cast<std::streamsize>(text.size()));
  }
  QTemporaryDir m_dir;
};

/// Name of the event file that a trainer begins at `second`.
inline std::string eventFileName(int second = 1000) {
  return "events.out.tfevents.000000" + std::to_string(second) + ".host";
}

inline std::shared_ptr<const series::RunSeries> readOnce(const fs::path& directory) {
  series::RunReader reader(posixFileOps(), directory);
  auto read = reader.poll();
  return read ? *read : nullptr;
}

/// Equal but for the count of polls.
inline bool sameRun(const series::RunSeries& a, const series::RunSeries& b) {
  if (a.series.size() != b.series.size() || a.problems != b.problems || a.restarts != b.restarts ||
      a.saves != b.saves || a.events != b.events)
    return false;
  for (const auto& [key, series] : a.series) {
    const auto other = b.series.find(key);
    if (other == b.series.end() || !(*other->second == *series)) return false;
  }
  return true;
}

}  // namespace cairn::test
