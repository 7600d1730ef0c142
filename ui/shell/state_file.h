#pragma once

#include <QJsonObject>
#include <filesystem>

namespace cairn::ui {

/// Where what a user would not miss is kept: `$XDG_STATE_HOME/cairn`, else `~/.local/state/cairn`.
std::filesystem::path stateFolder();
/// Settings: `$XDG_CONFIG_HOME/cairn`, else `~/.config/cairn`.
std::filesystem::path configFolder();

/// A small JSON file of ours; empty when there is none. One that can't be parsed is set aside as
/// `.bad`, and `setAside` says so. Few kilobytes, so read on the GUI thread at the start.
QJsonObject readState(const std::filesystem::path& file, bool* setAside = nullptr);
/// Whole and atomically; false when it can't be written.
bool writeState(const std::filesystem::path& file, const QJsonObject& json);

}  // namespace cairn::ui
