#include "core/series/subset_reader.h"

#include "core/base/crc32c.h"
#include "core/formats/event_file.h"
#include "core/formats/record_file.h"
#include "core/formats/tfrecord.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <unordered_map>

namespace cairn::series {
namespace {

constexpr std::uint64_t kPeek = std::uint64_t{64} << 10;
constexpr std::uint64_t kHead = 1024;

}  // namespace

SubsetReader::SubsetReader(FileOps& files, fs::path directory, std::string subset)
    : m_files(&files),
      m_directory(std::move(directory)),
      m_subset(std::move(subset)),
      m_store(m_subset) {}

Result<bool> SubsetReader::poll(const std::vector<DirectoryEntry>& entries, std::stop_token stop,
                                const OnBytes& onBytes) {
  const std::vector<Error> problemsBefore = problems();
  bool changed = look(entries);
  order();
  if (changed || mustRestart()) restart();
  for (EventFile& file : m_eventFiles) {
    if (!file.needsReading()) continue;
    const std::uint64_t eventsBefore = file.events;
    CAIRN_TRY(read(file, stop, onBytes));
    changed = changed || file.events != eventsBefore;
  }
  m_store.finish();
  return changed || problems() != problemsBefore;
}

bool SubsetReader::look(const std::vector<DirectoryEntry>& entries) {
  bool isOther = false;
  m_oddEntries.clear();
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < m_eventFiles.size(); ++i) known.emplace(m_eventFiles[i].name, i);
  for (EventFile& file : m_eventFiles) file.isPresent = false;
  for (const DirectoryEntry& entry : entries) {
    if (entry.kind == FileKind::Directory || !formats::isEventFileName(entry.name)) continue;
    if (entry.kind != FileKind::Regular) {
      m_oddEntries.push_back({ErrorCode::InvalidArgument, "is not a regular file",
                              (m_directory / entry.name).string()});
      continue;
    }
    const Result<FileStat> found = m_files->stat(m_directory / entry.name);
    if (!found) continue;  // gone since it was listed
    const auto at = known.find(entry.name);
    EventFile& file = at != known.end() ? m_eventFiles[at->second] : m_eventFiles.emplace_back();
    if (!isSameFile(file, *found)) {
      isOther = isOther || file.events > 0;
      file = {};
    }
    file.name = entry.name;
    file.found = *found;
    file.isPresent = true;
  }
  for (const EventFile& file : m_eventFiles)
    isOther = isOther || (!file.isPresent && file.events > 0);
  std::erase_if(m_eventFiles, [](const EventFile& file) { return !file.isPresent; });
  return isOther;
}

/// Whether what was read of `file` still stands in it.
bool SubsetReader::isSameFile(const EventFile& file, const FileStat& found) {
  if (file.offset == 0 || found == file.read) return true;
  if (found.device != file.found.device || found.inode != file.found.inode) return false;
  // Something was written, yet nothing behind what was taken.
  if (found.size <= file.offset) return false;
  return crcOfHead(pathOf(file), file.headBytes) == file.headCrc;
}

void SubsetReader::order() {
  for (EventFile& file : m_eventFiles)
    if (file.events == 0 && file.needsReading()) file.begins = peek(file);
  std::stable_sort(m_eventFiles.begin(), m_eventFiles.end(),
                   [](const EventFile& a, const EventFile& b) {
                     const double first = a.begins.value_or(HUGE_VAL);
                     const double second = b.begins.value_or(HUGE_VAL);
                     return first != second ? first < second : a.name < b.name;
                   });
}

/// Whether a file that is not the last would have to be read on.
bool SubsetReader::mustRestart() const {
  const auto last = std::find_if(m_eventFiles.rbegin(), m_eventFiles.rend(),
                                 [](const EventFile& file) { return file.events > 0; });
  if (last == m_eventFiles.rend()) return false;
  return std::any_of(std::next(last), m_eventFiles.rend(), [](const EventFile& file) {
    return file.needsReading() && (file.events > 0 || file.begins);
  });
}

void SubsetReader::restart() {
  m_store = SubsetStore(m_subset);
  for (EventFile& file : m_eventFiles) {
    file.read = {};
    file.offset = 0;
    file.events = 0;
    file.problems.clear();
    file.tail.reset();
  }
}

/// The wall time that a file begins with, so that files can be ordered before they are read.
std::optional<double> SubsetReader::peek(const EventFile& file) {
  const auto open = m_files->open(pathOf(file), OpenMode::Read);
  if (!open) return std::nullopt;
  Bytes bytes(static_cast<std::size_t>(std::min(kPeek, file.found.size)));
  const auto count = (*open)->readAt(0, bytes);
  if (!count) return std::nullopt;
  formats::TfRecordReader reader(ByteView(bytes).first(*count), file.name);
  for (;;) {
    const auto payload = reader.next();
    if (!payload) {
      reader.skipDamage();
      continue;
    }
    if (!*payload) return std::nullopt;
    if (const ScannedEvent* event = m_scanner.scan(**payload))
      return std::isfinite(event->wallTime) ? event->wallTime : 0;
  }
}

std::uint32_t SubsetReader::crcOfHead(const fs::path& path, std::uint64_t bytes) {
  const auto open = m_files->open(path, OpenMode::Read);
  if (!open) return 0;
  Bytes head(static_cast<std::size_t>(bytes));
  const auto count = (*open)->readAt(0, head);
  return count ? crc32c(ByteView(head).first(*count)) : 0;
}

/// Takes the events of one file.
class SubsetReader::FileSink : public formats::RecordSink {
 public:
  FileSink(SubsetReader& reader, EventFile& file, const OnBytes& onBytes)
      : m_reader(reader), m_file(file), m_onBytes(onBytes) {}
  void takeRecord(std::uint64_t offset, ByteView payload) override {
    m_reader.takePayload(m_file, offset, payload);
  }
  void takeDamage(Error damage) override { m_file.problems.push_back(std::move(damage)); }
  void tookUpTo(std::uint64_t offset) override {
    m_onBytes(offset - m_file.offset, m_file.name);
    m_file.offset = offset;
    if (offset > 0)
      m_reader.m_store.expect(static_cast<double>(m_file.found.size) / static_cast<double>(offset));
  }

 private:
  SubsetReader& m_reader;
  EventFile& m_file;
  const OnBytes& m_onBytes;
};

Result<void> SubsetReader::read(EventFile& file, std::stop_token stop, const OnBytes& onBytes) {
  file.tail.reset();
  const auto open = m_files->open(pathOf(file), OpenMode::Read);
  if (!open) {
    if (open.error().code != ErrorCode::NotFound) file.tail = open.error();
    return {};
  }
  if (file.offset == 0) m_store.beginFile();
  FileSink sink(*this, file, onBytes);
  const auto tail = formats::readRecords(**open, pathOf(file).string(), file.offset,
                                         file.found.size, sink, std::move(stop));
  if (!tail) {
    if (tail.error().code == ErrorCode::Cancelled) return tail.error();
    file.tail = tail.error();
    return {};
  }
  // Zeros may become data on a network file system: they are no damage yet.
  if (!tail->isZeros) file.tail = tail->damage;
  file.read = file.found;
  file.headBytes = std::min(kHead, file.offset);
  file.headCrc = crcOfHead(pathOf(file), file.headBytes);
  return {};
}

void SubsetReader::takePayload(EventFile& file, std::uint64_t offset, ByteView payload) {
  const ScannedEvent* event = m_scanner.scan(payload);
  std::optional<std::string> problem = "it is no Event";
  if (event != nullptr) problem = m_store.add(*event);
  if (problem)
    file.problems.push_back(
        {ErrorCode::Corrupt,
         fmt::format("a record of {} bytes is skipped: {}", payload.size(), *problem),
         pathOf(file).string(), offset});
  else
    ++file.events;
}

std::vector<Error> SubsetReader::problems() const {
  std::vector<Error> all = m_oddEntries;
  for (const EventFile& file : m_eventFiles) {
    all.insert(all.end(), file.problems.begin(), file.problems.end());
    if (file.tail) all.push_back(*file.tail);
  }
  return all;
}

std::uint64_t SubsetReader::events() const {
  std::uint64_t count = 0;
  for (const EventFile& file : m_eventFiles) count += file.events;
  return count;
}

}  // namespace cairn::series
