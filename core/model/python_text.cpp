#include "core/model/python_text.h"

#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

constexpr std::size_t kColumns = 88;

char closing(char open) {
  if (open == '(') return ')';
  return open == '[' ? ']' : '}';
}

}  // namespace

std::string pythonString(const std::string& text) {
  // Python reads JSON's escapes as JSON does, all but \/ which is never written.
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Python Python::call(std::string name) {
  Python out(std::move(name));
  out.m_open = "(";
  return out;
}

Python Python::list(std::vector<Python> items) {
  Python out("");
  out.m_open = "[";
  for (Python& item : items) out.m_items.emplace_back("", std::move(item));
  return out;
}

Python Python::dict(std::vector<std::pair<std::string, Python>> items) {
  Python out("");
  out.m_open = "{";
  for (auto& [key, value] : items)
    out.m_items.emplace_back(pythonString(key) + ": ", std::move(value));
  return out;
}

Python Python::literal(const nlohmann::ordered_json& value) {
  if (value.is_null()) return "None";
  if (value.is_boolean()) return value.get<bool>() ? "True" : "False";
  if (value.is_string()) return pythonString(value.get<std::string>());
  if (value.is_array()) {
    std::vector<Python> items;
    for (const auto& item : value) items.push_back(literal(item));
    return list(std::move(items));
  }
  if (value.is_object()) {
    std::vector<std::pair<std::string, Python>> items;
    for (const auto& [key, item] : value.items()) items.emplace_back(key, literal(item));
    return dict(std::move(items));
  }
  return value.dump();
}

Python Python::prefixed(std::string before, Python value) {
  value.m_text = std::move(before) + value.m_text;
  return value;
}

Python& Python::with(Python value) {
  m_items.emplace_back("", std::move(value));
  return *this;
}

Python& Python::with(std::string keyword, Python value) {
  m_items.emplace_back(std::move(keyword) + "=", std::move(value));
  return *this;
}

std::string Python::inLine() const {
  if (m_open.empty()) return m_text;
  std::string out = m_text + m_open;
  for (std::size_t i = 0; i < m_items.size(); ++i)
    out += (i == 0 ? "" : ", ") + m_items[i].first + m_items[i].second.inLine();
  return out + closing(m_open.front());
}

std::string Python::laidOut(std::size_t indent, std::size_t column) const {
  std::string line = inLine();
  if (m_items.empty() || column + line.size() <= kColumns) return line;
  const std::string margin(indent + 4, ' ');
  std::string out = m_text + m_open + "\n";
  for (const auto& [before, value] : m_items)
    out += margin + before + value.laidOut(indent + 4, indent + 5 + before.size()) + ",\n";
  return out + std::string(indent, ' ') + closing(m_open.front());
}

}  // namespace cairn::model
