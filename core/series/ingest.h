#pragma once

#include "core/base/file_ops.h"
#include "core/base/progress.h"
#include "core/series/series.h"

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cairn::series {

/// All series of a run as of one poll. Thread: Immutable; share freely.
struct RunSeries {
  std::map<SeriesKey, std::shared_ptr<const Series>> series;
  std::vector<Error> problems;  // unreadable stretches: file, offset, bytes
  std::vector<Step> restarts;   // of the training itself: where each went on from
  std::vector<Step> saves;      // where the log says that a checkpoint was saved; ascending
  std::uint64_t events = 0;     // records read so far
  std::uint64_t version = 0;    // rises whenever a poll found something new
};

/// Reads the event files of one model_dir and its `eval*` folders, again and again: each poll takes
/// only what was added. A torn last record is "not yet"; a file that shrank, was replaced or went
/// away is read anew, with the others of its folder. Whatever the polls saw on the way, the picture
/// is that of one reading of the files as they are.
/// Hand-written scan of the wire format: histograms, images and graphs are stepped over.
/// Restarts: a SessionLog START at step s leaves behind what was written before it at s or later.
///         So does, for its own tags, a later file without START that begins at such a step.
/// Errors: of the directory itself, and Cancelled; a bad file is a problem in the answer.
/// Thread: Not locked; one thread at a time.
class RunReader {
 public:
  RunReader(FileOps& files, fs::path modelDir);
  /// The whole picture after this poll; the same pointer when nothing changed.
  Result<std::shared_ptr<const RunSeries>> poll(std::stop_token stop = {},
                                                const ProgressCallback& progress = {});

 private:
  struct State;
  std::shared_ptr<State> m_state;
};

}  // namespace cairn::series
