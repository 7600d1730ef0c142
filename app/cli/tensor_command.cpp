#include "app/cli/commands.h"
#include "app/cli/tensor_text.h"
#include "core/base/atomic_file.h"
#include "core/checkpoints/timeline.h"
#include "core/formats/npy.h"
#include "core/formats/tensor_bundle.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace cairn::cli {
namespace {

struct Options {
  std::string place;
  std::string name;
  std::string npy;
  std::string csv;
};

Result<void> writeOut(Session& session, const Options& options, const formats::Tensor& tensor) {
  if (!options.npy.empty()) {
    CAIRN_ASSIGN(const Bytes bytes, formats::encodeNpy(tensor));
    return writeFileAtomically(session.files(), options.npy, bytes);
  }
  CAIRN_ASSIGN(const std::string rows, tensorRows(tensor, ","));
  return writeFileAtomically(session.files(), options.csv, asBytes(rows));
}

ExitCode print(Session& session, const Options& options, const formats::Tensor& tensor) {
  if (!session.json) {
    const auto rows = tensorRows(tensor, " ");
    if (!rows) return session.fail(rows.error());
    session.print(*rows);
    return kDone;
  }
  auto values = tensorValues(tensor);
  if (!values) return session.fail(values.error());
  session.answer(Json{{"name", options.name},
                      {"dtype", formats::dtypeName(tensor.dtype)},
                      {"shape", shapeToJson(tensor.shape)},
                      {"values", *std::move(values)}});
  return kDone;
}

ExitCode run(const Options& options, Session& session) {
  const auto prefix = checkpoints::resolvePrefix(session.files(), options.place);
  if (!prefix) return session.fail(prefix.error());
  const auto bundle = formats::TensorBundle::open(session.files(), *prefix);
  if (!bundle) return session.fail(bundle.error());
  if (!bundle->find(options.name))
    return session.fail(
        {ErrorCode::NotFound,
         session.say("no tensor is named {}", "没有名为 {} 的张量", options.name),
         prefix->string(),
         {},
         session.say("cairn-cli tensors lists the names", "cairn-cli tensors 列出全部名称")},
        kWrongWords);
  const auto tensor = bundle->read(options.name);
  if (!tensor) return session.fail(tensor.error());
  if (options.npy.empty() && options.csv.empty()) return print(session, options, *tensor);
  if (const auto written = writeOut(session, options, *tensor); !written)
    return session.fail(written.error());
  const std::string& file = options.npy.empty() ? options.csv : options.npy;
  if (session.json)
    session.answer(Json{{"name", options.name}, {"file", file}});
  else
    session.print(session.say("Wrote {} {} to {}\n", "已将 {} {} 写入 {}\n",
                              formats::dtypeName(tensor->dtype), formats::shapeText(tensor->shape),
                              file));
  return kDone;
}

}  // namespace

void addTensorCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "tensor", session.say("Print or save the values of one tensor", "输出或保存一个张量的值"));
  command->add_option("PREFIX|DIR", options->place)->required();
  command->add_option("NAME", options->name)->required();
  CLI::Option* npy =
      command
          ->add_option("--npy", options->npy, session.say("Write a NumPy file", "写为 NumPy 文件"))
          ->option_text("FILE");
  command->add_option("--csv", options->csv, session.say("Write a CSV file", "写为 CSV 文件"))
      ->option_text("FILE")
      ->excludes(npy);
  onCommand(*command, session, code, [options, &session] { return run(*options, session); });
}

}  // namespace cairn::cli
