#include "core/formats/event_file.h"

#include "core/formats/tfrecord.h"
#include "core/formats/wire.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <unistd.h>

namespace cairn::formats {
namespace {

constexpr std::string_view kMarker = "tfevents";
constexpr std::string_view kVersion = "brain.Event:2";
constexpr std::string_view kWriter = "tensorflow.core.util.events_writer";
constexpr int kMostTwins = 10'000;  // files of one second in one directory

std::string hostName() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "localhost";
  std::string host = name.data();
  std::replace(host.begin(), host.end(), '/', '_');
  return host;
}

void appendEvent(Bytes& out, const pb::Event& event) {
  appendTfRecord(out, asBytes(event.SerializeAsString()));
}

pb::Event versionEvent(double wallSeconds) {
  pb::Event event;
  event.set_wall_time(std::floor(wallSeconds));
  event.set_file_version(std::string(kVersion));
  event.mutable_source_metadata()->set_writer(std::string(kWriter));
  return event;
}

Error skipped(Error error, std::uint64_t bytes) {
  error.message += fmt::format("; {} bytes are skipped", bytes);
  return error;
}

}  // namespace

EventFileContent readEvents(ByteView bytes, const std::string& file) {
  EventFileContent content;
  TfRecordReader reader(bytes, file);
  for (;;) {
    const std::uint64_t offset = reader.resumeOffset();
    const Result<std::optional<ByteView>> payload = reader.next();
    if (!payload) {
      Error error = payload.error();
      if (reader.damageIsZeroTail()) {
        error.message += "; the file ends in zeros";
        content.damage.push_back(std::move(error));
        break;
      }
      content.damage.push_back(skipped(std::move(error), reader.skipDamage()));
      continue;
    }
    if (!*payload) break;
    pb::Event event;
    if (parseMessage(**payload, event)) {
      content.records.push_back({offset, std::move(event)});
    } else {
      content.damage.push_back(
          {ErrorCode::Corrupt,
           fmt::format("the record's {} bytes are no Event; they are skipped", (*payload)->size()),
           file, offset});
    }
  }
  content.resumeOffset = reader.resumeOffset();
  return content;
}

bool isEventFileName(std::string_view name) { return name.find(kMarker) != std::string_view::npos; }

Result<EventFileWriter> EventFileWriter::create(FileOps& files, Clock& clock,
                                                const fs::path& directory) {
  const double now = clock.wallSeconds();
  const std::string name = fmt::format("events.out.tfevents.{:010}.{}",
                                       static_cast<std::int64_t>(std::floor(now)), hostName());
  for (int twin = 0;; ++twin) {
    const fs::path path = directory / (twin == 0 ? name : fmt::format("{}.{}", name, twin));
    Result<std::unique_ptr<File>> file = files.open(path, OpenMode::CreateNew);
    if (!file) {
      if (exists(files, path) && twin < kMostTwins) continue;
      return file.error();
    }
    EventFileWriter writer(files, clock, path, *std::move(file));
    appendEvent(writer.m_buffer, versionEvent(now));
    if (const Result<void> flushed = writer.flush(); !flushed) {
      (void)files.remove(path);  // nothing of worth is in it
      return flushed.error();
    }
    return writer;
  }
}

EventFileWriter::EventFileWriter(FileOps& files, Clock& clock, fs::path path,
                                 std::unique_ptr<File> file)
    : m_files(&files), m_clock(&clock), m_path(std::move(path)), m_file(std::move(file)) {}

void EventFileWriter::add(pb::Event event) {
  if (m_failure) return;
  if (event.wall_time() == 0) event.set_wall_time(m_clock->wallSeconds());
  appendEvent(m_buffer, event);
}

void EventFileWriter::addScalars(Step step,
                                 const std::vector<std::pair<std::string, float>>& values) {
  pb::Event event;
  event.set_step(step.value());
  for (const auto& [tag, value] : values) {
    pb::Summary::Value* entry = event.mutable_summary()->add_value();
    entry->set_tag(tag);
    entry->set_simple_value(value);
  }
  add(std::move(event));
}

Result<void> EventFileWriter::flush() {
  if (m_failure) return *m_failure;
  if (m_buffer.empty()) return {};
  if (const Result<void> written = m_file->write(m_buffer); !written)
    return failed(written.error());
  m_buffer.clear();
  return {};
}

Result<void> EventFileWriter::sync() {
  CAIRN_TRY(flush());
  if (const Result<void> synced = m_file->sync(); !synced) return failed(synced.error());
  if (m_nameIsDurable) return {};
  CAIRN_TRY(m_files->syncDirectory(m_path.parent_path()));
  m_nameIsDurable = true;
  return {};
}

Result<void> EventFileWriter::failed(Error error) {
  m_failure = std::move(error);
  m_buffer.clear();
  return *m_failure;
}

}  // namespace cairn::formats
