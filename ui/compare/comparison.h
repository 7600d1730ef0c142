#pragma once

#include "core/model/run_record.h"
#include "core/series/ingest.h"
#include "ui/bridge/run_ref.h"

#include <optional>
#include <string>
#include <vector>

namespace cairn::ui {

enum class RowSection { Variables, Training, Code, Results };
/// Which way a result is better.
enum class Better { Unknown, Lower, Higher };
/// Which of a run's values a result shows.
enum class ResultKind { Last, Lowest, Highest };

/// A result of one run.
struct ResultValue {
  double last = 0, lowest = 0, highest = 0;
  std::int64_t step = 0;  // of the last one
  bool operator==(const ResultValue&) const = default;
  double of(ResultKind kind) const {
    return kind == ResultKind::Last ? last : kind == ResultKind::Lowest ? lowest : highest;
  }
};

/// A config key or a result, with what each run has.
struct ComparisonRow {
  RowSection section = RowSection::Training;
  std::string key;                                  // as people read it
  std::vector<std::string> values;                  // JSON text by run; empty: absent
  std::vector<std::optional<ResultValue>> results;  // of a result, by run
  Better better = Better::Unknown;
  bool isTime = false, isCount = false;  // how a result is written
  std::size_t known = 0;                 // runs, the first ones, whose config is on record

  bool differs(std::size_t run) const;  // from the base
  bool differs() const;
  /// Runs that have the best value, ties together; none when a direction is not known.
  std::vector<bool> best(ResultKind kind) const;
};

/// Runs side by side; the first is the base.
/// Thread: Immutable; share freely.
struct Comparison {
  std::vector<RunRef> runs;
  std::vector<ComparisonRow> rows;      // by section
  std::vector<QString> withoutConfig;   // runs that have none on record
  std::size_t keys = 0, differing = 0;  // of the configs
};

/// What is known of one run.
struct ComparedRun {
  RunRef run;
  std::optional<model::RunRecord> record;
  std::shared_ptr<const series::RunSeries> series;  // may be null
};

/// Pure: rows of configs and results. For a worker: it makes variable maps.
Comparison compareRuns(const std::vector<ComparedRun>& runs);

/// Reads records and event files. For a worker.
/// Errors: Cancelled. What can't be read of a run is left out of its column.
Result<Comparison> readComparison(FileOps& files, const std::vector<RunRef>& runs,
                                  std::stop_token stop);

/// What the name of a metric says: `accuracy` is better higher, `loss` lower.
Better betterOf(const std::string& metric);

}  // namespace cairn::ui
