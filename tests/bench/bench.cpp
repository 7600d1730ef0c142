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

nlohmann::json rowJson(const std::string& name, const Row& row) {
  if (!row.skipped.empty()) return {{"row", name}, {"skipped", row.skipped}};
  return {{"row", name},
          {"n", row.n},
          {"unit", row.unit},
          {"cairn", row.cairn},
          {"best", *std::min_element(row.cairn.begin(), row.cairn.end())},
          {"check", row.check}};
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

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace cairn::bench

int main(int argc, char** argv) { return cairn::bench::run(argc, argv); }
