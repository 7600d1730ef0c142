#include "ui/shell/fuzzy.h"

#include <algorithm>

namespace cairn::ui {
namespace {

constexpr int kLetter = 1;
constexpr int kTogether = 6;
constexpr int kWordStart = 8;
constexpr int kWhole = 40;  // the query in one piece, at a word's start
constexpr qsizetype kMostText = 400;

bool startsWord(const QString& text, qsizetype at) {
  if (at == 0) return true;
  const QChar before = text[at - 1];
  return !before.isLetterOrNumber() || (before.isLower() && text[at].isUpper()) ||
         before.isDigit() != text[at].isDigit();
}

// The letters from `from` on, each at its first place; a word's start is preferred where the rest
// still fits behind it.
std::optional<FuzzyMatch> matchFrom(const QString& query, const QString& text, qsizetype from) {
  FuzzyMatch match;
  qsizetype at = from;
  for (qsizetype i = 0; i < query.size(); ++i) {
    if (query[i].isSpace()) continue;
    while (at < text.size() && text[at].toLower() != query[i]) ++at;
    if (at >= text.size()) return std::nullopt;
    match.score += kLetter;
    if (!match.places.empty() && match.places.back() == at - 1) match.score += kTogether;
    if (startsWord(text, at)) match.score += kWordStart;
    match.places.push_back(static_cast<int>(at++));
  }
  return match;
}

}  // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& whole) {
  if (query.isEmpty()) return FuzzyMatch{};
  const QString text = whole.left(kMostText);
  if (const qsizetype piece = text.indexOf(query, 0, Qt::CaseInsensitive); piece >= 0) {
    // A piece at a word's start beats one inside a word.
    qsizetype best = piece;
    for (qsizetype at = piece; at >= 0; at = text.indexOf(query, at + 1, Qt::CaseInsensitive))
      if (startsWord(text, at)) {
        best = at;
        break;
      }
    FuzzyMatch match;
    match.score = kWhole + (startsWord(text, best) ? kWordStart * 3 : 0) +
                  static_cast<int>(query.size()) * (kLetter + kTogether) -
                  static_cast<int>(best / 8);
    for (qsizetype i = 0; i < query.size(); ++i) match.places.push_back(static_cast<int>(best + i));
    return match;
  }
  std::optional<FuzzyMatch> best;
  for (qsizetype from = 0; from < text.size(); ++from) {
    if (text[from].toLower() != query[0]) continue;
    auto match = matchFrom(query, text, from);
    if (!match) break;  // nor from any later place
    if (!best || match->score > best->score) best = std::move(match);
  }
  return best;
}

}  // namespace cairn::ui
