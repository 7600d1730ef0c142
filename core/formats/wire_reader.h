#pragma once

#include "core/base/bytes.h"

#include <bit>
#include <cstring>

namespace cairn::formats {

/// Walks the fields of one protobuf message without building it; for the paths where a million
/// messages a second go through.
/// Errors: next() ends the walk at damage (a cut, field number 0, a group, a varint of over ten
///         bytes) and at the end alike; `failed` tells which.
/// Owner:  borrows the bytes.
/// Thread: Not locked; one thread at a time.
class WireReader {
 public:
  enum class Type : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

  explicit WireReader(ByteView message)
      : m_at(message.data()), m_end(message.data() + message.size()) {}

  bool next() {
    if (m_at == m_end || m_failed) return false;
    const std::uint64_t key = varint();
    m_number = static_cast<std::uint32_t>(key >> 3);
    m_type = static_cast<Type>(key & 7);
    if (m_failed || m_number == 0 || key >> 32 != 0) return fail();
    switch (m_type) {
      case Type::Varint:
        m_value = varint();
        return !m_failed;
      case Type::Fixed64:
        return fixed<std::uint64_t>();
      case Type::Fixed32:
        return fixed<std::uint32_t>();
      case Type::Bytes: {
        const std::uint64_t size = varint();
        if (m_failed || size > static_cast<std::uint64_t>(m_end - m_at)) return fail();
        m_bytes = {m_at, static_cast<std::size_t>(size)};
        m_at += size;
        return true;
      }
    }
    return fail();
  }

  std::uint32_t number() const { return m_number; }
  Type type() const { return m_type; }
  bool is(std::uint32_t number, Type type) const { return m_number == number && m_type == type; }
  /// Of a varint or fixed field.
  std::uint64_t value() const { return m_value; }
  float asFloat() const { return std::bit_cast<float>(static_cast<std::uint32_t>(m_value)); }
  double asDouble() const { return std::bit_cast<double>(m_value); }
  /// Of a length-delimited field.
  ByteView bytes() const { return m_bytes; }
  std::string_view text() const { return asText(m_bytes); }
  bool failed() const { return m_failed; }
  bool atEnd() const { return m_at == m_end; }

  /// Takes one varint, as packed lists hold them; 0 at damage.
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70 && m_at != m_end; shift += 7) {
      const auto byte = std::to_integer<std::uint64_t>(*m_at++);
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    m_failed = true;
    return 0;
  }

 private:
  bool fail() {
    m_failed = true;
    return false;
  }
  template <class Number>
  bool fixed() {
    if (static_cast<std::size_t>(m_end - m_at) < sizeof(Number)) return fail();
    static_assert(std::endian::native == std::endian::little);
    Number value = 0;
    std::memcpy(&value, m_at, sizeof value);
    m_value = value;
    m_at += sizeof value;
    return true;
  }

  const std::byte* m_at;
  const std::byte* m_end;
  std::uint32_t m_number = 0;
  Type m_type = Type::Varint;
  std::uint64_t m_value = 0;
  ByteView m_bytes;
  bool m_failed = false;
};

}  // namespace cairn::formats
