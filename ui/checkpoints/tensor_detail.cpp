#include "ui/checkpoints/tensor_detail.h"

#include "ui/checkpoints/axis_names.h"

#include <algorithm>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr int kMostRows = 230;  // cells that the pane can show
constexpr int kMostColumns = 300;
constexpr int kMostBins = 24;

struct Matrix {
  std::int64_t rows = 1, columns = 1, slices = 1;
};

// The last two dimensions; a vector is one row.
Matrix matrixOf(const formats::Shape& shape) {
  Matrix matrix;
  if (!shape.empty()) matrix.columns = shape.back();
  if (shape.size() > 1) matrix.rows = shape[shape.size() - 2];
  for (std::size_t i = 0; i + 2 < shape.size(); ++i) matrix.slices *= shape[i];
  return matrix;
}

void addHeatMap(TensorDetail& detail, const std::vector<double>& values,
                const std::optional<model::Config>& config, std::int64_t slice) {
  const Matrix matrix = matrixOf(detail.entry.shape);
  detail.slices = std::max<std::int64_t>(matrix.slices, 1);
  detail.slice = std::clamp<std::int64_t>(slice, 0, detail.slices - 1);
  const auto size =
      static_cast<std::size_t>(matrix.rows) * static_cast<std::size_t>(matrix.columns);
  if (size == 0 || values.size() / size < static_cast<std::size_t>(detail.slices)) return;
  auto content = std::make_shared<HeatMapContent>();
  content->grid = checkpoints::makeGrid(
      std::span(values).subspan(static_cast<std::size_t>(detail.slice) * size, size), matrix.rows,
      matrix.columns, kMostRows, kMostColumns);
  if (config) {
    AxisNames names = axisNames(*config, detail.entry.name);
    content->rowNames = std::move(names.rows);
    content->columnNames = std::move(names.columns);
    content->rowWord = names.rowWord;
    content->columnWord = names.columnWord;
    detail.axes = names.sentence;
  }
  detail.heatMap = std::move(content);
}

// Both over the bins of their common range.
Result<void> addHistogram(TensorDetail& detail, const formats::Tensor& a,
                          const std::optional<formats::Tensor>& b) {
  CAIRN_ASSIGN(const auto statsA, checkpoints::computeStats(a, 0));
  detail.histogram.lo = statsA.min;
  detail.histogram.hi = statsA.max;
  if (b) {
    const auto statsB = checkpoints::computeStats(*b, 0);
    if (statsB && statsB->count > 0) {
      detail.histogram.lo = std::min(statsA.min, statsB->min);
      detail.histogram.hi = std::max(statsA.max, statsB->max);
    }
  }
  if (!(detail.histogram.hi > detail.histogram.lo)) {
    const double room = std::max(std::abs(detail.histogram.lo) * 0.1, 1e-9);
    detail.histogram.lo -= room;
    detail.histogram.hi += room;
  }
  CAIRN_ASSIGN(detail.histogram.a, checkpoints::computeHistogram(a, detail.histogram.lo,
                                                                 detail.histogram.hi, kMostBins));
  if (!b) return {};
  CAIRN_ASSIGN(detail.histogram.b, checkpoints::computeHistogram(*b, detail.histogram.lo,
                                                                 detail.histogram.hi, kMostBins));
  return {};
}

}  // namespace

Result<TensorDetail> readDetail(const CheckpointPair& pair, const formats::BundleEntry& entry,
                                const std::optional<model::Config>& config, std::int64_t slice,
                                std::stop_token stop) {
  TensorDetail detail;
  detail.entry = entry;
  const bool inA = pair.a.find(entry.name) != nullptr;
  const auto a = inA ? pair.a.read(entry.name) : pair.b->read(entry.name);
  if (!a) {
    detail.problem = a.error();
    return detail;
  }
  if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped", entry.name};
  if (a->dtype == formats::DType::String && a->strings.size() == 1)
    detail.text = a->strings.front().substr(0, 4096);
  const auto values = formats::realValues(*a);
  if (!values) return detail;
  if (entry.shape.empty() && values->size() == 1) {
    detail.scalar = values->front();
    return detail;
  }
  addHeatMap(detail, *values, config, slice);
  if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped", entry.name};
  std::optional<formats::Tensor> b;
  if (pair.b && inA && pair.b->find(entry.name))
    if (auto other = pair.b->read(entry.name)) b = *std::move(other);
  if (const auto added = addHistogram(detail, *a, b); !added) detail.histogram = {};
  return detail;
}

Result<std::vector<StepValue>> readNorms(
    FileOps& files, const std::vector<std::pair<std::int64_t, fs::path>>& prefixes,
    const std::string& tensor, std::stop_token stop) {
  std::vector<StepValue> norms;
  for (const auto& [step, prefix] : prefixes) {
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped", tensor};
    const auto bundle = formats::TensorBundle::open(files, prefix);
    if (!bundle || !bundle->find(tensor)) continue;
    const auto value = bundle->read(tensor);
    if (!value) continue;
    if (const auto stats = checkpoints::computeStats(*value, 0)) norms.push_back({step, stats->l2});
  }
  return norms;
}

}  // namespace cairn::ui
