#pragma once

#include "core/base/file_ops.h"
#include "core/data/feature_column.h"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>

namespace cairn::data {

/// The words of a vocabulary with their ids, which are their positions.
/// Thread: Immutable; share freely.
class Vocabulary {
 public:
  /// Integers stand as decimal text. Of equal words the first counts.
  explicit Vocabulary(std::span<const std::string> words);

  /// A vocabulary file as TensorFlow reads it: a word a line, LF or CRLF, blanks kept. `size` -1 is
  /// all lines, else only so many count; integer lines may have leading zeros.
  /// Errors: InvalidArgument, in TensorFlow's words, for an empty line, a repeated word, fewer
  ///         lines than `size`, none at all, and for a line of an integer vocabulary that is none.
  static Result<Vocabulary> parse(std::string_view text, std::int64_t size, bool integers,
                                  const std::string& file);

  std::optional<std::int64_t> find(std::string_view word) const;
  std::int64_t size() const { return static_cast<std::int64_t>(m_ids.size()); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const {
      return std::hash<std::string_view>()(word);
    }
  };
  Vocabulary() = default;
  std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>> m_ids;
};

/// The vocabulary files of a config's columns, read once.
/// Thread: Immutable; share freely.
class Vocabularies {
 public:
  Vocabularies() = default;
  /// Reads every file that `columns` and their parts name; `folder` is the config's.
  /// Errors: those of the files and of Vocabulary::parse; Unsupported for one that is too large.
  static Result<Vocabularies> read(FileOps& files, const fs::path& folder,
                                   std::span<const FeatureColumn> columns);

  /// The words of a vocabulary file column. Errors: NotFound when they were not read.
  Result<std::shared_ptr<const Vocabulary>> find(const FeatureColumn& column) const;

 private:
  using Key = std::tuple<std::string, std::int64_t, bool>;  // file, size, integers
  Result<void> add(FileOps& files, const fs::path& folder, const FeatureColumn& column);
  std::map<Key, std::shared_ptr<const Vocabulary>> m_read;
};

}  // namespace cairn::data
