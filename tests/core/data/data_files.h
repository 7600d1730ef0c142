#pragma once

#include "core/base/file_ops.h"
#include "core/data/inflated_file.h"
#include "tests/core/formats/examples.h"

#include <QFile>
#include <QTemporaryDir>
#include <zlib.h>

// Data files in the making.
namespace cairn::tests {

class DataFolder {
 public:
  fs::path path() const { return m_directory.path().toStdString(); }
  fs::path write(const std::string& name, std::string_view content) const {
    QFile file(m_directory.filePath(QString::fromStdString(name)));
    if (file.open(QIODevice::WriteOnly))
      file.write(content.data(), static_cast<qsizetype>(content.size()));
    return file.fileName().toStdString();
  }

 private:
  QTemporaryDir m_directory;
};

/// `text` as one gzip member or zlib stream.
inline std::string compressed(std::string_view text,
                              data::Compression as = data::Compression::Gzip) {
  z_stream stream{};
  const int bits = as == data::Compression::Gzip ? 16 + MAX_WBITS : MAX_WBITS;
  if (deflateInit2(&stream, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string in(text);
  std::string out;
  out.resize(deflateBound(&stream, in.size()));
  const auto bytes = [](std::string& of) {
    return static_cast<Bytef*>(static_cast<void*>(of.data()));
  };
  stream.next_in = bytes(in);
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = bytes(out);
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace cairn::tests
