#include "core/base/limits.h"
#include "core/data/fingerprint.h"
#include "core/training/graph_kernels.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace cairn::training {
namespace {

using formats::DType;
using formats::Shape;

/// The indices of a SparseTensor, int64 [n, rank], each held against the shape.
struct Places {
  std::size_t count = 0;
  std::size_t rank = 0;
  const std::vector<std::int64_t>* indices = nullptr;
  const std::vector<std::int64_t>* shape = nullptr;

  std::int64_t at(std::size_t entry, std::size_t axis) const {
    return (*indices)[entry * rank + axis];
  }
};

Result<Places> places(const KernelCall& call, std::size_t indices, std::size_t shape) {
  Places all;
  CAIRN_ASSIGN(const GraphValue* value, call.input(indices));
  CAIRN_ASSIGN(all.indices, call.ints(indices));
  CAIRN_ASSIGN(all.shape, call.ints(shape));
  all.rank = all.shape->size();
  // One dimension may also be a plain list.
  const bool list = value->shape.size() == 1 && all.rank == 1;
  if (!list &&
      (value->shape.size() != 2 || value->shape.back() != static_cast<std::int64_t>(all.rank)))
    return call.wrong("indices that do not have the shape's dimensions");
  all.count = all.rank == 0 ? 0 : all.indices->size() / all.rank;
  for (std::size_t i = 0; i < all.count; ++i)
    for (std::size_t axis = 0; axis < all.rank; ++axis)
      if (all.at(i, axis) < 0 || all.at(i, axis) >= (*all.shape)[axis])
        return call.wrong(fmt::format("indices[{}] is out of bounds", i));
  return all;
}

Result<GraphValues> sparseReshape(const KernelCall& call) {
  CAIRN_ASSIGN(const Places from, places(call, 0, 1));
  CAIRN_ASSIGN(const auto* wanted, call.ints(2));
  CAIRN_ASSIGN(const std::int64_t total, formats::elementCount(Shape(*from.shape)));
  Shape shape(*wanted);
  if (const auto open = std::find(shape.begin(), shape.end(), -1); open != shape.end()) {
    *open = 1;
    CAIRN_ASSIGN(const std::int64_t known, formats::elementCount(shape));
    *open = known == 0 ? 0 : total / known;
  }
  CAIRN_ASSIGN(const std::int64_t count, formats::elementCount(shape));
  if (count != total) return call.wrong("the new shape has another number of elements");
  std::vector<std::int64_t> indices(from.count * shape.size());
  for (std::size_t i = 0; i < from.count; ++i) {
    std::int64_t flat = 0;
    for (std::size_t axis = 0; axis < from.rank; ++axis)
      flat = flat * (*from.shape)[axis] + from.at(i, axis);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      indices[i * shape.size() + axis] = flat % shape[axis];
      flat /= shape[axis];
    }
  }
  const auto rank = static_cast<std::int64_t>(shape.size());
  GraphValues out = {intValue({static_cast<std::int64_t>(from.count), rank}, std::move(indices)),
                     intValue({rank}, {shape.begin(), shape.end()})};
  return out;
}

/// A row without entries gets one of the default; which rows those were, and where entries went.
Result<GraphValues> fillEmptyRows(const KernelCall& call) {
  CAIRN_ASSIGN(const Places from, places(call, 0, 2));
  CAIRN_ASSIGN(const GraphValue* values, call.input(1));
  CAIRN_ASSIGN(const GraphValue* standIn, call.input(3));
  if (from.rank == 0 || values->count() != from.count || standIn->count() != 1 ||
      standIn->values.index() != values->values.index())
    return call.wrong("values that are not those of the indices");
  const std::int64_t rows = from.shape->front();
  if (static_cast<std::uint64_t>(rows) > limits::kColumnIds)
    return call.unsupported("so many rows");
  std::vector<std::vector<std::size_t>> entries(static_cast<std::size_t>(rows));
  for (std::size_t i = 0; i < from.count; ++i)
    entries[static_cast<std::size_t>(from.at(i, 0))].push_back(i);
  std::vector<std::int64_t> indices, empty, moved(from.count);
  std::vector<std::size_t> source;  // of each value; `from.count` is the default
  for (std::size_t row = 0; row < entries.size(); ++row) {
    empty.push_back(entries[row].empty());
    for (const std::size_t entry : entries[row]) {
      moved[entry] = static_cast<std::int64_t>(source.size());
      source.push_back(entry);
      for (std::size_t axis = 0; axis < from.rank; ++axis) indices.push_back(from.at(entry, axis));
    }
    if (!entries[row].empty()) continue;
    source.push_back(from.count);
    indices.push_back(static_cast<std::int64_t>(row));
    indices.resize(indices.size() + from.rank - 1, 0);
  }
  GraphValue all = *values;
  std::visit(
      [&](auto& held) {
        held.push_back(std::get<std::decay_t<decltype(held)>>(standIn->values).front());
      },
      all.values);
  const auto count = static_cast<std::int64_t>(source.size());
  const auto before = static_cast<std::int64_t>(from.count);
  GraphValues out = {intValue({count, static_cast<std::int64_t>(from.rank)}, std::move(indices)),
                     picked(all, {count}, source), intValue({rows}, std::move(empty), DType::Bool),
                     intValue({before}, std::move(moved))};
  return out;
}

Result<GraphValues> toDense(const KernelCall& call) {
  CAIRN_ASSIGN(const Places from, places(call, 0, 1));
  CAIRN_ASSIGN(const GraphValue* values, call.input(2));
  CAIRN_ASSIGN(const GraphValue* standIn, call.input(3));
  const bool single = values->shape.empty();
  if ((!single && values->count() != from.count) || standIn->count() != 1 ||
      standIn->values.index() != values->values.index())
    return call.wrong("values that are not those of the indices");
  CAIRN_ASSIGN(GraphValue out, emptyValue(values->dtype, Shape(*from.shape)));
  std::visit(
      [&](auto& held) {
        using Held = std::decay_t<decltype(held)>;
        const auto& given = std::get<Held>(values->values);
        std::fill(held.begin(), held.end(), std::get<Held>(standIn->values).front());
        for (std::size_t i = 0; i < from.count; ++i) {
          std::int64_t flat = 0;
          for (std::size_t axis = 0; axis < from.rank; ++axis)
            flat = flat * (*from.shape)[axis] + from.at(i, axis);
          held[static_cast<std::size_t>(flat)] = given[single ? 0 : i];
        }
      },
      out.values);
  return oneOutput(std::move(out));
}

GraphValue chosenIndices(const Places& from, const std::vector<std::size_t>& entries) {
  std::vector<std::int64_t> indices;
  for (const std::size_t entry : entries)
    for (std::size_t axis = 0; axis < from.rank; ++axis) indices.push_back(from.at(entry, axis));
  return intValue({static_cast<std::int64_t>(entries.size()), static_cast<std::int64_t>(from.rank)},
                  std::move(indices));
}

Result<GraphValues> reorder(const KernelCall& call) {
  CAIRN_ASSIGN(const Places from, places(call, 0, 2));
  CAIRN_ASSIGN(const GraphValue* values, call.input(1));
  if (values->count() != from.count) return call.wrong("values that are not those of the indices");
  std::vector<std::size_t> order(from.count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    for (std::size_t axis = 0; axis < from.rank; ++axis)
      if (from.at(a, axis) != from.at(b, axis)) return from.at(a, axis) < from.at(b, axis);
    return false;
  });
  GraphValues out = {chosenIndices(from, order), picked(*values, values->shape, order)};
  return out;
}

Result<GraphValues> sparseSlice(const KernelCall& call) {
  CAIRN_ASSIGN(const Places from, places(call, 0, 2));
  CAIRN_ASSIGN(const GraphValue* values, call.input(1));
  CAIRN_ASSIGN(const auto* start, call.ints(3));
  CAIRN_ASSIGN(const auto* size, call.ints(4));
  if (values->count() != from.count || start->size() != from.rank || size->size() != from.rank)
    return call.wrong("a slice of other dimensions");
  std::vector<std::int64_t> shape(from.rank);
  for (std::size_t axis = 0; axis < from.rank; ++axis) {
    if ((*start)[axis] < 0 || (*size)[axis] < 0) return call.wrong("a negative slice");
    const std::int64_t left = std::max<std::int64_t>((*from.shape)[axis] - (*start)[axis], 0);
    shape[axis] = std::min((*size)[axis], left);
  }
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < from.count; ++i) {
    bool inside = true;
    for (std::size_t axis = 0; axis < from.rank; ++axis) {
      const std::int64_t at = from.at(i, axis) - (*start)[axis];
      inside = inside && at >= 0 && at < shape[axis];
    }
    if (inside) kept.push_back(i);
  }
  GraphValue indices = chosenIndices(from, kept);
  auto& list = std::get<std::vector<std::int64_t>>(indices.values);
  for (std::size_t i = 0; i < list.size(); ++i) list[i] -= (*start)[i % from.rank];
  const auto rank = static_cast<std::int64_t>(from.rank);
  GraphValues out = {std::move(indices),
                     picked(*values, {static_cast<std::int64_t>(kept.size())}, kept),
                     intValue({rank}, std::move(shape))};
  return out;
}

/// Adds each update where its index says.
Result<GraphValues> scatterNd(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* where, call.input(0));
  CAIRN_ASSIGN(const auto* indices, call.ints(0));
  CAIRN_ASSIGN(const GraphValue* updates, call.input(1));
  CAIRN_ASSIGN(const auto* sizes, call.ints(2));
  const Shape shape(*sizes);
  CAIRN_ASSIGN(GraphValue out, emptyValue(updates->dtype, shape));
  if (where->shape.empty()) return call.wrong("indices without dimension");
  const auto depth = static_cast<std::size_t>(where->shape.back());
  if (depth == 0 || depth > shape.size()) return call.unsupported("an index of no dimension");
  const std::size_t count = indices->size() / depth;
  std::size_t inner = 1;
  for (std::size_t axis = depth; axis < shape.size(); ++axis)
    inner *= static_cast<std::size_t>(shape[axis]);
  if (updates->count() != count * inner) return call.wrong("updates of another shape");
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t first = 0;
    for (std::size_t axis = 0; axis < depth; ++axis) {
      const std::int64_t index = (*indices)[i * depth + axis];
      if (index < 0 || index >= shape[axis]) return call.wrong("an index outside of the output");
      first = first * static_cast<std::size_t>(shape[axis]) + static_cast<std::size_t>(index);
    }
    for (std::size_t k = 0; k < inner; ++k) {
      if (auto* floats = std::get_if<std::vector<float>>(&out.values))
        (*floats)[first * inner + k] +=
            std::get<std::vector<float>>(updates->values)[i * inner + k];
      else if (auto* ints = std::get_if<std::vector<std::int64_t>>(&out.values))
        (*ints)[first * inner + k] =
            std::get<std::vector<std::int64_t>>(updates->values)[i * inner + k];
      else
        return call.unsupported("strings to add");
    }
  }
  return oneOutput(std::move(out));
}

// ---- sums of rows ----

enum class Mean { Sum, Mean, SqrtN };

/// Row `ids[i]` of the result sums the rows `rows[i]` of the data.
Result<GraphValues> segments(const KernelCall& call, const std::vector<std::int64_t>& rows,
                             const std::vector<std::int64_t>& ids, Mean mean) {
  CAIRN_ASSIGN(const GraphValue* data, call.input(0));
  CAIRN_ASSIGN(const auto* values, call.floats(0));
  if (data->shape.empty() || rows.size() != ids.size())
    return call.wrong("segment_ids and indices should have same size.");
  const std::int64_t known = data->shape.front();
  const std::size_t width = known == 0 ? 0 : values->size() / static_cast<std::size_t>(known);
  std::int64_t last = -1;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] < last || ids[i] < 0) return call.wrong("segment ids are not increasing");
    if (rows[i] < 0 || rows[i] >= known)
      return call.wrong(
          fmt::format("Bad: indices[{}] == {} out of range [0, {})", i, rows[i], known));
    last = ids[i];
  }
  Shape shape = data->shape;
  shape.front() = last + 1;
  CAIRN_ASSIGN(GraphValue out, emptyValue(DType::Float, shape));
  auto& sums = std::get<std::vector<float>>(out.values);
  std::vector<std::size_t> counts(static_cast<std::size_t>(last + 1), 0);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto to = static_cast<std::size_t>(ids[i]), from = static_cast<std::size_t>(rows[i]);
    ++counts[to];
    for (std::size_t k = 0; k < width; ++k) sums[to * width + k] += (*values)[from * width + k];
  }
  if (mean != Mean::Sum)
    for (std::size_t row = 0; row < counts.size(); ++row) {
      const auto count = static_cast<float>(std::max<std::size_t>(counts[row], 1));
      const float divisor = mean == Mean::Mean ? count : std::sqrt(count);
      for (std::size_t k = 0; k < width; ++k) sums[row * width + k] /= divisor;
    }
  return oneOutput(std::move(out));
}

template <Mean kMean>
Result<GraphValues> sparseSegments(const KernelCall& call) {
  CAIRN_ASSIGN(const auto* rows, call.ints(1));
  CAIRN_ASSIGN(const auto* ids, call.ints(2));
  return segments(call, *rows, *ids, kMean);
}

template <Mean kMean>
Result<GraphValues> denseSegments(const KernelCall& call) {
  CAIRN_ASSIGN(const auto* ids, call.ints(1));
  CAIRN_ASSIGN(const GraphValue* data, call.input(0));
  if (data->shape.empty() || data->shape.front() != static_cast<std::int64_t>(ids->size()))
    return call.wrong("segment_ids should be the same size as dimension 0 of input.");
  std::vector<std::int64_t> rows(ids->size());
  std::iota(rows.begin(), rows.end(), std::int64_t{0});
  return segments(call, rows, *ids, kMean);
}

/// Each value once, in the order of its first; and for every value which one it is.
Result<GraphValues> unique(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  std::vector<std::size_t> firsts;
  std::vector<std::int64_t> which;
  std::visit(
      [&](const auto& held) {
        std::unordered_map<typename std::decay_t<decltype(held)>::value_type, std::int64_t> seen;
        for (std::size_t i = 0; i < held.size(); ++i) {
          const auto [found, fresh] =
              seen.emplace(held[i], static_cast<std::int64_t>(firsts.size()));
          if (fresh) firsts.push_back(i);
          which.push_back(found->second);
        }
      },
      x->values);
  GraphValues out = {picked(*x, {static_cast<std::int64_t>(firsts.size())}, firsts),
                     intValue(x->shape, std::move(which), call.typeAttr("out_idx", DType::Int32))};
  return out;
}

// ---- crosses ----

constexpr std::size_t kMostParts = 256;

/// One part of a cross: for each row its hashes.
using PartRows = std::vector<std::vector<std::uint64_t>>;

std::uint64_t hashOf(const std::string& word) { return data::fingerprint64(word); }
std::uint64_t hashOf(std::int64_t value) { return static_cast<std::uint64_t>(value); }

Result<PartRows> partRows(const KernelCall& call, const GraphValue& values, std::size_t rows,
                          const std::vector<std::size_t>& rowOf) {
  PartRows part(rows);
  const auto add = [&](const auto& held) {
    for (std::size_t i = 0; i < held.size(); ++i) part[rowOf[i]].push_back(hashOf(held[i]));
  };
  if (values.count() != rowOf.size()) return call.wrong("values that are not those of the indices");
  if (const auto* words = std::get_if<std::vector<std::string>>(&values.values))
    add(*words);
  else if (const auto* ints = std::get_if<std::vector<std::int64_t>>(&values.values))
    add(*ints);
  else
    return call.unsupported("a cross of numbers");
  return part;
}

/// Inputs of the operation: indices, values and shapes of `N` sparse parts, then dense ones.
Result<std::vector<PartRows>> crossedParts(const KernelCall& call, std::size_t& rows) {
  const auto sparse = static_cast<std::size_t>(std::max<std::int64_t>(call.intAttr("N"), 0));
  if (sparse > call.size() / 3 || call.size() == 0) return call.wrong("inputs are missing");
  if (call.size() - 2 * sparse > kMostParts) return call.unsupported("so many parts");
  if (sparse > 0) {
    CAIRN_ASSIGN(const Places first, places(call, 0, 2 * sparse));
    rows = first.rank == 0 ? 0 : static_cast<std::size_t>(first.shape->front());
  } else {
    CAIRN_ASSIGN(const GraphValue* first, call.input(0));
    rows = first->shape.empty() ? 0 : static_cast<std::size_t>(first->shape.front());
  }
  if (rows > limits::kColumnIds) return call.unsupported("so many rows");
  std::vector<PartRows> parts;
  for (std::size_t i = 0; i < sparse; ++i) {
    CAIRN_ASSIGN(const Places entries, places(call, i, 2 * sparse + i));
    CAIRN_ASSIGN(const GraphValue* values, call.input(sparse + i));
    std::vector<std::size_t> rowOf(entries.count);
    for (std::size_t k = 0; k < rowOf.size(); ++k) {
      rowOf[k] = static_cast<std::size_t>(entries.at(k, 0));
      if (rowOf[k] >= rows) return call.wrong("parts of different batches");
    }
    CAIRN_ASSIGN(PartRows part, partRows(call, *values, rows, rowOf));
    parts.push_back(std::move(part));
  }
  for (std::size_t i = 3 * sparse; i < call.size(); ++i) {
    CAIRN_ASSIGN(const GraphValue* values, call.input(i));
    if (rows == 0 || values->count() % rows != 0) return call.wrong("parts of different batches");
    std::vector<std::size_t> rowOf(values->count());
    for (std::size_t k = 0; k < rowOf.size(); ++k) rowOf[k] = k / (values->count() / rows);
    CAIRN_ASSIGN(PartRows part, partRows(call, *values, rows, rowOf));
    parts.push_back(std::move(part));
  }
  return parts;
}

/// Appends the hashes of all combinations of a row, the last part's changing first.
void crossRow(const std::vector<PartRows>& parts, std::size_t row, std::size_t part,
              std::uint64_t prefix, std::uint64_t buckets, std::vector<std::int64_t>& ids) {
  if (part == parts.size()) {
    ids.push_back(static_cast<std::int64_t>(prefix % buckets));
    return;
  }
  for (const std::uint64_t hash : parts[part][row])
    crossRow(parts, row, part + 1, data::fingerprintCat64(prefix, hash), buckets, ids);
}

Result<GraphValues> sparseCross(const KernelCall& call) {
  if (!call.boolAttr("hashed_output")) return call.unsupported("a cross that is not hashed");
  std::size_t rows = 0;
  CAIRN_ASSIGN(const std::vector<PartRows> parts, crossedParts(call, rows));
  // 0 buckets: all positive integers.
  const std::int64_t stated = call.intAttr("num_buckets");
  const auto buckets =
      static_cast<std::uint64_t>(stated > 0 ? stated : std::numeric_limits<std::int64_t>::max());
  const auto key = static_cast<std::uint64_t>(call.intAttr("hash_key"));
  std::vector<std::int64_t> indices, ids;
  std::int64_t most = 0;
  std::uint64_t total = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    std::uint64_t count = 1;
    for (const PartRows& part : parts)
      if (!multiplyFits(count, part[row].size(), count)) return call.unsupported("so many ids");
    if (!addFits(total, count, total) || total > limits::kColumnIds)
      return call.unsupported("so many ids");
    if (count == 0) continue;
    crossRow(parts, row, 0, key, buckets, ids);
    for (std::uint64_t i = 0; i < count; ++i) {
      indices.push_back(static_cast<std::int64_t>(row));
      indices.push_back(static_cast<std::int64_t>(i));
    }
    most = std::max(most, static_cast<std::int64_t>(count));
  }
  const auto count = static_cast<std::int64_t>(ids.size());
  GraphValues out = {intValue({count, 2}, std::move(indices)), intValue({count}, std::move(ids)),
                     intValue({2}, {static_cast<std::int64_t>(rows), most})};
  return out;
}

}  // namespace

const Kernels& sparseKernels() {
  static const Kernels kernels = {
      {"ScatterNd", scatterNd},
      {"SegmentMean", denseSegments<Mean::Mean>},
      {"SegmentSum", denseSegments<Mean::Sum>},
      {"SparseCross", sparseCross},
      {"SparseFillEmptyRows", fillEmptyRows},
      {"SparseReorder", reorder},
      {"SparseReshape", sparseReshape},
      {"SparseSegmentMean", sparseSegments<Mean::Mean>},
      {"SparseSegmentSqrtN", sparseSegments<Mean::SqrtN>},
      {"SparseSegmentSum", sparseSegments<Mean::Sum>},
      {"SparseSlice", sparseSlice},
      {"SparseToDense", toDense},
      {"Unique", unique},
  };
  return kernels;
}

}  // namespace cairn::training
