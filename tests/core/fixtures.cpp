#include "tests/core/fixtures.h"

#include <limits>
#include <sstream>

namespace cairn::tests {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMostBytes = std::uint64_t{64} << 20;

Result<json> parse(const std::string& text, const fs::path& path) {
  json value = json::parse(text, nullptr, false);
  if (value.is_discarded()) return Error{ErrorCode::Corrupt, "no JSON", path.string()};
  return value;
}

/// Appends the scalars of `value`, row-major.
void flatten(const json& value, std::vector<json>& scalars) {
  if (!value.is_array()) {
    scalars.push_back(value);
    return;
  }
  for (const json& part : value) flatten(part, scalars);
}

bool isText(const json& value) {
  return value.is_string() && value != "NaN" && value != "Infinity" && value != "-Infinity";
}

Result<data::Column> column(const std::string& name, const json& rows, bool integers,
                            bool text = false, bool sparse = false) {
  data::Column result;
  result.name = name;
  std::vector<json> scalars;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::size_t before = scalars.size();
    flatten(rows[row], scalars);
    const auto width = static_cast<std::int64_t>(scalars.size() - before);
    if (sparse) {
      if (row == 0) result.offsets = {0};
      result.offsets.push_back(static_cast<std::int64_t>(scalars.size()));
      continue;
    }
    if (row == 0) result.width = width;
    if (width != result.width)
      return Error{ErrorCode::Unsupported, "rows of different lengths", name};
  }
  if (text || (!scalars.empty() && isText(scalars.front()))) {
    std::vector<std::string> texts;
    for (const json& value : scalars) texts.push_back(value.get<std::string>());
    result.values = std::move(texts);
  } else if (integers) {
    std::vector<std::int64_t> values;
    for (const json& value : scalars) values.push_back(value.get<std::int64_t>());
    result.values = std::move(values);
  } else {
    std::vector<float> values;
    for (const json& value : scalars) values.push_back(static_cast<float>(numberOf(value)));
    result.values = std::move(values);
  }
  return result;
}

}  // namespace

Result<json> readJson(const fs::path& path) {
  CAIRN_ASSIGN(const std::string text, readTextFile(posixFileOps(), path, kMostBytes));
  return parse(text, path);
}

Result<std::vector<json>> readJsonLines(const fs::path& path) {
  CAIRN_ASSIGN(const std::string text, readTextFile(posixFileOps(), path, kMostBytes));
  std::istringstream lines(text);
  std::vector<json> values;
  for (std::string line; std::getline(lines, line);) {
    CAIRN_ASSIGN(json value, parse(line, path));
    values.push_back(std::move(value));
  }
  return values;
}

double numberOf(const json& value) {
  if (value.is_number()) return value.get<double>();
  const double infinity = std::numeric_limits<double>::infinity();
  if (value == "Infinity") return infinity;
  if (value == "-Infinity") return -infinity;
  return std::numeric_limits<double>::quiet_NaN();
}

Result<fs::path> checkpointIn(const fs::path& modelDir) {
  CAIRN_ASSIGN(const auto entries, posixFileOps().list(modelDir));
  for (const DirectoryEntry& entry : entries)
    if (entry.name.ends_with(".index")) return modelDir / fs::path(entry.name).stem();
  return Error{ErrorCode::NotFound, "no checkpoint", modelDir.string()};
}

Result<data::Table> batchTable(const json& caseJson, const json& line) {
  data::Table table;
  const json described = caseJson.value("features", json::object());
  for (const auto& [name, rows] : line["features"].items()) {
    const json feature = described.value(name, json::object());
    const std::string dtype = feature.value("dtype", std::string("float32"));
    const bool sparse = feature.contains("sparse") || feature.contains("like");
    CAIRN_ASSIGN(data::Column values,
                 column(name, rows, dtype.starts_with("int"), dtype == "string", sparse));
    table.rows = static_cast<std::int64_t>(rows.size());
    table.columns.push_back(std::move(values));
  }
  const auto labels = line.find("labels");
  if (labels == line.end() || labels->is_null()) return table;
  if (!labels->is_array())
    return Error{ErrorCode::Unsupported, "labels of several heads", kLabelColumn};
  const bool classes = caseJson.value("/labels/kind"_json_pointer, std::string()) == "class";
  CAIRN_ASSIGN(data::Column values, column(kLabelColumn, *labels, classes));
  table.rows = static_cast<std::int64_t>(labels->size());
  table.columns.push_back(std::move(values));
  return table;
}

}  // namespace cairn::tests
