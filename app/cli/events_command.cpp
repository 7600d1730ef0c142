#include "app/cli/commands.h"
#include "core/formats/event_file.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace cairn::cli {
namespace {

using formats::EventFileContent;

struct Described {
  std::string what;
  Json json = Json::object();  // what there is to say of it
  std::string text = {};
};

std::string_view sessionStatus(pb::SessionLog::SessionStatus status) {
  switch (status) {
    case pb::SessionLog::START:
      return "START";
    case pb::SessionLog::STOP:
      return "STOP";
    case pb::SessionLog::CHECKPOINT:
      return "CHECKPOINT";
    default:
      return "STATUS_UNSPECIFIED";
  }
}

Json valueToJson(const pb::Summary::Value& value) {
  Json json = {{"tag", value.tag()}};
  if (value.has_metadata() && !value.metadata().plugin_data().plugin_name().empty())
    json["plugin"] = value.metadata().plugin_data().plugin_name();
  switch (value.value_case()) {
    case pb::Summary::Value::kSimpleValue:
      json["kind"] = "simple_value";
      json["value"] = floatToJson(value.simple_value());
      break;
    case pb::Summary::Value::kHisto:
      json["kind"] = "histo";
      json["count"] = doubleToJson(value.histo().num());
      json["min"] = doubleToJson(value.histo().min());
      json["max"] = doubleToJson(value.histo().max());
      break;
    case pb::Summary::Value::kImage:
      json["kind"] = "image";
      json["width"] = value.image().width();
      json["height"] = value.image().height();
      json["bytes"] = value.image().encoded_image_string().size();
      break;
    case pb::Summary::Value::kAudio:
      json["kind"] = "audio";
      json["bytes"] = value.audio().encoded_audio_string().size();
      break;
    case pb::Summary::Value::kTensor:
      json["kind"] = "tensor";
      json["bytes"] = value.tensor().ByteSizeLong();
      break;
    case pb::Summary::Value::kObsoleteOldStyleHistogram:
      json["kind"] = "obsolete_old_style_histogram";
      break;
    case pb::Summary::Value::VALUE_NOT_SET:
      json["kind"] = nullptr;
      break;
  }
  return json;
}

std::string valueText(const Json& value) {
  std::string text = shown(value["tag"].get<std::string>());
  if (value["kind"] == "simple_value") {
    const Json& number = value["value"];
    return text + " " + (number.is_string() ? number.get<std::string>() : number.dump());
  }
  return text + " (" + (value["kind"].is_null() ? "-" : value["kind"].get<std::string>()) + ")";
}

Described describeSummary(const pb::Summary& summary) {
  Described described{"summary"};
  Json values = Json::array();
  for (const pb::Summary::Value& value : summary.value()) {
    values.push_back(valueToJson(value));
    described.text += (described.text.empty() ? "" : ", ") + valueText(values.back());
  }
  described.json["values"] = std::move(values);
  return described;
}

Described describeEvent(const pb::Event& event) {
  const auto sized = [](std::string what, const std::string& bytes) {
    return Described{
        std::move(what), {{"bytes", bytes.size()}}, fmt::format("{} bytes", grouped(bytes.size()))};
  };
  switch (event.what_case()) {
    case pb::Event::kFileVersion:
      return {"file_version", {{"version", event.file_version()}}, shown(event.file_version())};
    case pb::Event::kGraphDef:
      return sized("graph_def", event.graph_def());
    case pb::Event::kMetaGraphDef:
      return sized("meta_graph_def", event.meta_graph_def());
    case pb::Event::kSummary:
      return describeSummary(event.summary());
    case pb::Event::kSessionLog: {
      const std::string status(sessionStatus(event.session_log().status()));
      return {"session_log",
              {{"status", status}, {"checkpoint_path", event.session_log().checkpoint_path()}},
              status + " " + shown(event.session_log().checkpoint_path())};
    }
    case pb::Event::kLogMessage:
      return {"log_message",
              {{"message", event.log_message().message()}},
              shown(event.log_message().message())};
    case pb::Event::kTaggedRunMetadata:
      return {"tagged_run_metadata",
              {{"tag", event.tagged_run_metadata().tag()}},
              shown(event.tagged_run_metadata().tag())};
    case pb::Event::WHAT_NOT_SET:
      break;
  }
  return {"nothing"};
}

void printJson(Session& session, const std::string& file, const EventFileContent& content,
               std::uint64_t size) {
  Json records = Json::array();
  for (const EventFileContent::Record& record : content.records) {
    Described described = describeEvent(record.event);
    Json json = {{"offset", record.offset},
                 {"step", record.event.step()},
                 {"wall_time", doubleToJson(record.event.wall_time())},
                 {"what", described.what}};
    json.update(described.json);
    records.push_back(std::move(json));
  }
  session.answer(
      Json{{"file", file},
           {"bytes", size},
           {"records", std::move(records)},
           {"damage", errorsToJson(content.damage)},
           {"unfinished_at", content.resumeOffset < size ? Json(content.resumeOffset) : Json()}});
}

void printText(Session& session, const EventFileContent& content, std::uint64_t size) {
  for (const EventFileContent::Record& record : content.records) {
    const Described described = describeEvent(record.event);
    session.print(fmt::format("{:>10}  {:>8}  {}  {}{}{}\n", record.offset, record.event.step(),
                              timeText(record.event.wall_time()), described.what,
                              described.text.empty() ? "" : "  ", described.text));
  }
  session.print(session.say("{} records, damaged stretches: {}\n", "{} 条记录，{} 处损坏\n",
                            content.records.size(), content.damage.size()));
  if (content.resumeOffset < size)
    session.print(session.say("the record at byte {} is not finished yet\n",
                              "字节 {} 处的记录尚未写完\n", content.resumeOffset));
}

ExitCode run(const std::string& file, Session& session) {
  const auto bytes = readFile(session.files(), file);
  if (!bytes) return session.fail(bytes.error());
  const EventFileContent content = formats::readEvents(*bytes, file);
  if (session.json)
    printJson(session, file, content, bytes->size());
  else
    printText(session, content, bytes->size());
  session.complainOfAll(content.damage);
  return content.damage.empty() ? kDone : kBadFile;
}

}  // namespace

void addEventsCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "events", session.say("List the records of one event file", "列出一个事件文件的记录"));
  command->add_option("FILE", *file)->required();
  onCommand(*command, session, code, [file, &session] { return run(*file, session); });
}

}  // namespace cairn::cli
