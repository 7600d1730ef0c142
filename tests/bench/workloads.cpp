#include "tests/bench/workloads.h"

#include "tests/bench/peer.h"
#include "tests/core/formats/examples.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iostream>

namespace cairn::bench {
namespace {

constexpr std::uint32_t kRows = 1'000'000;

/// Writes text to a file in large pieces.
class TextFile {
 public:
  explicit TextFile(const fs::path& path) : m_file(path, std::ios::binary) {}
  ~TextFile() { m_file << m_text; }
  TextFile(const TextFile&) = delete;
  template <class... Values>
  void add(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(m_text), format, std::forward<Values>(values)...);
    if (m_text.size() < (1U << 20)) return;
    m_file << m_text;
    m_text.clear();
  }

 private:
  std::ofstream m_file;
  std::string m_text;
};

}  // namespace

float noise(std::uint32_t index, std::uint32_t seed) {
  std::uint32_t h = index * 2654435761U;
  h += seed * 0x9E3779B9U + 12345U;
  h ^= h >> 15;
  h *= 2246822519U;
  h ^= h >> 13;
  h *= 3266489917U;
  h ^= h >> 16;
  return static_cast<float>(h >> 8) * 0x1p-24F - 0.5F;
}

data::Table irisLike(std::int64_t rows) {
  constexpr const char* kNames[] = {"SepalLength", "SepalWidth", "PetalLength", "PetalWidth"};
  constexpr float kMeans[3][4] = {
      {5.0F, 3.4F, 1.5F, 0.25F}, {5.9F, 2.8F, 4.3F, 1.3F}, {6.6F, 3.0F, 5.6F, 2.0F}};
  data::Table table;
  table.rows = rows;
  for (std::uint32_t column = 0; column < 4; ++column) {
    std::vector<float> values;
    for (std::int64_t row = 0; row < rows; ++row)
      values.push_back(kMeans[row % 3][column] +
                       noise(static_cast<std::uint32_t>(row % 120) * 4 + column, 7));
    table.columns.push_back({kNames[column], 1, std::move(values)});
  }
  std::vector<std::int64_t> labels;
  for (std::int64_t row = 0; row < rows; ++row) labels.push_back(row % 3);
  table.columns.push_back({"Species", 1, std::move(labels)});
  return table;
}

void writeMnistLike(const fs::path& path) {
  std::ofstream file(path, std::ios::binary);
  std::vector<float> x(784);
  for (std::uint32_t row = 0; row < 8192; ++row) {
    for (std::uint32_t i = 0; i < 784; ++i) x[i] = std::max(noise(row * 784 + i, 11), 0.0F) * 2;
    x[row % 10 * 78] = 1;
    using namespace cairn::tests;
    file << asText(
        test::record(example({feature("x", floatList(x)), feature("y", int64List({row % 10}))})));
  }
}

void writeWideLike(const fs::path& path) {
  TextFile file(path);
  file.add("c0,c1,c2,c3,c4,c5,c6,c7,y\n");
  for (std::uint32_t row = 0; row < 65'536; ++row) {
    int ids[8] = {};
    for (std::uint32_t c = 0; c < 8; ++c) {
      ids[c] = static_cast<int>((noise(row, 20 + c) + 0.5F) * 10'000.0F);
      file.add("{},", ids[c]);
    }
    file.add("{}\n", (ids[0] + ids[1]) % 2);
  }
}

void writeFloats(const fs::path& path) {
  TextFile file(path);
  for (int i = 0; i < 20; ++i) file.add("f{}{}", i, i < 19 ? ',' : '\n');
  for (std::uint32_t row = 0; row < kRows; ++row)
    for (std::uint32_t i = 0; i < 20; ++i)
      file.add("{:.6g}{}", noise(row, 40 + i) * 10, i < 19 ? ',' : '\n');
}

void writeMixed(const fs::path& path) {
  constexpr const char* kWords[] = {
      "Private",  "Self-emp-not-inc", "Local-gov",    "State-gov",     "Bachelors",
      "HS-grad",  "Some-college",     "Masters",      "Never-married", "Married-civ-spouse",
      "Divorced", "Exec-managerial",  "Craft-repair", "Other-service", "United-States",
      "Mexico"};
  TextFile file(path);
  file.add("n0,n1,n2,n3,n4,s0,s1,s2,s3,s4,s5,s6,s7\n");
  for (std::uint32_t row = 0; row < kRows; ++row) {
    for (std::uint32_t i = 0; i < 4; ++i) file.add("{:.6g},", noise(row, 70 + i) * 100);
    file.add("{}", static_cast<int>((noise(row, 75) + 0.5F) * 90));
    for (std::uint32_t i = 0; i < 8; ++i)
      file.add(",{}", kWords[static_cast<int>((noise(row, 80 + i) + 0.5F) * 16)]);
    file.add("\n");
  }
}

double microsecondsPerStep(const TrainJob& job, double& check) {
  const auto failed = [](const Error& error) {
    std::cerr << "cairn_bench: " << describe(error) << '\n';
    return -1.0;
  };
  const TemporaryFolder folder;
  model::ParsedConfig parsed = model::parseConfig(std::string_view(job.config));
  if (!parsed.config) return failed(parsed.problems.front());
  auto estimator = training::Estimator::create(*std::move(parsed.config), folder.path());
  if (!estimator) return failed(estimator.error());
  const auto workers = startWorkers(job.threads);
  estimator->useWorkers(workers.get());
  training::TrainOptions options;
  options.steps = job.warm + job.steps;
  options.configFolder = job.folder;
  double begin = 0;
  double end = 0;
  options.onStep = [&](Step step, float loss) {
    if (step.value() == job.warm) begin = now();
    if (step.value() == job.warm + job.steps) {
      end = now();
      check = static_cast<double>(loss);
    }
  };
  if (const auto result = estimator->train(options); !result) return failed(result.error());
  return (end - begin) * 1e6 / static_cast<double>(job.steps);
}

}  // namespace cairn::bench
