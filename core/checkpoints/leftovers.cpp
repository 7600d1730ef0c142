#include "core/checkpoints/leftovers.h"

#include "core/base/atomic_file.h"

#include <algorithm>
#include <set>
#include <string>

namespace cairn::checkpoints {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHex = "0123456789abcdef";

/// Whether `name` ends in `marker` and then at least `least` characters, all of `characters`.
bool endsIn(std::string_view name, std::string_view marker, std::string_view characters,
            std::size_t least) {
  const std::size_t at = name.rfind(marker);
  if (at == std::string_view::npos) return false;
  const std::string_view tail = name.substr(at + marker.size());
  return tail.size() >= least && tail.find_first_not_of(characters) == std::string_view::npos;
}

bool isTensorFlowsTemporary(std::string_view name) {
  constexpr std::size_t kHexDigits = 32;
  const std::size_t tmp = name.rfind(".tmp");
  const bool hex = tmp != std::string_view::npos && name.size() - tmp == 4 + kHexDigits &&
                   endsIn(name, ".tmp", kHex, kHexDigits);
  return hex || endsIn(name, ".tempstate", kDigits, 1);
}

/// `P_temp` of TensorFlow 2.15, `P_temp_<32 hex>` of older ones.
bool isTemporaryFolder(std::string_view name) {
  return name.ends_with("_temp") || endsIn(name, "_temp_", kHex, 32);
}

/// `<prefix>.data-00000-of-00001`; empty for other names.
std::string prefixOfData(const std::string& name) {
  const std::size_t at = name.rfind(".data-");
  if (at == std::string::npos || !endsIn(name, "-of-", kDigits, 5)) return "";
  return name.substr(0, at);
}

bool isOrphan(const std::string& name, const std::set<std::string>& names) {
  if (const std::string prefix = prefixOfData(name); !prefix.empty())
    return !names.contains(prefix + ".index");
  if (!name.ends_with(".meta")) return false;
  const std::string prefix = name.substr(0, name.size() - 5);
  // A V1 checkpoint is named by the prefix itself, its shards by that and a number.
  const auto shard = names.lower_bound(prefix + "-");
  const bool isV1 =
      names.contains(prefix) || (shard != names.end() && shard->starts_with(prefix + "-") &&
                                 endsIn(*shard, "-of-", kDigits, 5));
  return !isV1 && !names.contains(prefix + ".index");
}

}  // namespace

std::vector<fs::path> findLeftovers(const fs::path& modelDir,
                                    const std::vector<DirectoryEntry>& entries) {
  std::set<std::string> names;
  for (const DirectoryEntry& entry : entries)
    if (entry.kind == FileKind::Regular) names.insert(entry.name);
  std::vector<fs::path> leftovers;
  for (const DirectoryEntry& entry : entries) {
    const bool isLeft = entry.kind == FileKind::Directory
                            ? isTemporaryFolder(entry.name)
                            : isTemporaryName(entry.name) || isTensorFlowsTemporary(entry.name) ||
                                  (entry.kind == FileKind::Regular && isOrphan(entry.name, names));
    if (isLeft) leftovers.push_back(modelDir / entry.name);
  }
  std::sort(leftovers.begin(), leftovers.end());
  return leftovers;
}

}  // namespace cairn::checkpoints
