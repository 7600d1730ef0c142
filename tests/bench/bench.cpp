#include "tests/bench/bench.h"

#include "core/engine/engine.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <sys/utsname.h>
#include <thread>

namespace cairn::bench {
namespace {

std::map<std::string, Measure>& rows() {
  static std::map<std::string, Measure> registered;
  return registered;
}

std::string firstMatch(const std::string& path, const std::string& key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (line.rfind(key, 0) == 0) return line.substr(std::min(line.size(), line.find(':') + 2));
  return {};
}

std::string wholeLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

nlohmann::json header() {
  utsname system{};
  uname(&system);
  return {{"header", true},
          {"cpu", firstMatch("/proc/cpuinfo", "model name")},
          {"cores", std::thread::hardware_concurrency()},
          {"governor", wholeLine("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")},
          {"kernel", system.release},
          {"compiler", __VERSION__},
          {"isa", cairn_engine_isa()},
          {"load", wholeLine("/proc/loadavg")}};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Median of peer / Cairn over the turns.
double medianRatio(const Row& row) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::min(row.cairn.size(), row.peer.size()); ++i)
    ratios.push_back(row.peer[i] / row.cairn[i]);
  return median(std::move(ratios));
}

nlohmann::json rowJson(const std::string& name, const Row& row) {
  nlohmann::json json = {{"row", name}};
  if (!row.cairn.empty())
    json.update({{"n", row.n},
                 {"unit", row.unit},
                 {"cairn", row.cairn},
                 {"best", *std::min_element(row.cairn.begin(), row.cairn.end())},
                 {"check", row.check}});
  if (!row.skipped.empty()) json["skipped"] = row.skipped;
  if (!row.note.empty()) json["note"] = row.note;
  if (row.most > 0 && !row.cairn.empty())
    json.update({{"most", row.most}, {"ok", median(row.cairn) <= row.most}});
  if (row.peer.empty()) return json;
  const double ratio = medianRatio(row);
  json.update({{"peer", {{"name", row.peerName}, {"values", row.peer}}},
               {"ratio", ratio},
               {"limit", row.limit},
               {"goal", row.goal},
               {"ok", ratio >= row.limit}});
  return json;
}

int run(int argc, char** argv) {
  CLI::App app("Measures Cairn, one JSON object a line.");
  std::string filter = ".*";
  int repeat = 5;
  std::string path;
  app.add_option("--filter", filter, "regular expression that a row's name matches");
  app.add_option("--repeat", repeat, "measurements of each row")->check(CLI::PositiveNumber);
  app.add_option("--json", path, "file to write instead of the standard output");
  CLI11_PARSE(app, argc, argv);

  std::ofstream file;
  if (!path.empty()) file.open(path);
  std::ostream& out = path.empty() ? std::cout : file;
  const std::regex wanted(filter);
  for (const auto& [name, measure] : rows())
    if (std::regex_search(name, wanted)) out << rowJson(name, measure(repeat)) << std::endl;
  out << header() << std::endl;
  return out ? 0 : 1;
}

}  // namespace

Registration::Registration(std::string name, Measure measure) {
  rows().emplace(std::move(name), std::move(measure));
}

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double seconds(const std::function<void()>& work) {
  const double start = now();
  work();
  return now() - start;
}

}  // namespace cairn::bench

int main(int argc, char** argv) { return cairn::bench::run(argc, argv); }
