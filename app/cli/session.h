#pragma once

#include "app/cli/json_values.h"
#include "app/cli/safe_text.h"
#include "core/base/clock.h"
#include "core/base/file_ops.h"
#include "core/base/progress.h"

#include <fmt/format.h>
#include <stop_token>
#include <string>
#include <string_view>

namespace cairn::cli {

/// What a program that called us may rely on; cli.md.
enum ExitCode : int {
  kDone = 0,
  kAnswerIsNo = 1,      // does not restore, not whole, differs
  kWrongWords = 2,      // also an invalid config
  kBadFile = 3,         // corrupt, or not what it should be
  kSystemFailed = 4,    // disk full, permission, vanished
  kTrainingFailed = 5,  // NaN loss, bad row
  kInterrupted = 130,
};

ExitCode exitCode(ErrorCode code);

enum class Language { English, Chinese };

/// By `LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set.
Language languageOfEnvironment();

/// What every command gets: where it reads, how it answers, and when it has to stop.
/// Thread: Not locked; one thread at a time.
class Session {
 public:
  Session(FileOps& files, Clock& clock, std::stop_token stop, Language language);

  FileOps& files() const { return *m_files; }
  Clock& clock() const { return *m_clock; }
  const std::stop_token& stop() const { return m_stop; }
  bool chinese() const { return m_language == Language::Chinese; }

  bool json = false;
  bool quiet = false;

  /// The sentence in the reader's language, its `{}` filled.
  std::string say(std::string_view english, std::string_view chineseText) const {
    return std::string(chinese() ? chineseText : english);
  }
  template <class... Args>
  std::string say(std::string_view english, std::string_view chineseText,
                  const Args&... args) const {
    return fmt::vformat(say(english, chineseText), fmt::make_format_args(args...));
  }

  /// Writes to standard output.
  void print(std::string_view text);
  /// Writes the one document of a JSON answer.
  void answer(const Json& document);
  /// One line on standard error, above the progress line.
  void warn(std::string_view text);
  /// Says `error` in one line on standard error: what failed, where, why, what to do.
  void complain(const Error& error);
  /// A line for each kind of fault in a file; "12 more like this" stands for its repeats.
  void complainOfAll(const std::vector<Error>& errors);
  /// complain and, with --json, the same as the answer. Returns the exit code.
  ExitCode fail(const Error& error);
  ExitCode fail(const Error& error, ExitCode code);

  /// Shows how far a long command is, on a terminal, at most ten times a second.
  void showProgress(std::string_view line);
  ProgressCallback progress(std::string doing);
  void clearProgress();
  bool onTerminal() const { return m_onTerminal; }

  /// Whether all that was printed has left; kSystemFailed when it has not.
  ExitCode finish(ExitCode code);

  std::string verb;  // of the command that runs, for its errors

 private:
  FileOps* m_files;
  Clock* m_clock;
  std::stop_token m_stop;
  Language m_language;
  bool m_onTerminal;
  bool m_progressShown = false;
  double m_progressAt = 0;
};

}  // namespace cairn::cli
