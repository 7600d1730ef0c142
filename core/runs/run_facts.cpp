#include "core/runs/run_facts.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace cairn::runs {

bool answersTo(const Fact& fact, std::string_view key) {
  const std::string_view name = fact.key;
  if (name == key) return true;
  return name.size() > key.size() + 1 && name.ends_with(key) &&
         name[name.size() - key.size() - 1] == '.';
}

const FactValue* RunFacts::find(std::string_view key) const {
  const auto exact =
      std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.key == key; });
  if (exact != facts.end()) return &exact->value;
  const auto last = std::find_if(facts.begin(), facts.end(),
                                 [&](const Fact& fact) { return answersTo(fact, key); });
  return last == facts.end() ? nullptr : &last->value;
}

std::string factText(const FactValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return fmt::format("{}", std::get<double>(value));
}

bool readNumber(std::string_view text, double& number) {
  std::string plain(text);
  std::erase(plain, '_');
  if (plain.starts_with('+')) plain.erase(0, 1);
  const char* end = plain.data() + plain.size();
  const auto read = std::from_chars(plain.data(), end, number);
  return !plain.empty() && read.ec == std::errc() && read.ptr == end;
}

}  // namespace cairn::runs
