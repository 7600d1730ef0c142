#include "core/data/csv.h"
#include "tests/bench/peer.h"
#include "tests/bench/workloads.h"

namespace cairn::bench {
namespace {

Row measureCsv(int repeat, void (*write)(const fs::path&), double limit, double goal) {
  const TemporaryFolder folder;
  const fs::path path = fs::path(folder.path()) / "rows.csv";
  write(path);
  const auto workers = startWorkers(2);
  return measure({.unit = "ms",
                  .n = 1'000'000,
                  .limit = limit,
                  .goal = goal,
                  .note = "two threads each; the file is in the page cache",
                  .cairn =
                      [&](double& check) {
                        return 1e3 * seconds([&] {
                                 const auto table = data::readCsv(posixFileOps(), {path}, {}, {},
                                                                  {}, workers.get());
                                 check = table ? static_cast<double>(table->rows) : -1;
                               });
                      },
                  .peer = [&] { return runPeer("csv_pandas.py", {path.string()}); }},
                 repeat);
}

const Registration floats("csv.floats",
                          [](int repeat) { return measureCsv(repeat, writeFloats, 2.5, 4); });
const Registration mixed("csv.mixed",
                         [](int repeat) { return measureCsv(repeat, writeMixed, 2.5, 3); });

}  // namespace
}  // namespace cairn::bench
