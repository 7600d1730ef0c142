#pragma once

#include "core/base/file_ops.h"
#include "ui/bridge/job.h"
#include "ui/bridge/run_ref.h"

#include <QString>
#include <vector>

namespace cairn::ui {

/// A run that was moved away, and how it comes back.
struct Trashed {
  RunRef run;
  fs::path where;    // empty: it could not be moved
  QString infoFile;  // of the system's trash; empty: in `.cairn-trash`
  Error error;       // why not
};

/// Moves runs to the system's trash; where there is none (network mounts) and `beside` is set, to
/// `.cairn-trash` in the same folder. A run that somebody trains is left alone. For a worker.
std::vector<Trashed> moveToTrash(FileOps& files, Clock& clock, const std::vector<RunRef>& runs,
                                 bool beside);
/// Puts them back; those that could not be have an `error`.
std::vector<Trashed> restoreFromTrash(FileOps& files, std::vector<Trashed> trashed);

}  // namespace cairn::ui
