#include "app/cli/commands.h"
#include "core/base/atomic_file.h"
#include "core/series/ingest.h"
#include "core/series/smoothing.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <regex>

namespace cairn::cli {
namespace {

using series::RunSeries;
using series::Series;

struct Options {
  std::vector<std::string> dirs;
  std::string tag;
  double smooth = -1;  // below 0: not asked for
  std::string csv;
};

struct RunPoints {
  std::string dir;
  std::shared_ptr<const RunSeries> run = {};
  std::vector<std::shared_ptr<const Series>> chosen = {};
  std::vector<std::vector<double>> smoothed = {};  // of each chosen one, when asked for
};

Json pointsToJson(const RunPoints& points, std::size_t i) {
  const Series& series = *points.chosen[i];
  Json values = Json::array(), times = Json::array();
  for (const float value : series.values) values.push_back(floatToJson(value));
  for (const double time : series.wallTimes) times.push_back(doubleToJson(time));
  Json json = {{"subset", series.subset},
               {"tag", series.tag},
               {"steps", series.steps},
               {"wall_times", std::move(times)},
               {"values", std::move(values)}};
  if (!points.smoothed.empty()) {
    Json smoothed = Json::array();
    for (const double value : points.smoothed[i]) smoothed.push_back(doubleToJson(value));
    json["smoothed"] = std::move(smoothed);
  }
  return json;
}

void printJson(Session& session, const std::vector<RunPoints>& runs) {
  Json list = Json::array();
  for (const RunPoints& points : runs) {
    Json series = Json::array();
    for (std::size_t i = 0; i < points.chosen.size(); ++i)
      series.push_back(pointsToJson(points, i));
    Json restarts = Json::array();
    for (const Step step : points.run->restarts) restarts.push_back(step.value());
    list.push_back({{"model_dir", points.dir},
                    {"series", std::move(series)},
                    {"restarts", std::move(restarts)},
                    {"problems", errorsToJson(points.run->problems)}});
  }
  session.answer(Json{{"runs", std::move(list)}});
}

/// A line for each point, fields divided by `separator`.
std::string lines(const std::vector<RunPoints>& runs, bool csv) {
  const std::string_view separator = csv ? "," : "\t";
  const bool smoothed = !runs.empty() && !runs.front().smoothed.empty();
  const auto field = [csv](const std::string& text) { return csv ? csvField(text) : shown(text); };
  std::string text = fmt::format(
      "{}",
      fmt::join(std::vector<std::string_view>{"run", "subset", "tag", "step", "wall_time", "value"},
                separator));
  text += smoothed ? fmt::format("{}smoothed\n", separator) : "\n";
  for (const RunPoints& points : runs)
    for (std::size_t i = 0; i < points.chosen.size(); ++i) {
      const Series& series = *points.chosen[i];
      const std::string head = fmt::format("{1}{0}{2}{0}{3}{0}", separator, field(points.dir),
                                           field(series.subset), field(series.tag));
      for (std::size_t k = 0; k < series.size(); ++k) {
        text += fmt::format("{1}{2}{0}{3}{0}{4}", separator, head, series.steps[k],
                            doubleText(series.wallTimes[k]), floatText(series.values[k]));
        text +=
            smoothed ? fmt::format("{}{}\n", separator, doubleText(points.smoothed[i][k])) : "\n";
      }
    }
  return text;
}

Result<RunPoints> readPoints(Session& session, const Options& options, const std::string& dir,
                             const std::optional<std::regex>& tag) {
  series::RunReader reader(session.files(), dir);
  RunPoints points{dir};
  CAIRN_ASSIGN(points.run,
               reader.poll(session.stop(), session.progress(session.say("Reading", "正在读取"))));
  for (const auto& [key, series] : points.run->series) {
    if (tag && !std::regex_search(key.tag, *tag)) continue;
    points.chosen.push_back(series);
    if (options.smooth >= 0)
      points.smoothed.push_back(series::smooth(series->values, options.smooth));
  }
  return points;
}

ExitCode run(const Options& options, Session& session) {
  std::optional<std::regex> tag;
  try {
    if (!options.tag.empty()) tag.emplace(options.tag);
  } catch (const std::regex_error& error) {
    return session.fail({ErrorCode::InvalidArgument, error.what(), "--tag"});
  }
  std::vector<RunPoints> runs;
  for (const std::string& dir : options.dirs) {
    auto points = readPoints(session, options, dir, tag);
    if (!points) return session.fail(points.error());
    runs.push_back(*std::move(points));
  }
  if (!options.csv.empty()) {
    const std::string text = lines(runs, true);
    if (const auto written = writeFileAtomically(session.files(), options.csv, asBytes(text));
        !written)
      return session.fail(written.error());
  }
  if (session.json)
    printJson(session, runs);
  else if (options.csv.empty())
    session.print(lines(runs, false));
  ExitCode code = kDone;
  for (const RunPoints& points : runs)
    if (!points.run->problems.empty()) {
      session.complainOfAll(points.run->problems);
      code = kBadFile;
    }
  return code;
}

}  // namespace

void addScalarsCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "scalars",
      session.say("Print the points of event files, all of them", "输出事件文件中的全部数据点"));
  command->add_option("DIR", options->dirs)->required();
  command->add_option("--tag", options->tag, session.say("Only tags that match", "仅匹配的标签"))
      ->option_text("REGEX");
  command
      ->add_option("--smooth", options->smooth,
                   session.say("TensorBoard's smoothing, 0 to 1", "TensorBoard 的平滑，0 到 1"))
      ->option_text("W")
      ->check(CLI::Range(0.0, 0.999999));
  command->add_option("--csv", options->csv, session.say("Write a CSV file", "写为 CSV 文件"))
      ->option_text("FILE");
  onCommand(*command, session, code, [options, &session] { return run(*options, session); });
}

}  // namespace cairn::cli
