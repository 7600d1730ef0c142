#include "core/formats/record_file.h"

#include "core/formats/tfrecord.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::formats {
namespace {

// Small enough to stay in the second-level cache between reading and scanning.
constexpr std::uint64_t kChunk = std::uint64_t{256} << 10;

/// Takes the records of one chunk, up to where more bytes are needed.
RecordTail takeChunk(TfRecordReader& reader, std::uint64_t end, bool isLast, RecordSink& sink) {
  for (;;) {
    const std::uint64_t offset = reader.resumeOffset();
    const Result<std::optional<ByteView>> payload = reader.next();
    if (payload) {
      if (!*payload) return {offset, {}, false};
      sink.takeRecord(offset, **payload);
      continue;
    }
    Error damage = payload.error();
    const bool isZeros = isLast && reader.damageIsZeroTail();
    const std::uint64_t skipped = reader.skipDamage();
    damage.message += fmt::format("; {} bytes are skipped", skipped);
    if (isZeros) damage.message += ", the file ends in zeros";
    // Only a larger chunk, or what is written next, can show where the damage ends.
    if (isZeros || reader.resumeOffset() == end) return {offset, std::move(damage), isZeros};
    sink.takeDamage(std::move(damage));
  }
}

}  // namespace

Result<RecordTail> readRecords(File& file, const std::string& name, std::uint64_t from,
                               std::uint64_t size, RecordSink& sink, std::stop_token stop) {
  Bytes buffer;
  std::uint64_t offset = from;
  std::uint64_t want = kChunk;
  while (offset < size) {
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "reading was stopped", name};
    buffer.resize(static_cast<std::size_t>(std::min(want, size - offset)));
    CAIRN_ASSIGN(const std::size_t count, file.readAt(offset, buffer));
    const bool isLast = count < buffer.size() || offset + count == size;
    TfRecordReader reader(ByteView(buffer).first(count), name, offset);
    RecordTail tail = takeChunk(reader, offset + count, isLast, sink);
    sink.tookUpTo(tail.offset);
    if (isLast) return tail;
    // One record, or one stretch of damage, may be larger than the chunk.
    want = tail.offset == offset ? want * 2 : kChunk;
    offset = tail.offset;
  }
  return RecordTail{offset, {}, false};
}

}  // namespace cairn::formats
