#include "app/cli/session.h"

#include "core/model/json_text.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace cairn::cli {
namespace {

constexpr double kProgressSeconds = 0.1;

void write(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

std::size_t terminalColumns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

ExitCode exitCode(ErrorCode code) {
  switch (code) {
    case ErrorCode::NotFound:
    case ErrorCode::Io:
    case ErrorCode::NoSpace:
    case ErrorCode::Busy:
      return kSystemFailed;
    case ErrorCode::Truncated:
    case ErrorCode::Corrupt:
    case ErrorCode::Unsupported:
      return kBadFile;
    case ErrorCode::InvalidArgument:
      return kWrongWords;
    case ErrorCode::Cancelled:
      return kInterrupted;
    case ErrorCode::Diverged:
      return kTrainingFailed;
  }
  return kSystemFailed;
}

Language languageOfEnvironment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value && *value)
      return std::string_view(value).starts_with("zh") ? Language::Chinese : Language::English;
  return Language::English;
}

Session::Session(FileOps& files, Clock& clock, std::stop_token stop, Language language)
    : m_files(&files),
      m_clock(&clock),
      m_stop(std::move(stop)),
      m_language(language),
      m_onTerminal(isatty(STDERR_FILENO) == 1) {}

void Session::print(std::string_view text) {
  clearProgress();
  write(stdout, text);
}

void Session::answer(const Json& document) { print(model::prettyJson(document)); }

void Session::warn(std::string_view text) {
  clearProgress();
  write(stderr, fmt::format("{}\n", text));
}

ExitCode Session::fail(const Error& error) { return fail(error, exitCode(error.code)); }

ExitCode Session::fail(const Error& error, ExitCode code) {
  complain(error);
  if (json) answer(Json{{"error", errorToJson(error)}});
  return code;
}

void Session::complain(const Error& error) {
  Error safe = error;
  for (std::string* text : {&safe.message, &safe.where, &safe.hint}) *text = shown(*text);
  warn(fmt::format("cairn-cli{}{}: {}", verb.empty() ? "" : " ", verb, describe(safe)));
}

void Session::complainOfAll(const std::vector<Error>& errors) {
  for (std::size_t i = 0; i < errors.size();) {
    complain(errors[i]);
    std::size_t like = i + 1;
    while (like < errors.size() && errors[like].code == errors[i].code &&
           errors[like].where == errors[i].where)
      ++like;
    if (like > i + 1)
      warn(fmt::format("cairn-cli {}: {}: {}", verb, shown(errors[i].where),
                       say("{} more like this", "还有 {} 处类似问题", like - i - 1)));
    i = like;
  }
}

void Session::showProgress(std::string_view line) {
  const double now = static_cast<double>(m_clock->steady().count()) * 1e-9;
  if (!m_onTerminal || quiet || (m_progressShown && now - m_progressAt < kProgressSeconds)) return;
  m_progressAt = now;
  m_progressShown = true;
  write(stderr, fmt::format("\r\x1b[K{}", line.substr(0, terminalColumns() - 1)));
  std::fflush(stderr);
}

ProgressCallback Session::progress(std::string doing) {
  if (!m_onTerminal || quiet) return {};
  return [this, doing = std::move(doing)](const Progress& progress) {
    const std::string part =
        progress.total > 0 ? fmt::format("{:3.0f}%", 100.0 * static_cast<double>(progress.done) /
                                                         static_cast<double>(progress.total))
                           : grouped(progress.done);
    showProgress(fmt::format("{} {}  {}", doing, part, shown(progress.what)));
  };
}

void Session::clearProgress() {
  if (!m_progressShown) return;
  m_progressShown = false;
  write(stderr, "\r\x1b[K");
  std::fflush(stderr);
}

ExitCode Session::finish(ExitCode code) {
  clearProgress();
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  if (errno != EPIPE)  // a reader such as `head` that has enough is no accident
    warn(fmt::format("cairn-cli: {}", say("standard output can't be written", "无法写入标准输出")));
  return code == kDone ? kSystemFailed : code;
}

}  // namespace cairn::cli
