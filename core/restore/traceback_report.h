#pragma once

#include "core/restore/report.h"
#include "core/restore/traceback.h"

namespace cairn::restore {

/// A pasted traceback, and what it means.
struct ToldReport {
  Traceback told;
  Report report;
  bool compared = false;  // with a checkpoint, which gives TensorFlow's very words; else by the
                          // text alone: one tensor, and the best of `told.keys` as the cause
};

/// The restore report of a traceback. With `dirOrPrefix`, the model_dir that it came from, the
/// config is put together from the directory's record (else from the checkpoint) and what the text
/// tells, and compared as a whole; that stands when TensorFlow would say the same about it.
/// Errors: InvalidArgument when the text holds no exception; NotFound when the directory is
/// missing.
Result<ToldReport> explainTraceback(FileOps& files, std::string_view text,
                                    const std::optional<fs::path>& dirOrPrefix,
                                    std::stop_token stop = {});

/// Whether the checkpoint of `modelDir` can be the one that failed: the tensor has the shape that
/// the text says, or is the key that is missing. False when the text names no tensor.
/// Errors: those of the directory and its index.
Result<bool> couldBeOf(FileOps& files, const Traceback& told, const fs::path& modelDir);

/// `{"exception", "message", "tensor", "wants", "has", "path", "step", "mode", "keys", …}`.
nlohmann::ordered_json tracebackToJson(const Traceback& told);
/// What the text tells, as lines for people.
std::string tracebackText(const Traceback& told);

}  // namespace cairn::restore
