#include "app/cli/commands.h"
#include "app/cli/run_config.h"
#include "app/cli/tensor_text.h"
#include "core/base/atomic_file.h"
#include "core/model/json_text.h"
#include "core/training/estimator.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace cairn::cli {
namespace {

using training::Prediction;

struct Options {
  std::string dir;
  std::string config;
  std::string data;
  std::string checkpoint;
  std::string csv;
};

Json predictionToJson(const Prediction& prediction) {
  Json row = Json::object();
  for (const auto& [key, value] : prediction) {
    Json list = Json::array();
    std::visit(
        [&list](const auto& elements) {
          for (const auto& element : elements) {
            if constexpr (std::is_same_v<std::decay_t<decltype(element)>, float>)
              list.push_back(floatToJson(element));
            else
              list.push_back(element);
          }
        },
        value);
    row[key] = std::move(list);
  }
  return row;
}

/// Where the rows go, as they come: a document's list, lines, or a CSV file.
class Rows {
 public:
  Rows(Session& session, bool csv) : m_session(&session), m_csv(csv) {}
  void add(const Prediction& prediction) {
    const Json row = predictionToJson(prediction);
    if (m_csv)
      addCsv(row);
    else if (m_session->json)
      m_session->print((m_count > 0 ? ",\n    " : kBegin) + model::compactJson(row));
    else
      m_session->print(model::compactJson(row) + '\n');
    ++m_count;
  }
  void end() {
    if (!m_csv && m_session->json)
      m_session->print(m_count > 0 ? "\n  ]\n}\n" : "{\n  \"predictions\": []\n}\n");
  }
  /// Ends what was begun with the error, so that a program still reads one document.
  ExitCode fail(const Error& error) {
    const ExitCode code = namesLine(error.where) ? kBadFile : exitCode(error.code);
    if (m_csv || !m_session->json || m_count == 0) return m_session->fail(error, code);
    m_session->print("\n  ],\n  \"error\": " + model::compactJson(errorToJson(error)) + "\n}\n");
    m_session->complain(error);
    return code;
  }
  const std::string& csvText() const { return m_text; }

 private:
  static constexpr const char* kBegin = "{\n  \"predictions\": [\n    ";
  void addCsv(const Json& row) {
    std::string header, line;
    for (const auto& [key, list] : row.items())
      for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string separator = line.empty() ? "" : ",";
        header += separator + csvField(list.size() == 1 ? key : fmt::format("{}_{}", key, i));
        line += separator +
                (list[i].is_string() ? csvField(list[i].get<std::string>()) : list[i].dump());
      }
    if (m_count == 0) m_text += header + '\n';
    m_text += line + '\n';
  }
  Session* m_session;
  bool m_csv;
  std::size_t m_count = 0;
  std::string m_text;
};

ExitCode run(const Options& options, Session& session) {
  const auto found = loadRunConfig(session, options.dir, options.config);
  if (!found) return session.fail(found.error());
  auto estimator =
      training::Estimator::create(found->config, options.dir, session.files(), session.clock());
  if (!estimator) return session.fail(estimator.error());
  const auto workers = startWorkers(static_cast<int>(found->config.train.threads));
  estimator->useWorkers(workers.get());

  training::PredictOptions predict;
  predict.configFolder = found->folder;
  const auto source = sourceFor(session, found->config, {"predict", "eval", "train"}, options.data);
  if (!source) return session.fail(source.error());
  predict.source = *source;
  if (!options.checkpoint.empty()) predict.checkpoint = options.checkpoint;
  Rows rows(session, !options.csv.empty());
  const auto count = estimator->predict(
      predict, [&](const Prediction& prediction) { rows.add(prediction); }, session.stop());
  if (!count) return rows.fail(count.error());
  rows.end();
  if (options.csv.empty()) return kDone;

  if (const auto written =
          writeFileAtomically(session.files(), options.csv, asBytes(rows.csvText()));
      !written)
    return session.fail(written.error());
  if (session.json)
    session.answer(Json{{"rows", *count}, {"file", options.csv}});
  else
    session.print(session.say("Wrote {} rows to {}\n", "已将 {} 行写入 {}\n", *count, options.csv));
  return kDone;
}

}  // namespace

void addPredictCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "predict", session.say("Print predictions, one object a row", "输出预测结果，每行一个对象"));
  command->add_option("DIR", options->dir)->required();
  command->add_option("--data", options->data, session.say("The rows", "数据"))
      ->option_text("FILE")
      ->required();
  addRunOptions(*command, session, options->config, options->checkpoint);
  command->add_option("--csv", options->csv, session.say("Write a CSV file", "写为 CSV 文件"))
      ->option_text("FILE");
  onCommand(*command, session, code, [options, &session] { return run(*options, session); });
}

}  // namespace cairn::cli
