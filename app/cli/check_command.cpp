#include "app/cli/commands.h"
#include "core/checkpoints/check.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace cairn::cli {
namespace {

using checkpoints::CheckResult;
using checkpoints::Finding;
using checkpoints::Severity;

std::string_view severityName(Severity severity) {
  switch (severity) {
    case Severity::Note:
      return "note";
    case Severity::Warning:
      return "warning";
    case Severity::Damage:
      return "damage";
  }
  return "damage";
}

void printJson(Session& session, const std::string& dir, const CheckResult& result) {
  Json findings = Json::array();
  for (const Finding& finding : result.findings) {
    Json json = {{"severity", severityName(finding.severity)}};
    json.update(errorToJson(finding.error));
    findings.push_back(std::move(json));
  }
  session.answer(Json{{"model_dir", dir},
                      {"whole", result.whole()},
                      {"checkpoints", result.checkpoints},
                      {"tensors", result.tensors},
                      {"event_files", result.eventFiles},
                      {"events", result.events},
                      {"findings", std::move(findings)}});
}

void printText(Session& session, const CheckResult& result) {
  for (const Finding& finding : result.findings) {
    const std::string severity =
        finding.severity == Severity::Damage    ? session.say("DAMAGE", "损坏")
        : finding.severity == Severity::Warning ? session.say("warning", "警告")
                                                : session.say("note", "提示");
    session.print(fmt::format("{}: {}\n", severity, shown(describe(finding.error))));
  }
  session.print(session.say("{} checkpoints with {} tensors, {} event files with {} events: ",
                            "{} 个检查点（{} 个张量），{} 个事件文件（{} 条事件）：",
                            result.checkpoints, result.tensors, result.eventFiles, result.events));
  session.print(result.whole() ? session.say("whole\n", "完整\n")
                               : session.say("NOT whole\n", "不完整\n"));
}

ExitCode run(const std::string& dir, Session& session) {
  const auto result = checkpoints::checkModelDir(
      session.files(), dir, session.stop(), session.progress(session.say("Checking", "正在检查")));
  if (!result) return session.fail(result.error());
  if (session.json)
    printJson(session, dir, *result);
  else
    printText(session, *result);
  return result->whole() ? kDone : kAnswerIsNo;
}

}  // namespace

void addCheckCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto dir = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "check", session.say("Verify every checksum of a model directory; changes nothing",
                           "校验模型目录的全部校验和，不作任何改动"));
  command->add_option("DIR", *dir)->required();
  onCommand(*command, session, code, [dir, &session] { return run(*dir, session); });
}

}  // namespace cairn::cli
