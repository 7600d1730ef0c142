#include "core/training/checkpoint_loader.h"

#include "core/formats/checkpoint_state.h"
#include "core/formats/latest_checkpoint.h"
#include "core/formats/tensor_bundle.h"

#include <fmt/format.h>

namespace cairn::training {
namespace {

constexpr std::uint64_t kMaxStateBytes = std::uint64_t{64} << 20;

Result<void> checkKeys(const formats::TensorBundle& bundle, const VariableStore& store) {
  for (const model::Variable& variable : store.variables())
    if (bundle.find(variable.name) == nullptr)
      return Error{ErrorCode::NotFound,
                   fmt::format("Key {} not found in checkpoint", variable.name),
                   bundle.prefix().string()};
  return {};
}

Result<void> checkShapes(const formats::TensorBundle& bundle, const VariableStore& store) {
  for (const model::Variable& variable : store.variables()) {
    const formats::BundleEntry& entry = *bundle.find(variable.name);
    if (entry.shape != variable.shape())
      return Error{
          ErrorCode::InvalidArgument,
          fmt::format("tensor_name = {}; shape in shape_and_slice spec {} does not match the shape "
                      "stored in checkpoint: {}",
                      variable.name, formats::shapeText(variable.shape()),
                      formats::shapeText(entry.shape)),
          bundle.prefix().string()};
    if (entry.dtype != variable.dtype)
      return Error{
          ErrorCode::InvalidArgument,
          fmt::format("tensor_name = {}; expected dtype {} does not equal original dtype {}",
                      variable.name, formats::dtypeName(variable.dtype),
                      formats::dtypeName(entry.dtype)),
          bundle.prefix().string()};
  }
  return {};
}

Result<void> readValues(const formats::TensorBundle& bundle, VariableStore& store) {
  for (std::size_t i = 0; i < store.variables().size(); ++i) {
    const model::Variable& variable = store.variables()[i];
    CAIRN_ASSIGN(const formats::Tensor tensor, bundle.read(variable.name));
    if (variable.role == model::VariableRole::GlobalStep) {
      store.step = Step(static_cast<std::int64_t>(readLittleEndian(tensor.bytes)));
      continue;
    }
    CAIRN_ASSIGN(const std::vector<float> values, formats::floatValues(tensor));
    if (values.size() != store.values(i).size())
      return Error{ErrorCode::Corrupt,
                   fmt::format("{} has {} elements, want {}", variable.name, values.size(),
                               store.values(i).size()),
                   bundle.prefix().string()};
    // Copied, not replaced: a network may already point to the array.
    std::copy(values.begin(), values.end(), store.values(i).begin());
  }
  return {};
}

bool isWhole(FileOps& files, const fs::path& prefix) {
  const Result<formats::TensorBundle> bundle = formats::TensorBundle::open(files, prefix);
  return bundle && bundle->verify().empty();
}

/// The newest checkpoint but `damaged` that the state file lists and that reads back whole.
std::optional<fs::path> newestWhole(FileOps& files, const fs::path& modelDir,
                                    const fs::path& damaged) {
  const fs::path path = modelDir / "checkpoint";
  const Result<std::string> text = readTextFile(files, path, kMaxStateBytes);
  if (!text) return std::nullopt;
  const auto state = formats::parseCheckpointState(*text, path.string());
  if (!state) return std::nullopt;
  const std::vector<std::string>& all = state->allModelCheckpointPaths;
  for (auto stated = all.rbegin(); stated != all.rend(); ++stated) {
    const fs::path prefix = modelDir / fs::path(*stated).filename();
    if (prefix.filename() != damaged.filename() && isWhole(files, prefix)) return prefix;
  }
  return std::nullopt;
}

bool isDamage(ErrorCode code) {
  return code == ErrorCode::Corrupt || code == ErrorCode::Truncated || code == ErrorCode::Io;
}

Error withFallback(Error error, const std::string& damaged,
                   const std::optional<fs::path>& fallback) {
  if (fallback) {
    const std::string name = fallback->filename().string();
    error.message =
        fmt::format("{} can't be restored: {}. {} is whole", damaged, error.message, name);
    error.hint = fmt::format("go on from {}", name);
  } else {
    error.message = fmt::format("{} can't be restored: {}. No other checkpoint is whole", damaged,
                                error.message);
  }
  return error;
}

}  // namespace

Result<void> restoreCheckpoint(FileOps& files, const fs::path& prefix, VariableStore& store) {
  CAIRN_ASSIGN(const formats::TensorBundle bundle, formats::TensorBundle::open(files, prefix));
  CAIRN_TRY(checkKeys(bundle, store));
  CAIRN_TRY(checkShapes(bundle, store));
  return readValues(bundle, store);
}

Result<std::optional<fs::path>> restoreNewest(FileOps& files, const fs::path& modelDir,
                                              VariableStore& store) {
  CAIRN_ASSIGN(const formats::Latest latest, formats::findLatest(files, modelDir));
  if (!latest.prefix || !latest.problems.empty()) {
    if (latest.problems.empty() && !latest.fallback) return std::optional<fs::path>();
    Error error = latest.problems.empty()
                      ? Error{ErrorCode::NotFound, "no usable `checkpoint` file names a checkpoint",
                              (modelDir / "checkpoint").string()}
                      : latest.problems.front();
    const std::string named =
        latest.prefix ? latest.prefix->filename().string() : std::string("the newest checkpoint");
    return withFallback(std::move(error), named, latest.fallback);
  }
  if (const Result<void> restored = restoreCheckpoint(files, *latest.prefix, store); !restored) {
    const Error& error = restored.error();
    const bool dataGone = error.code == ErrorCode::NotFound && !error.message.starts_with("Key ");
    if (!isDamage(error.code) && !dataGone) return error;
    return withFallback(error, latest.prefix->filename().string(),
                        newestWhole(files, modelDir, *latest.prefix));
  }
  return latest.prefix;
}

}  // namespace cairn::training
