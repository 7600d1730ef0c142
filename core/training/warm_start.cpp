#include "core/training/warm_start.h"

#include "core/formats/latest_checkpoint.h"
#include "core/formats/object_graph.h"
#include "core/model/model_variables.h"
#include "core/training/vocabulary_remapping.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <regex>

namespace cairn::training {
namespace {

using Choice = model::WarmStart::Choice;
using Names = std::map<std::string, std::string>;
constexpr const char* kKey = "warm_start_from";

Error wrong(std::string message, const std::string& key = {}) {
  return {ErrorCode::InvalidArgument, std::move(message),
          key.empty() ? kKey : fmt::format("{}.{}", kKey, key)};
}

/// The prefix that a path stands for: that of a SavedModel, the newest of a directory, or itself.
Result<fs::path> prefixOf(FileOps& files, const fs::path& path) {
  const fs::path saved = path / "variables" / "variables";
  if (exists(files, saved.string() + ".index")) return saved;
  const Result<FileStat> stat = files.stat(path);
  if (!stat || stat->kind != FileKind::Directory) return path;
  CAIRN_ASSIGN(const formats::Latest latest, formats::findLatest(files, path));
  if (latest.prefix) return *latest.prefix;
  if (!latest.problems.empty()) return latest.problems.front();
  return Error{ErrorCode::NotFound, "Expected binary or unicode string, got None", kKey};
}

Result<formats::TensorBundle> openDonor(FileOps& files, const fs::path& folder,
                                        const std::string& stated) {
  CAIRN_ASSIGN(const fs::path prefix, prefixOf(files, folder / stated));
  Result<formats::TensorBundle> bundle = formats::TensorBundle::open(files, prefix);
  if (bundle || bundle.error().code != ErrorCode::NotFound) return bundle;
  return Error{
      ErrorCode::NotFound,
      fmt::format("Unsuccessful TensorSliceReader constructor: Failed to find any matching "
                  "files for {}",
                  stated),
      kKey};
}

/// Python's re.match: from the beginning, not to the end.
Result<std::function<bool(const std::string&)>> matcher(const std::string& pattern) {
  try {
    return std::function<bool(const std::string&)>(
        [expression = std::regex(pattern)](const std::string& name) {
          return std::regex_search(name, expression, std::regex_constants::match_continuous);
        });
  } catch (const std::regex_error& error) {
    return wrong(fmt::format("{} is no regular expression: {}", pattern, error.what()),
                 "vars_to_warm_start");
  }
}

/// Indices into the store, in the order in which TensorFlow makes the variables.
std::vector<std::size_t> inOrderOfCreation(const model::Config& config,
                                           const VariableStore& store) {
  std::map<std::string, std::size_t> made;
  if (const auto variables = model::modelVariables(config))
    for (const model::ModelVariable& one : *variables) made.emplace(one.variable.name, made.size());
  std::vector<std::size_t> order(store.variables().size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto place = [&](std::size_t index) {
    const auto found = made.find(store.variables()[index].name);
    return found == made.end() ? made.size() : found->second;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
  return order;
}

bool isStopSignal(const model::Variable& variable) {
  return variable.dtype == formats::DType::Bool;  // made by a hook, after the warm start
}

/// The variables that `vars_to_warm_start` names, by what the graph calls them.
Result<std::vector<std::size_t>> chosenVariables(const model::Config& config,
                                                 const VariableStore& store) {
  const model::WarmStart& settings = config.warmStartFrom;
  const std::vector<std::size_t> all = inOrderOfCreation(config, store);
  const bool list = settings.choice == Choice::List;
  const std::vector<std::string> patterns =
      settings.choice == Choice::Nothing ? std::vector<std::string>{""} : settings.variables;
  std::vector<std::size_t> chosen;
  for (const std::string& pattern : patterns) {
    CAIRN_ASSIGN(const auto matches, matcher(pattern));
    for (const std::size_t index : all) {
      const model::Variable& variable = store.variables()[index];
      if (isStopSignal(variable) || (!list && !variable.trainable)) continue;
      if (std::find(chosen.begin(), chosen.end(), index) != chosen.end()) continue;
      if (matches(variable.graphName + ":0")) chosen.push_back(index);
    }
  }
  return chosen;
}

/// Names in an object-based checkpoint are not those of its tensors.
Result<Names> objectNames(const formats::TensorBundle& bundle, const VariableStore& store,
                          const std::vector<std::size_t>& chosen) {
  CAIRN_ASSIGN(const auto graph, formats::readObjectGraph(bundle));
  if (!graph) return Names();
  Names keys;
  for (const formats::ObjectGraph::Node& node : graph->nodes)
    for (const formats::ObjectGraph::Attribute& attribute : node.attributes)
      if (attribute.name == "VARIABLE_VALUE") keys[attribute.fullName] = attribute.checkpointKey;
  Names names;
  std::vector<std::string> missing;
  for (const std::size_t index : chosen) {
    const std::string& name = store.variables()[index].name;
    if (const auto found = keys.find(name); found != keys.end())
      names[name] = found->second;
    else
      missing.push_back(fmt::format("'{}'", name));
  }
  if (missing.empty()) return names;
  return wrong(
      fmt::format("Attempting to warm-start from an object-based checkpoint, but found that the "
                  "checkpoint did not contain values for all variables. The following variables "
                  "were missing: {{{}}}",
                  fmt::join(missing, ", ")));
}

std::string listText(const formats::Shape& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}
std::string tupleText(const formats::Shape& shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

std::string contents(const formats::TensorBundle& bundle) {
  std::vector<std::string> entries;
  for (const formats::BundleEntry& entry : bundle.entries())
    if (!entry.name.empty())
      entries.push_back(fmt::format("'{}': {}", entry.name, listText(entry.shape)));
  return fmt::format("{{{}}}", fmt::join(entries, ", "));
}

/// One warm start at work.
class Starter {
 public:
  Starter(FileOps& files, const model::WarmStart& settings, fs::path folder,
          const formats::TensorBundle& donor, VariableStore& store)
      : m_files(&files),
        m_settings(&settings),
        m_folder(std::move(folder)),
        m_donor(&donor),
        m_store(&store) {}

  Result<void> take(std::size_t index, const std::string& from) {
    const model::Variable& variable = m_store->variables()[index];
    const auto info = m_settings->vocabularies.find(variable.name);
    if (info != m_settings->vocabularies.end()) return remap(index, from, info->second);
    CAIRN_ASSIGN(const formats::BundleEntry* entry, entryOf(from));
    if (entry->shape != variable.shape())
      return wrong(fmt::format(
          "Shape of variable {}:0 ({}) doesn't match with shape of tensor {} "
          "({}) from checkpoint reader.",
          variable.graphName, tupleText(variable.shape()), from, listText(entry->shape)));
    CAIRN_ASSIGN(const formats::Tensor tensor, m_donor->read(from));
    return assign(index, tensor);
  }

 private:
  Result<const formats::BundleEntry*> entryOf(const std::string& name) const {
    if (const formats::BundleEntry* entry = m_donor->find(name)) return entry;
    return Error{ErrorCode::NotFound,
                 fmt::format("Tensor {} is not found in {} checkpoint {}", name,
                             m_settings->checkpoint, contents(*m_donor)),
                 kKey};
  }

  Result<void> assign(std::size_t index, const formats::Tensor& tensor) {
    const model::Variable& variable = m_store->variables()[index];
    if (tensor.dtype != variable.dtype)
      return wrong(fmt::format("{} is {} in the checkpoint, want {}", variable.name,
                               formats::dtypeName(tensor.dtype),
                               formats::dtypeName(variable.dtype)));
    if (variable.role == model::VariableRole::GlobalStep) {
      m_store->step = Step(static_cast<std::int64_t>(readLittleEndian(tensor.bytes)));
      return {};
    }
    if (m_store->isWhole(index)) {
      m_store->whole(index) = static_cast<std::int64_t>(readLittleEndian(tensor.bytes));
      return {};
    }
    CAIRN_ASSIGN(const std::vector<float> values, formats::floatValues(tensor));
    return copy(index, values);
  }

  Result<void> copy(std::size_t index, const std::vector<float>& values) {
    std::vector<float>& into = m_store->values(index);
    if (values.size() != into.size())
      return Error{ErrorCode::Corrupt,
                   fmt::format("{} has {} elements, want {}", m_store->variables()[index].name,
                               values.size(), into.size()),
                   m_donor->prefix().string()};
    std::copy(values.begin(), values.end(), into.begin());
    return {};
  }

  Result<void> remap(std::size_t index, const std::string& from, const model::VocabInfo& info) {
    const model::Variable& variable = m_store->variables()[index];
    const std::string key = "var_name_to_vocab_info." + variable.name;
    const formats::Shape shape = variable.shape();
    if (shape.size() != 2) return wrong("list index out of range", key);
    CAIRN_ASSIGN(const formats::BundleEntry* entry, entryOf(from));
    if (entry->shape.size() != 2)
      return wrong(
          fmt::format("{} is no matrix in the checkpoint: {}", from, listText(entry->shape)), key);
    CAIRN_ASSIGN(const formats::Tensor tensor, m_donor->read(from));
    RemappedMatrix old{entry->shape[0], entry->shape[1], {}};
    CAIRN_ASSIGN(old.values, formats::floatValues(tensor));
    Result<std::vector<float>> values =
        remapByVocabulary(*m_files, m_folder, info, old, shape[0], shape[1]);
    if (values) return copy(index, *values);
    if (values.error().where.empty()) return wrong(values.error().message, key);
    return values.error();
  }

  FileOps* m_files;
  const model::WarmStart* m_settings;
  fs::path m_folder;
  const formats::TensorBundle* m_donor;
  VariableStore* m_store;
};

/// Settings for variables that are not taken are a mistake that TensorFlow tells.
template <class Settings>
Result<void> checkUsed(const Settings& settings, const std::string& key,
                       const std::vector<std::string>& viable) {
  std::vector<std::string> unused;
  for (const auto& [name, setting] : settings)
    if (std::find(viable.begin(), viable.end(), name) == viable.end())
      unused.push_back(fmt::format("'{}'", name));
  if (unused.empty()) return {};
  std::vector<std::string> quoted;
  for (const std::string& name : viable) quoted.push_back(fmt::format("'{}'", name));
  return wrong(fmt::format("You provided the following variables in {} that were not used: {{{}}}. "
                           " Perhaps you misspelled them?  Here is the list of viable variable "
                           "names: dict_keys([{}])",
                           key, fmt::join(unused, ", "), fmt::join(quoted, ", ")),
               key);
}

}  // namespace

Result<void> warmStart(FileOps& files, const model::Config& config, const fs::path& folder,
                       VariableStore& store, const std::function<void(const std::string&)>& log) {
  const model::WarmStart& settings = config.warmStartFrom;
  if (settings.checkpoint.empty()) return {};
  const auto tell = [&](const std::string& line) {
    if (log) log(line);
  };
  tell("Warm-starting from: " + settings.checkpoint);
  if (settings.choice != Choice::List) tell("Warm-starting variables only in TRAINABLE_VARIABLES.");
  CAIRN_ASSIGN(const formats::TensorBundle donor, openDonor(files, folder, settings.checkpoint));
  CAIRN_ASSIGN(std::vector<std::size_t> chosen, chosenVariables(config, store));
  Names previous = settings.previousName;
  if (previous.empty()) {
    CAIRN_ASSIGN(previous, objectNames(donor, store, chosen));
  }

  Starter starter(files, settings, folder, donor, store);
  std::vector<std::string> viable;
  // TensorFlow reads in the order of the names in the checkpoint: so goes the first error.
  std::map<std::string, std::size_t> taken;
  for (const std::size_t index : chosen) {
    const std::string& name = store.variables()[index].name;
    viable.push_back(name);
    const auto from = previous.find(name);
    const std::string& source = from == previous.end() ? name : from->second;
    if (settings.vocabularies.contains(name))
      CAIRN_TRY(starter.take(index, source));
    else if (settings.choice != Choice::Nothing)
      taken[source + '\n' + name] = index;
  }
  for (const auto& [names, index] : taken)
    CAIRN_TRY(starter.take(index, names.substr(0, names.find('\n'))));
  const auto vocabularies =
      std::count_if(viable.begin(), viable.end(),
                    [&](const std::string& name) { return settings.vocabularies.contains(name); });
  tell(fmt::format("Warm-started {} variables.",
                   taken.size() + static_cast<std::size_t>(vocabularies)));
  CAIRN_TRY(checkUsed(settings.previousName, "var_name_to_prev_var_name", viable));
  return checkUsed(settings.vocabularies, "var_name_to_vocab_info", viable);
}

}  // namespace cairn::training
