#pragma once

#include "core/data/inflated_file.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::data {

/// Cuts one CSV file into records and fields, reading it block by block.
/// Format: RFC 4180: fields between commas, `"` around one that holds commas, line ends or quotes,
///         quotes in it doubled; lines end in LF or CRLF. A UTF-8 byte order mark and empty lines
///         are skipped; a quote inside an unquoted field stands for itself.
/// Errors: InvalidArgument, with `file:line`, for a quoted field that does not end, or is followed
///         by more than a comma, for more bytes or fields in a record than limits.h allows, and
///         for a file that is compressed without being said to be.
/// Thread: Not locked; one thread at a time.
class CsvRecords {
 public:
  static Result<CsvRecords> open(FileOps& files, const fs::path& path,
                                 Compression compression = Compression::None);

  /// The next record's fields, valid until the next call; false at the end of the file. After an
  /// error next() goes on behind the line that it was in.
  Result<bool> next(std::vector<std::string_view>& fields);
  /// The whole lines at hand, none of them with a quote in it; empty where next() must go on.
  Result<std::string_view> plainLines();
  /// Goes on behind plainLines(), which are `lines`.
  void passPlainLines(std::size_t bytes, std::uint64_t lines);
  /// Reads what follows the lines at hand; it may be done while another thread looks at these.
  void readAhead();
  /// Line of the newest record's first byte, counted from 1.
  std::uint64_t line() const { return m_line; }
  /// `file:line` of the newest record.
  std::string where() const;
  std::uint64_t bytesRead() const { return m_offset; }

 private:
  enum class Split { Done, NeedsMore, Unclosed, AfterQuote, TooManyFields };
  CsvRecords(std::unique_ptr<File> file, fs::path path);
  Result<void> fill();
  Split splitRecord(std::vector<std::string_view>& fields);
  Split splitQuoted(std::size_t& at, std::vector<std::string_view>& fields);
  std::string_view unquoted(std::string_view raw);
  void skipLine();
  Result<void> finishSkippedLine();
  Error bad(std::string message) const;

  std::unique_ptr<File> m_file;
  fs::path m_path;
  std::string m_buffer;
  std::string m_ahead;  // the block that follows, when m_aheadCount is there
  std::optional<Result<std::size_t>> m_aheadCount;
  std::size_t m_plainTried = 0;        // up to here the buffer was given as plain lines
  std::size_t m_start = 0;             // of what is not yet taken
  std::uint64_t m_offset = 0;          // in the file, of what is not yet read
  bool m_ended = false;                // the whole file is in the buffer
  bool m_skipping = false;             // the rest of a bad line is not yet read
  std::deque<std::string> m_unquoted;  // fields with doubled quotes; a deque keeps views valid
  std::size_t m_unquotedCount = 0;
  std::uint64_t m_line = 0;
  std::uint64_t m_nextLine = 1;
};

}  // namespace cairn::data
