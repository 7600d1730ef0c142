#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

namespace cairn::model {

/// A Python expression that is still to be laid out: a plain text, or a call or a list with items.
class Python {
 public:
  Python(std::string text) : m_text(std::move(text)) {}
  Python(const char* text) : m_text(text) {}

  /// `name(…)`; arguments are added with `with`.
  static Python call(std::string name);
  static Python list(std::vector<Python> items);
  /// `{'a': …}`
  static Python dict(std::vector<std::pair<std::string, Python>> items);
  /// None, True, "text", 3, [1, 2], {"a": 1}.
  static Python literal(const nlohmann::ordered_json& value);

  /// `before` and then the expression, e.g. `lambda: `.
  static Python prefixed(std::string before, Python value);

  Python& with(Python value);
  Python& with(std::string keyword, Python value);

  /// On one line when it ends before column 88, else an item a line.
  std::string laidOut(std::size_t indent = 0, std::size_t column = 0) const;

 private:
  std::string inLine() const;
  std::string m_text;  // all of it, or what stands before the items
  std::string m_open;  // `(`, `[`, `{`; empty for a text
  std::vector<std::pair<std::string, Python>> m_items;  // what stands before the value, value
};

std::string pythonString(const std::string& text);

}  // namespace cairn::model
