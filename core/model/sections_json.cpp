#include "core/model/sections_json.h"

#include "core/model/call_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

using nlohmann::json;

constexpr IntegerRange kFromZero = {0};
constexpr IntegerRange kFromOne = {1};
constexpr IntegerRange kAny = {std::numeric_limits<std::int64_t>::min()};
constexpr NumberRange kPositive = {0, std::numeric_limits<double>::max(), true};
constexpr NumberRange kNotNegative = {0};

bool given(const json* value) { return value != nullptr && !value->is_null(); }

// An integer for which null means 0.
void integerOrNone(ObjectReader& reader, std::string_view key, std::int64_t& value,
                   IntegerRange range) {
  std::optional<std::int64_t> read = value;
  reader.integer(key, read, range);
  value = read.value_or(0);
}

void readSeed(ObjectReader& reader, std::optional<std::uint64_t>& seed) {
  const json* found = reader.find("seed");
  if (!given(found)) return;
  if (found->is_number_unsigned())
    seed = found->get<std::uint64_t>();
  else if (const auto number = jsonInteger(*found); number && *number >= 0)
    seed = static_cast<std::uint64_t>(*number);
  else
    reader.fault("seed", "an integer from 0 up, or null");
}

// One set clears the other, as RunConfig does it.
void readCheckpointInterval(ObjectReader& reader, RunConfig& config) {
  const json* steps = reader.find("save_checkpoints_steps");
  const json* secs = reader.find("save_checkpoints_secs");
  if (steps == nullptr && secs == nullptr) return;
  config.saveCheckpointsSecs.reset();
  reader.integer("save_checkpoints_steps", config.saveCheckpointsSteps, kFromZero);
  if (given(secs)) {
    double value = 0;
    reader.number("save_checkpoints_secs", value, kNotNegative);
    config.saveCheckpointsSecs = value;
  }
  if (given(steps) && given(secs))
    reader.fault("save_checkpoints_secs",
                 "only one of save_checkpoints_steps and save_checkpoints_secs");
}

void readTypes(ObjectReader& reader, data::CsvFormat& csv) {
  std::map<std::string, std::string> names;
  reader.textMap("types", names);
  for (const auto& [column, name] : names) {
    formats::DType type = formats::DType::Invalid;
    for (const formats::DType one :
         {formats::DType::Float, formats::DType::Int64, formats::DType::String})
      if (formats::dtypeName(one) == name) type = one;
    if (type == formats::DType::Invalid)
      addProblem(reader.problems(), fmt::format("{}.{}", reader.path("types"), column), json(name),
                 "one of float32, int64, string");
    csv.types[column] = type;
  }
}

void readCsvFormat(ObjectReader& reader, DataSource& source) {
  source.headerGiven = given(reader.find("header"));
  if (source.headerGiven) {
    std::string header = "names";
    reader.choice("header", header, {"names", "guide", "none"});
    source.csv.header = header == "guide"  ? data::CsvHeader::Guide
                        : header == "none" ? data::CsvHeader::None
                                           : data::CsvHeader::Names;
  }
  if (given(reader.find("columns"))) reader.texts("columns", source.csv.columns);
  readTypes(reader, source.csv);
  std::string badRows = "stop";
  reader.choice("bad_rows", badRows, {"stop", "skip"});
  source.csv.badRows = badRows == "skip" ? data::BadRows::Skip : data::BadRows::Stop;

  const json* missing = reader.find("missing");
  if (!given(missing)) return;
  if (!missing->is_object()) {
    reader.fault("missing", "an object {column: value}");
    return;
  }
  for (const auto& [column, value] : missing->items()) {
    if (value.is_string())
      source.csv.missing[column] = value.get<std::string>();
    else if (value.is_number())
      source.csv.missing[column] = value.dump();
    else
      addProblem(reader.problems(), fmt::format("{}.{}", reader.path("missing"), column), value,
                 "a text or a number");
  }
}

DataSource readSource(const json& value, std::string path, Problems& problems) {
  DataSource source;
  ObjectReader reader(value, std::move(path), problems);
  const json* files = reader.require("files", "a list of files");
  if (files != nullptr && files->is_string())
    source.files = {files->get<std::string>()};
  else if (files != nullptr)
    reader.texts("files", source.files);
  reader.choice("format", source.format, {"csv", "tfrecord"});
  if (given(reader.find("compression")))
    reader.choice("compression", source.compression, {"", "GZIP", "ZLIB"});
  readCsvFormat(reader, source);
  reader.textOrNull("label", source.label);
  reader.textOrNull("weights", source.weights);
  reader.integer("batch_size", source.batchSize, {1, (std::int64_t{1} << 31) - 1});
  reader.integer("shuffle", source.shuffle, {0, (std::int64_t{1} << 31) - 1});
  reader.integer("repeat", source.repeat, kFromOne);
  readSeed(reader, source.seed);
  reader.finish();
  return source;
}

VocabInfo readVocabInfo(const json& value, std::string path, Problems& problems) {
  VocabInfo info;
  ObjectReader reader(value, std::move(path), problems);
  if (reader.require("new_vocab", "a file of words") != nullptr)
    reader.text("new_vocab", info.newVocab);
  if (reader.require("new_vocab_size", "an integer from 1 up") != nullptr)
    reader.integer("new_vocab_size", info.newVocabSize, kFromOne);
  reader.integer("num_oov_buckets", info.numOovBuckets, kFromZero);
  if (reader.require("old_vocab", "a file of words") != nullptr)
    reader.text("old_vocab", info.oldVocab);
  reader.integer("old_vocab_size", info.oldVocabSize, {-1});
  reader.integer("axis", info.axis, {0, 1});
  reader.onlyNull("backup_initializer");
  reader.finish();
  return info;
}

void readVarsToWarmStart(ObjectReader& reader, WarmStart& warmStart) {
  const json* vars = reader.find("vars_to_warm_start");
  if (vars == nullptr) return;
  if (vars->is_null() || (vars->is_array() && vars->empty())) {
    warmStart.choice = WarmStart::Choice::Nothing;
    warmStart.variables.clear();
  } else if (vars->is_string()) {
    warmStart.variables = {vars->get<std::string>()};
  } else if (vars->is_array()) {
    warmStart.choice = WarmStart::Choice::List;
    reader.texts("vars_to_warm_start", warmStart.variables);
  } else {
    reader.fault("vars_to_warm_start", "a regular expression, a list of them, or null");
  }
}

}  // namespace

RunConfig readRunConfig(const json& value, Problems& problems) {
  RunConfig config;
  ObjectReader reader(value, "run_config", problems);
  reader.textOrNull("model_dir", config.modelDir);
  reader.integer("tf_random_seed", config.tfRandomSeed, kAny);
  integerOrNone(reader, "save_summary_steps", config.saveSummarySteps, kFromZero);
  readCheckpointInterval(reader, config);
  integerOrNone(reader, "keep_checkpoint_max", config.keepCheckpointMax, kFromZero);
  reader.number("keep_checkpoint_every_n_hours", config.keepCheckpointEveryNHours, kPositive);
  integerOrNone(reader, "log_step_count_steps", config.logStepCountSteps, kFromOne);
  reader.boolean("checkpoint_save_graph_def", config.checkpointSaveGraphDef);
  double ignored = 7200;  // of interest to more machines than one
  reader.number("session_creation_timeout_secs", ignored, kPositive);
  for (const std::string_view key :
       {"session_config", "train_distribute", "device_fn", "protocol", "eval_distribute",
        "experimental_distribute", "experimental_max_worker_delay_secs"})
    reader.onlyNull(key);
  reader.finish();
  return config;
}

std::map<std::string, DataSource> readData(const json& value, Problems& problems) {
  std::map<std::string, DataSource> data;
  ObjectReader reader(value, "data", problems);
  for (const std::string key : {"train", "eval", "predict"})
    if (const json* source = reader.find(key); given(source))
      data[key] = readSource(*source, reader.path(key), problems);
  reader.finish();
  return data;
}

TrainSection readTrain(const json& value, Problems& problems) {
  TrainSection train;
  ObjectReader reader(value, "train", problems);
  reader.integer("steps", train.steps, kFromOne);
  reader.integer("max_steps", train.maxSteps, kFromOne);
  if (train.steps && train.maxSteps) reader.fault("max_steps", "only one of steps and max_steps");
  readSeed(reader, train.seed);
  reader.integer("threads", train.threads, {1, 1024});
  if (const json* rule = reader.find("early_stopping"); given(rule))
    train.earlyStopping =
        readCall(*rule, reader.path("early_stopping"), CallKind::EarlyStopping, problems);
  train.hooks = readCalls(reader, "hooks", CallKind::Hook);
  reader.finish();
  return train;
}

EvalSection readEval(const json& value, Problems& problems) {
  EvalSection eval;
  ObjectReader reader(value, "eval", problems);
  reader.integer("steps", eval.steps, kFromOne);
  reader.textOrNull("name", eval.name);
  reader.number("throttle_secs", eval.throttleSecs, kNotNegative);
  reader.number("start_delay_secs", eval.startDelaySecs, kNotNegative);
  eval.exporters = readCalls(reader, "exporters", CallKind::Exporter);
  reader.finish();
  return eval;
}

WarmStart readWarmStart(const json& value, Problems& problems) {
  WarmStart warmStart;
  if (value.is_string() && !value.get_ref<const std::string&>().empty()) {
    warmStart.checkpoint = value.get<std::string>();
    return warmStart;
  }
  if (!value.is_object()) {
    addProblem(problems, "warm_start_from", value,
               "a checkpoint or directory, or WarmStartSettings' arguments {…}");
    return warmStart;
  }
  ObjectReader reader(value, "warm_start_from", problems);
  if (reader.require("ckpt_to_initialize_from", "a checkpoint or directory") != nullptr)
    reader.text("ckpt_to_initialize_from", warmStart.checkpoint);
  readVarsToWarmStart(reader, warmStart);
  reader.textMap("var_name_to_prev_var_name", warmStart.previousName);
  const json* vocabularies = reader.find("var_name_to_vocab_info");
  if (given(vocabularies) && !vocabularies->is_object())
    reader.fault("var_name_to_vocab_info", "an object {variable: VocabInfo's arguments}");
  else if (given(vocabularies))
    for (const auto& [variable, info] : vocabularies->items())
      warmStart.vocabularies[variable] = readVocabInfo(
          info, fmt::format("{}.{}", reader.path("var_name_to_vocab_info"), variable), problems);
  reader.finish();
  return warmStart;
}

Program readProgram(const json& value, Problems& problems) {
  Program program;
  ObjectReader reader(value, "program", problems);
  if (reader.require("command", "a list of texts") != nullptr)
    reader.texts("command", program.command);
  if (program.command.empty()) reader.fault("command", "the program and its arguments");
  reader.textOrNull("cwd", program.cwd);
  reader.textMap("env", program.env);
  reader.finish();
  return program;
}

}  // namespace cairn::model
