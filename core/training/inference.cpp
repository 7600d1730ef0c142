#include "core/training/inference.h"

#include "core/training/checkpoint_loader.h"
#include "core/training/warm_start.h"

#include <fmt/format.h>

namespace cairn::training {
namespace {

Result<std::optional<fs::path>> restore(FileOps& files, const fs::path& modelDir,
                                        const std::optional<fs::path>& checkpoint,
                                        VariableStore& store) {
  if (!checkpoint) return restoreNewest(files, modelDir, store);
  CAIRN_TRY(restoreCheckpoint(files, *checkpoint, store));
  return checkpoint;
}

Result<std::unique_ptr<BatchInput>> openInput(FileOps& files, const model::Config& config,
                                              const HeadSpec& head, const InferenceOptions& options,
                                              std::stop_token stop) {
  InputSpec spec{featurePlan(config), head, {}, {}};
  CAIRN_ASSIGN(spec.vocabularies,
               data::Vocabularies::read(files, options.configFolder, allColumns(config)));
  const auto stated = config.data.find(options.section);
  const bool known = stated != config.data.end();
  if (!options.source && !known && !options.tables)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("the config names no data for {}", options.section),
                 "data." + options.section};
  model::DataSource source =
      options.source ? *options.source : (known ? stated->second : model::DataSource());
  if (options.labels) spec.label = source.label.empty() ? "labels" : source.label;
  if (options.tables) return openTables(spec, options.tables);
  // An input for ever would never be evaluated.
  source.repeat = source.repeat.value_or(1);
  FileInputOptions from;
  from.folder = options.configFolder;
  from.seed = source.seed.value_or(0);
  from.workers = options.workers;
  return openFiles(files, spec, source, from, std::move(stop));
}

}  // namespace

Result<Inference> openInference(FileOps& files, const model::Config& stated,
                                const fs::path& modelDir, const InferenceOptions& options,
                                std::stop_token stop) {
  CAIRN_ASSIGN(model::Config config,
               model::resolveVocabularies(files, stated, options.configFolder));
  if (std::vector<Error> problems = unsupportedInference(config); !problems.empty())
    return problems.front();
  CAIRN_ASSIGN(HeadSpec head, headOf(config));
  CAIRN_ASSIGN(const std::vector<model::Variable> all, model::variableMap(config));
  VariableStore store(model::inferenceVariables(all));
  CAIRN_ASSIGN(std::optional<fs::path> checkpoint,
               restore(files, modelDir, options.checkpoint, store));
  if (!checkpoint) {
    store.initialize(static_cast<std::uint64_t>(config.runConfig.tfRandomSeed.value_or(0)));
    CAIRN_TRY(warmStart(files, config, options.configFolder, store, {}));
  }
  CAIRN_ASSIGN(std::unique_ptr<BatchInput> input,
               openInput(files, config, head, options, std::move(stop)));
  CAIRN_ASSIGN(Network network, Network::create(config, head, store,
                                                {false, input->weightWidth(), options.workers}));
  return Inference{std::move(config),  std::move(head),  std::move(store),
                   std::move(network), std::move(input), std::move(checkpoint)};
}

}  // namespace cairn::training
