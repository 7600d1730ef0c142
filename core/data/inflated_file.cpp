#include "core/data/inflated_file.h"

#include "core/base/limits.h"

#include <algorithm>
#include <fmt/format.h>
#include <zlib.h>

namespace cairn::data {
namespace {

constexpr std::size_t kChunk = std::size_t{256} << 10;

Bytef* zlibBytes(std::byte* bytes) { return static_cast<Bytef*>(static_cast<void*>(bytes)); }

/// zlib's state; it must not move.
class Inflater {
 public:
  explicit Inflater(Compression compression)
      : m_bits(compression == Compression::Gzip ? 16 + MAX_WBITS : MAX_WBITS) {
    m_good = inflateInit2(&m_stream, m_bits) == Z_OK;
  }
  ~Inflater() { inflateEnd(&m_stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  bool isGood() const { return m_good; }
  bool needsInput() const { return m_stream.avail_in == 0; }
  ByteView input() const { return m_input; }
  std::size_t inputLeft() const { return m_stream.avail_in; }
  const char* message() const { return m_stream.msg != nullptr ? m_stream.msg : "damaged"; }
  void feed(Bytes input) {
    m_input = std::move(input);
    m_stream.next_in = zlibBytes(m_input.data());
    m_stream.avail_in = static_cast<uInt>(m_input.size());
  }
  /// zlib's answer; `count` bytes of `out` were written.
  int inflate(std::span<std::byte> out, std::size_t& count) {
    m_stream.next_out = zlibBytes(out.data());
    m_stream.avail_out = static_cast<uInt>(out.size());
    const int answer = ::inflate(&m_stream, Z_NO_FLUSH);
    count = out.size() - m_stream.avail_out;
    return answer;
  }
  bool startMember() { return inflateReset2(&m_stream, m_bits) == Z_OK; }
  /// What is left of the input is zeros, as tapes and some tools pad it.
  bool onlyZerosLeft() const {
    const auto from = m_input.end() - static_cast<std::ptrdiff_t>(m_stream.avail_in);
    return std::all_of(from, m_input.end(), [](std::byte byte) { return byte == std::byte{0}; });
  }

 private:
  int m_bits;
  z_stream m_stream{};
  Bytes m_input;
  bool m_good = false;
};

class InflatedFile : public File {
 public:
  InflatedFile(std::unique_ptr<File> inner, std::string name, std::uint64_t size,
               Compression compression)
      : m_inner(std::move(inner)),
        m_name(std::move(name)),
        m_compression(compression),
        m_most(limits::kInflatedBase) {
    std::uint64_t scaled = 0;
    m_most = multiplyFits(size, limits::kInflatedRatio, scaled) ? std::max(m_most, scaled)
                                                                : ~std::uint64_t{0};
    restart();
  }

  Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> buffer) override {
    if (offset < m_windowStart) restart();
    while (!m_ended && windowEnd() < offset + buffer.size()) {
      dropBefore(offset);
      CAIRN_TRY(inflateMore());
    }
    dropBefore(offset);
    if (windowEnd() <= offset) return std::size_t{0};
    const std::size_t count = std::min(buffer.size(), m_window.size());
    std::copy_n(m_window.begin(), count, buffer.begin());
    return count;
  }
  Result<void> write(ByteView) override { return readOnly(); }
  Result<void> allocate(std::uint64_t) override { return readOnly(); }
  Result<void> sync() override { return readOnly(); }
  Result<FileStat> stat() override { return m_inner->stat(); }
  Result<void> close() override { return m_inner->close(); }
  Result<void> lock() override { return readOnly(); }

 private:
  std::uint64_t windowEnd() const { return m_windowStart + m_window.size(); }
  Error readOnly() const { return {ErrorCode::Unsupported, "opened for reading", m_name}; }
  Error bad(ErrorCode code, std::string message) const {
    return {code, std::move(message), m_name, m_inputOffset};
  }

  void restart() {
    m_inflater = std::make_unique<Inflater>(m_compression);
    m_window.clear();
    m_windowStart = m_inputOffset = 0;
    m_ended = m_memberEnded = false;
  }

  void dropBefore(std::uint64_t offset) {
    if (offset <= m_windowStart) return;
    const auto count = std::min<std::uint64_t>(offset - m_windowStart, m_window.size());
    m_window.erase(m_window.begin(), m_window.begin() + static_cast<std::ptrdiff_t>(count));
    m_windowStart += count;
  }

  /// False at the end of the compressed file.
  Result<bool> feed() {
    Bytes input(kChunk);
    CAIRN_ASSIGN(const std::size_t count, m_inner->readAt(m_inputOffset, input));
    input.resize(count);
    m_inputOffset += count;
    m_inflater->feed(std::move(input));
    return count > 0;
  }

  Result<void> inflateMore() {
    if (!m_inflater->isGood()) return bad(ErrorCode::Io, "zlib did not start");
    if (m_inflater->needsInput()) {
      CAIRN_ASSIGN(const bool any, feed());
      if (!any && m_memberEnded) {
        m_ended = true;
        return {};
      }
      if (!any) return bad(ErrorCode::Truncated, "the compressed data ends too early");
    }
    if (m_memberEnded) {
      if (m_inflater->onlyZerosLeft()) {
        m_inflater->feed({});
        return {};
      }
      m_memberEnded = false;
      if (!m_inflater->startMember()) return bad(ErrorCode::Io, "zlib did not start again");
    }
    const std::size_t before = m_window.size();
    m_window.resize(before + kChunk);
    std::size_t count = 0;
    const int answer = m_inflater->inflate(std::span(m_window).subspan(before), count);
    m_window.resize(before + count);
    if (answer == Z_STREAM_END)
      m_memberEnded = true;
    else if (answer != Z_OK && answer != Z_BUF_ERROR)
      return bad(ErrorCode::Corrupt,
                 fmt::format("no {} data: {}", m_compression == Compression::Gzip ? "gzip" : "zlib",
                             m_inflater->message()));
    if (windowEnd() > m_most)
      return bad(ErrorCode::Unsupported,
                 fmt::format("the content is larger than {} bytes, {} times the file", m_most,
                             limits::kInflatedRatio));
    return {};
  }

  std::unique_ptr<File> m_inner;
  std::string m_name;
  Compression m_compression;
  std::uint64_t m_most;  // bytes of the content
  std::unique_ptr<Inflater> m_inflater;
  std::uint64_t m_inputOffset = 0;
  Bytes m_window;  // from the start of the last read on
  std::uint64_t m_windowStart = 0;
  bool m_memberEnded = false;
  bool m_ended = false;
};

}  // namespace

std::optional<Compression> compressionNamed(std::string_view name) {
  if (name.empty()) return Compression::None;
  if (name == "GZIP") return Compression::Gzip;
  if (name == "ZLIB") return Compression::Zlib;
  return std::nullopt;
}

Result<std::unique_ptr<File>> openInflated(FileOps& files, const fs::path& path,
                                           Compression compression) {
  CAIRN_ASSIGN(std::unique_ptr<File> file, files.open(path, OpenMode::Read));
  if (compression == Compression::None) return file;
  CAIRN_ASSIGN(const FileStat stat, file->stat());
  return std::unique_ptr<File>(
      std::make_unique<InflatedFile>(std::move(file), path.string(), stat.size, compression));
}

}  // namespace cairn::data
