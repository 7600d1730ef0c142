#include "tests/bench/gen/event_runs.h"

#include "core/base/clock.h"
#include "core/formats/event_file.h"

#include <fmt/format.h>

namespace cairn::bench {
namespace {

constexpr std::size_t kFlushBytes = 1 << 20;

// Of an integer hash: it does not depend on a library's version.
float valueAt(std::uint64_t series, std::int64_t step) {
  std::uint64_t h = series * 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(step);
  h ^= h >> 31;
  h *= 0xbf58476d1ce4e5b9ULL;
  h ^= h >> 29;
  const float noise = static_cast<float>(h & 0xffff) / 65'536.0F;
  return 1.0F / (1.0F + static_cast<float>(step) * 0.001F) + 0.05F * noise;
}

}  // namespace

Result<void> writeEventRuns(FileOps& files, const fs::path& folder, const EventRuns& wanted) {
  for (int run = 0; run < wanted.runs; ++run) {
    const fs::path modelDir = folder / fmt::format("run_{:04}", run);
    CAIRN_TRY(files.createDirectories(modelDir));
    CAIRN_ASSIGN(auto writer, formats::EventFileWriter::create(files, systemClock(), modelDir));
    std::vector<std::pair<std::string, float>> values(static_cast<std::size_t>(wanted.tags));
    for (std::int64_t step = 0; step < wanted.steps; ++step) {
      for (int tag = 0; tag < wanted.tags; ++tag)
        values[static_cast<std::size_t>(tag)] = {
            tag == 0 ? "loss" : fmt::format("metric_{}", tag),
            valueAt(static_cast<std::uint64_t>(run * wanted.tags + tag), step)};
      writer.addScalars(Step(step), values);
      if (writer.bufferedBytes() > kFlushBytes) CAIRN_TRY(writer.flush());
    }
    CAIRN_TRY(writer.flush());
  }
  return {};
}

}  // namespace cairn::bench
