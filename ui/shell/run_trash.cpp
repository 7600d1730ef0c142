#include "ui/shell/run_trash.h"

#include "core/training/run_lock.h"
#include "ui/bridge/convert.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace cairn::ui {
namespace {

bool isHeld(FileOps& files, Clock& clock, const fs::path& modelDir) {
  const auto holder = training::readLockHolder(files, modelDir);
  return holder && *holder && !training::isLost(**holder, clock);
}

Result<fs::path> moveBeside(FileOps& files, const fs::path& modelDir) {
  const fs::path folder = modelDir.parent_path() / ".cairn-trash";
  CAIRN_TRY(files.createDirectories(folder));
  fs::path target = folder / modelDir.filename();
  for (int n = 2; exists(files, target); ++n)
    target = folder / (modelDir.filename().string() + "-" + std::to_string(n));
  CAIRN_TRY(files.rename(modelDir, target));
  return target;
}

// Trash/files/NAME has its note in Trash/info/NAME.trashinfo.
QString infoOf(const QString& trashed) {
  const fs::path where = toPath(trashed);
  return pathText(where.parent_path().parent_path() / "info" /
                  (where.filename().string() + ".trashinfo"));
}

}  // namespace

std::vector<Trashed> moveToTrash(FileOps& files, Clock& clock, const std::vector<RunRef>& runs,
                                 bool beside) {
  // Qt makes the trash, but not the folder of the user's data that holds it.
  QDir().mkpath(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation));
  std::vector<Trashed> out;
  for (const RunRef& run : runs) {
    Trashed one;
    one.run = run;
    if (isHeld(files, clock, run.modelDir)) {
      one.error = {ErrorCode::Busy, "a training writes here", run.modelDir.string()};
    } else if (beside) {
      if (const auto moved = moveBeside(files, run.modelDir))
        one.where = *moved;
      else
        one.error = moved.error();
    } else {
      QString where;
      if (QFile::moveToTrash(pathText(run.modelDir), &where)) {
        one.where = toPath(where);
        one.infoFile = infoOf(where);
      } else {
        one.error = {ErrorCode::Unsupported, "the system has no trash for this folder",
                     run.modelDir.string()};
      }
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<Trashed> restoreFromTrash(FileOps& files, std::vector<Trashed> trashed) {
  for (Trashed& one : trashed) {
    if (one.where.empty()) continue;
    if (exists(files, one.run.modelDir)) {
      one.error = {ErrorCode::Io, "another folder has its place", one.run.modelDir.string()};
      continue;
    }
    if (const auto moved = files.rename(one.where, one.run.modelDir); !moved) {
      one.error = moved.error();
      continue;
    }
    if (!one.infoFile.isEmpty()) QFile::remove(one.infoFile);
    one.where.clear();
  }
  return trashed;
}

}  // namespace cairn::ui
