#pragma once

#include "core/formats/checkpoint_state.h"

#include <string>
#include <string_view>

namespace cairn::formats {

/// Parser of the text form of CheckpointState, which takes and refuses what protobuf's text_format
/// for Python does: that is what TensorFlow reads the file with. Grammar: doc/checkpoint_state.md.
/// Errors: Corrupt, with `line:column : ` before TensorFlow's words, and the byte offset.
/// Owner:  borrows the text.
/// Thread: Not locked; one thread at a time.
class CheckpointStateParser {
 public:
  CheckpointStateParser(std::string_view text, std::string file);
  Result<CheckpointState> parse();

 private:
  Result<void> nextToken();
  std::size_t tokenEnd() const;
  std::size_t stringEnd() const;
  void skipBlanks();

  Result<void> parseField(CheckpointState& state);
  template <class Merge>
  Result<void> parseList(Merge merge);
  Result<std::string> takeString();
  Result<std::string> unescaped(std::string_view body) const;
  Result<double> takeDouble();
  Result<bool> takeIf(std::string_view token);
  Result<void> take(std::string_view token);
  bool atString() const { return m_token.starts_with('"') || m_token.starts_with('\''); }
  Error error(std::string message) const;

  std::string_view m_text;
  std::string m_file;
  std::size_t m_position = 0;  // of m_token
  std::string_view m_token;    // empty at the end of the text
};

}  // namespace cairn::formats
