#include "core/restore/tensorflow_answer.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace cairn::restore {
namespace {

struct Frames {
  int definition, original;
};

/// An exception before it is dressed as the session prints it.
struct Failure {
  std::string exception;
  std::string inner;
  std::string tensor = {};
  std::string node = "save/RestoreV2";  // empty: raised in Python, printed as it is
  std::optional<Frames> frames = {};    // where they are not the usual ones
};

/// How many stack frames stand in 2.15's text for a premade estimator.
Frames framesOf(const std::string& node, Mode mode) {
  const bool restore = node == "save/RestoreV2";
  const bool loss = node.find("/losses/") != std::string::npos;
  switch (mode) {
    case Mode::Train:
      return restore ? Frames{15, 33} : loss ? Frames{21, 32} : Frames{25, 32};
    case Mode::Evaluate:
      return restore ? Frames{15, 35} : loss ? Frames{23, 34} : Frames{27, 34};
    case Mode::Predict:
      return restore ? Frames{13, 32} : Frames{24, 31};
  }
  return {0, 0};
}

/// Saver.restore explains two kinds of errors before it shows them.
std::string wrapper(const std::string& exception) {
  std::string_view why;
  if (exception == "NotFoundError")
    why = "a Variable name or other graph key that is missing";
  else if (exception == "InvalidArgumentError")
    why = "a mismatch between the current graph and the graph";
  else
    return {};
  return fmt::format(
      "Restoring from checkpoint failed. This is most likely due to {} from the checkpoint. Please "
      "ensure that you have not altered the graph expected based on the checkpoint. Original "
      "error:\n\n",
      why);
}

std::string dressed(const Failure& failure, Mode mode) {
  if (failure.node.empty()) return failure.inner;
  const Frames frames = failure.frames.value_or(framesOf(failure.node, mode));
  const std::string front = failure.node == "save/RestoreV2" ? wrapper(failure.exception) : "";
  return fmt::format(
      "{0}Graph execution error:\n\nDetected at node '{1}' defined at (most recent call last):\n"
      "    [{2} frames]\nNode: '{1}'\n{3}\n\t [[{{{{node {1}}}}}]]\n\nOriginal stack trace for "
      "'{1}':\n    [{4} frames]\n",
      front, failure.node, frames.definition, failure.inner, frames.original);
}

/// TensorFlow's C++ name of a type, as its messages use it.
std::string messageType(formats::DType dtype) {
  switch (dtype) {
    case formats::DType::Float:
      return "float";
    case formats::DType::Double:
      return "double";
    case formats::DType::Invalid:
      return "INVALID";
    default:
      return formats::dtypeName(dtype);
  }
}

const model::Variable* variableOf(const RestoreAttempt& attempt, const std::string& name) {
  const auto at = std::lower_bound(
      attempt.wanted->begin(), attempt.wanted->end(), name,
      [](const model::Variable& one, const std::string& key) { return one.name < key; });
  return at != attempt.wanted->end() && at->name == name ? &*at : nullptr;
}

/// The name of an error code of the C++ runtime in Python.
std::string exceptionOf(const Error& error) {
  switch (error.code) {
    case ErrorCode::NotFound:
      return "NotFoundError";
    case ErrorCode::Truncated:
      return "OutOfRangeError";
    case ErrorCode::Unsupported:
      return "InvalidArgumentError";
    default:
      return "DataLossError";
  }
}

std::string wordsOf(const Error& error) {
  return error.tensorflow.empty() ? error.message : error.tensorflow;
}

std::optional<Failure> stateFailure(const RestoreAttempt& attempt) {
  const LocatedCheckpoint& located = *attempt.located;
  if (located.outcome == StateOutcome::InvalidState)
    return Failure{"ValueError",
                   fmt::format("Invalid checkpoint state loaded from {}", located.stated),
                   {},
                   {}};
  // evaluate and predict look for the newest checkpoint, find none and run on initial values.
  if (located.outcome == StateOutcome::NotAPath && attempt.mode == Mode::Train)
    return Failure{
        "ValueError",
        fmt::format("The passed save_path is not a valid checkpoint: {}", located.stated),
        {},
        {}};
  return std::nullopt;
}

/// A path that names one of the checkpoint's files is opened as a V1 table.
std::optional<Failure> fileNameFailure(const RestoreAttempt& attempt) {
  const std::string& stated = attempt.located->stated;
  if (stated.ends_with(".index"))
    return Failure{"NotFoundError",
                   fmt::format("Tensor name \"{}\" not found in checkpoint files {}",
                               attempt.wanted->front().name, stated)};
  if (stated.find(".data-") != std::string::npos)
    return Failure{"DataLossError",
                   fmt::format("Unable to open table file {}: DATA_LOSS: not an sstable (bad magic "
                               "number): perhaps your file is in a different file format and you "
                               "need to use a different restore operator?",
                               stated)};
  return std::nullopt;
}

std::optional<Failure> missingKey(const RestoreAttempt& attempt) {
  for (const TensorRow& row : *attempt.rows)
    if (row.status == TensorStatus::Missing)
      return Failure{"NotFoundError", fmt::format("Key {} not found in checkpoint", row.name),
                     row.name};
  return std::nullopt;
}

std::optional<Failure> wrongTypes(const RestoreAttempt& attempt) {
  std::string lines;
  std::string first;
  for (const TensorRow& row : *attempt.rows) {
    if (!row.wanted || !row.has || row.wanted->dtype == row.has->dtype) continue;
    if (first.empty()) first = row.name;
    if (!lines.empty()) lines += '\n';
    lines += fmt::format("tensor_name = {}; expected dtype {} does not equal original dtype {}",
                         row.name, messageType(row.wanted->dtype), messageType(row.has->dtype));
  }
  if (lines.empty()) return std::nullopt;
  return Failure{"InvalidArgumentError", lines, first};
}

/// The rows in the order in which TensorFlow reads them: sorted by their place in the file, not
/// stably (BundleReader::SortForSequentialAccess), and partitioned tensors have no place.
std::vector<const TensorRow*> inFileOrder(const RestoreAttempt& attempt) {
  struct Placed {
    const TensorRow* row;
    std::int32_t shard;
    std::uint64_t offset;
  };
  std::vector<Placed> placed;
  for (const TensorRow& row : *attempt.rows) {
    if (!row.wanted || !row.has) continue;
    const auto entry = std::lower_bound(
        attempt.entries->begin(), attempt.entries->end(), row.name,
        [](const formats::BundleEntry& one, const std::string& name) { return one.name < name; });
    const bool whole = entry != attempt.entries->end() && entry->slices.empty();
    placed.push_back({&row, whole ? entry->shard : 0, whole ? entry->offset : 0});
  }
  std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return a.shard == b.shard ? a.offset < b.offset : a.shard < b.shard;
  });
  std::vector<const TensorRow*> rows;
  for (const Placed& one : placed) rows.push_back(one.row);
  return rows;
}

/// `-:-`, or each extent where the variable is restored by a specification.
std::string specOf(const model::Variable& variable) {
  std::string text;
  for (std::size_t d = 0; d < variable.dimensions.size(); ++d) {
    std::int64_t start = 0, length = variable.dimensions[d].size;
    if (d == 0 && !variable.slices.empty()) {
      start = variable.slices.front().start;
      length = variable.slices.front().length;
    }
    text += (d > 0 ? ":" : "") +
            (variable.shapeChecked ? fmt::format("{},{}", start, length) : std::string("-"));
  }
  return text;
}

/// Shapes and values are met tensor by tensor.
std::optional<Failure> wrongTensor(const RestoreAttempt& attempt) {
  for (const TensorRow* placed : inFileOrder(attempt)) {
    const TensorRow& row = *placed;
    const model::Variable* variable = variableOf(attempt, row.name);
    if (variable && variable->shapeChecked && row.wanted->shape != row.has->shape)
      return Failure{
          "InvalidArgumentError",
          fmt::format("tensor_name = {}; shape in shape_and_slice spec {} does not match "
                      "the shape stored in checkpoint: {}",
                      row.name, formats::shapeText(row.wanted->shape),
                      formats::shapeText(row.has->shape)),
          row.name};
    if (variable && row.status == TensorStatus::Shape && row.wanted->shape == row.has->shape)
      return Failure{"InvalidArgumentError",
                     fmt::format("Does not have sufficient slices for partitioned tensor {} to "
                                 "restore in slice_spec: {}",
                                 row.name, specOf(*variable)),
                     row.name};
    const auto bad = std::find_if(attempt.unreadable.begin(), attempt.unreadable.end(),
                                  [&](const auto& one) { return one.first == row.name; });
    if (bad != attempt.unreadable.end())
      return Failure{exceptionOf(bad->second), wordsOf(bad->second), row.name};
  }
  return std::nullopt;
}

const TensorRow* rowNamed(const RestoreAttempt& attempt, std::string_view name) {
  for (const TensorRow& row : *attempt.rows)
    if (row.name == name && row.wanted && row.has) return &row;
  return nullptr;
}

std::string batchText(const RestoreAttempt& attempt) {
  const char* section = attempt.mode == Mode::Train      ? "train"
                        : attempt.mode == Mode::Evaluate ? "eval"
                                                         : "predict";
  const auto source = attempt.config->data.find(section);
  return source == attempt.config->data.end() ? "batch" : fmt::to_string(source->second.batchSize);
}

/// Grappler fuses product, bias and some activations into the last of them, whose name errors bear.
std::string fusedNode(const std::string& activation) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kFused = {
      {{"relu", "Relu"},
       {"relu6", "Relu6"},
       {"elu", "Elu"},
       {"tanh", "Tanh"},
       {"sigmoid", "Sigmoid"}}};
  for (const auto& [name, op] : kFused)
    if (name == activation) return fmt::format("dnn/hiddenlayer_0/{}", op);
  return "dnn/hiddenlayer_0/BiasAdd";
}

/// v2 takes any shape from the file; a first kernel of other height meets the input only when it
/// runs.
std::optional<Failure> inputWidth(const RestoreAttempt& attempt) {
  const bool hidden = !attempt.config->args.hiddenUnits.empty();
  const TensorRow* kernel =
      rowNamed(attempt, hidden ? "dnn/hiddenlayer_0/kernel" : "dnn/logits/kernel");
  if (!kernel || kernel->wanted->shape.size() != 2 || kernel->has->shape.size() != 2) return {};
  const std::int64_t wanted = kernel->wanted->shape[0];
  const std::int64_t has = kernel->has->shape[0];
  if (wanted == has) return std::nullopt;
  const std::string node =
      hidden ? fusedNode(attempt.config->args.activationFn) : std::string("dnn/logits/BiasAdd");
  return Failure{"InvalidArgumentError",
                 fmt::format("Matrix size-incompatible: In[0]: [{},{}], In[1]: {}",
                             batchText(attempt), wanted, formats::shapeText(kernel->has->shape)),
                 {},
                 node};
}

/// A label that the file's logits have no place for.
std::optional<Failure> labelRange(const RestoreAttempt& attempt) {
  if (attempt.mode == Mode::Predict || attempt.config->task() != model::Task::Classifier)
    return std::nullopt;
  const TensorRow* bias = rowNamed(attempt, "dnn/logits/bias");
  if (!bias || bias->wanted->shape.size() != 1 || bias->has->shape.size() != 1) return std::nullopt;
  const std::int64_t wanted = bias->wanted->shape[0];
  const std::int64_t has = bias->has->shape[0];
  if (wanted <= has) return std::nullopt;
  return Failure{"InvalidArgumentError",
                 fmt::format("Received a label value of {} which is outside the valid range of [0, "
                             "{}).  Label values: …",
                             wanted - 1, has),
                 {},
                 "head/losses/sparse_softmax_cross_entropy_loss/xentropy/xentropy"};
}

/// The number of rows in a batch times `width`, where it is known.
std::string batchTimes(const RestoreAttempt& attempt, std::int64_t width) {
  const std::string batch = batchText(attempt);
  if (batch.find_first_not_of("0123456789") != std::string::npos || batch.size() > 9)
    return fmt::format("{}*{}", batch, width);
  return fmt::to_string(std::stoll(batch) * width);
}

/// v2 embeds in the file's dimension; the input layer then wants the config's.
std::optional<Failure> embeddingWidth(const RestoreAttempt& attempt) {
  const model::Args& args = attempt.config->args;
  const bool combined = attempt.config->family() == model::Family::Combined;
  const std::string layer = "dnn/input_from_feature_columns/input_layer/";
  for (const auto& column :
       data::sortedByName(combined ? args.dnnFeatureColumns : args.featureColumns)) {
    const std::string name = data::columnName(column);
    const TensorRow* table = rowNamed(attempt, layer + name + "/embedding_weights");
    if (!table || table->wanted->shape.size() != 2 || table->has->shape.size() != 2) continue;
    const std::int64_t wanted = table->wanted->shape[1], has = table->has->shape[1];
    if (wanted == has) continue;
    return Failure{"InvalidArgumentError",
                   fmt::format("Input to reshape is a tensor with {} values, but the requested "
                               "shape has {}",
                               batchTimes(attempt, has), batchTimes(attempt, wanted)),
                   {},
                   layer + name + "_1/Reshape",
                   attempt.mode == Mode::Train      ? Frames{25, 33}
                   : attempt.mode == Mode::Evaluate ? Frames{27, 35}
                                                    : Frames{24, 32}};
  }
  return std::nullopt;
}

/// v2 looks up ids in the file's rows; sooner or later a batch of the data has one beyond them.
std::optional<Failure> linearRows(const RestoreAttempt& attempt) {
  const model::Config& config = *attempt.config;
  if (attempt.mode == Mode::Predict || config.api != model::Api::V2) return std::nullopt;
  const bool combined = config.family() == model::Family::Combined;
  if (!combined && config.family() != model::Family::Linear) return std::nullopt;
  for (const auto& column : data::sortedByName(combined ? config.args.linearFeatureColumns
                                                        : config.args.featureColumns)) {
    if (!data::isCategorical(column)) continue;
    const std::string name = data::columnName(column);
    const TensorRow* weights = rowNamed(attempt, "linear/linear_model/" + name + "/weights");
    if (!weights || weights->wanted->shape.empty() || weights->has->shape.empty()) continue;
    const std::int64_t has = weights->has->shape[0];
    if (weights->wanted->shape[0] <= has) continue;
    const std::string scope = fmt::format(
        "linear/linear_model/linear/linear_model/linear/linear_model/{}/weighted_sum/"
        "embedding_lookup_sparse",
        name);
    if (attempt.mode == Mode::Train)
      return Failure{"InvalidArgumentError",
                     fmt::format("indices[0] = {0} is not in [0, {0})", has),
                     {},
                     scope + "/embedding_lookup",
                     Frames{25, 50}};
    return Failure{"InvalidArgumentError",
                   fmt::format("Bad: indices[0] == {0} out of range [0, {0})", has),
                   {},
                   scope,
                   Frames{27, 44}};
  }
  return std::nullopt;
}

/// A Baseline's bias is not compared when it is restored; what has one value fits any logits until
/// it is trained.
std::optional<Failure> baselineBias(const RestoreAttempt& attempt) {
  const TensorRow* bias = rowNamed(attempt, "baseline/bias");
  if (!bias || bias->wanted->shape.size() != 1 || bias->has->shape.size() != 1) return std::nullopt;
  const std::int64_t wanted = bias->wanted->shape[0], has = bias->has->shape[0];
  if (wanted == has || wanted == 1) return std::nullopt;
  if (has == 1) {
    std::string rule = attempt.config->args.optimizer.className;
    if (attempt.mode != Mode::Train || attempt.config->api != model::Api::V1) return std::nullopt;
    if (rule.ends_with("Optimizer"))
      rule.resize(rule.size() - std::string_view("Optimizer").size());
    return Failure{"InvalidArgumentError",
                   fmt::format("var and grad do not have the same shape[1] [{}]", wanted),
                   {},
                   fmt::format("head/{0}/update_baseline/bias/ResourceApply{0}", rule),
                   Frames{10, 18}};
  }
  return Failure{
      "InvalidArgumentError",
      fmt::format("Incompatible shapes: [{}] vs. [{},{}]", has, batchText(attempt), wanted),
      {},
      "baseline/Mul",
      attempt.mode == Mode::Train      ? Frames{18, 26}
      : attempt.mode == Mode::Evaluate ? Frames{20, 28}
                                       : Frames{17, 25}};
}

std::optional<Failure> findFailure(const RestoreAttempt& attempt) {
  if (auto failure = stateFailure(attempt)) return failure;
  if (attempt.located->outcome != StateOutcome::Named) return std::nullopt;
  if (auto failure = fileNameFailure(attempt)) return failure;
  if (attempt.indexError)
    return Failure{
        attempt.indexError->code == ErrorCode::NotFound ? "NotFoundError" : "DataLossError",
        wordsOf(*attempt.indexError)};
  if (!attempt.rows) return std::nullopt;
  if (auto failure = missingKey(attempt)) return failure;
  if (auto failure = wrongTypes(attempt)) return failure;
  if (auto failure = wrongTensor(attempt)) return failure;
  if (auto failure = baselineBias(attempt)) return failure;
  if (auto failure = embeddingWidth(attempt)) return failure;
  if (auto failure = linearRows(attempt)) return failure;
  if (auto failure = inputWidth(attempt)) return failure;
  return labelRange(attempt);
}

}  // namespace

TensorFlowAnswer answerOfTensorFlow(const RestoreAttempt& attempt) {
  const auto failure = findFailure(attempt);
  if (!failure) return {};
  return {true, failure->exception, dressed(*failure, attempt.mode), failure->inner};
}

std::string namedTensor(const RestoreAttempt& attempt) {
  const auto failure = findFailure(attempt);
  return failure ? failure->tensor : std::string();
}

}  // namespace cairn::restore
