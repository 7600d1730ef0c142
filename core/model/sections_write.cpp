#include "core/model/call_json.h"
#include "core/model/json_text.h"
#include "core/model/sections_json.h"

#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

using nlohmann::ordered_json;

template <class T>
ordered_json orNull(const std::optional<T>& value) {
  return value ? ordered_json(*value) : ordered_json();
}

ordered_json noneIfZero(std::int64_t value) {
  return value == 0 ? ordered_json() : ordered_json(value);
}

ordered_json noneIfEmpty(const std::string& value) {
  return value.empty() ? ordered_json() : ordered_json(value);
}

ordered_json callsToJson(const std::vector<Call>& calls, CallKind kind, bool full) {
  ordered_json out = ordered_json::array();
  for (const Call& call : calls) out.push_back(callToJson(call, kind, full));
  return out;
}

// Adds keys in order; one that has its default only where `full`.
struct SectionWriter {
  bool full;
  ordered_json out = ordered_json::object();

  void unless(bool isDefault, const char* key, ordered_json value) {
    if (full || !isDefault) out[key] = std::move(value);
  }
};

void writeCsv(SectionWriter& writer, const DataSource& source) {
  const data::CsvFormat& csv = source.csv;
  const char* header = csv.header == data::CsvHeader::Guide  ? "guide"
                       : csv.header == data::CsvHeader::None ? "none"
                                                             : "names";
  writer.unless(!source.headerGiven, "header",
                source.headerGiven ? ordered_json(header) : ordered_json());
  writer.unless(csv.columns.empty(), "columns", csv.columns);
  ordered_json types = ordered_json::object();
  for (const auto& [column, type] : csv.types) types[column] = formats::dtypeName(type);
  writer.unless(csv.types.empty(), "types", types);
  writer.unless(csv.badRows == data::BadRows::Stop, "bad_rows",
                csv.badRows == data::BadRows::Stop ? "stop" : "skip");
  ordered_json missing = ordered_json::object();
  for (const auto& [column, value] : csv.missing) missing[column] = value;
  writer.unless(csv.missing.empty(), "missing", missing);
}

ordered_json sourceToJson(const DataSource& source, bool full) {
  SectionWriter writer{full};
  writer.out["files"] = source.files;
  writer.out["format"] = source.format;
  writer.unless(source.compression.empty(), "compression", noneIfEmpty(source.compression));
  writeCsv(writer, source);
  writer.unless(source.label.empty(), "label", noneIfEmpty(source.label));
  writer.unless(source.weights.empty(), "weights", noneIfEmpty(source.weights));
  writer.out["batch_size"] = source.batchSize;
  writer.unless(source.shuffle == 0, "shuffle", source.shuffle);
  writer.unless(source.repeat == 1, "repeat", orNull(source.repeat));
  writer.unless(!source.seed, "seed", orNull(source.seed));
  return std::move(writer.out);
}

}  // namespace

ordered_json runConfigToJson(const RunConfig& config, bool full) {
  const RunConfig defaults;
  SectionWriter writer{full};
  writer.unless(config.modelDir.empty(), "model_dir", noneIfEmpty(config.modelDir));
  writer.unless(!config.tfRandomSeed, "tf_random_seed", orNull(config.tfRandomSeed));
  writer.unless(config.saveSummarySteps == defaults.saveSummarySteps, "save_summary_steps",
                config.saveSummarySteps);
  const bool secsAreDefault = config.saveCheckpointsSecs == defaults.saveCheckpointsSecs;
  // Neither of the two has to be said aloud, or the default would come back.
  const bool never = !config.saveCheckpointsSteps && !config.saveCheckpointsSecs;
  writer.unless(!config.saveCheckpointsSteps && !never, "save_checkpoints_steps",
                orNull(config.saveCheckpointsSteps));
  writer.unless(
      secsAreDefault || (!config.saveCheckpointsSecs && !never), "save_checkpoints_secs",
      config.saveCheckpointsSecs ? jsonNumber(*config.saveCheckpointsSecs) : ordered_json());
  writer.unless(config.keepCheckpointMax == defaults.keepCheckpointMax, "keep_checkpoint_max",
                config.keepCheckpointMax);
  writer.unless(config.keepCheckpointEveryNHours == defaults.keepCheckpointEveryNHours,
                "keep_checkpoint_every_n_hours", jsonNumber(config.keepCheckpointEveryNHours));
  writer.unless(config.logStepCountSteps == defaults.logStepCountSteps, "log_step_count_steps",
                noneIfZero(config.logStepCountSteps));
  writer.unless(config.checkpointSaveGraphDef, "checkpoint_save_graph_def",
                config.checkpointSaveGraphDef);
  return std::move(writer.out);
}

ordered_json dataToJson(const std::map<std::string, DataSource>& data, bool full) {
  ordered_json out = ordered_json::object();
  for (const char* key : {"train", "eval", "predict"})
    if (const auto found = data.find(key); found != data.end())
      out[key] = sourceToJson(found->second, full);
  return out;
}

ordered_json trainToJson(const TrainSection& train, bool full) {
  SectionWriter writer{full};
  writer.unless(!train.steps, "steps", orNull(train.steps));
  writer.unless(!train.maxSteps, "max_steps", orNull(train.maxSteps));
  writer.unless(!train.seed, "seed", orNull(train.seed));
  writer.unless(train.threads == 1, "threads", train.threads);
  writer.unless(!train.earlyStopping, "early_stopping",
                train.earlyStopping
                    ? callToJson(*train.earlyStopping, CallKind::EarlyStopping, full)
                    : ordered_json());
  writer.unless(train.hooks.empty(), "hooks", callsToJson(train.hooks, CallKind::Hook, full));
  return std::move(writer.out);
}

ordered_json evalToJson(const EvalSection& eval, bool full) {
  const EvalSection defaults;
  SectionWriter writer{full};
  writer.unless(!eval.steps, "steps", orNull(eval.steps));
  writer.unless(eval.name.empty(), "name", noneIfEmpty(eval.name));
  writer.unless(eval.throttleSecs == defaults.throttleSecs, "throttle_secs",
                jsonNumber(eval.throttleSecs));
  writer.unless(eval.startDelaySecs == defaults.startDelaySecs, "start_delay_secs",
                jsonNumber(eval.startDelaySecs));
  writer.unless(eval.exporters.empty(), "exporters",
                callsToJson(eval.exporters, CallKind::Exporter, full));
  return std::move(writer.out);
}

ordered_json warmStartToJson(const WarmStart& warmStart, bool full) {
  WarmStart plain;
  plain.checkpoint = warmStart.checkpoint;
  if (warmStart == plain && !full) return warmStart.checkpoint;
  SectionWriter writer{full};
  writer.out["ckpt_to_initialize_from"] = warmStart.checkpoint;
  ordered_json variables;
  if (warmStart.choice == WarmStart::Choice::List) variables = warmStart.variables;
  if (warmStart.choice == WarmStart::Choice::Regex && !warmStart.variables.empty())
    variables = warmStart.variables.front();
  writer.unless(warmStart.choice == plain.choice && warmStart.variables == plain.variables,
                "vars_to_warm_start", variables);
  ordered_json vocabularies = ordered_json::object();
  for (const auto& [variable, info] : warmStart.vocabularies)
    vocabularies[variable] = {{"new_vocab", info.newVocab},
                              {"new_vocab_size", info.newVocabSize},
                              {"num_oov_buckets", info.numOovBuckets},
                              {"old_vocab", info.oldVocab},
                              {"old_vocab_size", info.oldVocabSize},
                              {"axis", info.axis}};
  writer.unless(warmStart.vocabularies.empty(), "var_name_to_vocab_info", vocabularies);
  ordered_json previous = ordered_json::object();
  for (const auto& [name, before] : warmStart.previousName) previous[name] = before;
  writer.unless(warmStart.previousName.empty(), "var_name_to_prev_var_name", previous);
  return std::move(writer.out);
}

ordered_json programToJson(const Program& program) {
  ordered_json out = {{"command", program.command}};
  if (!program.cwd.empty()) out["cwd"] = program.cwd;
  ordered_json env = ordered_json::object();
  for (const auto& [name, value] : program.env) env[name] = value;
  if (!program.env.empty()) out["env"] = env;
  return out;
}

}  // namespace cairn::model
