#pragma once

#include "core/base/ids.h"

#include <QString>
#include <filesystem>
#include <string_view>

namespace cairn::ui {

/// UTF-8 in, UTF-16 out; bytes that are not UTF-8 become U+FFFD.
QString toQString(std::string_view text);
std::string fromQString(const QString& text);

/// Paths are bytes: those that aren't UTF-8 are shown percent-encoded and survive the way back.
QString pathText(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& text);

/// The last part of a path, for titles.
QString fileName(const std::filesystem::path& path);

}  // namespace cairn::ui
