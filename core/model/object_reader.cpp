#include "core/model/object_reader.h"

#include "core/model/json_text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <numeric>

namespace cairn::model {

namespace {

// Nobody reads on; a hostile file has millions.
constexpr std::size_t kMostProblems = 1000;

std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string rangeText(IntegerRange range) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  if (range.min == std::numeric_limits<std::int64_t>::min()) return "an integer";
  if (range.max == kMost) return fmt::format("an integer from {} up", range.min);
  return fmt::format("an integer from {} to {}", range.min, range.max);
}

bool fits(std::optional<std::int64_t> value, IntegerRange range) {
  return value && *value >= range.min && *value <= range.max;
}

}  // namespace

std::string NumberRange::text() const {
  constexpr double kAny = std::numeric_limits<double>::max();
  if (min == -kAny && max == kAny) return "a number";
  if (max == kAny) return fmt::format("a number {} {}", aboveMin ? "above" : "from", min);
  if (min == -kAny) return fmt::format("a number up to {}", max);
  return fmt::format("a number {} {} to {}", aboveMin ? "above" : "from", min, max);
}

void addProblem(Problems& problems, std::string path, const nlohmann::json& found,
                std::string wanted) {
  problems.push_back({ErrorCode::InvalidArgument,
                      "found " + shownJson(found),
                      std::move(path),
                      {},
                      std::move(wanted)});
}

std::string nearestWord(std::string_view word, const std::vector<std::string>& known) {
  // A hostile key may be a megabyte: distance costs the product of the lengths.
  if (word.size() > 200) return {};
  std::string nearest;
  std::size_t least = std::max<std::size_t>(word.size() / 2, 1) + 1;
  for (const std::string& candidate : known) {
    const std::size_t distance = editDistance(word, candidate);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::optional<std::int64_t> jsonInteger(const nlohmann::json& value) {
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return {};
    return static_cast<std::int64_t>(number);
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number_float()) return {};
  constexpr double kExact = 9'007'199'254'740'992.0;  // 2^53
  const double number = value.get<double>();
  if (number != std::floor(number) || std::abs(number) > kExact) return {};
  return static_cast<std::int64_t>(number);
}

ObjectReader::ObjectReader(const nlohmann::json& value, std::string path, Problems& problems)
    : m_value(value), m_path(std::move(path)), m_problems(problems), m_isObject(value.is_object()) {
  if (!m_isObject) addProblem(m_problems, m_path, value, "an object {…}");
}

std::string ObjectReader::path(std::string_view key) const {
  return m_path.empty() ? std::string(key) : fmt::format("{}.{}", m_path, key);
}

const nlohmann::json* ObjectReader::find(std::string_view key) {
  if (std::find(m_known.begin(), m_known.end(), key) == m_known.end()) m_known.emplace_back(key);
  if (!m_isObject) return nullptr;
  const auto found = m_value.find(key);
  return found == m_value.end() ? nullptr : &*found;
}

const nlohmann::json* ObjectReader::require(std::string_view key, std::string_view wanted) {
  const nlohmann::json* value = find(key);
  if (value != nullptr && !value->is_null()) return value;
  if (m_isObject)
    m_problems.push_back({ErrorCode::InvalidArgument,
                          value == nullptr ? "is missing" : "found null",
                          path(key),
                          {},
                          std::string(wanted)});
  return nullptr;
}

void ObjectReader::fault(std::string_view key, std::string wanted) {
  const nlohmann::json* value = find(key);
  addProblem(m_problems, path(key), value == nullptr ? nlohmann::json() : *value,
             std::move(wanted));
}

void ObjectReader::integer(std::string_view key, std::int64_t& value, IntegerRange range) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return;
  const auto number = jsonInteger(*found);
  if (fits(number, range))
    value = *number;
  else
    fault(key, rangeText(range));
}

void ObjectReader::integer(std::string_view key, std::optional<std::int64_t>& value,
                           IntegerRange range) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return;
  const auto number = jsonInteger(*found);
  if (found->is_null())
    value.reset();
  else if (fits(number, range))
    value = number;
  else
    fault(key, rangeText(range) + ", or null");
}

void ObjectReader::number(std::string_view key, double& value, NumberRange range) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return;
  const double number = found->is_number() ? found->get<double>() : 0;
  const bool inside =
      number <= range.max && (range.aboveMin ? number > range.min : number >= range.min);
  if (found->is_number() && inside)
    value = number;
  else
    fault(key, range.text());
}

void ObjectReader::boolean(std::string_view key, bool& value) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return;
  if (found->is_boolean())
    value = found->get<bool>();
  else
    fault(key, "true or false");
}

void ObjectReader::text(std::string_view key, std::string& value) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return;
  if (found->is_string() && !found->get_ref<const std::string&>().empty())
    value = found->get<std::string>();
  else
    fault(key, "a text");
}

void ObjectReader::textOrNull(std::string_view key, std::string& value) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return;
  if (found->is_null())
    value.clear();
  else if (found->is_string())
    value = found->get<std::string>();
  else
    fault(key, "a text, or null");
}

void ObjectReader::choice(std::string_view key, std::string& value,
                          const std::vector<std::string>& choices) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return;
  if (found->is_string() &&
      std::find(choices.begin(), choices.end(), found->get<std::string>()) != choices.end())
    value = found->get<std::string>();
  else
    fault(key, fmt::format("one of {}", fmt::join(choices, ", ")));
}

void ObjectReader::numbers(std::string_view key, std::vector<double>& values) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return;
  const bool good = found->is_array() && std::all_of(found->begin(), found->end(),
                                                     [](auto& item) { return item.is_number(); });
  if (good)
    values = found->get<std::vector<double>>();
  else
    fault(key, "a list of numbers");
}

void ObjectReader::integers(std::string_view key, std::vector<std::int64_t>& values,
                            IntegerRange range) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return;
  if (!found->is_array()) {
    fault(key, "a list of integers");
    return;
  }
  std::vector<std::int64_t> read;
  for (std::size_t i = 0; i < found->size(); ++i) {
    const auto number = jsonInteger((*found)[i]);
    if (!fits(number, range)) {
      addProblem(m_problems, fmt::format("{}[{}]", path(key), i), (*found)[i], rangeText(range));
      return;
    }
    read.push_back(*number);
  }
  values = std::move(read);
}

void ObjectReader::texts(std::string_view key, std::vector<std::string>& values) {
  const nlohmann::json* found = find(key);
  if (found == nullptr) return;
  const bool good = found->is_array() && std::all_of(found->begin(), found->end(),
                                                     [](auto& item) { return item.is_string(); });
  if (good)
    values = found->get<std::vector<std::string>>();
  else
    fault(key, "a list of texts");
}

void ObjectReader::textMap(std::string_view key, std::map<std::string, std::string>& values) {
  const nlohmann::json* found = find(key);
  if (found == nullptr || found->is_null()) return;
  const bool good = found->is_object() && std::all_of(found->begin(), found->end(),
                                                      [](auto& item) { return item.is_string(); });
  if (good)
    values = found->get<std::map<std::string, std::string>>();
  else
    fault(key, "an object of texts");
}

void ObjectReader::onlyNull(std::string_view key) {
  const nlohmann::json* found = find(key);
  if (found != nullptr && !found->is_null())
    fault(key, "null: a config can't write this parameter down");
}

void ObjectReader::finish() {
  if (!m_isObject) return;
  for (const auto& [key, value] : m_value.items()) {
    if (m_problems.size() >= kMostProblems) return;
    if (std::find(m_known.begin(), m_known.end(), key) != m_known.end()) continue;
    const std::string nearest = nearestWord(key, m_known);
    std::string wanted = nearest.empty() ? fmt::format("one of {}", fmt::join(m_known, ", "))
                                         : fmt::format("did you mean `{}`?", nearest);
    m_problems.push_back(
        {ErrorCode::InvalidArgument, "unknown key", path(key), {}, std::move(wanted)});
  }
}

}  // namespace cairn::model
