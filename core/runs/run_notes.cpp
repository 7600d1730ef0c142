#include "core/runs/run_notes.h"

#include "core/model/run_record.h"
#include "core/training/run_lock.h"

namespace cairn::runs {

Result<void> saveRunNotes(FileOps& files, const fs::path& modelDir, const RunNotes& notes) {
  CAIRN_ASSIGN(const auto holder, training::readLockHolder(files, modelDir));
  // The trainer writes the same file; two writers would lose one of the two changes.
  if (holder) return Error{ErrorCode::Busy, "a training writes here", modelDir.string()};
  CAIRN_ASSIGN(auto record, model::loadRunRecord(files, modelDir));
  if (!record)
    return Error{ErrorCode::NotFound, "no such file", model::runRecordPath(modelDir).string()};
  record->name = notes.name;
  record->notes = notes.notes;
  record->tags = notes.tags;
  record->color = notes.color;
  record->isBaseline = notes.isBaseline;
  return model::saveRunRecord(files, modelDir, *record);
}

}  // namespace cairn::runs
