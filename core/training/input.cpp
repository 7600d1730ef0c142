#include "core/training/input.h"

#include "core/data/batches.h"
#include "core/data/input_layer.h"
#include "core/training/head_targets.h"
#include "core/training/source_table.h"

#include <algorithm>
#include <fmt/format.h>
#include <fnmatch.h>
#include <nlohmann/json.hpp>
#include <numeric>

namespace cairn::training {
namespace {

/// Rows of a table as the engine reads them, dense.
struct EngineRows {
  std::vector<float> x;
  std::vector<float> labels;
  std::vector<float> weights;
  std::int64_t rows = 0;
  std::int64_t xWidth = 0;
  std::int64_t labelWidth = 0;   // 0: none
  std::int64_t weightWidth = 0;  // 0: none
  std::vector<data::CategoricalInput> categorical;
  std::vector<data::SparseRows> ids;  // of the newest batch, of each of `categorical`

  Batch batch() const {
    return {x.data(),
            xWidth,
            labelWidth > 0 ? labels.data() : nullptr,
            weightWidth > 0 ? weights.data() : nullptr,
            std::max<std::int64_t>(weightWidth, 1),
            rows,
            ids};
  }
  void fillIds(std::span<const std::int32_t> chosen) {
    ids.resize(categorical.size());
    for (std::size_t i = 0; i < ids.size(); ++i) categorical[i].fill(chosen, ids[i]);
  }
};

/// What the columns of `plan` read of `table`.
Result<void> addFeatures(const InputSpec& spec, const data::Table& table,
                         std::span<const std::int32_t> all, EngineRows& out) {
  CAIRN_ASSIGN(const data::InputLayer network,
               data::InputLayer::bind(spec.plan.network, table, spec.vocabularies));
  CAIRN_ASSIGN(const data::InputLayer linear,
               data::InputLayer::bind(spec.plan.linear, table, spec.vocabularies));
  out.xWidth = network.width() + linear.width();
  out.x.resize(all.size() * static_cast<std::size_t>(out.xWidth));
  network.fill(all, out.x.data(), out.xWidth);
  linear.fill(all, out.x.data() + network.width(), out.xWidth);
  for (const FeaturePlan::Ids& one : spec.plan.categorical) {
    CAIRN_ASSIGN(
        data::CategoricalInput input,
        data::CategoricalInput::bind(one.column, table, spec.vocabularies, one.use, one.combiner));
    out.categorical.push_back(std::move(input));
  }
  return {};
}

Result<EngineRows> toEngineRows(const InputSpec& spec, const data::Table& table) {
  EngineRows out;
  out.rows = table.rows;
  std::vector<std::int32_t> all(static_cast<std::size_t>(table.rows));
  std::iota(all.begin(), all.end(), 0);
  CAIRN_TRY(addFeatures(spec, table, all, out));
  if (!spec.label.empty()) {
    CAIRN_ASSIGN(HeadTargets targets, headTargets(spec.head, spec.label, table));
    out.labelWidth = spec.head.labelWidth();
    out.labels = std::move(targets.labels);
    out.weightWidth = targets.weightWidth;
    out.weights = std::move(targets.weights);
  }
  return out;
}

/// Copies chosen rows into place, or points at them where they already stand one after the other.
class RowGather {
 public:
  explicit RowGather(EngineRows rows) : m_rows(std::move(rows)) {}
  std::int64_t rows() const { return m_rows.rows; }
  std::int64_t weightWidth() const { return std::max<std::int64_t>(m_rows.weightWidth, 1); }

  Batch gather(std::span<const std::int32_t> chosen) {
    const auto count = static_cast<std::int64_t>(chosen.size());
    m_rows.fillIds(chosen);
    Batch batch = m_rows.batch();
    batch.rows = count;
    if (count == 0) return batch;
    if (areInARow(chosen)) {
      const std::int64_t first = chosen.front();
      batch.x += first * m_rows.xWidth;
      if (batch.labels != nullptr) batch.labels += first * m_rows.labelWidth;
      if (batch.weights != nullptr) batch.weights += first * m_rows.weightWidth;
      return batch;
    }
    batch.x = copied(m_rows.x, m_rows.xWidth, chosen, m_batch.x);
    if (batch.labels != nullptr)
      batch.labels = copied(m_rows.labels, m_rows.labelWidth, chosen, m_batch.labels);
    if (batch.weights != nullptr)
      batch.weights = copied(m_rows.weights, m_rows.weightWidth, chosen, m_batch.weights);
    return batch;
  }

 private:
  static bool areInARow(std::span<const std::int32_t> chosen) {
    for (std::size_t i = 1; i < chosen.size(); ++i)
      if (chosen[i] != chosen[i - 1] + 1) return false;
    return true;
  }
  static const float* copied(const std::vector<float>& from, std::int64_t width,
                             std::span<const std::int32_t> chosen, std::vector<float>& into) {
    const auto wide = static_cast<std::size_t>(width);
    if (into.size() < chosen.size() * wide) into.resize(chosen.size() * wide);
    float* out = into.data();
    for (const std::int32_t row : chosen) {
      std::copy_n(from.data() + static_cast<std::size_t>(row) * wide, wide, out);
      out += wide;
    }
    return into.data();
  }
  EngineRows m_rows;
  EngineRows m_batch;
};

class FileInput : public BatchInput {
 public:
  FileInput(EngineRows rows, const data::BatchOrder::Options& options)
      : m_gather(std::move(rows)), m_options(options), m_order(options) {
    m_chosen.reserve(static_cast<std::size_t>(std::min(options.batchSize, options.rows)));
  }

  Result<bool> next(Batch& batch) override {
    if (!m_order.next(m_chosen)) return false;
    batch = m_gather.gather(m_chosen);
    return true;
  }

  std::string position() const override {
    const nlohmann::json json = {{"seed", m_options.seed},
                                 {"batch_size", m_options.batchSize},
                                 {"order", m_order.position()}};
    return json.dump();
  }

  std::int64_t weightWidth() const override { return m_gather.weightWidth(); }

  void resume(const std::string& position, std::int64_t skipBatches) {
    const nlohmann::json json = nlohmann::json::parse(position, nullptr, false);
    if (!json.is_object() || !json.contains("order") || !json["order"].is_string()) return;
    const bool sameSize = json.contains("batch_size") && json["batch_size"] == m_options.batchSize;
    if (skipBatches > 0 && !sameSize) return;
    if (!m_order.restore(json["order"].get<std::string>())) {
      m_order = data::BatchOrder(m_options);
      return;
    }
    // Steps that were saved but not recorded: a kill came between the two.
    while (skipBatches-- > 0 && m_order.next(m_chosen)) {
    }
  }

 private:
  RowGather m_gather;
  data::BatchOrder::Options m_options;
  data::BatchOrder m_order;
  std::vector<std::int32_t> m_chosen;
};

class TableInput : public BatchInput {
 public:
  TableInput(InputSpec spec, std::function<bool(data::Table&)> tables)
      : m_spec(std::move(spec)), m_tables(std::move(tables)) {}

  /// Reads the first table ahead: its weights' width is asked for before the first batch.
  Result<void> readAhead() {
    data::Table table;
    m_ended = !m_tables(table);
    if (m_ended) return {};
    CAIRN_ASSIGN(m_rows, toEngineRows(m_spec, table));
    std::vector<std::int32_t> all(static_cast<std::size_t>(m_rows.rows));
    std::iota(all.begin(), all.end(), 0);
    m_rows.fillIds(all);
    m_ahead = true;
    return {};
  }

  Result<bool> next(Batch& batch) override {
    if (!m_ahead && !m_ended) CAIRN_TRY(readAhead());
    if (m_ended) return false;
    m_ahead = false;
    batch = m_rows.batch();
    return true;
  }
  std::string position() const override { return {}; }
  std::int64_t weightWidth() const override {
    return std::max<std::int64_t>(m_rows.weightWidth, 1);
  }

 private:
  InputSpec m_spec;
  std::function<bool(data::Table&)> m_tables;
  EngineRows m_rows;
  bool m_ahead = false;
  bool m_ended = false;
};

bool isPattern(const fs::path& part) {
  return part.string().find_first_of("*?[") != std::string::npos;
}

/// Every path that `pattern`'s parts lead to; the folder's own name is never a pattern.
Result<std::vector<fs::path>> expand(FileOps& files, const fs::path& folder,
                                     const fs::path& pattern) {
  std::vector<fs::path> found = {pattern.is_absolute() ? fs::path() : folder};
  for (const fs::path& part : pattern) {
    std::vector<fs::path> next;
    for (const fs::path& parent : found) {
      if (!isPattern(part)) {
        next.push_back(parent / part);
        continue;
      }
      const auto entries = files.list(parent.empty() ? fs::path(".") : parent);
      if (!entries) continue;
      for (const DirectoryEntry& entry : *entries)
        if (::fnmatch(part.c_str(), entry.name.c_str(), FNM_PERIOD) == 0)
          next.push_back(parent / entry.name);
    }
    found = std::move(next);
  }
  std::sort(found.begin(), found.end());
  std::erase_if(found, [&](const fs::path& path) { return !exists(files, path); });
  if (found.empty())
    return Error{ErrorCode::NotFound, "no file of this name", (folder / pattern).string()};
  return found;
}

}  // namespace

Result<std::vector<fs::path>> expandFiles(FileOps& files, const fs::path& folder,
                                          const std::vector<std::string>& patterns) {
  std::vector<fs::path> all;
  for (const std::string& pattern : patterns) {
    const fs::path path = folder / pattern;
    // A file may really be named so.
    if (exists(files, path)) {
      all.push_back(path);
      continue;
    }
    CAIRN_ASSIGN(const std::vector<fs::path> found, expand(files, folder, pattern));
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

Result<std::unique_ptr<BatchInput>> openFiles(FileOps& files, const InputSpec& spec,
                                              const model::DataSource& source,
                                              const FileInputOptions& options,
                                              std::stop_token stop) {
  CAIRN_ASSIGN(const data::Table table,
               readSource(files, spec, source, options.folder, std::move(stop), options.workers));
  CAIRN_ASSIGN(EngineRows rows, toEngineRows(spec, table));
  const data::BatchOrder::Options order{table.rows, source.batchSize, source.shuffle, source.repeat,
                                        options.seed};
  auto input = std::make_unique<FileInput>(std::move(rows), order);
  if (options.resume) input->resume(*options.resume, options.skipBatches);
  return std::unique_ptr<BatchInput>(std::move(input));
}

Result<std::unique_ptr<BatchInput>> openTables(const InputSpec& spec,
                                               std::function<bool(data::Table&)> tables) {
  auto input = std::make_unique<TableInput>(spec, std::move(tables));
  CAIRN_TRY(input->readAhead());
  return std::unique_ptr<BatchInput>(std::move(input));
}

std::optional<std::uint64_t> seedOfPosition(const std::string& position) {
  const nlohmann::json json = nlohmann::json::parse(position, nullptr, false);
  if (!json.is_object() || !json.contains("seed") || !json["seed"].is_number_unsigned())
    return std::nullopt;
  return json["seed"].get<std::uint64_t>();
}

}  // namespace cairn::training
