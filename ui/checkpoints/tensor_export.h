#pragma once

#include "ui/checkpoints/tensor_reading.h"

#include <stop_token>

namespace cairn::ui {

/// What was written.
struct Exported {
  fs::path file;
  std::uint64_t bytes = 0;
};

/// Writes a tensor as NumPy's `.npy`, or as CSV where the name ends in `.csv`; whole or not at all.
/// Errors: those of reading and writing; Unsupported for types that the format has no form for.
Result<Exported> exportTensor(FileOps& files, const formats::TensorBundle& bundle,
                              const std::string& tensor, const fs::path& target,
                              std::stop_token stop);

/// A file name for it: `dnn.hiddenlayer_0.kernel.npy`.
std::string exportName(const std::string& tensor, const std::string& suffix);

}  // namespace cairn::ui
