#include "core/model/head_json.h"

#include "core/model/args_json.h"
#include "core/model/feature_column_json.h"
#include "core/model/json_text.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::int64_t kMostLogits = (std::int64_t{1} << 31) - 1;
constexpr std::size_t kMostHeads = 1000;

// Which parameters a head's constructor has.
struct HeadClass {
  std::string_view name;
  std::int64_t fewestClasses = 0;  // 0: no n_classes
  bool labelDimension = false;
  bool thresholds = false;
  bool labelVocabulary = false;
  bool inverseLink = false;
  bool fullLoss = false;
  bool classMetrics = false;
};

const std::vector<HeadClass>& headClasses() {
  static const std::vector<HeadClass> classes = {
      {.name = "BinaryClassHead", .thresholds = true, .labelVocabulary = true},
      {.name = "MultiClassHead", .fewestClasses = 3, .labelVocabulary = true},
      {.name = "MultiLabelHead",
       .fewestClasses = 2,
       .thresholds = true,
       .labelVocabulary = true,
       .classMetrics = true},
      {.name = "RegressionHead", .labelDimension = true, .inverseLink = true},
      {.name = "PoissonRegressionHead", .labelDimension = true, .fullLoss = true},
      {.name = "LogisticRegressionHead"},
      {.name = "MultiHead"},
  };
  return classes;
}

const HeadClass* findHead(std::string_view name) {
  for (const HeadClass& one : headClasses())
    if (one.name == name) return &one;
  return nullptr;
}

void readMetricClasses(ObjectReader& reader, Head& head) {
  constexpr std::string_view kKey = "classes_for_class_based_metrics";
  const json* found = reader.find(kKey);
  if (found == nullptr || found->is_null()) return;
  for (std::size_t i = 0; found->is_array() && i < found->size(); ++i) {
    const json& item = (*found)[i];
    if (item.is_string())
      head.classesForClassBasedMetrics.push_back(item.get<std::string>());
    else if (const auto id = jsonInteger(item); id)
      head.classesForClassBasedMetrics.push_back(std::to_string(*id));
  }
  if (!found->is_array() || head.classesForClassBasedMetrics.size() != found->size())
    reader.fault(kKey, "a list of class ids or of words of label_vocabulary, or null");
}

void readMultiHead(ObjectReader& reader, Head& head) {
  const json* heads = reader.require("heads", "a list of heads");
  if (heads == nullptr) return;
  if (!heads->is_array() || heads->empty() || heads->size() > kMostHeads) {
    reader.fault("heads", "a list of heads");
    return;
  }
  for (std::size_t i = 0; i < heads->size(); ++i) {
    const std::string path = fmt::format("{}[{}]", reader.path("heads"), i);
    head.heads.push_back(readHead((*heads)[i], path, reader.problems()));
    if (head.heads.back().name.empty())
      addProblem(reader.problems(), path + ".name", json(),
                 "a name: parts of a MultiHead have one");
  }
  if (const json* weights = reader.find("head_weights");
      weights != nullptr && !weights->is_null()) {
    reader.numbers("head_weights", head.headWeights);
    if (head.headWeights.size() != head.heads.size())
      reader.fault("head_weights", fmt::format("{} numbers, one a head", head.heads.size()));
  }
}

void readThresholds(ObjectReader& reader, Head& head) {
  const json* found = reader.find("thresholds");
  if (found == nullptr || found->is_null()) return;
  reader.numbers("thresholds", head.thresholds);
  if (!std::all_of(head.thresholds.begin(), head.thresholds.end(),
                   [](double value) { return value > 0 && value < 1; }))
    reader.fault("thresholds", "numbers above 0 and below 1");
}

void readPlainHead(ObjectReader& reader, const HeadClass& type, Head& head) {
  if (type.fewestClasses > 0 &&
      reader.require("n_classes", fmt::format("an integer from {} up", type.fewestClasses)) !=
          nullptr)
    reader.integer("n_classes", head.nClasses, {type.fewestClasses, kMostLogits});
  if (type.labelDimension) reader.integer("label_dimension", head.labelDimension, {1, kMostLogits});
  head.weightColumn = readWeightColumn(reader, "weight_column");
  if (type.thresholds) readThresholds(reader, head);
  if (type.labelVocabulary) {
    head.labelVocabulary = readLabelVocabulary(reader, "label_vocabulary");
    if (head.labelVocabulary &&
        head.labelVocabulary->size() != static_cast<std::size_t>(head.nClasses))
      reader.fault("label_vocabulary", fmt::format("{} words, one a class", head.nClasses));
  }
  if (type.classMetrics) readMetricClasses(reader, head);
  if (type.fullLoss) reader.boolean("compute_full_loss", head.computeFullLoss);
  if (type.inverseLink) reader.onlyNull("inverse_link_fn");
  reader.onlyNull("loss_fn");
  // Heads are TensorFlow 2's in both namespaces.
  head.lossReduction = readLossReduction(reader, Api::V2);
  reader.textOrNull("name", head.name);
}

// Ids are numbers in TensorFlow, unless a vocabulary makes words of them.
ordered_json metricClass(const Head& head, const std::string& name) {
  std::int64_t id = 0;
  const char* end = name.data() + name.size();
  const auto [last, error] = std::from_chars(name.data(), end, id);
  return !head.labelVocabulary && error == std::errc{} && last == end ? ordered_json(id)
                                                                      : ordered_json(name);
}

}  // namespace

Head readHead(const json& value, std::string path, Problems& problems) {
  Head head;
  ObjectReader reader(value, std::move(path), problems);
  const json* type = reader.require("type", "the head's class");
  if (type == nullptr) return head;
  const HeadClass* found = type->is_string() ? findHead(type->get<std::string>()) : nullptr;
  if (found == nullptr) {
    std::vector<std::string> names;
    for (const HeadClass& one : headClasses()) names.emplace_back(one.name);
    reader.fault("type", fmt::format("one of {}", fmt::join(names, ", ")));
    return head;
  }
  head.type = found->name;
  if (head.type == "MultiHead")
    readMultiHead(reader, head);
  else
    readPlainHead(reader, *found, head);
  reader.finish();
  return head;
}

ordered_json headToJson(const Head& head, bool full) {
  ordered_json out = {{"type", head.type}};
  const HeadClass* type = findHead(head.type);
  if (type == nullptr) return out;
  const auto unless = [&](bool isDefault, const char* key, ordered_json value) {
    if (full || !isDefault) out[key] = isDefault && value.empty() ? ordered_json() : value;
  };
  if (head.type == "MultiHead") {
    for (const Head& part : head.heads) out["heads"].push_back(headToJson(part, full));
    unless(head.headWeights.empty(), "head_weights", head.headWeights);
    return out;
  }
  if (type->fewestClasses > 0) out["n_classes"] = head.nClasses;
  if (type->labelDimension)
    unless(head.labelDimension == 1, "label_dimension", head.labelDimension);
  unless(head.weightColumn.key.empty(), "weight_column", weightColumnToJson(head.weightColumn));
  if (type->thresholds) unless(head.thresholds.empty(), "thresholds", head.thresholds);
  if (type->labelVocabulary)
    unless(!head.labelVocabulary, "label_vocabulary",
           head.labelVocabulary ? ordered_json(*head.labelVocabulary) : ordered_json());
  if (type->classMetrics) {
    ordered_json classes = ordered_json::array();
    for (const std::string& name : head.classesForClassBasedMetrics)
      classes.push_back(metricClass(head, name));
    unless(classes.empty(), "classes_for_class_based_metrics", classes);
  }
  if (type->fullLoss) unless(head.computeFullLoss, "compute_full_loss", head.computeFullLoss);
  unless(head.lossReduction == defaultLossReduction(Api::V2), "loss_reduction", head.lossReduction);
  unless(head.name.empty(), "name", head.name.empty() ? ordered_json() : ordered_json(head.name));
  return out;
}

std::optional<std::vector<std::string>> readLabelVocabulary(ObjectReader& reader,
                                                            std::string_view key) {
  const json* found = reader.find(key);
  if (found == nullptr || found->is_null()) return {};
  std::vector<std::string> words;
  reader.texts(key, words);
  return words;
}

WeightColumn readWeightColumn(ObjectReader& reader, std::string_view key) {
  const json* found = reader.find(key);
  WeightColumn weights;
  if (found == nullptr || found->is_null()) return weights;
  if (!found->is_object()) {
    reader.text(key, weights.key);
    return weights;
  }
  ObjectReader inner(*found, reader.path(key), reader.problems());
  std::string type;
  if (inner.require("type", "numeric_column") != nullptr)
    inner.choice("type", type, {"numeric_column"});
  if (inner.require("key", "the weights' name") != nullptr) inner.text("key", weights.key);
  weights.normalizer = readNormalizer(inner);
  inner.finish();
  return weights;
}

ordered_json weightColumnToJson(const WeightColumn& column) {
  if (column.key.empty()) return {};
  if (!column.normalizer) return column.key;
  return {{"type", "numeric_column"},
          {"key", column.key},
          {"normalizer_fn", normalizerToJson(*column.normalizer)}};
}

std::vector<std::string> lossReductions(Api api) {
  if (api == Api::V2) return {"SUM_OVER_BATCH_SIZE", "SUM", "AUTO"};
  return {"SUM", "MEAN", "SUM_OVER_BATCH_SIZE", "SUM_BY_NONZERO_WEIGHTS"};
}

std::string defaultLossReduction(Api api) { return api == Api::V1 ? "SUM" : "SUM_OVER_BATCH_SIZE"; }

std::string lossReductionName(Api api, const std::string& name) {
  // TensorFlow's constants stand for these values, and both are seen in programs.
  static const std::vector<std::pair<std::string, std::string>> v1 = {
      {"weighted_sum", "SUM"},
      {"weighted_mean", "MEAN"},
      {"weighted_sum_over_batch_size", "SUM_OVER_BATCH_SIZE"},
      {"weighted_sum_by_nonzero_weights", "SUM_BY_NONZERO_WEIGHTS"},
      {"SUM_OVER_NONZERO_WEIGHTS", "SUM_BY_NONZERO_WEIGHTS"}};
  static const std::vector<std::pair<std::string, std::string>> v2 = {
      {"sum", "SUM"}, {"sum_over_batch_size", "SUM_OVER_BATCH_SIZE"}, {"auto", "AUTO"}};
  for (const auto& [value, constant] : api == Api::V1 ? v1 : v2)
    if (value == name) return constant;
  const auto names = lossReductions(api);
  return std::find(names.begin(), names.end(), name) == names.end() ? std::string{} : name;
}

std::string readLossReduction(ObjectReader& reader, Api api) {
  const json* found = reader.find("loss_reduction");
  if (found == nullptr) return defaultLossReduction(api);
  const std::string name =
      found->is_string() ? lossReductionName(api, found->get<std::string>()) : std::string{};
  if (name.empty())
    reader.fault("loss_reduction", fmt::format("one of {}", fmt::join(lossReductions(api), ", ")));
  return name;
}

}  // namespace cairn::model
