#include "app/cli/json_values.h"

#include <array>
#include <charconv>
#include <cmath>

namespace cairn::cli {
namespace {

template <class Float>
Json shortestJson(Float value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  // The shortest decimal of a float32, read as a double, is what a double prints as.
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  double shortest = 0;
  std::from_chars(text.data(), end, shortest);
  return shortest;
}

}  // namespace

Json errorToJson(const Error& error) {
  return {{"code", codeName(error.code)},
          {"message", error.message},
          {"path", error.where.empty() ? Json() : Json(error.where)},
          {"offset", error.offset ? Json(*error.offset) : Json()},
          {"hint", error.hint.empty() ? Json() : Json(error.hint)}};
}

Json errorsToJson(const std::vector<Error>& errors) {
  Json list = Json::array();
  for (const Error& error : errors) list.push_back(errorToJson(error));
  return list;
}

Json floatToJson(float value) { return shortestJson(value); }
Json doubleToJson(double value) { return shortestJson(value); }

Json metricToJson(const std::variant<float, std::int64_t>& value) {
  if (const auto* number = std::get_if<float>(&value)) return floatToJson(*number);
  return std::get<std::int64_t>(value);
}

}  // namespace cairn::cli
