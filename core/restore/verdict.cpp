#include "core/restore/verdict.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::restore {
namespace {

std::string stepText(const Report& report) {
  return report.step ? fmt::format("step {}", report.step->value())
                     : fmt::format("{}", report.checkpoint.filename().string());
}

std::string sentenceOf(const Cause& cause, const Report& report) {
  const std::string key = model::shownKey(cause.key);
  if (cause.key == "dtype")
    return fmt::format("{} has another type in {} than the config wants", cause.tensors.front(),
                       report.checkpoint.filename().string());
  if (cause.key == "tensorflow version")
    return fmt::format("{} was written by a TensorFlow that did not save {} yet",
                       report.checkpoint.filename().string(), cause.tensors.front());
  if (cause.key == "files.index")
    return fmt::format("{} is missing from {}, and no config explains it", cause.tensors.front(),
                       report.checkpoint.filename().string());
  if (!cause.was.empty() && !cause.now.empty())
    return fmt::format("{} was {} when {} was saved; the config now asks for {}", key, cause.was,
                       stepText(report), cause.now);
  if (cause.was.empty() && !cause.now.empty())
    return fmt::format("{} was not there when {} was saved; the config now has {}", key,
                       stepText(report), cause.now);
  if (!cause.was.empty())
    return fmt::format("{} was {} when {} was saved; the config has it no more", key, cause.was,
                       stepText(report));
  return fmt::format("{} was different when {} was saved", key, stepText(report));
}

/// The input's width is all that a kernel tells of feature columns.
std::string widthSentence(const Cause& cause, const Report& report) {
  for (const TensorRow& row : report.tensors) {
    if (row.because != cause.key || !row.wanted || !row.has) continue;
    if (row.wanted->shape.size() != 2 || row.has->shape.size() != 2) continue;
    return fmt::format("{} made {} inputs when {} was saved; the config's now make {}",
                       model::shownKey(cause.key), row.has->shape[0], stepText(report),
                       row.wanted->shape[0]);
  }
  return sentenceOf(cause, report);
}

std::string causesText(const Report& report) {
  std::string text;
  for (const Cause& cause : report.causes) {
    if (!text.empty()) text += "; ";
    const bool onlyWidth = cause.was.empty() && cause.now.empty() && cause.source == Source::Shapes;
    text += onlyWidth ? widthSentence(cause, report) : sentenceOf(cause, report);
  }
  return text + ".";
}

bool meansSomethingElse(const Report& report) {
  return std::any_of(report.silent.begin(), report.silent.end(),
                     [](const SilentChange& change) { return !change.harmless; });
}

std::string restoresText(const Report& report) {
  const std::string base = fmt::format("Restores {}: {} of {} tensors.", stepText(report),
                                       report.count(TensorStatus::Fits),
                                       report.tensors.size() - report.count(TensorStatus::Unused));
  if (!meansSomethingElse(report)) return base;
  const auto change = std::find_if(report.silent.begin(), report.silent.end(),
                                   [](const SilentChange& one) { return !one.harmless; });
  return fmt::format("Restores {}, but not what the config says: {} ({}).", stepText(report),
                     model::shownKey(change->key), change->effect);
}

}  // namespace

std::string verdictOf(const Report& report, const std::string& fileFault) {
  if (!fileFault.empty()) {
    const std::string here = report.checkpoint.filename().string();
    if (report.restores || here.empty() || fileFault.starts_with(here)) return fileFault + ".";
    return fmt::format("{}; {} is here.", fileFault, here);
  }
  if (report.startsAnew) return "No checkpoint yet: training starts at step 0.";
  if (!report.causes.empty() && !report.restores) return causesText(report);
  return restoresText(report);
}

}  // namespace cairn::restore
