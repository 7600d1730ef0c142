#include "core/training/summary_writer.h"

#include "core/formats/tensor.h"
#include "core/training/histogram.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {
namespace {

void addScalar(pb::Summary& summary, std::string tag, float value) {
  pb::Summary::Value& entry = *summary.add_value();
  entry.set_tag(std::move(tag));
  entry.set_simple_value(value);
}

/// Errors: Diverged in TensorFlow's words for a NaN or an infinity.
Result<void> addHistogram(pb::Summary& summary, const std::string& tag,
                          std::span<const float> values) {
  bool finite = true;
  pb::Summary::Value& entry = *summary.add_value();
  entry.set_tag(tag);
  *entry.mutable_histo() = summaryHistogram(values, finite);
  if (finite) return {};
  return Error{ErrorCode::Diverged, "Nan in summary histogram for: " + tag};
}

Result<void> addActivation(pb::Summary& summary, const std::string& scope,
                           std::span<const float> values) {
  addScalar(summary, scope + "/fraction_of_zero_values", zeroFraction(values));
  return addHistogram(summary, scope + "/activation", values);
}

Result<void> addDnn(pb::Summary& summary, model::Api api, const DnnTower& dnn) {
  // v1 puts the summaries into the scope of the variables a second time.
  const std::string scope = api == model::Api::V1 ? "dnn/dnn" : "dnn";
  for (std::size_t i = 0; i < dnn.layers().size(); ++i)
    CAIRN_TRY(addActivation(summary, fmt::format("{}/{}", scope, dnn.layers()[i].name),
                            dnn.activation(i)));
  return {};
}

Result<void> addLinear(pb::Summary& summary, model::Api api, const Network& network) {
  const std::string scope = api == model::Api::V1 ? "linear/" : "";
  const std::vector<float>& bias = network.linear()->noted().bias;
  if (bias.size() == 1)
    addScalar(summary, scope + "bias", bias.front());
  else
    CAIRN_TRY(addHistogram(summary, scope + "bias", bias));
  addScalar(summary, scope + "fraction_of_zero_weights", network.linear()->noted().zeroFraction);
  if (!network.isCombined()) return {};
  return addActivation(summary, scope + "linear", network.linearLogits());
}

}  // namespace

float zeroFraction(std::span<const float> values) {
  if (values.empty()) return 0;
  const auto zeros = std::count(values.begin(), values.end(), 0.0F);
  return static_cast<float>(static_cast<double>(zeros) / static_cast<double>(values.size()));
}

Result<SummaryWriter> SummaryWriter::create(FileOps& files, Clock& clock,
                                            const fs::path& directory) {
  CAIRN_ASSIGN(formats::EventFileWriter events,
               formats::EventFileWriter::create(files, clock, directory));
  return SummaryWriter(std::move(events));
}

void SummaryWriter::addGraph(std::string graph, std::string metaGraph) {
  pb::Event graphEvent;
  graphEvent.set_graph_def(std::move(graph));
  m_events.add(std::move(graphEvent));
  pb::Event metaEvent;
  metaEvent.set_meta_graph_def(std::move(metaGraph));
  m_events.add(std::move(metaEvent));
}

void SummaryWriter::addCheckpoint(Step step, const fs::path& modelDir) {
  pb::Event event;
  event.set_step(step.value());
  event.mutable_session_log()->set_status(pb::SessionLog::CHECKPOINT);
  event.mutable_session_log()->set_checkpoint_path((modelDir / "model.ckpt").string());
  m_events.add(std::move(event));
}

Result<void> SummaryWriter::addStep(Step step, model::Api api, const Network& network,
                                    const std::vector<std::pair<std::string, float>>& losses) {
  pb::Event event;
  event.set_step(step.value());
  pb::Summary& summary = *event.mutable_summary();
  if (network.dnn() != nullptr) CAIRN_TRY(addDnn(summary, api, *network.dnn()));
  if (network.linear() != nullptr) CAIRN_TRY(addLinear(summary, api, network));
  for (const auto& [tag, loss] : losses) addScalar(summary, tag, loss);
  if (!m_started) {
    pb::Event start;
    start.set_step(step.value());
    start.mutable_session_log()->set_status(pb::SessionLog::START);
    m_events.add(std::move(start));
    m_started = true;
  }
  m_events.add(std::move(event));
  return {};
}

void SummaryWriter::addStepRate(Step step, double perSecond) {
  m_events.addScalars(step, {{"global_step/sec", static_cast<float>(perSecond)}});
}

void SummaryWriter::addEvaluation(Step step, const Metrics& metrics, const fs::path& checkpoint) {
  std::vector<std::pair<std::string, float>> scalars;  // std::map: sorted, as TensorFlow's are
  for (const auto& [key, value] : metrics)
    if (const float* number = std::get_if<float>(&value)) scalars.emplace_back(key, *number);
  m_events.addScalars(step, scalars);
  pb::Event event;
  event.set_step(step.value());
  pb::Summary::Value& entry = *event.mutable_summary()->add_value();
  entry.set_tag("checkpoint_path");
  entry.mutable_tensor()->set_dtype(static_cast<int>(formats::DType::String));
  entry.mutable_tensor()->mutable_tensor_shape();
  entry.mutable_tensor()->add_string_val(checkpoint.string());
  m_events.add(std::move(event));
}

}  // namespace cairn::training
