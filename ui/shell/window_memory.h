#pragma once

#include "ui/shell/runs_view.h"

#include <QJsonObject>
#include <filesystem>

namespace cairn::ui {

/// What a window remembers of a workspace, in the user's state and not in the folder: keys by the
/// runs' places in it, so that it may move.
struct WorkspaceMemory {
  QString tab;
  QStringList selection;  // model_dirs relative to the workspace
  RunsView view;          // its eyes by the same
  QStringList filterHistory;
  double smoothing = -1;  // -1: not set
};

QJsonObject toJson(const WorkspaceMemory& memory);
WorkspaceMemory memoryFrom(const QJsonObject& json);

/// The state file of a workspace.
std::filesystem::path memoryFile(const std::filesystem::path& workspace);

/// `id` (a model_dir) as told from the workspace, and back.
QString relativeId(const QString& id, const std::filesystem::path& workspace);
QString absoluteId(const QString& relative, const std::filesystem::path& workspace);

}  // namespace cairn::ui
