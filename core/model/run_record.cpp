#include "core/model/run_record.h"

#include "core/base/atomic_file.h"
#include "core/base/limits.h"
#include "core/model/json_text.h"
#include "core/model/object_reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::int64_t kLayout = 1;  // written to disk: only ever counted up
constexpr std::size_t kMostEntries = 1'000'000;

// The keys of `object` that are none of ours, as text.
std::string othersOf(const json& object, const std::vector<std::string>& ours) {
  json others = json::object();
  for (const auto& [key, value] : object.items())
    if (std::find(ours.begin(), ours.end(), key) == ours.end()) others[key] = value;
  return others.empty() ? std::string{} : compactJson(others);
}

void addOthers(ordered_json& out, const std::string& others) {
  if (others.empty()) return;
  const auto parsed = parseJsonText(others);
  if (!parsed || !parsed->is_object()) return;
  for (const auto& [key, value] : parsed->items())
    if (!out.contains(key)) out[key] = value;
}

std::optional<Config> readConfig(const json& value, const std::string& path, Problems& problems) {
  ParsedConfig parsed = parseConfig(value);
  for (Error& problem : parsed.problems) {
    problem.where = problem.where.empty() ? path : path + "." + problem.where;
    problems.push_back(std::move(problem));
  }
  return std::move(parsed.config);
}

CodeVersion readCode(const json& value, std::string path, Problems& problems) {
  CodeVersion code;
  ObjectReader reader(value, std::move(path), problems);
  reader.textOrNull("repository", code.repository);
  reader.textOrNull("branch", code.branch);
  reader.textOrNull("commit", code.commit);
  reader.boolean("dirty", code.dirty);
  reader.textOrNull("diff", code.diff);
  return code;
}

// A position of the input is text of ours; any other JSON is kept as it is.
std::string readInput(const json* value) {
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? value->get<std::string>() : compactJson(*value);
}

HistoryEntry readEntry(const json& value, std::string path, Problems& problems) {
  HistoryEntry entry;
  ObjectReader reader(value, std::move(path), problems);
  if (!reader.isObject()) return entry;
  std::int64_t from = 0;
  std::int64_t to = 0;
  reader.integer("from_step", from, {0});
  reader.integer("to_step", to, {0});
  entry.fromStep = Step(from);
  entry.toStep = Step(to);
  if (const json* config = reader.require("config", "a config"); config != nullptr)
    if (auto read = readConfig(*config, reader.path("config"), problems))
      entry.config = *std::move(read);
  if (const json* code = reader.find("code"); code != nullptr && !code->is_null())
    entry.code = readCode(*code, reader.path("code"), problems);
  reader.textOrNull("started", entry.started);
  reader.number("seconds", entry.seconds);
  reader.textOrNull("ended", entry.ended);
  reader.textOrNull("isa", entry.isa);
  entry.input = readInput(reader.find("input"));
  entry.others = othersOf(value, {"from_step", "to_step", "config", "code", "started", "seconds",
                                  "ended", "isa", "input"});
  return entry;
}

std::optional<Parent> readParent(const json* value, Problems& problems) {
  if (value == nullptr || value->is_null()) return {};
  Parent parent;
  ObjectReader reader(*value, "parent", problems);
  reader.textOrNull("model_dir", parent.modelDir);
  reader.textOrNull("checkpoint", parent.checkpoint);
  return parent;
}

RunRecord readRecord(const json& value, Problems& problems) {
  RunRecord record;
  ObjectReader reader(value, "", problems);
  if (!reader.isObject()) return record;
  std::int64_t layout = kLayout;
  reader.integer("cairn", layout, {1});
  if (layout > kLayout) {
    problems.push_back(
        {ErrorCode::Unsupported,
         fmt::format("found layout {}, this program knows layouts up to {}", layout, kLayout),
         "cairn",
         {},
         "a newer Cairn"});
    return record;
  }
  if (const json* config = reader.require("config", "a config"); config != nullptr)
    if (auto read = readConfig(*config, "config", problems)) record.config = *std::move(read);
  if (const json* history = reader.find("history"); history != nullptr) {
    if (!history->is_array() || history->size() > kMostEntries)
      reader.fault("history", "a list");
    else
      for (std::size_t i = 0; i < history->size(); ++i)
        record.history.push_back(readEntry((*history)[i], fmt::format("history[{}]", i), problems));
  }
  reader.textOrNull("name", record.name);
  reader.textOrNull("notes", record.notes);
  reader.texts("tags", record.tags);
  reader.textOrNull("color", record.color);
  reader.boolean("baseline", record.isBaseline);
  record.parent = readParent(reader.find("parent"), problems);
  record.others = othersOf(value, {"cairn", "config", "history", "name", "notes", "tags", "color",
                                   "baseline", "parent"});
  return record;
}

ordered_json entryToJson(const HistoryEntry& entry) {
  ordered_json out;
  out["from_step"] = entry.fromStep.value();
  out["to_step"] = entry.toStep.value();
  out["config"] = configToJson(entry.config);
  if (entry.code)
    out["code"] = {{"repository", entry.code->repository},
                   {"branch", entry.code->branch},
                   {"commit", entry.code->commit},
                   {"dirty", entry.code->dirty},
                   {"diff", entry.code->diff}};
  if (!entry.started.empty()) out["started"] = entry.started;
  out["seconds"] = entry.seconds;
  if (!entry.ended.empty()) out["ended"] = entry.ended;
  if (!entry.isa.empty()) out["isa"] = entry.isa;
  if (!entry.input.empty()) {
    const auto parsed = parseJsonText(entry.input);
    out["input"] =
        parsed && parsed->is_structured() ? ordered_json(*parsed) : ordered_json(entry.input);
  }
  addOthers(out, entry.others);
  return out;
}

ordered_json recordToJson(const RunRecord& record) {
  ordered_json out = {{"cairn", kLayout}, {"config", configToJson(record.config)}};
  out["history"] = ordered_json::array();
  for (const HistoryEntry& entry : record.history) out["history"].push_back(entryToJson(entry));
  if (!record.name.empty()) out["name"] = record.name;
  if (!record.notes.empty()) out["notes"] = record.notes;
  if (!record.tags.empty()) out["tags"] = record.tags;
  if (!record.color.empty()) out["color"] = record.color;
  if (record.isBaseline) out["baseline"] = true;
  if (record.parent)
    out["parent"] = {{"model_dir", record.parent->modelDir},
                     {"checkpoint", record.parent->checkpoint}};
  addOthers(out, record.others);
  return out;
}

// Whatever is wrong with the text is damage of the file.
Error inFile(Error error, const fs::path& path) {
  if (error.code != ErrorCode::Unsupported) error.code = ErrorCode::Corrupt;
  error.where =
      error.where.empty() ? path.string() : fmt::format("{}: {}", path.string(), error.where);
  return error;
}

}  // namespace

const Config* RunRecord::configAt(Step step) const {
  // A later entry may have gone back and trained the step anew.
  for (auto entry = history.rbegin(); entry != history.rend(); ++entry)
    if (entry->fromStep < step && step <= entry->toStep) return &entry->config;
  for (const HistoryEntry& entry : history)
    if (entry.fromStep == step) return &entry.config;
  // Trained further than was written down.
  for (auto entry = history.rbegin(); entry != history.rend(); ++entry)
    if (entry->fromStep < step) return &entry->config;
  return nullptr;
}

fs::path runRecordPath(const fs::path& modelDir) { return modelDir / "cairn.json"; }

Result<std::optional<RunRecord>> loadRunRecord(FileOps& files, const fs::path& modelDir) {
  const fs::path path = runRecordPath(modelDir);
  const auto text = readTextFile(files, path, limits::kJsonBytes);
  if (!text) {
    if (text.error().code == ErrorCode::NotFound) return std::optional<RunRecord>{};
    return text.error();
  }
  const auto value = parseJsonText(*text);
  if (!value) return inFile(value.error(), path);
  try {
    Problems problems;
    RunRecord record = readRecord(*value, problems);
    if (!problems.empty()) return inFile(problems.front(), path);
    return std::optional(std::move(record));
  } catch (const json::exception& error) {
    return inFile({ErrorCode::Corrupt, error.what()}, path);
  }
}

Result<void> replaceRunRecord(FileOps& files, const fs::path& modelDir, const RunRecord& record) {
  const std::string text = prettyJson(recordToJson(record));
  return replaceFile(files, runRecordPath(modelDir), asBytes(text));
}

Result<void> saveRunRecord(FileOps& files, const fs::path& modelDir, const RunRecord& record) {
  CAIRN_TRY(replaceRunRecord(files, modelDir, record));
  return files.syncDirectory(modelDir);
}

}  // namespace cairn::model
