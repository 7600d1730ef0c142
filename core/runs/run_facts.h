#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cairn::runs {

/// A number, or text.
using FactValue = std::variant<double, std::string>;

/// What is known of one run under a key: `state`, `step`, `accuracy`, `optimizer`, `tag`. A key may
/// stand more than once (tags).
struct Fact {
  std::string key;
  FactValue value;
  bool operator==(const Fact&) const = default;
};

/// What lists are filtered, sorted and grouped by.
/// Thread: Immutable; share freely.
struct RunFacts {
  std::string text;         // name, path, tags and notes: what free words are looked for in
  std::vector<Fact> facts;  // by key

  /// The first fact under `key`; null when there is none. A config key also answers to its last
  /// part: `learning_rate` to `optimizer.learning_rate`.
  const FactValue* find(std::string_view key) const;
};

/// Whether `fact` answers to `key`.
bool answersTo(const Fact& fact, std::string_view key);

/// As people write it: a number shortest, text as it stands.
std::string factText(const FactValue& value);

/// The number in `text`, whole: `1e-3`, `1_000`, `-inf`, `nan`; false when it is something else.
bool readNumber(std::string_view text, double& number);

}  // namespace cairn::runs
