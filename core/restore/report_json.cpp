#include "core/restore/report.h"

#include <nlohmann/json.hpp>

namespace cairn::restore {
namespace {

using json = nlohmann::ordered_json;

std::string_view name(Mode mode) {
  switch (mode) {
    case Mode::Train:
      return "train";
    case Mode::Evaluate:
      return "evaluate";
    case Mode::Predict:
      return "predict";
  }
  return "";
}

std::string_view name(TensorStatus status) {
  switch (status) {
    case TensorStatus::Fits:
      return "fits";
    case TensorStatus::Shape:
      return "shape";
    case TensorStatus::DType:
      return "dtype";
    case TensorStatus::Missing:
      return "missing";
    case TensorStatus::Unused:
      return "unused";
    case TensorStatus::Corrupt:
      return "corrupt";
  }
  return "";
}

std::string_view name(Certainty certainty) {
  switch (certainty) {
    case Certainty::Recorded:
      return "recorded";
    case Certainty::Certain:
      return "certain";
    case Certainty::Likely:
      return "likely";
  }
  return "";
}

std::string_view name(Source source) {
  switch (source) {
    case Source::CairnJson:
      return "cairn.json";
    case Source::Graph:
      return "graph";
    case Source::Shapes:
      return "shapes";
    case Source::Names:
      return "names";
    case Source::Files:
      return "files";
  }
  return "";
}

std::string_view name(WayOutKind kind) {
  switch (kind) {
    case WayOutKind::RestoreConfig:
      return "restore_config";
    case WayOutKind::NewModelDir:
      return "new_model_dir";
    case WayOutKind::WarmStart:
      return "warm_start";
    case WayOutKind::Migrate:
      return "migrate";
    case WayOutKind::EvaluateOnly:
      return "evaluate_only";
    case WayOutKind::Repair:
      return "repair";
  }
  return "";
}

/// A value that stands as JSON text; null when it is not known.
json value(const std::string& text) {
  if (text.empty()) return nullptr;
  json parsed = json::parse(text, nullptr, /*allow_exceptions=*/false);
  return parsed.is_discarded() ? json(text) : parsed;
}

json side(const std::optional<TensorRow::Side>& one) {
  if (!one) return nullptr;
  return {{"shape", one->shape}, {"dtype", formats::dtypeName(one->dtype)}};
}

json causeJson(const Cause& cause) {
  return {{"key", cause.key},
          {"was", value(cause.was)},
          {"now", value(cause.now)},
          {"source", name(cause.source)},
          {"certainty", name(cause.certainty)},
          {"tensors", cause.tensors}};
}

json rowJson(const TensorRow& row) {
  return {{"name", row.name},
          {"wanted", side(row.wanted)},
          {"has", side(row.has)},
          {"status", name(row.status)},
          {"because", row.because.empty() ? json() : json(row.because)}};
}

json problemJson(const Error& error) {
  json problem = {
      {"code", codeName(error.code)}, {"message", error.message}, {"path", error.where}};
  if (error.offset) problem["offset"] = *error.offset;
  return problem;
}

}  // namespace

json reportToJson(const Report& report) {
  json out;
  out["restores"] = report.restores;
  out["mode"] = name(report.mode);
  out["checkpoint"] = report.checkpoint.empty() ? json() : json(report.checkpoint.string());
  out["step"] = report.step ? json(report.step->value()) : json();
  out["verdict"] = report.verdict;
  out["tensorflow"] = nullptr;
  if (report.tensorflow.fails)
    out["tensorflow"] = {{"exception", report.tensorflow.exception},
                         {"message", report.tensorflow.message}};
  out["causes"] = json::array();
  for (const Cause& cause : report.causes) out["causes"].push_back(causeJson(cause));
  out["silent"] = json::array();
  for (const SilentChange& change : report.silent)
    out["silent"].push_back({{"key", change.key},
                             {"was", value(change.was)},
                             {"now", value(change.now)},
                             {"effect", change.effect},
                             {"harmless", change.harmless}});
  out["tensors"] = json::array();
  for (const TensorRow& row : report.tensors) out["tensors"].push_back(rowJson(row));
  out["ways_out"] = json::array();
  for (const WayOut& way : report.waysOut)
    out["ways_out"].push_back(
        {{"id", name(way.kind)}, {"title", way.title}, {"keeps", way.keeps}, {"of", way.of}});
  out["problems"] = json::array();
  for (const Error& problem : report.problems) out["problems"].push_back(problemJson(problem));
  return out;
}

}  // namespace cairn::restore
