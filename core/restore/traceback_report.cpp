#include "core/restore/traceback_report.h"

#include "core/formats/checkpoint_state.h"
#include "core/formats/tensor_bundle.h"
#include "core/model/optimizer_table.h"
#include "core/model/run_record.h"
#include "core/restore/located_checkpoint.h"
#include "core/restore/recovered_config.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::restore {
namespace {

using formats::BundleEntry;

Mode modeOf(const Traceback& told) {
  if (told.mode == "evaluate") return Mode::Evaluate;
  return told.mode == "predict" ? Mode::Predict : Mode::Train;
}

/// The directory's checkpoint of the step that the text names, else where the directory leads.
fs::path placeOf(FileOps& files, const Traceback& told, const fs::path& dirOrPrefix) {
  const bool atTheDirectory = told.fault == Fault::StateFile || told.fault == Fault::FileGone;
  if (told.path.empty() || !told.step || atTheDirectory) return dirOrPrefix;
  const fs::path prefix = dirOrPrefix / fs::path(told.path).filename();
  return exists(files, formats::indexPath(prefix)) ? prefix : dirOrPrefix;
}

std::optional<std::vector<BundleEntry>> entriesAt(FileOps& files, const fs::path& place) {
  const auto located = locateCheckpoint(files, place);
  if (!located || !located->prefix) return std::nullopt;
  const auto bundle = formats::TensorBundle::open(files, *located->prefix);
  if (!bundle) return std::nullopt;
  return bundle->entries();
}

const BundleEntry* entryOf(const std::vector<BundleEntry>& has, std::string_view name) {
  const auto at = std::find_if(has.begin(), has.end(),
                               [&](const BundleEntry& entry) { return entry.name == name; });
  return at == has.end() ? nullptr : &*at;
}

bool agrees(const Traceback& told, const std::vector<BundleEntry>& has) {
  if (told.tensor.empty()) return false;
  const BundleEntry* entry = entryOf(has, told.tensor);
  if (told.fault == Fault::Missing) return entry == nullptr;
  return entry && (!told.has || entry->shape == *told.has);  // the text may not tell a shape
}

std::optional<std::int64_t> numberOf(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The optimizer whose slot or scalar a missing key is; empty: not told.
std::string optimizerTold(const std::string& tensor) {
  if (tensor.starts_with("training/")) return tensor.substr(9, tensor.find('/', 9) - 9);
  if (tensor.ends_with("beta1_power")) return "AdamOptimizer";
  std::string slot = tensor.substr(tensor.rfind('/') + 1);
  if (const auto number = slot.rfind('_'); number != std::string::npos) slot.resize(number);
  return slot + "Optimizer";
}

data::FeatureColumn inputOf(std::int64_t width) {
  data::FeatureColumn column;
  column.key = "input";
  column.shape = {width};
  return column;
}

/// The config with one guess put in; nothing when the text doesn't tell the new value.
std::optional<model::Config> withGuess(const model::Config& config, const KeyGuess& guess,
                                       const Traceback& told) {
  constexpr std::string_view kUnits = "args.hidden_units[";
  model::Config changed = config;
  const auto now = numberOf(guess.now);
  if (guess.key.starts_with(kUnits) && now) {
    std::size_t layer = 0;
    std::from_chars(guess.key.data() + kUnits.size(), guess.key.data() + guess.key.size(), layer);
    if (layer >= changed.args.hiddenUnits.size()) return std::nullopt;
    changed.args.hiddenUnits[layer] = *now;
  } else if (guess.key == "args.n_classes" && now) {
    changed.args.nClasses = *now;
  } else if (guess.key == "args.label_dimension" && now) {
    if (changed.task() == model::Task::Classifier) changed.estimator = "DNNRegressor";
    changed.args.labelDimension = *now;
  } else if (guess.key == "args.batch_norm") {
    changed.args.batchNorm = true;
  } else if (guess.key == "args.optimizer" || guess.key == "api") {
    const std::string name = optimizerTold(told.tensor);
    if (guess.key == "api")
      changed.api = changed.api == model::Api::V1 ? model::Api::V2 : model::Api::V1;
    const model::OptimizerClass* known = model::findOptimizerClass(changed.api, name);
    if (!known) return std::nullopt;
    changed.args.optimizer = {};
    changed.args.optimizer.className = name;
    changed.args.optimizer.name = known->defaultName;
    changed.args.optimizer.learningRate.value = known->learningRate.value_or(0);
    for (const model::HyperParameter& parameter : known->parameters)
      if (parameter.kind != model::HyperParameter::Kind::OptionalNumber)
        changed.args.optimizer.hyper[std::string(parameter.name)] = parameter.fallback;
    if (told.tensor.ends_with("RMSProp_2")) changed.args.optimizer.hyper["centered"] = 1;
    if (told.tensor.ends_with("/momentum")) changed.args.optimizer.hyper["momentum"] = 0.9;
  } else if (guess.key == "args.feature_columns" && told.wants && told.wants->size() == 2) {
    changed.args.featureColumns = {inputOf((*told.wants)[0])};
  } else {
    return std::nullopt;
  }
  return changed;
}

TensorRow rowOf(const Traceback& told, const std::string& because) {
  const auto type = [](const std::string& name) {
    if (name == "double") return formats::DType::Double;
    return name.empty() || name == "float" ? formats::DType::Float : formats::DType::Invalid;
  };
  TensorRow row;
  row.name = told.tensor;
  row.status = told.fault == Fault::Missing ? TensorStatus::Missing
               : told.fault == Fault::DType ? TensorStatus::DType
                                            : TensorStatus::Shape;
  if (told.wants || told.fault == Fault::DType)
    row.wanted = TensorRow::Side{told.wants.value_or(formats::Shape()), type(told.wantsType)};
  if (told.has || told.fault == Fault::DType)
    row.has = TensorRow::Side{told.has.value_or(formats::Shape()), type(told.hasType)};
  row.because = because;
  row.namedByTensorFlow = true;
  return row;
}

/// `files.index` in words; a config's key as people read it.
std::string keyWords(const std::string& key) {
  if (key == "files.index") return "the .index file";
  if (key == "files.data") return "the data file";
  if (key == "files.checkpoint") return "the checkpoint file";
  return model::shownKey(key);
}

std::string sentenceOf(const Traceback& told) {
  const std::string what = told.step           ? fmt::format("step {}", told.step->value())
                           : told.path.empty() ? std::string("the checkpoint")
                                               : fs::path(told.path).filename().string();
  if (told.keys.empty()) return fmt::format("{}: {}.", told.exception, told.sentence);
  const KeyGuess& best = told.keys.front();
  const std::string key = keyWords(best.key);
  if (!best.was.empty())
    return fmt::format("{} was {} when {} was saved; the script asks for {}.", key, best.was, what,
                       best.now);
  std::string others;
  for (std::size_t i = 1; i < told.keys.size(); ++i)
    others += fmt::format("{}{}", i == 1 ? ", or " : ", ", keyWords(told.keys[i].key));
  switch (told.fault) {
    case Fault::Missing:
      return fmt::format("The script wants {}, which {} does not hold. To be looked at: {}{}.",
                         told.tensor, what, key, others);
    case Fault::Damaged:
      return fmt::format("A file of {} is damaged: {}.", what, told.sentence);
    case Fault::FileGone:
      return fmt::format("{} is not where the script looks for it.",
                         told.path.empty() ? std::string("The checkpoint") : told.path);
    case Fault::StateFile:
      return fmt::format("The checkpoint file of {} names no checkpoint.",
                         told.path.empty() ? std::string("the model_dir") : told.path);
    case Fault::DType:
      return fmt::format("{} has another type in {} than the script wants.", told.tensor, what);
    default:
      return fmt::format("{} is different from what it was when {} was saved{}.", key, what,
                         others);
  }
}

/// By the text alone.
Report reportOf(const Traceback& told) {
  Report report;
  report.mode = modeOf(told);
  report.checkpoint = told.step ? fs::path(told.path) : fs::path();
  report.step = told.step;
  report.tensorflow = {true, told.exception, told.sentence, told.sentence};
  report.verdict = sentenceOf(told);
  if (!told.keys.empty()) {
    const KeyGuess& best = told.keys.front();
    const bool file = best.key.starts_with("files.");
    Cause cause{.key = best.key, .was = best.was, .now = best.now};
    cause.source = file ? Source::Files : told.wants ? Source::Shapes : Source::Names;
    cause.certainty = told.keys.size() == 1 ? Certainty::Certain : Certainty::Likely;
    if (!told.tensor.empty()) cause.tensors = {told.tensor};
    report.causes = {cause};
    if (!best.was.empty())
      report.waysOut.push_back(
          {WayOutKind::RestoreConfig,
           fmt::format("Put the config back: {} = {}", model::shownKey(best.key), best.was), 0, 0});
  }
  if (!told.tensor.empty())
    report.tensors.push_back(rowOf(told, told.keys.empty() ? "" : told.keys.front().key));
  report.waysOut.push_back({WayOutKind::NewModelDir, "Train in a new model_dir from step 0", 0, 0});
  return report;
}

bool isOfFiles(const Traceback& told) {
  return told.fault == Fault::Damaged || told.fault == Fault::FileGone ||
         told.fault == Fault::StateFile || told.fault == Fault::DType;
}

/// The tensor that the text names differs in the report as the text says. TensorFlow 1 restores
/// tensors in no certain order, so that another of them may stand in its sentence.
bool differsAsTold(const Report& report, const Traceback& told) {
  return std::any_of(report.tensors.begin(), report.tensors.end(), [&](const TensorRow& row) {
    if (row.name != told.tensor) return false;
    if (told.fault == Fault::Missing) return row.status == TensorStatus::Missing;
    return told.fault == Fault::Shape && row.wanted && row.has && told.wants && told.has &&
           row.wanted->shape == *told.wants && row.has->shape == *told.has;
  });
}

/// TensorFlow's sentence, apart from how a path was written.
bool saysTheSame(const Report& report, const Traceback& told) {
  const TensorFlowAnswer& answer = report.tensorflow;
  if (!answer.fails) return false;
  if (told.version == "1.x" && differsAsTold(report, told)) return true;
  if (answer.exception != told.exception) return false;
  return answer.inner == told.sentence || isOfFiles(told) ||
         answer.inner.find(told.sentence) != std::string::npos;
}

/// A config that the script may have had, and the guess that led to it.
struct ScriptConfig {
  model::Config config;
  KeyGuess guess;
};

/// The likeliest first.
std::vector<ScriptConfig> scriptConfigs(const model::Config& made, const Traceback& told) {
  if (isOfFiles(told)) return {{made, {}}};
  std::vector<ScriptConfig> configs;
  for (const KeyGuess& guess : told.keys)
    if (auto config = withGuess(made, guess, told)) configs.push_back({*std::move(config), guess});
  return configs;
}

/// TensorFlow names the first tensor that differs: of hidden_units only that entry is known.
void claimOnlyWhatIsTold(const KeyGuess& guess, Traceback told, Report& report) {
  const auto bracket = guess.key.find('[');
  if (bracket == std::string::npos) return;
  const std::string whole = guess.key.substr(0, bracket);
  for (Cause& cause : report.causes) {
    if (cause.key != whole) continue;
    cause.key = guess.key;
    cause.was = guess.was;
    cause.now = guess.now;
    told.keys = {guess};
    told.step = report.step;
    report.verdict = sentenceOf(told);
  }
  for (TensorRow& row : report.tensors)
    if (row.because == whole) row.because = guess.key;
}

std::optional<model::Config> madeBy(FileOps& files, const fs::path& place, const fs::path& dir,
                                    const Traceback& told) {
  if (const auto record = model::loadRunRecord(files, dir); record && *record) {
    const model::Config* at = told.step ? (*record)->configAt(*told.step) : nullptr;
    return at ? *at : (*record)->config;
  }
  if (const auto has = entriesAt(files, place)) return recoveredConfig(*has);
  // Nothing of the checkpoint can be read: any config tells what is the matter with its files.
  if (!isOfFiles(told)) return std::nullopt;
  model::Config any;
  any.args.featureColumns = {inputOf(1)};
  return any;
}

}  // namespace

Result<bool> couldBeOf(FileOps& files, const Traceback& told, const fs::path& modelDir) {
  CAIRN_ASSIGN(const LocatedCheckpoint located, locateCheckpoint(files, modelDir));
  if (!located.prefix) return false;
  CAIRN_ASSIGN(const auto bundle, formats::TensorBundle::open(files, *located.prefix));
  return agrees(told, bundle.entries());
}

Result<ToldReport> explainTraceback(FileOps& files, std::string_view text,
                                    const std::optional<fs::path>& dirOrPrefix,
                                    std::stop_token stop) {
  CAIRN_ASSIGN(Traceback told, readTraceback(text));
  ToldReport out{std::move(told), {}, false};
  out.report = reportOf(out.told);
  if (!dirOrPrefix) return out;
  const fs::path place = placeOf(files, out.told, *dirOrPrefix);
  CAIRN_TRY(locateCheckpoint(files, place));
  const auto made = madeBy(files, place, *dirOrPrefix, out.told);
  if (made) {
    for (const auto& [config, guess] : scriptConfigs(*made, out.told)) {
      CAIRN_ASSIGN(Report report, explain(files, config, place, modeOf(out.told), stop));
      if (!saysTheSame(report, out.told)) continue;
      claimOnlyWhatIsTold(guess, out.told, report);
      out.report = std::move(report);
      out.compared = true;
      return out;
    }
  }
  const auto has = entriesAt(files, place);
  if (has && !out.told.tensor.empty() && !agrees(out.told, *has) && !isOfFiles(out.told))
    out.report.problems.push_back(
        {ErrorCode::InvalidArgument,
         fmt::format("the checkpoint there does not have {} as the text says", out.told.tensor),
         place.string()});
  return out;
}

}  // namespace cairn::restore
