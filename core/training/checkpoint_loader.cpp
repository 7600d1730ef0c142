#include "core/training/checkpoint_loader.h"

#include "core/formats/latest_checkpoint.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {
namespace {

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
    if (store.isWhole(i)) {
      store.whole(i) = static_cast<std::int64_t>(readLittleEndian(tensor.bytes));
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

/// Whether the directory has nothing but the first save of a training that was killed before it
/// could name it: there is no progress to lose.
bool holdsOnlyAStart(FileOps& files, const fs::path& modelDir) {
  if (exists(files, modelDir / "checkpoint")) return false;
  const Result<std::vector<fs::path>> prefixes = formats::listCheckpoints(files, modelDir);
  if (!prefixes) return false;
  return std::all_of(prefixes->begin(), prefixes->end(), [](const fs::path& prefix) {
    return formats::stepOfPrefix(prefix.filename().string()) == 0;
  });
}

bool isDamage(ErrorCode code) {
  return code == ErrorCode::Corrupt || code == ErrorCode::Truncated || code == ErrorCode::Io;
}

/// `subject` and the message make a sentence; then what is safe.
Error withFallback(Error error, const std::string& subject,
                   const std::optional<fs::path>& fallback) {
  if (fallback) {
    const std::string name = fallback->filename().string();
    error.message = fmt::format("{} {}. {} is whole", subject, error.message, name);
    error.hint = fmt::format("go on from {}", name);
  } else {
    error.message = fmt::format("{} {}. No other checkpoint is whole", subject, error.message);
  }
  return error;
}

std::string cantBeRestored(const fs::path& prefix) {
  return prefix.filename().string() + " can't be restored:";
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
  if (!latest.problems.empty()) {
    if (holdsOnlyAStart(files, modelDir)) return std::optional<fs::path>();
    const std::string subject = latest.prefix ? cantBeRestored(*latest.prefix) : "`checkpoint`";
    return withFallback(latest.problems.front(), subject, latest.fallback);
  }
  if (!latest.prefix) return std::optional<fs::path>();
  if (const Result<void> restored = restoreCheckpoint(files, *latest.prefix, store); !restored) {
    const Error& error = restored.error();
    const bool dataGone = error.code == ErrorCode::NotFound && !error.message.starts_with("Key ");
    if (!isDamage(error.code) && !dataGone) return error;
    return withFallback(error, cantBeRestored(*latest.prefix),
                        formats::newestWhole(files, modelDir, *latest.prefix));
  }
  return latest.prefix;
}

}  // namespace cairn::training
