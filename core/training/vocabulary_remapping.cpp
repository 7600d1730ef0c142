#include "core/training/vocabulary_remapping.h"

#include "core/data/vocabulary.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {
namespace {

constexpr std::uint64_t kMaxVocabularyBytes = std::uint64_t{1} << 30;

Error wrong(std::string message) { return {ErrorCode::InvalidArgument, std::move(message), ""}; }

/// The first `count` lines of a vocabulary file.
Result<std::vector<std::string>> firstLines(const std::string& text, std::int64_t count,
                                            const std::string& file) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (static_cast<std::int64_t>(lines.size()) < count && at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.pop_back();
    lines.push_back(std::move(line));
    at = end + 1;
  }
  if (static_cast<std::int64_t>(lines.size()) == count) return lines;
  return Error{
      ErrorCode::InvalidArgument,
      fmt::format("the vocabulary has {} lines, new_vocab_size asks for {}", lines.size(), count),
      file};
}

/// For each word of the new vocabulary its place in the old one; -1 where it is new.
Result<std::vector<std::int64_t>> remapping(FileOps& files, const fs::path& folder,
                                            const model::VocabInfo& info, std::int64_t count) {
  const fs::path newPath = folder / info.newVocab;
  const fs::path oldPath = folder / info.oldVocab;
  CAIRN_ASSIGN(const std::string newText, readTextFile(files, newPath, kMaxVocabularyBytes));
  CAIRN_ASSIGN(const std::string oldText, readTextFile(files, oldPath, kMaxVocabularyBytes));
  CAIRN_ASSIGN(const std::vector<std::string> words, firstLines(newText, count, newPath.string()));
  CAIRN_ASSIGN(const data::Vocabulary old,
               data::Vocabulary::parse(oldText, info.oldVocabSize < 0 ? -1 : info.oldVocabSize,
                                       false, oldPath.string()));
  std::vector<std::int64_t> from;
  from.reserve(words.size());
  for (const std::string& word : words) from.push_back(old.find(word).value_or(-1));
  return from;
}

std::vector<std::int64_t> countUp(std::int64_t count) {
  std::vector<std::int64_t> ids(static_cast<std::size_t>(std::max<std::int64_t>(count, 0)));
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<std::int64_t>(i);
  return ids;
}

Result<void> checkSizes(const model::VocabInfo& info, std::int64_t rows, std::int64_t columns) {
  if (info.newVocab.empty() || info.newVocabSize <= 0 || info.oldVocab.empty())
    return wrong(
        "Invalid args: Must provide all of [current_vocab_path, current_vocab_size, prev_ckpt, "
        "prev_vocab_path}.");
  if (info.axis != 0 && info.axis != 1)
    return wrong(
        fmt::format("The only supported values for the axis argument are 0 and 1.  Provided axis: "
                    "{}",
                    info.axis));
  std::int64_t vocabulary = 0;
  if (info.numOovBuckets < 0 ||
      __builtin_add_overflow(info.newVocabSize, info.numOovBuckets, &vocabulary))
    return wrong(fmt::format("num_{}_oov_buckets must be >= 0, but received {}",
                             info.axis == 0 ? "row" : "col", info.numOovBuckets));
  if (info.axis == 1 && columns != vocabulary)
    return wrong(
        fmt::format("Expected 2nd dim of shape to be new_col_vocab_size ({}) + num_col_oov_buckets "
                    "({}) = {}, but received shape: [{}, {}]",
                    info.newVocabSize, info.numOovBuckets, vocabulary, rows, columns));
  if (info.axis == 0 && rows > vocabulary)
    return wrong(
        fmt::format("Trying to initialize {} additional rows after 0 rows have already been "
                    "initialized, which would exceed expected total row count of "
                    "new_row_vocab_size ({}) + num_row_oov_buckets ({}) = {}.",
                    rows, info.newVocabSize, info.numOovBuckets, vocabulary));
  return {};
}

}  // namespace

Result<std::vector<float>> remapByVocabulary(FileOps& files, const fs::path& folder,
                                             const model::VocabInfo& info,
                                             const RemappedMatrix& old, std::int64_t rows,
                                             std::int64_t columns) {
  CAIRN_TRY(checkSizes(info, rows, columns));
  const bool byRow = info.axis == 0;
  const std::int64_t words = std::min(info.newVocabSize, byRow ? rows : columns);
  CAIRN_ASSIGN(const std::vector<std::int64_t> moved, remapping(files, folder, info, words));
  const std::vector<std::int64_t> fromRow = byRow ? moved : countUp(rows);
  const std::vector<std::int64_t> fromColumn = byRow ? countUp(columns) : moved;
  const bool fits = byRow ? old.columns == columns : rows <= old.rows;
  const auto within = [](std::int64_t id, std::int64_t size) { return id < size; };
  const bool rowsFit = std::ranges::all_of(fromRow, [&](auto id) { return within(id, old.rows); });
  const bool columnsFit =
      std::ranges::all_of(fromColumn, [&](auto id) { return within(id, old.columns); });
  if (!fits || !rowsFit || !columnsFit)
    return wrong(
        fmt::format("the checkpoint's matrix [{}, {}] does not fit its old vocabulary and "
                    "the variable's shape [{}, {}]",
                    old.rows, old.columns, rows, columns));
  std::vector<float> values(static_cast<std::size_t>(rows * columns));
  for (std::size_t i = 0; i < fromRow.size(); ++i)
    for (std::size_t j = 0; j < fromColumn.size(); ++j)
      if (fromRow[i] >= 0 && fromColumn[j] >= 0)
        values[i * static_cast<std::size_t>(columns) + j] =
            old.values[static_cast<std::size_t>(fromRow[i] * old.columns + fromColumn[j])];
  return values;
}

}  // namespace cairn::training
