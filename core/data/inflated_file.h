#pragma once

#include "core/base/file_ops.h"

#include <optional>
#include <string_view>

namespace cairn::data {

enum class Compression { None, Gzip, Zlib };

/// By TensorFlow's name: an empty text, `GZIP` or `ZLIB`.
std::optional<Compression> compressionNamed(std::string_view name);

/// A data file whose reading gives its content uncompressed. Reads from front to back are cheap;
/// one before the last read's start inflates anew from the file's beginning. Several gzip members
/// in a row are one content.
/// Errors: those of the file; when reading, Corrupt for what is not compressed so or is damaged,
///         Truncated for what ends too early, Unsupported for what inflates beyond all measure.
Result<std::unique_ptr<File>> openInflated(FileOps& files, const fs::path& path,
                                           Compression compression);

}  // namespace cairn::data
