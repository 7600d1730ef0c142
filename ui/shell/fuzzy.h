#pragma once

#include <QString>
#include <optional>
#include <vector>

namespace cairn::ui {

/// How well `query` fits `text`: its letters in order, better the more of them stand together and
/// at the starts of words. Nothing when they don't. `query` is folded to lower case.
struct FuzzyMatch {
  int score = 0;
  std::vector<int> places;  // of the matched letters, ascending
};
std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text);

}  // namespace cairn::ui
