#include "core/base/result.h"

#include <fmt/format.h>

namespace cairn {

std::string_view codeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::NotFound:
      return "not_found";
    case ErrorCode::Io:
      return "io";
    case ErrorCode::NoSpace:
      return "no_space";
    case ErrorCode::Truncated:
      return "truncated";
    case ErrorCode::Corrupt:
      return "corrupt";
    case ErrorCode::Unsupported:
      return "unsupported";
    case ErrorCode::InvalidArgument:
      return "invalid_argument";
    case ErrorCode::Cancelled:
      return "cancelled";
    case ErrorCode::Busy:
      return "busy";
    case ErrorCode::Diverged:
      return "diverged";
  }
  return "unknown";
}

std::string describe(const Error& error) {
  std::string place = error.where;
  if (error.offset) place += fmt::format(" @ {:#x}", *error.offset);
  std::string line = place.empty() ? error.message : fmt::format("{}: {}", place, error.message);
  if (!error.hint.empty()) line += fmt::format(" ({})", error.hint);
  return line;
}

}  // namespace cairn
