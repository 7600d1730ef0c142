// What a pasted traceback tells, as JSON and as text.
#include "core/formats/tensor.h"
#include "core/restore/traceback_report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::restore {
namespace {

using json = nlohmann::ordered_json;

json orNull(const std::string& text) { return text.empty() ? json() : json(text); }

json shapeJson(const std::optional<formats::Shape>& shape) {
  return shape ? json(std::vector<std::int64_t>(shape->begin(), shape->end())) : json();
}

json valueJson(const std::string& text) {
  if (text.empty()) return nullptr;
  json parsed = json::parse(text, nullptr, /*allow_exceptions=*/false);
  return parsed.is_discarded() ? json(text) : parsed;
}

}  // namespace

json tracebackToJson(const Traceback& told) {
  json out = {{"exception", told.exception},
              {"message", told.sentence},
              {"line", told.sentenceLine + 1},
              {"tensor", orNull(told.tensor)},
              {"wants", shapeJson(told.wants)},
              {"has", shapeJson(told.has)},
              {"path", orNull(told.path)},
              {"step", told.step ? json(told.step->value()) : json()},
              {"mode", orNull(told.mode)},
              {"tensorflow", orNull(told.version)},
              {"cut", told.cut}};
  out["keys"] = json::array();
  for (const KeyGuess& guess : told.keys)
    out["keys"].push_back(
        {{"key", guess.key}, {"was", valueJson(guess.was)}, {"now", valueJson(guess.now)}});
  return out;
}

std::string tracebackText(const Traceback& told) {
  std::string out;
  const auto add = [&out](std::string_view name, const std::string& value) {
    out += fmt::format("  {:<16}{}\n", name, value.empty() ? "not in the text" : value);
  };
  const auto shape = [](const std::optional<formats::Shape>& one) {
    return one ? formats::shapeText(*one) : std::string();
  };
  out += fmt::format("Told by line {} of {}:\n", told.sentenceLine + 1, told.lines.size());
  add("error", told.exception);
  add("tensor", told.tensor);
  if (told.fault == Fault::Shape || told.wants) {
    add("script wants", shape(told.wants));
    add("checkpoint has", shape(told.has));
  }
  std::string keys;
  for (const KeyGuess& guess : told.keys)
    keys += fmt::format("{}{}", keys.empty() ? "" : ", or ", model::shownKey(guess.key));
  add("config key", keys);
  add("checkpoint", told.path);
  if (told.cut)
    out +=
        fmt::format("  Only the first {} MB of the text were read.\n", kMostTracebackBytes >> 20);
  return out;
}

}  // namespace cairn::restore
