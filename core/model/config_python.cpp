#include "core/model/args_json.h"
#include "core/model/call_json.h"
#include "core/model/json_text.h"
#include "core/model/optimizer_table.h"
#include "core/model/python_parts.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

using nlohmann::ordered_json;

constexpr std::string_view kV1 = "tf.compat.v1.estimator.";
constexpr std::string_view kV2 = "tf.estimator.";

Python pythonActivation(const std::string& name) {
  if (name == "linear") return "None";
  const bool onlyKeras = name == "exponential" || name == "mish" || name == "hard_sigmoid";
  return (onlyKeras ? "tf.keras.activations." : "tf.nn.") + name;
}

bool optimizerIsDefault(const Config& config, const std::string& key) {
  return !argsToJson(config, false).contains(key);
}

void addNetwork(Python& call, const Config& config, const ArgNames& names) {
  const Args& args = config.args;
  call.with(names.dnnColumns, names.dnnColumns);
  call.with(names.hiddenUnits, Python::literal(ordered_json(args.hiddenUnits)));
  const Optimizer& optimizer = names.combined ? args.dnnOptimizer : args.optimizer;
  if (!optimizerIsDefault(config, names.dnnOptimizer))
    call.with(names.dnnOptimizer, pythonOptimizer(optimizer, config.api));
  if (args.activationFn != "relu") call.with(names.activation, pythonActivation(args.activationFn));
  if (args.dropout > 0) call.with(names.dropout, Python::literal(args.dropout));
  if (args.batchNorm) call.with("batch_norm", "True");
}

void addLinear(Python& call, const Config& config, const ArgNames& names) {
  const Args& args = config.args;
  call.with(names.linearColumns, names.linearColumns);
  const Optimizer& optimizer = names.combined ? args.linearOptimizer : args.optimizer;
  if (!optimizerIsDefault(config, names.linearOptimizer))
    call.with(names.linearOptimizer, pythonOptimizer(optimizer, config.api));
  if (args.sparseCombiner != "sum")
    call.with(names.sparseCombiner, pythonString(args.sparseCombiner));
}

void addLabels(Python& call, const Config& config) {
  const Args& args = config.args;
  if (config.task() == Task::Head) return;
  if (args.nClasses != 2) call.with("n_classes", std::to_string(args.nClasses));
  if (args.labelDimension != 1) call.with("label_dimension", std::to_string(args.labelDimension));
  if (args.labelVocabulary)
    call.with("label_vocabulary", Python::literal(ordered_json(*args.labelVocabulary)));
  if (!args.weightColumn.key.empty())
    call.with("weight_column", pythonWeightColumn(args.weightColumn));
  if (args.lossReduction != defaultLossReduction(config.api))
    call.with("loss_reduction", pythonLossReduction(args.lossReduction, config.api));
}

Python pythonWarmStart(const WarmStart& warmStart) {
  WarmStart plain;
  plain.checkpoint = warmStart.checkpoint;
  if (warmStart == plain) return pythonString(warmStart.checkpoint);
  Python call = Python::call("tf.estimator.WarmStartSettings");
  call.with(pythonString(warmStart.checkpoint));
  if (warmStart.choice == WarmStart::Choice::Nothing)
    call.with("vars_to_warm_start", "None");
  else if (warmStart.choice == WarmStart::Choice::List)
    call.with("vars_to_warm_start", Python::literal(ordered_json(warmStart.variables)));
  else if (warmStart.variables != plain.variables && !warmStart.variables.empty())
    call.with("vars_to_warm_start", pythonString(warmStart.variables.front()));
  std::vector<std::pair<std::string, Python>> vocabularies;
  for (const auto& [variable, info] : warmStart.vocabularies) {
    Python vocab = Python::call("tf.estimator.VocabInfo");
    vocab.with("new_vocab", pythonString(info.newVocab))
        .with("new_vocab_size", std::to_string(info.newVocabSize))
        .with("num_oov_buckets", std::to_string(info.numOovBuckets))
        .with("old_vocab", pythonString(info.oldVocab));
    if (info.oldVocabSize != -1) vocab.with("old_vocab_size", std::to_string(info.oldVocabSize));
    if (info.axis != 0) vocab.with("axis", std::to_string(info.axis));
    vocabularies.emplace_back(variable, std::move(vocab));
  }
  if (!vocabularies.empty())
    call.with("var_name_to_vocab_info", Python::dict(std::move(vocabularies)));
  if (!warmStart.previousName.empty())
    call.with("var_name_to_prev_var_name", Python::literal(ordered_json(warmStart.previousName)));
  return call;
}

Python pythonRunConfig(const Config& config) {
  RunConfig run = config.runConfig;
  const RunConfig defaults;
  constexpr std::uint64_t kMostSeed = (std::uint64_t{1} << 31) - 1;
  // TensorFlow takes one seed, for the graph.
  if (!run.tfRandomSeed && config.train.seed && *config.train.seed <= kMostSeed)
    run.tfRandomSeed = static_cast<std::int64_t>(*config.train.seed);
  Python call = Python::call(config.api == Api::V1 ? "tf.compat.v1.estimator.RunConfig"
                                                   : "tf.estimator.RunConfig");
  const auto noneIfZero = [](std::int64_t value) {
    return value == 0 ? std::string("None") : std::to_string(value);
  };
  call.with("model_dir", "MODEL_DIR");
  if (run.tfRandomSeed) call.with("tf_random_seed", std::to_string(*run.tfRandomSeed));
  if (run.saveSummarySteps != defaults.saveSummarySteps)
    call.with("save_summary_steps", std::to_string(run.saveSummarySteps));
  const bool never = !run.saveCheckpointsSteps && !run.saveCheckpointsSecs;
  if (run.saveCheckpointsSteps)
    call.with("save_checkpoints_steps", std::to_string(*run.saveCheckpointsSteps));
  else if (never)
    call.with("save_checkpoints_steps", "None").with("save_checkpoints_secs", "None");
  else if (run.saveCheckpointsSecs != defaults.saveCheckpointsSecs)
    call.with("save_checkpoints_secs", Python::literal(jsonNumber(*run.saveCheckpointsSecs)));
  if (run.keepCheckpointMax != defaults.keepCheckpointMax)
    call.with("keep_checkpoint_max", std::to_string(run.keepCheckpointMax));
  if (run.keepCheckpointEveryNHours != defaults.keepCheckpointEveryNHours)
    call.with("keep_checkpoint_every_n_hours",
              Python::literal(jsonNumber(run.keepCheckpointEveryNHours)));
  if (run.logStepCountSteps != defaults.logStepCountSteps)
    call.with("log_step_count_steps", noneIfZero(run.logStepCountSteps));
  if (!run.checkpointSaveGraphDef) call.with("checkpoint_save_graph_def", "False");
  return call;
}

Python pythonEstimator(const Config& config) {
  const ArgNames names = argNames(config);
  Python call = Python::call(std::string(config.api == Api::V1 ? kV1 : kV2) + config.estimator);
  if (config.task() == Task::Head) call.with("head", pythonHead(config.args.head));
  if (names.dnn && !(names.combined && config.args.dnnFeatureColumns.empty()))
    addNetwork(call, config, names);
  if (names.linear && !(names.combined && config.args.linearFeatureColumns.empty()))
    addLinear(call, config, names);
  addLabels(call, config);
  if (config.family() == Family::Baseline && !optimizerIsDefault(config, "optimizer"))
    call.with("optimizer", pythonOptimizer(config.args.optimizer, config.api));
  if (config.args.partitions > 1)
    call.with(names.partitioner,
              fmt::format("tf.compat.v1.fixed_size_partitioner({})", config.args.partitions));
  if (!config.warmStartFrom.checkpoint.empty())
    call.with("warm_start_from", pythonWarmStart(config.warmStartFrom));
  call.with("config", pythonRunConfig(config));
  return call;
}

Python literalOf(const std::variant<bool, double, std::string>& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "True" : "False";
  if (const auto* number = std::get_if<double>(&value)) return Python::literal(jsonNumber(*number));
  return pythonString(std::get<std::string>(value));
}

void addParameters(Python& call, const Call& stated, CallKind kind) {
  for (const std::string& name : callParameters(kind, stated.type)) {
    const auto found = stated.parameters.find(name);
    if (found != stated.parameters.end()) call.with(name, literalOf(found->second));
  }
}

Python pythonHooks(const Config& config) {
  std::vector<Python> hooks;
  if (const auto& rule = config.train.earlyStopping; rule) {
    Python call = Python::call("tf.estimator.experimental." + rule->type);
    call.with("estimator");
    addParameters(call, *rule, CallKind::EarlyStopping);
    if (!rule->parameters.contains("run_every_secs")) call.with("run_every_secs", "None");
    hooks.push_back(std::move(call));
  }
  for (const Call& hook : config.train.hooks) {
    Python call = Python::call("tf.compat.v1.train." + hook.type);
    if (hook.type == "CheckpointSaverHook") call.with("MODEL_DIR");
    addParameters(call, hook, CallKind::Hook);
    hooks.push_back(std::move(call));
  }
  return Python::list(std::move(hooks));
}

Python pythonExporters(const Config& config) {
  std::vector<Python> exporters;
  for (const Call& exporter : config.eval.exporters) {
    Python call = Python::call("tf.estimator." + exporter.type);
    addParameters(call, exporter, CallKind::Exporter);
    exporters.push_back(std::move(call.with("serving_input_receiver_fn", "serving_input")));
  }
  return Python::list(std::move(exporters));
}

std::string optional(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : "None";
}

bool hasHooks(const Config& config) {
  return config.train.earlyStopping || !config.train.hooks.empty();
}

// Exporters and stopping rules live on evaluations during the training.
bool evaluatesWhileTraining(const Config& config) {
  return config.data.contains("train") && config.data.contains("eval") &&
         (config.train.earlyStopping || !config.eval.exporters.empty());
}

std::string statement(const std::string& before, const Python& value) {
  return "    " + before + value.laidOut(4, 4 + before.size()) + "\n";
}

std::string trainAndEvaluate(const Config& config) {
  Python trainSpec = Python::call("tf.estimator.TrainSpec");
  trainSpec.with("train_input");
  if (config.train.maxSteps || config.train.steps)
    trainSpec.with("max_steps",
                   optional(config.train.maxSteps ? config.train.maxSteps : config.train.steps));
  if (hasHooks(config)) trainSpec.with("hooks", "hooks");
  Python evalSpec = Python::call("tf.estimator.EvalSpec");
  evalSpec.with("eval_input").with("steps", optional(config.eval.steps));
  if (!config.eval.name.empty()) evalSpec.with("name", pythonString(config.eval.name));
  if (!config.eval.exporters.empty()) evalSpec.with("exporters", pythonExporters(config));
  evalSpec.with("start_delay_secs", Python::literal(jsonNumber(config.eval.startDelaySecs)));
  evalSpec.with("throttle_secs", Python::literal(jsonNumber(config.eval.throttleSecs)));
  return statement("train_spec = ", trainSpec) + statement("eval_spec = ", evalSpec) +
         "    print(tf.estimator.train_and_evaluate(estimator, train_spec, eval_spec))\n";
}

std::string trainThenEvaluate(const Config& config) {
  std::string out;
  if (config.data.contains("train")) {
    Python train = Python::call("estimator.train");
    train.with("train_input");
    if (config.train.steps) train.with("steps", optional(config.train.steps));
    if (config.train.maxSteps) train.with("max_steps", optional(config.train.maxSteps));
    if (hasHooks(config)) train.with("hooks", "hooks");
    out += statement("", train);
  }
  if (config.data.contains("eval")) {
    Python evaluate = Python::call("estimator.evaluate");
    evaluate.with("eval_input");
    if (config.eval.steps) evaluate.with("steps", optional(config.eval.steps));
    if (!config.eval.name.empty()) evaluate.with("name", pythonString(config.eval.name));
    out += statement("", Python::call("print").with(std::move(evaluate)));
  }
  return out;
}

std::string mainFunction(const Config& config) {
  std::string out = "\ndef main():\n";
  out += "    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.INFO)\n";
  out += statement("estimator = ", pythonEstimator(config));
  if (hasHooks(config)) {
    if (config.train.earlyStopping) out += "    os.makedirs(estimator.eval_dir(), exist_ok=True)\n";
    out += statement("hooks = ", pythonHooks(config));
  }
  out += evaluatesWhileTraining(config) ? trainAndEvaluate(config) : trainThenEvaluate(config);
  if (config.data.contains("predict"))
    out += "    for prediction in estimator.predict(predict_input):\n        print(prediction)\n";
  return out + "\n\nif __name__ == \"__main__\":\n    main()\n";
}

// `feature_columns = […]` and what the lists share; fills in the lists' names.
std::string columnLists(const Config& config, const PythonColumns& columns,
                        std::vector<std::string>& names) {
  std::string out = columns.assignments();
  const auto add = [&](const std::string& name, const std::vector<data::FeatureColumn>& list) {
    if (list.empty()) return;
    names.push_back(name);
    out += name + " = " + columns.list(list).laidOut(0, name.size() + 3) + "\n";
  };
  add("feature_columns", config.args.featureColumns);
  add("linear_feature_columns", config.args.linearFeatureColumns);
  add("dnn_feature_columns", config.args.dnnFeatureColumns);
  return out;
}

std::string servingInput(const std::vector<std::string>& lists) {
  return fmt::format(
      "\nserving_input = tf.estimator.export.build_parsing_serving_input_receiver_fn(\n"
      "    tf.feature_column.make_parse_example_spec({})\n)\n",
      lists.empty() ? "[]" : fmt::format("{}", fmt::join(lists, " + ")));
}

bool readsGzip(const Config& config) {
  for (const auto& [name, source] : config.data)
    if (source.format == "csv" && source.compression == "GZIP") return true;
  return false;
}

std::string programPython(const Program& program, const std::string& modelDir) {
  Python run = Python::call("subprocess.run");
  run.with(Python::literal(ordered_json(program.command)));
  if (!program.cwd.empty()) run.with("cwd", pythonString(program.cwd));
  std::vector<std::pair<std::string, Python>> env;
  for (const auto& [name, value] : program.env) env.emplace_back(name, pythonString(value));
  env.emplace_back("CAIRN_MODEL_DIR", pythonString(modelDir));
  run.with("env", Python::prefixed("os.environ | ", Python::dict(std::move(env))))
      .with("check", "True");
  return "import os\nimport subprocess\n\n" + run.laidOut() + "\n";
}

}  // namespace

std::string configPython(const Config& config, const std::string& modelDir) {
  if (config.program) return programPython(*config.program, modelDir);
  const PythonColumns columns(config);
  std::vector<std::string> lists;
  const std::string assignments = columnLists(config, columns, lists);
  std::string out = fmt::format(
      "\"\"\"{} of {}. Data files are beside this program.\"\"\"\nimport csv\nimport "
      "glob\n{}import "
      "os\n\nimport numpy as np\nimport tensorflow as tf\n\n",
      config.estimator, config.api == Api::V1 ? "tf.compat.v1.estimator" : "tf.estimator",
      readsGzip(config) ? "import gzip\n" : "");
  out += "MODEL_DIR = " + pythonString(modelDir) + "\n";
  out += "FOLDER = os.path.dirname(os.path.abspath(__file__))\n\n";
  if (columns.needsGraph())
    out +=
        "# Shared embeddings are refused where TensorFlow executes eagerly.\n"
        "tf.compat.v1.disable_eager_execution()\n\n";
  out += assignments;
  out += pythonInput(config, lists);
  if (evaluatesWhileTraining(config) && !config.eval.exporters.empty()) out += servingInput(lists);
  return out + "\n" + mainFunction(config);
}

}  // namespace cairn::model
