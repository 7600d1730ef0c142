#include "app/cli/commands.h"
#include "app/cli/run_config.h"
#include "app/cli/tensor_text.h"
#include "app/cli/text_table.h"
#include "core/base/atomic_file.h"
#include "core/data/csv.h"
#include "core/model/json_text.h"
#include "core/training/served_model.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

namespace cairn::cli {
namespace {

using training::GraphFeeds;
using training::GraphValue;
using training::ServedModel;

struct Options {
  std::string dir;
  std::string signature;
  std::string data;
  std::string csv;
};

// ---- show ----

std::string shapeOf(const std::optional<formats::Shape>& shape) {
  return shape ? formats::shapeText(*shape) : "?";
}

Json tensorsToJson(const std::vector<formats::SignatureTensor>& tensors) {
  Json all = Json::object();
  for (const auto& tensor : tensors)
    all[tensor.key] = {{"tensor", tensor.tensor},
                       {"dtype", formats::dtypeName(tensor.dtype)},
                       {"shape", tensor.shape ? shapeToJson(*tensor.shape) : Json()}};
  return all;
}

Json featuresToJson(const data::FeatureSpecs& features) {
  Json all = Json::object();
  for (const auto& [key, spec] : features) {
    Json one = {{"dtype", spec.dtype ? formats::dtypeName(*spec.dtype) : ""},
                {"shape", spec.shape ? shapeToJson(*spec.shape) : Json()}};
    if (!spec.defaultValue.empty()) one["default"] = spec.defaultValue;
    all[key] = std::move(one);
  }
  return all;
}

Json signatureToJson(const ServedModel& model, const formats::Signature& signature) {
  Json one = {{"method", signature.method},
              {"inputs", tensorsToJson(signature.inputs)},
              {"outputs", tensorsToJson(signature.outputs)}};
  if (const auto features = model.features(signature)) one["features"] = featuresToJson(*features);
  return one;
}

void printSignature(Session& session, const ServedModel& model,
                    const formats::Signature& signature) {
  session.print(fmt::format("{}  {}\n", shown(signature.key), shown(signature.method)));
  TextTable table;
  table.addColumn("");
  table.addColumn("");
  table.addColumn(session.say("type", "类型"));
  table.addColumn(session.say("shape", "形状"));
  table.addColumn(session.say("tensor", "张量"));
  const auto add = [&](const std::string& role, const auto& tensors) {
    for (const auto& tensor : tensors)
      table.addRow({role, shown(tensor.key), formats::dtypeName(tensor.dtype),
                    shapeOf(tensor.shape), shown(tensor.tensor)});
  };
  add(session.say("in", "输入"), signature.inputs);
  if (ServedModel::takesExamples(signature))
    if (const auto features = model.features(signature))
      for (const auto& [key, spec] : *features)
        table.addRow({session.say("feature", "特征"), shown(key),
                      spec.dtype ? formats::dtypeName(*spec.dtype) : "?",
                      spec.shape ? formats::shapeText(*spec.shape) : session.say("list", "列表"),
                      ""});
  add(session.say("out", "输出"), signature.outputs);
  session.print(table.text() + "\n");
}

ExitCode show(const Options& options, Session& session) {
  const auto model = ServedModel::open(session.files(), options.dir);
  if (!model) return session.fail(model.error());
  if (session.json) {
    Json signatures = Json::object();
    for (const auto& signature : model->signatures())
      signatures[signature.key] = signatureToJson(*model, signature);
    session.answer({{"saved_model", model->directory().string()},
                    {"tensorflow", model->graph().meta_info_def().tensorflow_version()},
                    {"variables", model->variablesPrefix().string()},
                    {"signatures", std::move(signatures)}});
    return kDone;
  }
  session.print(shown(model->directory().string()) + "\n\n");
  for (const auto& signature : model->signatures()) printSignature(session, *model, signature);
  session.print(
      session.say("Its weights can start a training: \"warm_start_from\": \"{}\" (weights "
                  "only; no optimizer's slots are in it)\n",
                  "其权重可用于新的训练：\"warm_start_from\": "
                  "\"{}\"（仅权重，不含优化器变量）\n",
                  shown(model->directory().string())));
  return kDone;
}

// ---- run ----

/// The rows of a CSV file, or of a TFRecord file of tf.Examples.
Result<data::Table> readRows(Session& session, const std::string& file,
                             const data::FeatureSpecs& features) {
  const bool records = file.ends_with(".tfrecord") || file.ends_with(".tfrecords");
  if (records) {
    data::ExampleFormat format;
    format.features = features;
    return data::readExamples(session.files(), {file}, format, session.stop());
  }
  data::CsvFormat format;
  for (const auto& [key, spec] : features)
    if (spec.dtype) format.types[key] = *spec.dtype;
  for (const auto& [key, spec] : features)
    if (spec.dtype == formats::DType::Float && spec.defaultValue.size() == 1)
      format.missing[key] = fmt::format("{}", spec.defaultValue.front());
  return data::readCsv(session.files(), {file}, format, session.stop(), session.progress(file));
}

/// What row `row` of an output holds; a list unless each row has one value of no dimension.
Json rowOf(const GraphValue& value, std::int64_t rows, std::int64_t row) {
  const std::size_t width = rows == 0 ? 0 : value.count() / static_cast<std::size_t>(rows);
  const std::size_t first = static_cast<std::size_t>(row) * width;
  Json list = Json::array();
  std::visit(
      [&](const auto& held) {
        for (std::size_t i = first; i < first + width; ++i) {
          if constexpr (std::is_same_v<std::decay_t<decltype(held[i])>, float>)
            list.push_back(floatToJson(held[i]));
          else
            list.push_back(held[i]);
        }
      },
      value.values);
  return value.shape.size() == 1 && width == 1 ? list.front() : list;
}

std::string csvOf(const std::vector<Json>& rows) {
  std::string header, text;
  for (const Json& row : rows) {
    std::string names, line;
    for (const auto& [key, value] : row.items()) {
      const Json list = value.is_array() ? value : Json::array({value});
      for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string separator = line.empty() ? "" : ",";
        names += separator + csvField(list.size() == 1 ? key : fmt::format("{}_{}", key, i));
        line += separator +
                (list[i].is_string() ? csvField(list[i].get<std::string>()) : list[i].dump());
      }
    }
    if (header.empty()) header = names + '\n';
    text += line + '\n';
  }
  return header + text;
}

Result<std::vector<Json>> computed(Session& session, const Options& options) {
  CAIRN_ASSIGN(ServedModel model, ServedModel::open(session.files(), options.dir));
  CAIRN_ASSIGN(const formats::Signature* signature, model.signature(options.signature));
  CAIRN_ASSIGN(const data::FeatureSpecs features, model.features(*signature));
  CAIRN_ASSIGN(const data::Table table, readRows(session, options.data, features));
  CAIRN_ASSIGN(const GraphFeeds inputs, model.inputs(*signature, table));
  CAIRN_ASSIGN(const GraphFeeds outputs, model.run(*signature, inputs, session.stop()));
  std::vector<Json> rows(static_cast<std::size_t>(table.rows), Json::object());
  for (const auto& [key, value] : outputs) {
    if (table.rows > 0 && (value.shape.empty() || value.shape.front() != table.rows))
      return Error{ErrorCode::Unsupported, "an output that is not one of each row", key};
    for (std::int64_t row = 0; row < table.rows; ++row)
      rows[static_cast<std::size_t>(row)][key] = rowOf(value, table.rows, row);
  }
  return rows;
}

ExitCode compute(const Options& options, Session& session) {
  const auto rows = computed(session, options);
  if (!rows)
    return namesLine(rows.error().where) ? session.fail(rows.error(), kBadFile)
                                         : session.fail(rows.error());
  if (!options.csv.empty()) {
    if (const auto written =
            writeFileAtomically(session.files(), options.csv, asBytes(csvOf(*rows)));
        !written)
      return session.fail(written.error());
    if (session.json)
      session.answer(Json{{"rows", rows->size()}, {"file", options.csv}});
    else
      session.print(
          session.say("Wrote {} rows to {}\n", "已将 {} 行写入 {}\n", rows->size(), options.csv));
    return kDone;
  }
  if (session.json)
    session.answer(Json{{"outputs", *rows}});
  else
    for (const Json& row : *rows) session.print(model::compactJson(row) + '\n');
  return kDone;
}

}  // namespace

void addSavedModelCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "saved-model", session.say("Show or run a SavedModel", "查看或运行 SavedModel"));
  command->require_subcommand(1);
  CLI::App* showing =
      command->add_subcommand("show", session.say("Its signatures and features", "查看签名与特征"));
  showing->add_option("DIR", options->dir)->required();
  onCommand(*showing, session, code, [options, &session] { return show(*options, session); });

  CLI::App* running = command->add_subcommand(
      "run",
      session.say("Print a signature's outputs, one object a row", "输出签名的结果，每行一个对象"));
  running->add_option("DIR", options->dir)->required();
  running
      ->add_option("--signature", options->signature,
                   session.say("Else serving_default, or the only one",
                               "默认为 serving_default 或唯一的签名"))
      ->option_text("NAME");
  running
      ->add_option("--data,--input", options->data,
                   session.say("The rows: CSV, or tf.Examples in *.tfrecord",
                               "数据：CSV，或 *.tfrecord 中的 tf.Example"))
      ->option_text("FILE")
      ->required();
  running->add_option("--csv", options->csv, session.say("Write a CSV file", "写为 CSV 文件"))
      ->option_text("FILE");
  onCommand(*running, session, code, [options, &session] { return compute(*options, session); });
}

}  // namespace cairn::cli
