#include "core/data/csv_records.h"

#include "core/base/limits.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace cairn::data {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kGzipMagic = "\x1F\x8B";

/// The next comma or line end, or the end of the buffer.
std::size_t endOfField(std::string_view buffer, std::size_t at) {
  const char* c = buffer.data() + at;
  const char* const end = buffer.data() + buffer.size();
  while (c != end && *c != ',' && *c != '\n') ++c;
  return static_cast<std::size_t>(c - buffer.data());
}

}  // namespace

CsvRecords::CsvRecords(std::unique_ptr<File> file, fs::path path)
    : m_file(std::move(file)), m_path(std::move(path)) {}

Result<CsvRecords> CsvRecords::open(FileOps& files, const fs::path& path, Compression compression) {
  CAIRN_ASSIGN(auto file, openInflated(files, path, compression));
  CsvRecords records(std::move(file), path);
  CAIRN_TRY(records.fill());
  if (records.m_buffer.starts_with(kGzipMagic))
    return Error{.code = ErrorCode::InvalidArgument,
                 .message = "the file is compressed by gzip",
                 .where = path.string(),
                 .hint = "Set `compression` to \"GZIP\"."};
  if (records.m_buffer.starts_with(kByteOrderMark)) records.m_start = kByteOrderMark.size();
  return records;
}

Result<void> CsvRecords::fill() {
  m_buffer.erase(0, m_start);
  m_plainTried -= std::min(m_plainTried, m_start);
  m_start = 0;
  const std::size_t kept = m_buffer.size();
  if (m_aheadCount) {
    const Result<std::size_t> count = *std::exchange(m_aheadCount, std::nullopt);
    if (!count) return count.error();
    m_buffer.append(m_ahead, 0, *count);
    m_offset += *count;
    m_ended = *count < kBlock;
    return {};
  }
  // A record that spans blocks is split again from its start: larger steps keep that linear.
  const std::size_t step = std::max(kBlock, kept);
  m_buffer.resize(kept + step);
  const auto fresh = std::as_writable_bytes(std::span(m_buffer).subspan(kept));
  CAIRN_ASSIGN(const std::size_t count, m_file->readAt(m_offset, fresh));
  m_buffer.resize(kept + count);
  m_offset += count;
  m_ended = count < step;
  return {};
}

void CsvRecords::readAhead() {
  if (m_ended || m_aheadCount) return;
  m_ahead.resize(kBlock);
  m_aheadCount = m_file->readAt(m_offset, std::as_writable_bytes(std::span(m_ahead)));
}

Result<std::string_view> CsvRecords::plainLines() {
  if (m_skipping) return std::string_view();
  if (m_start < m_plainTried) return std::string_view();  // next() is not through with them
  if (m_buffer.find('\n', m_start) == std::string::npos && !m_ended) CAIRN_TRY(fill());
  const std::string_view rest = std::string_view(m_buffer).substr(m_start);
  const std::string_view lines = rest.substr(0, rest.rfind('\n') + 1);
  m_plainTried = m_start + lines.size();
  return lines.find('"') == std::string_view::npos ? lines : std::string_view();
}

void CsvRecords::passPlainLines(std::size_t bytes, std::uint64_t lines) {
  m_start += bytes;
  m_nextLine += lines;
}

std::string CsvRecords::where() const { return fmt::format("{}:{}", m_path.string(), m_line); }

Error CsvRecords::bad(std::string message) const {
  return {ErrorCode::InvalidArgument, std::move(message), where()};
}

Result<bool> CsvRecords::next(std::vector<std::string_view>& fields) {
  CAIRN_TRY(finishSkippedLine());
  for (;;) {
    while (m_start < m_buffer.size() &&
           (m_buffer[m_start] == '\n' || m_buffer.compare(m_start, 2, "\r\n") == 0)) {
      m_start += m_buffer[m_start] == '\n' ? 1 : 2;
      ++m_nextLine;
    }
    m_line = m_nextLine;
    if (m_start == m_buffer.size() && m_ended) return false;
    fields.clear();
    switch (splitRecord(fields)) {
      case Split::Done:
        return true;
      case Split::NeedsMore:
        if (m_buffer.size() - m_start > limits::kCsvLineBytes) {
          skipLine();
          return bad(fmt::format("line of more than {} bytes", limits::kCsvLineBytes));
        }
        CAIRN_TRY(fill());
        break;
      case Split::Unclosed:
        skipLine();
        return bad("a quoted field does not end");
      case Split::AfterQuote:
        skipLine();
        return bad("a quoted field is followed by more than a comma");
      case Split::TooManyFields:
        skipLine();
        return bad(fmt::format("more than {} columns", limits::kCsvColumns));
    }
  }
}

CsvRecords::Split CsvRecords::splitRecord(std::vector<std::string_view>& fields) {
  std::size_t at = m_start;
  std::uint64_t lines = 1;
  m_unquotedCount = 0;
  for (;;) {
    if (fields.size() == limits::kCsvColumns) return Split::TooManyFields;
    if (at < m_buffer.size() && m_buffer[at] == '"') {
      const std::size_t from = at;
      const Split split = splitQuoted(at, fields);
      if (split != Split::Done) return split;
      lines += static_cast<std::uint64_t>(
          std::count(m_buffer.begin() + static_cast<std::ptrdiff_t>(from),
                     m_buffer.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    } else {
      const std::size_t from = at;
      at = endOfField(m_buffer, at);
      if (at == m_buffer.size() && !m_ended) return Split::NeedsMore;
      const bool atLineEnd = at == m_buffer.size() || m_buffer[at] == '\n';
      const std::size_t carriage = atLineEnd && at > from && m_buffer[at - 1] == '\r' ? 1 : 0;
      fields.emplace_back(m_buffer.data() + from, at - from - carriage);
    }
    const bool more = at < m_buffer.size() && m_buffer[at] == ',';
    at += at < m_buffer.size() ? 1 : 0;
    if (more) continue;
    m_start = at;
    m_nextLine = m_line + lines;
    return Split::Done;
  }
}

CsvRecords::Split CsvRecords::splitQuoted(std::size_t& at, std::vector<std::string_view>& fields) {
  const std::size_t from = at + 1;
  std::size_t end = from;
  bool doubled = false;
  for (;; end += 2) {  // to the closing quote, over doubled ones
    end = std::min(m_buffer.find('"', end), m_buffer.size());
    if (end == m_buffer.size()) return m_ended ? Split::Unclosed : Split::NeedsMore;
    if (end + 1 == m_buffer.size() && !m_ended) return Split::NeedsMore;
    if (end + 1 == m_buffer.size() || m_buffer[end + 1] != '"') break;
    doubled = true;
  }
  at = end + 1;
  if (at < m_buffer.size() && m_buffer[at] == '\r') {
    if (at + 1 == m_buffer.size() && !m_ended) return Split::NeedsMore;
    if (at + 1 == m_buffer.size() || m_buffer[at + 1] == '\n') ++at;
  }
  if (at < m_buffer.size() && m_buffer[at] != ',' && m_buffer[at] != '\n') return Split::AfterQuote;
  const std::string_view raw(m_buffer.data() + from, end - from);
  fields.push_back(doubled ? unquoted(raw) : raw);
  return Split::Done;
}

std::string_view CsvRecords::unquoted(std::string_view raw) {
  if (m_unquotedCount == m_unquoted.size()) m_unquoted.emplace_back();
  std::string& text = m_unquoted[m_unquotedCount++];
  text.clear();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    text += raw[i];
    if (raw[i] == '"') ++i;  // the second of two
  }
  return text;
}

void CsvRecords::skipLine() {
  m_skipping = true;
  m_nextLine = m_line + 1;
}

Result<void> CsvRecords::finishSkippedLine() {
  while (m_skipping) {
    const std::size_t end = m_buffer.find('\n', m_start);
    m_skipping = end == std::string::npos && !m_ended;
    m_start = end == std::string::npos ? m_buffer.size() : end + 1;
    if (m_skipping) CAIRN_TRY(fill());
  }
  return {};
}

}  // namespace cairn::data
