#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace cairn::data {

/// FarmHash's Fingerprint64, TensorFlow's hash of strings.
std::uint64_t fingerprint64(std::string_view text);
/// TensorFlow's FingerprintCat64: the hash of two in a row; spec/estimator.md 10.2.
std::uint64_t fingerprintCat64(std::uint64_t first, std::uint64_t second);

/// An integer as decimal text, which is what TensorFlow hashes of it.
class DecimalText {
 public:
  explicit DecimalText(std::int64_t value)
      : m_end(std::to_chars(m_text, m_text + sizeof m_text, value).ptr) {}
  std::string_view view() const { return {m_text, static_cast<std::size_t>(m_end - m_text)}; }
  DecimalText(const DecimalText&) = delete;
  DecimalText& operator=(const DecimalText&) = delete;

 private:
  char m_text[20];  // "-9223372036854775808"
  char* m_end;
};

}  // namespace cairn::data
