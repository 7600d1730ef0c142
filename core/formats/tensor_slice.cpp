#include "core/formats/tensor_slice.h"

#include "core/base/limits.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <fmt/format.h>
#include <optional>

namespace cairn::formats {
namespace {

// TensorFlow's ordered code: encoded keys sort as what they encode.
void appendString(std::string& key, std::string_view text) {
  for (const char byte : text) {
    key += byte;
    if (byte == '\0') key += '\xff';
    if (byte == '\xff') key += '\0';
  }
  key.append("\0\1", 2);
}

void appendNumber(std::string& key, std::uint64_t value) {
  const int length = (static_cast<int>(std::bit_width(value)) + 7) / 8;
  key += static_cast<char>(length);
  for (int i = length - 1; i >= 0; --i) key += static_cast<char>(value >> (8 * i));
}

void appendSigned(std::string& key, std::int64_t value) {
  const auto magnitude = static_cast<std::uint64_t>(value < 0 ? ~value : value);
  const int length = static_cast<int>(std::bit_width(magnitude)) / 7 + 1;
  // Big-endian in `length` bytes, the sign in all above the eighth.
  const std::size_t start = key.size();
  for (int i = length - 1; i >= 0; --i) key += static_cast<char>(value >> (8 * std::min(i, 7)));
  for (int i = 0; i < length - 8; ++i)
    key[start + static_cast<std::size_t>(i)] = value < 0 ? '\xff' : '\0';
  // `length` ones from the top, flipped in, tell the length.
  const std::uint32_t header = (0xffff'0000U >> length) & 0xffffU;
  key[start] = static_cast<char>(key[start] ^ static_cast<char>(header >> 8));
  if (length > 1) key[start + 1] = static_cast<char>(key[start + 1] ^ static_cast<char>(header));
}

std::int64_t lengthOf(const Slice::Extent& extent, std::int64_t size) {
  return extent.length < 0 ? size : extent.length;
}

/// What `a` and `b` share; nothing when a dimension of it is empty.
std::optional<Slice> intersection(const Slice& a, const Slice& b, const Shape& full) {
  Slice shared;
  for (std::size_t i = 0; i < full.size(); ++i) {
    const Slice::Extent& x = a.extents[i];
    const Slice::Extent& y = b.extents[i];
    const std::int64_t start = std::max(x.start, y.start);
    const std::int64_t end =
        std::min(x.start + lengthOf(x, full[i]), y.start + lengthOf(y, full[i]));
    if (end <= start) return std::nullopt;
    shared.extents.push_back({start, end - start});
  }
  return shared;
}

/// `inner` as seen from the first element of `outer`.
Slice relativeTo(const Slice& outer, Slice inner) {
  for (std::size_t i = 0; i < inner.extents.size(); ++i)
    inner.extents[i].start -= outer.extents[i].start;
  return inner;
}

std::int64_t volume(const Slice& slice, const Shape& full) {
  std::int64_t count = 1;
  for (std::size_t i = 0; i < full.size(); ++i) count *= lengthOf(slice.extents[i], full[i]);
  return count;
}

/// Elements of a slice that lie side by side in both tensors.
struct Run {
  std::size_t inPart = 0;
  std::size_t inWhole = 0;
};

/// Calls `copy(run, length)` for each run of `slice` in a tensor of shape `full`.
template <class Copy>
void forEachRun(const Slice& slice, const Shape& full, Copy copy) {
  const std::size_t rank = full.size();
  std::vector<std::size_t> strides(rank, 1);
  for (std::size_t i = rank; i-- > 1;)
    strides[i - 1] = strides[i] * static_cast<std::size_t>(full[i]);
  // Dimensions behind the last one that is cut are contiguous.
  std::size_t outer = rank;
  std::size_t length = 1;
  while (outer > 0) {
    --outer;
    length *= static_cast<std::size_t>(lengthOf(slice.extents[outer], full[outer]));
    if (lengthOf(slice.extents[outer], full[outer]) != full[outer]) break;
  }
  Run run;
  for (std::size_t i = 0; i < rank; ++i)
    run.inWhole += static_cast<std::size_t>(slice.extents[i].start) * strides[i];
  std::vector<std::int64_t> index(outer, 0);
  for (;;) {
    copy(run, length);
    run.inPart += length;
    std::size_t i = outer;
    for (; i > 0; --i) {
      run.inWhole += strides[i - 1];
      if (++index[i - 1] < lengthOf(slice.extents[i - 1], full[i - 1])) break;
      run.inWhole -= strides[i - 1] * static_cast<std::size_t>(index[i - 1]);
      index[i - 1] = 0;
    }
    if (i == 0) return;
  }
}

}  // namespace

std::string sliceText(const Slice& slice) {
  std::string text;
  for (const Slice::Extent& extent : slice.extents) {
    if (!text.empty()) text += ':';
    text += extent.length < 0 ? "-" : fmt::format("{},{}", extent.start, extent.length);
  }
  return text;
}

std::string sliceKey(std::string_view name, const Slice& slice) {
  std::string key;
  appendNumber(key, 0);
  appendString(key, name);
  appendNumber(key, slice.extents.size());
  for (const Slice::Extent& extent : slice.extents) {
    appendSigned(key, extent.start);
    appendSigned(key, extent.length);
  }
  return key;
}

Result<Shape> sliceShape(const Slice& slice, const Shape& full) {
  const auto corrupt = [&] {
    return Error{ErrorCode::Corrupt, fmt::format("slice {} does not fit the shape {}",
                                                 sliceText(slice), shapeText(full))};
  };
  if (slice.extents.size() != full.size()) return corrupt();
  Shape shape;
  for (std::size_t i = 0; i < full.size(); ++i) {
    const Slice::Extent& extent = slice.extents[i];
    const std::int64_t length = lengthOf(extent, full[i]);
    if (extent.start < 0 || extent.length < -1 || length > full[i] ||
        extent.start > full[i] - length)
      return corrupt();
    shape.push_back(length);
  }
  return shape;
}

bool isWhole(const Slice& slice, const Shape& full) {
  const auto shape = sliceShape(slice, full);
  return shape && *shape == full;
}

Result<void> checkSlices(const std::string& name, const Shape& full,
                         const std::vector<Slice>& slices) {
  if (slices.size() > limits::kSlices)
    return Error{ErrorCode::Unsupported, fmt::format("{} is in {} slices, at most {} are joined",
                                                     name, slices.size(), limits::kSlices)};
  CAIRN_TRY(elementCount(full));
  std::vector<const Slice*> filled;
  for (const Slice& slice : slices) {
    CAIRN_TRY(sliceShape(slice, full));
    if (volume(slice, full) > 0) filled.push_back(&slice);
  }
  // In the order of their first rows only neighbours can overlap, mostly.
  const auto startOf = [](const Slice* slice) {
    return slice->extents.empty() ? std::int64_t{0} : slice->extents.front().start;
  };
  std::sort(filled.begin(), filled.end(),
            [&](const Slice* a, const Slice* b) { return startOf(a) < startOf(b); });
  for (std::size_t i = 0; i < filled.size(); ++i)
    for (std::size_t j = i + 1; j < filled.size(); ++j) {
      if (!full.empty() &&
          startOf(filled[j]) >= startOf(filled[i]) + lengthOf(filled[i]->extents[0], full[0]))
        break;
      if (intersection(*filled[i], *filled[j], full))
        return Error{ErrorCode::Corrupt,
                     fmt::format("slices {} and {} of {} overlap", sliceText(*filled[i]),
                                 sliceText(*filled[j]), name)};
    }
  return {};
}

Slice wholeSlice(std::size_t rank) { return {std::vector<Slice::Extent>(rank)}; }

Result<Tensor> joinSlices(const PartitionedTensor& tensor, const Slice& wanted,
                          const std::function<Result<Tensor>(std::size_t)>& readPart) {
  const auto shape = sliceShape(wanted, tensor.shape);
  if (!shape)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("{}: {}", tensor.name, shape.error().message)};
  Tensor joined{tensor.dtype, *shape, {}, {}};
  const std::int64_t count = volume(wanted, tensor.shape);
  // All inside and none over another: as many elements as are wanted leave nothing open.
  std::vector<std::pair<std::size_t, Slice>> shared;
  std::int64_t found = 0;
  for (std::size_t i = 0; i < tensor.slices.size() && count > 0; ++i)
    if (auto piece = intersection(tensor.slices[i], wanted, tensor.shape)) {
      found += volume(*piece, tensor.shape);
      shared.emplace_back(i, *std::move(piece));
    }
  if (found != count)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("Does not have sufficient slices for partitioned tensor {} to restore "
                             "in slice_spec: {}",
                             tensor.name, sliceText(wanted))};
  if (tensor.dtype == DType::String)
    joined.strings.resize(static_cast<std::size_t>(count));
  else
    joined.bytes.resize(static_cast<std::size_t>(count) * dtypeWidth(tensor.dtype));
  for (const auto& [index, piece] : shared) {
    CAIRN_ASSIGN(Tensor part, readPart(index));
    const Slice inPart = relativeTo(tensor.slices[index], piece);
    if (!isWhole(inPart, part.shape)) part = cutSlice(inPart, part);
    placeSlice(relativeTo(wanted, piece), std::move(part), joined);
  }
  return joined;
}

void placeSlice(const Slice& slice, Tensor part, Tensor& whole) {
  assert(part.dtype == whole.dtype);
  if (part.bytes.empty() && part.strings.empty()) return;
  const std::size_t width = dtypeWidth(whole.dtype);
  forEachRun(slice, whole.shape, [&](Run run, std::size_t length) {
    if (whole.dtype == DType::String) {
      const auto from = part.strings.begin() + static_cast<std::ptrdiff_t>(run.inPart);
      std::move(from, from + static_cast<std::ptrdiff_t>(length),
                whole.strings.begin() + static_cast<std::ptrdiff_t>(run.inWhole));
    } else {
      std::memcpy(whole.bytes.data() + run.inWhole * width, part.bytes.data() + run.inPart * width,
                  length * width);
    }
  });
}

Tensor cutSlice(const Slice& slice, const Tensor& whole) {
  const auto shape = sliceShape(slice, whole.shape);
  assert(shape);
  Tensor part{whole.dtype, *shape, {}, {}};
  const auto count = elementCount(part.shape);
  if (!count || *count == 0) return part;
  const std::size_t width = dtypeWidth(whole.dtype);
  forEachRun(slice, whole.shape, [&](Run run, std::size_t length) {
    if (whole.dtype == DType::String) {
      const auto from = whole.strings.begin() + static_cast<std::ptrdiff_t>(run.inWhole);
      part.strings.insert(part.strings.end(), from, from + static_cast<std::ptrdiff_t>(length));
    } else {
      append(part.bytes, ByteView(whole.bytes).subspan(run.inWhole * width, length * width));
    }
  });
  return part;
}

}  // namespace cairn::formats
