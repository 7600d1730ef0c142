#include "tests/bench/peer.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::bench {
namespace {

namespace fs = std::filesystem;

std::string python() {
  const char* given = std::getenv("CAIRN_INTEROP_VENV");
  return (fs::path(given ? given : CAIRN_SOURCE "/build/interop-venv") / "bin/python").string();
}

/// Starts a program; its standard output goes to `out`, or nowhere when that is below 0.
pid_t start(const std::vector<std::string>& words, int out) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (out >= 0)
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  else
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  if (posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ) != 0)
    child = -1;
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

bool endedWell(pid_t child) {
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

}  // namespace

namespace {

/// The standard output of a program that ended well; empty, and told, when it did not.
std::string outputOf(const std::vector<std::string>& words, const std::string& name) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(std::tmpfile(), &std::fclose);
  if (!out || !endedWell(start(words, fileno(out.get())))) {
    std::cerr << "cairn_bench: " << name << " failed\n";
    return {};
  }
  std::rewind(out.get());
  std::string text(65'536, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), out.get()));
  return text;
}

}  // namespace

std::optional<PeerFigures> runBaseline(const std::string& row) {
  const std::string loader = "/lib64/ld-linux-x86-64.so.2";
  std::error_code ignored;
  const std::string program = fs::read_symlink("/proc/self/exe", ignored).string();
  if (!fs::exists(loader)) return {};
  const std::string text =
      outputOf({loader, "--glibc-hwcaps-mask", "", program, "--filter", row, "--repeat", "2"}, row);
  const auto json = nlohmann::json::parse(text.substr(0, text.find('\n')), nullptr, false);
  if (!json.is_object()) return {};
  return PeerFigures{"cairn, baseline build", json.at("cairn")};
}

std::optional<PeerFigures> runPeer(const std::string& script,
                                   const std::vector<std::string>& arguments) {
  const std::string program = script.ends_with(".js") ? "/usr/bin/node" : python();
  if (!fs::exists(program)) return {};
  std::vector<std::string> words = {program, CAIRN_SOURCE "/tests/bench/peers/" + script};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const auto json = nlohmann::json::parse(outputOf(words, script), nullptr, false);
  if (!json.is_object()) return {};
  return PeerFigures{json.at("peer"), json.at("values")};
}

Row measure(const Duel& duel, int repeat) {
  Row row;
  row.n = duel.n;
  row.unit = duel.unit;
  row.limit = duel.limit;
  row.goal = duel.goal;
  row.note = duel.note;
  for (int i = 0; i < repeat; ++i) {
    row.cairn.push_back(duel.cairn(row.check));
    if (i > 0 && row.peer.empty()) continue;
    const auto figures = duel.peer();
    if (!figures || figures->values.empty()) {
      row.skipped = "the peer is not installed: tests/run bench --peers";
      row.peer.clear();
      continue;
    }
    row.peerName = figures->name;
    row.peer.push_back(*std::min_element(figures->values.begin(), figures->values.end()));
  }
  return row;
}

TemporaryFolder::TemporaryFolder() {
  m_path = (fs::temp_directory_path() / "cairn-bench-XXXXXX").string();
  if (!mkdtemp(m_path.data())) std::abort();
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(m_path, ignored);
}

double processSeconds(const std::vector<std::string>& words) {
  bool well = false;
  const double taken = seconds([&] { well = endedWell(start(words, -1)); });
  return well ? taken : -1;
}

}  // namespace cairn::bench
