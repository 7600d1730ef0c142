#pragma once

#include "core/base/workers.h"
#include "core/data/table.h"
#include "core/training/estimator.h"

#include <string>
#include <vector>

// Seeded inputs, value for value those of peers/workloads.py: hashes of an index, so that they hang
// on no library's random numbers.
namespace cairn::bench {

/// The `index`-th float of stream `seed`, in [-0.5, 0.5).
float noise(std::uint32_t index, std::uint32_t seed);

/// Rows of three classes in four columns named as Iris', and their `Species`.
data::Table irisLike(std::int64_t rows);
/// A TFRecord file of 8,192 examples: `x` [784] and `y` of ten classes.
void writeMnistLike(const fs::path& path);
/// A CSV file of 65,536 rows: `c0` … `c7`, ids below 10,000, and `y` of two classes.
void writeWideLike(const fs::path& path);
/// CSV files of 10^6 rows: 20 numbers; 5 numbers and 8 words.
void writeFloats(const fs::path& path);
void writeMixed(const fs::path& path);

/// Microseconds a step of a config's training, after the first ones, in `folder`; below 0 when it
/// failed, which is told on standard error. `check`: the last loss.
struct TrainJob {
  std::string config;  // JSON
  fs::path folder;     // of its data files
  std::int64_t warm = 100;
  std::int64_t steps = 1000;
  int threads = 1;
};
double microsecondsPerStep(const TrainJob& job, double& check);

}  // namespace cairn::bench
