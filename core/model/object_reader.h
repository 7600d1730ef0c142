#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::model {

using Problems = std::vector<Error>;

/// What a number may be.
struct NumberRange {
  double min = -std::numeric_limits<double>::max();
  double max = std::numeric_limits<double>::max();
  bool aboveMin = false;  // min itself is too small
  std::string text() const;
};

struct IntegerRange {
  std::int64_t min = 0;
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
};

/// Notes a fault: what was found at `path` and what would do.
void addProblem(Problems& problems, std::string path, const nlohmann::json& found,
                std::string wanted);

/// The word of `known` that is most like `word`, empty when none is near.
std::string nearestWord(std::string_view word, const std::vector<std::string>& known);

/// Reads the keys of one JSON object, notes every fault, and at the end every key that nobody asked
/// for. An absent key leaves the value as it was.
/// Owner:  borrows the object and the list of problems.
/// Thread: Not locked; one thread at a time.
class ObjectReader {
 public:
  ObjectReader(const nlohmann::json& value, std::string path, Problems& problems);

  bool isObject() const { return m_isObject; }
  const std::string& path() const { return m_path; }
  std::string path(std::string_view key) const;
  Problems& problems() { return m_problems; }

  /// The key's value, or null when it is absent; either way the key is known from now on.
  const nlohmann::json* find(std::string_view key);
  /// As find; notes a fault when the key is absent or null.
  const nlohmann::json* require(std::string_view key, std::string_view wanted);
  void fault(std::string_view key, std::string wanted);

  void integer(std::string_view key, std::int64_t& value, IntegerRange range);
  void integer(std::string_view key, std::optional<std::int64_t>& value, IntegerRange range);
  void number(std::string_view key, double& value, NumberRange range = {});
  void boolean(std::string_view key, bool& value);
  void text(std::string_view key, std::string& value);
  /// null stands for the empty text.
  void textOrNull(std::string_view key, std::string& value);
  void choice(std::string_view key, std::string& value, const std::vector<std::string>& choices);
  void numbers(std::string_view key, std::vector<double>& values);
  void integers(std::string_view key, std::vector<std::int64_t>& values, IntegerRange range);
  void texts(std::string_view key, std::vector<std::string>& values);
  void textMap(std::string_view key, std::map<std::string, std::string>& values);
  /// A parameter of TensorFlow that a config can't write down: only null will do.
  void onlyNull(std::string_view key);

  /// Notes the keys that nobody asked for.
  void finish();

 private:
  const nlohmann::json& m_value;
  std::string m_path;
  Problems& m_problems;
  bool m_isObject;
  std::vector<std::string> m_known;
};

/// Integers written as such or as 200.0.
std::optional<std::int64_t> jsonInteger(const nlohmann::json& value);

}  // namespace cairn::model
