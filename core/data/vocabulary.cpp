#include "core/data/vocabulary.h"

#include "core/base/limits.h"
#include "core/data/decimal.h"
#include "core/data/fingerprint.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::data {
namespace {

Error refused(const std::string& file, std::string message) {
  return {ErrorCode::InvalidArgument, std::move(message), file};
}

bool isInteger(const FeatureColumn& column) { return column.dtype != formats::DType::String; }

}  // namespace

Vocabulary::Vocabulary(std::span<const std::string> words) {
  m_ids.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i)
    m_ids.emplace(words[i], static_cast<std::int64_t>(i));
}

Result<Vocabulary> Vocabulary::parse(std::string_view text, std::int64_t size, bool integers,
                                     const std::string& file) {
  Vocabulary vocabulary;
  std::size_t at = 0;
  std::int64_t line = 0;
  for (; at < text.size() && (size < 0 || line < size); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view word = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    if (word.ends_with('\r')) word.remove_suffix(1);
    if (word.empty())
      return refused(
          file, fmt::format("Invalid content in {}: empty line found at position {}.", file, at));
    std::string key(word);
    if (integers) {
      const auto number = parseInt64(word);
      if (!number || word.find('+') != word.npos)
        return refused(file, fmt::format("Field {} in line {} is not a valid int64.", word, line));
      key = DecimalText(*number).view();
    }
    const auto [found, isNew] = vocabulary.m_ids.emplace(std::move(key), line);
    if (!isNew)
      return refused(
          file, fmt::format("HashTable has different value for same key. Key {} has {} and trying "
                            "to add value {}",
                            found->first, found->second, line));
    if (vocabulary.m_ids.size() > limits::kVocabularyWords)
      return Error{ErrorCode::Unsupported,
                   fmt::format("more than {} words", limits::kVocabularyWords), file};
  }
  if (line == 0) return refused(file, "an empty vocabulary: a word is wanted on each line");
  if (line < size)
    return refused(
        file, fmt::format("Invalid vocab_size in {}: expected {} but got {}", file, size, line));
  return vocabulary;
}

std::optional<std::int64_t> Vocabulary::find(std::string_view word) const {
  const auto found = m_ids.find(word);
  return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

Result<Vocabularies> Vocabularies::read(FileOps& files, const fs::path& folder,
                                        std::span<const FeatureColumn> columns) {
  Vocabularies all;
  for (const FeatureColumn& column : columns) CAIRN_TRY(all.add(files, folder, column));
  return all;
}

Result<void> Vocabularies::add(FileOps& files, const fs::path& folder,
                               const FeatureColumn& column) {
  for (const FeatureColumn& part : column.parts) CAIRN_TRY(add(files, folder, part));
  if (column.type != ColumnType::VocabularyFile) return {};
  std::shared_ptr<const Vocabulary>& held =
      m_read[{column.vocabularyFile, column.vocabularySize, isInteger(column)}];
  if (held) return {};
  const fs::path path = folder / column.vocabularyFile;
  CAIRN_ASSIGN(const std::string text, readTextFile(files, path, limits::kTextBytes));
  CAIRN_ASSIGN(Vocabulary vocabulary,
               Vocabulary::parse(text, column.vocabularySize, isInteger(column), path.string()));
  held = std::make_shared<const Vocabulary>(std::move(vocabulary));
  return {};
}

Result<std::shared_ptr<const Vocabulary>> Vocabularies::find(const FeatureColumn& column) const {
  const auto found = m_read.find({column.vocabularyFile, column.vocabularySize, isInteger(column)});
  if (found == m_read.end() || !found->second)
    return Error{ErrorCode::NotFound, "the vocabulary was not read", column.vocabularyFile};
  return found->second;
}

}  // namespace cairn::data
