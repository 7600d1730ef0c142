#include "core/formats/checkpoint_state.h"

#include "core/formats/checkpoint_state_parser.h"

#include <charconv>
#include <fmt/format.h>

namespace cairn::formats {
namespace {

/// As Python writes a float: the shortest text that reads back, `.0` behind a whole number.
std::string pythonFloat(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

void appendEscaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '"':
      case '\'':
      case '\\':
        out += '\\';
        out += c;
        break;
      default:
        if (byte >= 0x20 && byte < 0x7f)
          out += c;
        else
          out += fmt::format("\\{:03o}", byte);
    }
  }
}

void appendString(std::string& out, std::string_view field, std::string_view value) {
  out += field;
  out += ": \"";
  appendEscaped(out, value);
  out += "\"\n";
}

}  // namespace

Result<CheckpointState> parseCheckpointState(std::string_view text, const std::string& file) {
  CAIRN_ASSIGN(CheckpointState state, CheckpointStateParser(text, file).parse());
  if (state.modelCheckpointPath.empty())
    return Error{ErrorCode::InvalidArgument, "names no checkpoint: model_checkpoint_path is empty",
                 file};
  return state;
}

std::string formatCheckpointState(const CheckpointState& state) {
  std::string out;
  if (!state.modelCheckpointPath.empty())
    appendString(out, "model_checkpoint_path", state.modelCheckpointPath);
  for (const std::string& path : state.allModelCheckpointPaths)
    appendString(out, "all_model_checkpoint_paths", path);
  for (const double time : state.timestamps)
    out += fmt::format("all_model_checkpoint_timestamps: {}\n", pythonFloat(time));
  if (state.lastPreservedTimestamp != 0)
    out += fmt::format("last_preserved_timestamp: {}\n", pythonFloat(state.lastPreservedTimestamp));
  return out;
}

fs::path resolveCheckpointPath(const fs::path& directory, const std::string& stated) {
  return directory / stated;  // an absolute right side stands alone
}

std::optional<std::int64_t> stepOfPrefix(std::string_view prefix) {
  const std::size_t dash = prefix.rfind('-');
  if (dash == std::string_view::npos || dash + 1 == prefix.size()) return std::nullopt;
  const std::string_view digits = prefix.substr(dash + 1);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t step = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), step);
  if (error != std::errc{}) return std::nullopt;
  return step;
}

}  // namespace cairn::formats
