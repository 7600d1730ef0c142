#pragma once

#include "core/base/file_ops.h"
#include "core/model/config.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cairn::training {

/// A matrix whose rows or columns follow a vocabulary, moved to another vocabulary.
struct RemappedMatrix {
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::vector<float> values;
};

/// Moves `old` to the new vocabulary of `info`, to a matrix of `rows` and `columns`; what is new,
/// and all buckets for words out of the vocabulary, is 0.
/// Formula: tf.train.warm_start, _load_and_remap_matrix; spec/estimator.md 15.
/// Errors: InvalidArgument, in TensorFlow's words, when sizes do not fit; those of the two files,
///         which are relative to `folder`.
Result<std::vector<float>> remapByVocabulary(FileOps& files, const fs::path& folder,
                                             const model::VocabInfo& info,
                                             const RemappedMatrix& old, std::int64_t rows,
                                             std::int64_t columns);

}  // namespace cairn::training
