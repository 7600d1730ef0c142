#pragma once

#include "core/base/byte_reader.h"

#include <optional>
#include <string>
#include <zlib.h>

// Just enough of ZIP for the `.npz` files of the fixtures.
namespace cairn::tests {

inline std::optional<Bytes> inflated(ByteView packed, std::size_t size) {
  Bytes plain(size);
  z_stream stream{};
  const std::string_view text = asText(packed);
  std::string input(text);
  std::string output(size, '\0');
  // zlib's interface is older than const and std::byte.
  stream.next_in = static_cast<Bytef*>(static_cast<void*>(input.data()));
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = static_cast<Bytef*>(static_cast<void*>(output.data()));
  stream.avail_out = static_cast<uInt>(output.size());
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return std::nullopt;
  const int outcome = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  if (outcome != Z_STREAM_END) return std::nullopt;
  const ByteView bytes = asBytes(output);
  return Bytes(bytes.begin(), bytes.end());
}

/// The content of one member, found through the central directory.
inline std::optional<Bytes> zipMember(ByteView zip, std::string_view name) {
  const auto number = [&zip](std::size_t at, std::size_t width) {
    return static_cast<std::size_t>(readLittleEndian(zip.subspan(at, width)));
  };
  if (zip.size() < 22) return std::nullopt;
  const std::size_t end = zip.size() - 22;  // end record without a comment
  std::size_t at = number(end + 16, 4);
  for (std::size_t left = number(end + 10, 2); left > 0; --left) {
    const std::size_t nameLength = number(at + 28, 2);
    if (asText(zip.subspan(at + 46, nameLength)) == name) {
      const std::size_t local = number(at + 42, 4);
      const std::size_t start = local + 30 + number(local + 26, 2) + number(local + 28, 2);
      return inflated(zip.subspan(start, number(at + 20, 4)), number(at + 24, 4));
    }
    at += 46 + nameLength + number(at + 30, 2) + number(at + 32, 2);
  }
  return std::nullopt;
}

}  // namespace cairn::tests
