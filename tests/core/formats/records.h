#pragma once

#include "core/base/clock.h"
#include "core/formats/tfrecord.h"

#include <string>
#include <string_view>

namespace cairn::test {

/// `payload`, framed as one TFRecord.
inline Bytes record(std::string_view payload) {
  Bytes bytes;
  formats::appendTfRecord(bytes, asBytes(payload));
  return bytes;
}

inline Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) append(all, part);
  return all;
}

inline void flipBit(Bytes& bytes, std::size_t at) { bytes[at] ^= std::byte{1}; }

/// Bytes of their lower-case hex digits; blanks are skipped.
inline Bytes fromHex(std::string_view hex) {
  Bytes bytes;
  int pending = -1;
  for (const char c : hex) {
    if (c == ' ') continue;
    const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
    if (pending < 0) {
      pending = digit;
      continue;
    }
    bytes.push_back(static_cast<std::byte>(pending * 16 + digit));
    pending = -1;
  }
  return bytes;
}

/// A clock that stands still until it is moved.
class StoppedClock : public Clock {
 public:
  double wall = 1'549'955'996.75;
  double wallSeconds() override { return wall; }
  std::chrono::nanoseconds steady() override {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(wall));
  }
};

}  // namespace cairn::test
