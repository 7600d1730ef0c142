#include "core/data/fingerprint.h"
#include "core/training/graph_kernels.h"

#include <fmt/format.h>

namespace cairn::training {
namespace {

using formats::DType;

constexpr std::uint64_t kMostVocabularyBytes = std::uint64_t{1} << 32;
constexpr std::int64_t kWholeLine = -2;
constexpr std::int64_t kLineNumber = -1;

Result<GraphValues> nothing(const KernelCall&) { return GraphValues(); }

/// What a resource is known by: its own name.
Result<GraphValues> handle(const KernelCall& call) {
  GraphValue value{DType::Resource, {}, std::vector<std::string>{call.node().name()}};
  return oneOutput(std::move(value));
}

Result<const GraphValue*> variable(const KernelCall& call, const std::string& name) {
  const auto found = call.resources().variables.find(name);
  if (found == call.resources().variables.end())
    return call.wrong(fmt::format("the variable {} has no value", name));
  return &found->second;
}

Result<GraphValues> readVariable(const KernelCall& call) {
  CAIRN_ASSIGN(const std::string name, call.resource(0));
  CAIRN_ASSIGN(const GraphValue* value, variable(call, name));
  return oneOutput(*value);
}

/// A variable of TensorFlow 1, which is its value.
Result<GraphValues> oldVariable(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* value, variable(call, call.node().name()));
  return oneOutput(*value);
}

Result<GraphValues> gatherVariable(const KernelCall& call) {
  CAIRN_ASSIGN(const std::string name, call.resource(0));
  CAIRN_ASSIGN(const GraphValue* rows, variable(call, name));
  CAIRN_ASSIGN(const GraphValue* indices, call.input(1));
  return findKernel("Gather")(KernelCall(call.node(), {rows, indices}, call.resources()));
}

// ---- tables ----

/// Keys of a table as text.
Result<std::vector<std::string>> keys(const KernelCall& call, std::size_t index) {
  CAIRN_ASSIGN(const GraphValue* value, call.input(index));
  if (const auto* words = std::get_if<std::vector<std::string>>(&value->values)) return *words;
  CAIRN_ASSIGN(const auto* ints, call.ints(index));
  std::vector<std::string> texts;
  texts.reserve(ints->size());
  for (const std::int64_t key : *ints) texts.push_back(std::to_string(key));
  return texts;
}

Result<void> fillTable(const KernelCall& call, const std::string& name,
                       std::vector<std::string> words, GraphValue values) {
  if (words.size() != values.count()) return call.wrong("as many keys as values are wanted");
  GraphTable table;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (const auto [found, fresh] = table.places.emplace(words[i], i); !fresh)
      return call.wrong(
          fmt::format("HashTable has different value for same key. Key {} has {} and trying to add "
                      "value {}",
                      words[i], found->second, i));
  table.values = std::move(values);
  call.resources().tables[name] = std::move(table);
  return {};
}

Result<GraphValues> fillFromTensors(const KernelCall& call) {
  CAIRN_ASSIGN(const std::string name, call.resource(0));
  CAIRN_ASSIGN(std::vector<std::string> words, keys(call, 1));
  CAIRN_ASSIGN(const GraphValue* values, call.input(2));
  CAIRN_TRY(fillTable(call, name, std::move(words), *values));
  return GraphValues();
}

/// LF or CRLF; an empty last line is none.
std::vector<std::string> linesOf(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

Result<GraphValues> fillFromFile(const KernelCall& call) {
  CAIRN_ASSIGN(const std::string name, call.resource(0));
  CAIRN_ASSIGN(const auto* paths, call.strings(1));
  if (paths->size() != 1) return call.wrong("one file is wanted");
  const std::int64_t key = call.intAttr("key_index"), value = call.intAttr("value_index");
  const bool words = key == kWholeLine && value == kLineNumber;
  if (!words && !(key == kLineNumber && value == kWholeLine))
    return call.unsupported("a table of a file's columns");
  const fs::path path = paths->front();
  CAIRN_ASSIGN(const Bytes bytes, readFile(*call.resources().files, path, kMostVocabularyBytes));
  std::vector<std::string> lines = linesOf(asText(bytes));
  const std::int64_t wanted = call.intAttr("vocab_size", -1);
  if (wanted >= 0 && static_cast<std::size_t>(wanted) > lines.size())
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("Invalid vocab_size in {}: expected {} but got {}", path.string(),
                             wanted, lines.size()),
                 path.string()};
  if (wanted >= 0) lines.resize(static_cast<std::size_t>(wanted));
  std::vector<std::int64_t> numbers;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    numbers.push_back(static_cast<std::int64_t>(i));
    texts.push_back(std::to_string(i));
  }
  const auto count = static_cast<std::int64_t>(lines.size());
  if (words)
    CAIRN_TRY(fillTable(call, name, std::move(lines), intValue({count}, std::move(numbers))));
  else
    CAIRN_TRY(fillTable(call, name, std::move(texts), stringValue({count}, std::move(lines))));
  return GraphValues();
}

Result<const GraphTable*> filledTable(const KernelCall& call) {
  CAIRN_ASSIGN(const std::string name, call.resource(0));
  const auto found = call.resources().tables.find(name);
  if (found == call.resources().tables.end()) return call.wrong("Table not initialized.");
  return &found->second;
}

Result<GraphValues> find(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphTable* table, filledTable(call));
  CAIRN_ASSIGN(const GraphValue* asked, call.input(1));
  CAIRN_ASSIGN(const std::vector<std::string> words, keys(call, 1));
  CAIRN_ASSIGN(const GraphValue* standIn, call.input(2));
  if (standIn->count() != 1 || standIn->values.index() != table->values.values.index())
    return call.wrong("a default of the table's type is wanted");
  GraphValue all = table->values;
  std::vector<std::size_t> from;
  from.reserve(words.size());
  for (const std::string& word : words) {
    const auto found = table->places.find(word);
    from.push_back(found == table->places.end() ? all.count() : found->second);
  }
  std::visit(
      [&](auto& held) {
        held.push_back(std::get<std::decay_t<decltype(held)>>(standIn->values).front());
      },
      all.values);
  return oneOutput(picked(all, asked->shape, from));
}

Result<GraphValues> tableSize(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphTable* table, filledTable(call));
  return oneOutput(intValue({}, {static_cast<std::int64_t>(table->places.size())}));
}

Result<GraphValues> hashBucket(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* words, call.strings(0));
  const std::int64_t buckets = call.intAttr("num_buckets");
  if (buckets <= 0) return call.wrong("no buckets");
  std::vector<std::int64_t> ids;
  ids.reserve(words->size());
  for (const std::string& word : *words)
    ids.push_back(
        static_cast<std::int64_t>(data::fingerprint64(word) % static_cast<std::uint64_t>(buckets)));
  return oneOutput(intValue(x->shape, std::move(ids)));
}

}  // namespace

const Kernels& lookupKernels() {
  static const Kernels kernels = {
      {"HashTable", handle},
      {"HashTableV2", handle},
      {"InitializeTable", fillFromTensors},
      {"InitializeTableFromTextFile", fillFromFile},
      {"InitializeTableFromTextFileV2", fillFromFile},
      {"InitializeTableV2", fillFromTensors},
      {"LookupTableFind", find},
      {"LookupTableFindV2", find},
      {"LookupTableImportV2", fillFromTensors},
      {"LookupTableSize", tableSize},
      {"LookupTableSizeV2", tableSize},
      {"NoOp", nothing},
      {"ReadVariableOp", readVariable},
      {"ResourceGather", gatherVariable},
      {"StringToHashBucketFast", hashBucket},
      {"VarHandleOp", handle},
      {"VariableV2", oldVariable},
  };
  return kernels;
}

}  // namespace cairn::training
