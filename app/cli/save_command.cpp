#include "app/cli/commands.h"
#include "core/formats/npy.h"
#include "core/formats/object_graph.h"
#include "core/formats/tensor_bundle.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

namespace cairn::cli {
namespace {

using formats::BundleItem;

struct Options {
  std::vector<std::string> variables;  // NAME=FILE.npy
  std::string to;
  bool objects = false;
};

Result<std::vector<BundleItem>> readItems(Session& session, const Options& options) {
  std::vector<BundleItem> items;
  for (const std::string& variable : options.variables) {
    const auto equals = variable.rfind('=');  // names may hold a =, files seldom do
    if (equals == std::string::npos || equals == 0)
      return Error{ErrorCode::InvalidArgument,
                   session.say("want NAME=FILE.npy", "应为 NAME=FILE.npy"), variable};
    const std::string file = variable.substr(equals + 1);
    CAIRN_ASSIGN(const Bytes bytes, readFile(session.files(), file));
    CAIRN_ASSIGN(formats::Tensor tensor, formats::decodeNpy(bytes, file));
    items.push_back({variable.substr(0, equals), std::move(tensor)});
  }
  if (options.objects) return formats::objectItems(std::move(items));
  std::sort(items.begin(), items.end(),
            [](const BundleItem& a, const BundleItem& b) { return a.name < b.name; });
  return items;
}

ExitCode run(const Options& options, Session& session) {
  const fs::path prefix = options.to;
  if (exists(session.files(), formats::indexPath(prefix)))
    return session.fail({ErrorCode::InvalidArgument,
                         session.say("a checkpoint is there already; it is not overwritten",
                                     "该处已有检查点，不会覆盖"),
                         options.to});
  const auto items = readItems(session, options);
  if (!items) return session.fail(items.error());
  const auto image = formats::encodeBundle(*items);
  if (!image) return session.fail(image.error());
  if (prefix.has_parent_path())
    if (const auto made = session.files().createDirectories(prefix.parent_path()); !made)
      return session.fail(made.error());
  if (const auto written = formats::writeBundle(session.files(), prefix, *image); !written)
    return session.fail(written.error());
  if (session.json)
    session.answer(Json{{"checkpoint", options.to}, {"tensors", options.variables.size()}});
  else
    session.print(session.say("Wrote {} tensors to {}\n", "已将 {} 个张量写入 {}\n",
                              options.variables.size(), options.to));
  return kDone;
}

}  // namespace

void addSaveCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "save", session.say("Write NumPy arrays as a new checkpoint", "将 NumPy 数组写为新的检查点"));
  command->add_option("NAME=FILE.npy", options->variables)->required();
  command
      ->add_option("--to", options->to,
                   session.say("Where the checkpoint is to be", "检查点的位置"))
      ->option_text("PREFIX")
      ->required();
  command->add_flag(
      "--objects", options->objects,
      session.say("Object-based, for tf.train.Checkpoint: NAME is a path of attributes",
                  "基于对象，供 tf.train.Checkpoint 使用：NAME 为属性路径"));
  onCommand(*command, session, code, [options, &session] { return run(*options, session); });
}

}  // namespace cairn::cli
