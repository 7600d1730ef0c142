#include "core/restore/report.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::restore {
namespace {

std::string_view word(TensorStatus status) {
  switch (status) {
    case TensorStatus::Fits:
      return "same";
    case TensorStatus::Shape:
      return "shape";
    case TensorStatus::DType:
      return "type";
    case TensorStatus::Missing:
      return "missing";
    case TensorStatus::Unused:
      return "extra";
    case TensorStatus::Corrupt:
      return "corrupt";
  }
  return "";
}

std::string sideText(const std::optional<TensorRow::Side>& side, bool withType) {
  if (!side) return "-";
  std::string text = formats::shapeText(side->shape);
  if (withType) text += " " + formats::dtypeName(side->dtype);
  return text;
}

std::string head(const Report& report) {
  if (report.startsAnew) return "No checkpoint";
  if (!report.restores) return "Restore would fail";
  const bool trap = std::any_of(report.silent.begin(), report.silent.end(),
                                [](const SilentChange& change) { return !change.harmless; });
  return trap ? "Restores, but not what you expect" : "Restores";
}

std::string counts(const Report& report) {
  return fmt::format("{} differ, {} missing, {} extra, {} same",
                     report.count(TensorStatus::Shape) + report.count(TensorStatus::DType) +
                         report.count(TensorStatus::Corrupt),
                     report.count(TensorStatus::Missing), report.count(TensorStatus::Unused),
                     report.count(TensorStatus::Fits));
}

bool worthShowing(const TensorRow& row) { return row.status != TensorStatus::Fits; }

std::string silentLine(const SilentChange& change) {
  std::string line = model::shownKey(change.key);
  if (!change.was.empty() || !change.now.empty())
    line += fmt::format(": {} -> {}", change.was.empty() ? "(none)" : change.was,
                        change.now.empty() ? "(none)" : change.now);
  return fmt::format("{} ({})", line, change.effect);
}

}  // namespace

std::string reportText(const Report& report) {
  std::string out = fmt::format("{}: {}\n", head(report), report.verdict);
  if (!report.checkpoint.empty())
    out += fmt::format("Checkpoint: {}\n", report.checkpoint.string());
  if (report.tensorflow.fails)
    out +=
        fmt::format("TensorFlow: {}: {}\n", report.tensorflow.exception, report.tensorflow.inner);
  if (!report.tensors.empty()) out += fmt::format("Tensors: {}\n", counts(report));
  std::size_t width = 0;
  for (const TensorRow& row : report.tensors)
    if (worthShowing(row)) width = std::max(width, row.name.size());
  for (const TensorRow& row : report.tensors) {
    if (!worthShowing(row)) continue;
    const bool types = row.status == TensorStatus::DType;
    out += fmt::format("  {:<8}{:<{}}  wants {:<10} has {:<10}", word(row.status), row.name, width,
                       sideText(row.wanted, types), sideText(row.has, types));
    if (!row.because.empty()) out += fmt::format(" because {}", model::shownKey(row.because));
    out += row.namedByTensorFlow ? "  (named by TensorFlow)\n" : "\n";
  }
  if (!report.silent.empty()) out += "Changed without a word:\n";
  for (const SilentChange& change : report.silent)
    out += fmt::format("  {} {}\n", change.harmless ? "-" : "!", silentLine(change));
  if (!report.waysOut.empty()) out += "Ways out:\n";
  for (const WayOut& way : report.waysOut)
    out += fmt::format("  {} (keeps {} of {} tensors)\n", way.title, way.keeps, way.of);
  return out;
}

std::string reportMarkdown(const Report& report) {
  std::string out = fmt::format("**{}.** {}\n\n", head(report), report.verdict);
  if (report.tensorflow.fails)
    out +=
        fmt::format("```\n{}: {}\n```\n\n", report.tensorflow.exception, report.tensorflow.inner);
  if (!report.tensors.empty())
    out += fmt::format(
        "{}\n\n| | tensor | config wants | checkpoint has | because |\n"
        "|---|---|---|---|---|\n",
        counts(report));
  for (const TensorRow& row : report.tensors)
    if (worthShowing(row))
      out += fmt::format("| {} | `{}` | {} | {} | {} |\n", word(row.status), row.name,
                         sideText(row.wanted, true), sideText(row.has, true),
                         model::shownKey(row.because));
  for (const SilentChange& change : report.silent)
    out += fmt::format("\n- {} {}", change.harmless ? "" : "**!**", silentLine(change));
  return out + "\n";
}

}  // namespace cairn::restore
