#include "core/formats/graph_tensor.h"
#include "core/training/graph_kernels.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {
namespace {

using formats::DType;
using formats::Shape;

Result<GraphValues> constant(const KernelCall& call) {
  const pb::AttrValue* value = call.attr("value");
  if (value == nullptr) return call.wrong("a constant without value");
  CAIRN_ASSIGN(const formats::Tensor tensor, formats::fromGraphTensor(value->tensor()));
  CAIRN_ASSIGN(GraphValue out, graphValue(tensor));
  return oneOutput(std::move(out));
}

/// Every input as it is.
Result<GraphValues> identity(const KernelCall& call) {
  GraphValues values;
  for (std::size_t i = 0; i < call.size(); ++i) {
    CAIRN_ASSIGN(const GraphValue* x, call.input(i));
    values.push_back(*x);
  }
  return values;
}

Result<GraphValues> placeholder(const KernelCall& call) {
  return Error{ErrorCode::InvalidArgument, "You must feed a value for placeholder tensor",
               call.node().name()};
}

Result<GraphValues> shapeOf(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  const std::vector<std::int64_t> sizes(x->shape.begin(), x->shape.end());
  const auto rank = static_cast<std::int64_t>(sizes.size());
  return oneOutput(intValue({rank}, sizes, call.typeAttr("out_type", DType::Int32)));
}

Result<GraphValues> rank(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  return oneOutput(intValue({}, {static_cast<std::int64_t>(x->shape.size())}, DType::Int32));
}

Result<GraphValues> size(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  return oneOutput(intValue({}, {static_cast<std::int64_t>(x->count())},
                            call.typeAttr("out_type", DType::Int32)));
}

Result<GraphValues> reshaped(const KernelCall& call, GraphValue value, Shape shape) {
  CAIRN_ASSIGN(const std::int64_t count, formats::elementCount(shape));
  if (static_cast<std::size_t>(count) != value.count())
    return call.wrong(
        fmt::format("Input to reshape is a tensor with {} values, but the requested "
                    "shape has {}",
                    value.count(), count));
  value.shape = std::move(shape);
  return oneOutput(std::move(value));
}

Result<GraphValues> reshape(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* sizes, call.ints(1));
  Shape shape(*sizes);
  const auto open = std::find(shape.begin(), shape.end(), -1);
  if (open != shape.end()) {
    *open = 1;
    CAIRN_ASSIGN(const std::int64_t known, formats::elementCount(shape));
    *open = known == 0 ? 0 : static_cast<std::int64_t>(x->count()) / known;
  }
  return reshaped(call, *x, std::move(shape));
}

/// An axis that may count from the end of `rank` dimensions.
Result<std::size_t> axisOf(const KernelCall& call, std::int64_t axis, std::size_t rank) {
  const auto all = static_cast<std::int64_t>(rank);
  const std::int64_t at = axis < 0 && axis >= -all ? axis + all : axis;
  if (at < 0 || at >= all) return call.wrong(fmt::format("axis {} of {}", axis, rank));
  return static_cast<std::size_t>(at);
}

Result<GraphValues> expandDims(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const std::int64_t axis, call.intScalar(1));
  CAIRN_ASSIGN(const std::size_t at, axisOf(call, axis, x->shape.size() + 1));
  GraphValue out = *x;
  out.shape.insert(out.shape.begin() + at, 1);
  return oneOutput(std::move(out));
}

Result<GraphValues> squeeze(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  std::vector<bool> gone(x->shape.size(), true);
  const pb::AttrValue* axes = call.attr("squeeze_dims");
  if (axes != nullptr && axes->list().i_size() > 0) {
    gone.assign(gone.size(), false);
    for (const std::int64_t axis : axes->list().i()) {
      CAIRN_ASSIGN(const std::size_t at, axisOf(call, axis, gone.size()));
      gone[at] = true;
    }
  }
  Shape shape;
  for (std::size_t i = 0; i < gone.size(); ++i)
    if (!gone[i] || x->shape[i] != 1) shape.push_back(x->shape[i]);
  return reshaped(call, *x, std::move(shape));
}

/// A regular cut: along each axis from `begin` in steps of `stride`, `sizes` elements.
GraphValue cut(const GraphValue& x, const std::vector<std::int64_t>& begin,
               const std::vector<std::int64_t>& stride, const Shape& sizes, std::size_t count) {
  const std::size_t dimensions = sizes.size();
  std::vector<std::int64_t> steps(dimensions, 1);
  for (std::size_t i = dimensions; i-- > 1;) steps[i - 1] = steps[i] * x.shape[i];
  std::vector<std::size_t> from(count);
  std::vector<std::int64_t> at(dimensions, 0);
  for (std::size_t n = 0; n < count; ++n) {
    std::int64_t index = 0;
    for (std::size_t i = 0; i < dimensions; ++i) index += (begin[i] + at[i] * stride[i]) * steps[i];
    from[n] = static_cast<std::size_t>(index);
    for (std::size_t i = dimensions; i-- > 0;) {
      if (++at[i] < sizes[i]) break;
      at[i] = 0;
    }
  }
  return picked(x, sizes, from);
}

Result<GraphValues> slice(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* begin, call.ints(1));
  CAIRN_ASSIGN(const auto* size, call.ints(2));
  if (begin->size() != x->shape.size() || size->size() != x->shape.size())
    return call.wrong("begin and size do not have the input's dimensions");
  Shape sizes;
  for (std::size_t i = 0; i < begin->size(); ++i) {
    const std::int64_t whole = x->shape[i], first = (*begin)[i];
    if (first < 0 || first > whole) return call.wrong("begin outside of the input");
    const std::int64_t length = (*size)[i] == -1 ? whole - first : (*size)[i];
    if (length < 0 || length > whole - first) return call.wrong("size outside of the input");
    sizes.push_back(length);
  }
  CAIRN_ASSIGN(const std::int64_t count, formats::elementCount(sizes));
  const std::vector<std::int64_t> ones(begin->size(), 1);
  return oneOutput(cut(*x, *begin, ones, sizes, static_cast<std::size_t>(count)));
}

/// Python's slices of every axis.
class StridedSlice {
 public:
  explicit StridedSlice(const KernelCall& call) : m_call(call) {}

  Result<GraphValues> run() {
    CAIRN_ASSIGN(m_x, m_call.input(0));
    CAIRN_ASSIGN(m_from, m_call.ints(1));
    CAIRN_ASSIGN(m_to, m_call.ints(2));
    CAIRN_ASSIGN(m_step, m_call.ints(3));
    if (m_from->size() != m_to->size() || m_from->size() != m_step->size())
      return m_call.wrong("begin, end and strides of different sizes");
    const std::int64_t ellipsis = mask("ellipsis_mask"), fresh = mask("new_axis_mask");
    std::size_t taken = 0;  // entries that use up an axis
    for (std::size_t i = 0; i < m_from->size(); ++i)
      if (!bit(ellipsis, i) && !bit(fresh, i)) ++taken;
    if (taken > m_x->shape.size()) return m_call.wrong("more entries than dimensions");
    for (std::size_t i = 0; i < m_from->size(); ++i) {
      if (bit(ellipsis, i)) {
        for (std::size_t rest = m_x->shape.size() - taken; rest > 0; --rest) whole();
      } else if (bit(fresh, i)) {
        m_shape.push_back(1);
      } else {
        CAIRN_TRY(entry(i));
      }
    }
    while (m_begin.size() < m_x->shape.size()) whole();
    CAIRN_ASSIGN(const std::int64_t count, formats::elementCount(m_sizes));
    GraphValue out = cut(*m_x, m_begin, m_strides, m_sizes, static_cast<std::size_t>(count));
    out.shape = m_shape;
    return oneOutput(std::move(out));
  }

 private:
  std::int64_t mask(const char* name) const { return m_call.intAttr(name); }
  static bool bit(std::int64_t mask, std::size_t index) {
    return index < 63 && ((mask >> index) & 1) != 0;
  }

  void whole() {
    const std::int64_t size = m_x->shape[m_begin.size()];
    m_begin.push_back(0);
    m_strides.push_back(1);
    m_sizes.push_back(size);
    m_shape.push_back(size);
  }

  Result<void> entry(std::size_t i) {
    const std::int64_t size = m_x->shape[m_begin.size()], stride = (*m_step)[i];
    if (stride == 0) return m_call.wrong("a stride of 0");
    const auto counted = [size](std::int64_t at) { return at < 0 ? at + size : at; };
    if (bit(mask("shrink_axis_mask"), i)) {
      const std::int64_t at = counted((*m_from)[i]);
      if (at < 0 || at >= size)
        return m_call.wrong(fmt::format("slice index {} of dimension {} out of bounds.",
                                        (*m_from)[i], m_begin.size()));
      m_begin.push_back(at);
      m_strides.push_back(1);
      m_sizes.push_back(1);
      return {};
    }
    const std::int64_t low = stride > 0 ? 0 : -1, high = stride > 0 ? size : size - 1;
    const auto within = [&](std::int64_t at) { return std::clamp(counted(at), low, high); };
    const std::int64_t begin =
        bit(mask("begin_mask"), i) ? (stride > 0 ? 0 : size - 1) : within((*m_from)[i]);
    const std::int64_t end =
        bit(mask("end_mask"), i) ? (stride > 0 ? size : -1) : within((*m_to)[i]);
    const std::int64_t way = stride > 0 ? end - begin : begin - end;
    const std::int64_t step = std::min(stride > 0 ? stride : -std::max(stride, -high - 2),
                                       std::max<std::int64_t>(size, 1));
    const std::int64_t length = way <= 0 ? 0 : (way + step - 1) / step;
    m_begin.push_back(begin);
    m_strides.push_back(stride > 0 ? step : -step);
    m_sizes.push_back(length);
    m_shape.push_back(length);
    return {};
  }

  const KernelCall& m_call;
  const GraphValue* m_x = nullptr;
  const std::vector<std::int64_t>*m_from = nullptr, *m_to = nullptr, *m_step = nullptr;
  std::vector<std::int64_t> m_begin, m_strides;
  Shape m_sizes;  // along the input's axes
  Shape m_shape;  // of the output
};

Result<GraphValues> stridedSlice(const KernelCall& call) { return StridedSlice(call).run(); }

/// Inputs `first` … of one type and, but for `axis`, of one shape, side by side.
Result<GraphValues> joined(const KernelCall& call, std::size_t count, std::size_t axis,
                           bool stacked) {
  CAIRN_ASSIGN(const GraphValue* head, call.input(0));
  Shape shape = head->shape;
  if (stacked) shape.insert(shape.begin() + axis, 1);
  shape[axis] = 0;
  std::size_t outer = 1;
  for (std::size_t i = 0; i < axis; ++i) outer *= static_cast<std::size_t>(shape[i]);
  std::vector<const GraphValue*> parts;
  for (std::size_t i = 0; i < count; ++i) {
    CAIRN_ASSIGN(const GraphValue* part, call.input(i));
    Shape own = part->shape;
    if (stacked) own.insert(own.begin() + std::min(axis, own.size()), 1);
    if (own.size() != shape.size() || part->values.index() != head->values.index())
      return call.wrong("parts of different types or dimensions");
    shape[axis] += own[axis];
    own[axis] = shape[axis];
    if (own != shape) return call.wrong("parts of different shapes");
    parts.push_back(part);
  }
  CAIRN_ASSIGN(GraphValue out, emptyValue(head->dtype, shape));
  std::visit(
      [&](auto& to) {
        using Held = std::decay_t<decltype(to)>;
        auto place = to.begin();
        for (std::size_t row = 0; row < outer; ++row)
          for (const GraphValue* part : parts) {
            const auto& from = std::get<Held>(part->values);
            const auto width = static_cast<std::ptrdiff_t>(from.size() / outer);
            const auto first = from.begin() + static_cast<std::ptrdiff_t>(row) * width;
            place = std::copy(first, first + width, place);
          }
      },
      out.values);
  return oneOutput(std::move(out));
}

Result<GraphValues> concat(const KernelCall& call) {
  if (call.size() < 2) return call.wrong("nothing to join");
  CAIRN_ASSIGN(const std::int64_t axis, call.intScalar(call.size() - 1));
  CAIRN_ASSIGN(const GraphValue* first, call.input(0));
  CAIRN_ASSIGN(const std::size_t at, axisOf(call, axis, first->shape.size()));
  return joined(call, call.size() - 1, at, false);
}

Result<GraphValues> pack(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* first, call.input(0));
  CAIRN_ASSIGN(const std::size_t at, axisOf(call, call.intAttr("axis"), first->shape.size() + 1));
  return joined(call, call.size(), at, true);
}

Result<GraphValues> tile(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* times, call.ints(1));
  if (times->size() != x->shape.size()) return call.wrong("a factor for each dimension is wanted");
  Shape shape = x->shape;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if ((*times)[i] < 0 || __builtin_mul_overflow(shape[i], (*times)[i], &shape[i]))
      return call.wrong("a factor that does not fit");
  CAIRN_ASSIGN(const GraphValue sized, emptyValue(x->dtype, shape));
  std::vector<std::size_t> from(sized.count());
  for (std::size_t n = 0; n < from.size(); ++n) {
    std::size_t rest = n, index = 0, stride = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
      const auto whole = static_cast<std::size_t>(shape[i]);
      const auto own = static_cast<std::size_t>(x->shape[i]);
      index += rest % whole % own * stride;
      rest /= whole;
      stride *= own;
    }
    from[n] = index;
  }
  return oneOutput(picked(*x, std::move(shape), from));
}

Result<GraphValues> fill(const KernelCall& call) {
  CAIRN_ASSIGN(const auto* sizes, call.ints(0));
  CAIRN_ASSIGN(const GraphValue* x, call.input(1));
  if (x->count() != 1) return call.wrong("one value is wanted");
  CAIRN_ASSIGN(const GraphValue sized, emptyValue(x->dtype, Shape(*sizes)));
  return oneOutput(picked(*x, sized.shape, std::vector<std::size_t>(sized.count(), 0)));
}

Result<GraphValues> range(const KernelCall& call) {
  CAIRN_ASSIGN(const std::int64_t start, call.intScalar(0));
  CAIRN_ASSIGN(const std::int64_t limit, call.intScalar(1));
  CAIRN_ASSIGN(const std::int64_t delta, call.intScalar(2));
  if (delta <= 0) return call.unsupported("a range that does not grow");
  std::int64_t way = 0;
  if (__builtin_sub_overflow(limit, start, &way)) return call.wrong("a range that does not fit");
  const std::int64_t count = way <= 0 ? 0 : (way - 1) / delta + 1;
  CAIRN_ASSIGN(GraphValue out, emptyValue(call.typeAttr("Tidx", DType::Int32), {count}));
  auto* values = std::get_if<std::vector<std::int64_t>>(&out.values);
  if (values == nullptr) return call.unsupported("a range of other than integers");
  for (std::size_t i = 0; i < values->size(); ++i)
    (*values)[i] = start + static_cast<std::int64_t>(i) * delta;
  return oneOutput(std::move(out));
}

Result<GraphValues> zerosLike(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(GraphValue out, emptyValue(x->dtype, x->shape));
  return oneOutput(std::move(out));
}

Result<GraphValues> onesLike(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(GraphValue out, emptyValue(x->dtype, x->shape));
  if (auto* floats = std::get_if<std::vector<float>>(&out.values))
    floats->assign(floats->size(), 1);
  else if (auto* ints = std::get_if<std::vector<std::int64_t>>(&out.values))
    ints->assign(ints->size(), 1);
  else
    return call.unsupported("ones of strings");
  return oneOutput(std::move(out));
}

Result<GraphValues> gather(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const GraphValue* where, call.input(1));
  CAIRN_ASSIGN(const auto* indices, call.ints(1));
  std::int64_t axis = 0;
  if (call.size() > 2) {
    CAIRN_ASSIGN(axis, call.intScalar(2));
  }
  if (call.intAttr("batch_dims") != 0) return call.unsupported("batch_dims");
  CAIRN_ASSIGN(const std::size_t at, axisOf(call, axis, x->shape.size()));
  std::size_t outer = 1, inner = 1;
  Shape shape;
  for (std::size_t i = 0; i < x->shape.size(); ++i) {
    if (i == at)
      shape.insert(shape.end(), where->shape.begin(), where->shape.end());
    else
      shape.push_back(x->shape[i]);
    if (i < at) outer *= static_cast<std::size_t>(x->shape[i]);
    if (i > at) inner *= static_cast<std::size_t>(x->shape[i]);
  }
  const std::int64_t length = x->shape[at];
  for (std::size_t i = 0; i < indices->size(); ++i)
    if ((*indices)[i] < 0 || (*indices)[i] >= length)
      return call.wrong(
          fmt::format("indices[{}] = {} is not in [0, {})", i, (*indices)[i], length));
  CAIRN_ASSIGN(const GraphValue sized, emptyValue(x->dtype, shape));
  std::vector<std::size_t> from;
  from.reserve(sized.count());
  for (std::size_t o = 0; o < outer; ++o)
    for (const std::int64_t index : *indices)
      for (std::size_t i = 0; i < inner; ++i)
        from.push_back(
            (o * static_cast<std::size_t>(length) + static_cast<std::size_t>(index)) * inner + i);
  return oneOutput(picked(*x, std::move(shape), from));
}

Result<GraphValues> gatherNd(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const GraphValue* where, call.input(1));
  CAIRN_ASSIGN(const auto* indices, call.ints(1));
  if (where->shape.empty()) return call.wrong("indices without dimension");
  const auto depth = static_cast<std::size_t>(where->shape.back());
  if (depth == 0 || depth > x->shape.size()) return call.unsupported("an index of no dimension");
  Shape shape(where->shape.begin(), where->shape.end() - 1);
  std::size_t inner = 1;
  for (std::size_t i = depth; i < x->shape.size(); ++i) {
    shape.push_back(x->shape[i]);
    inner *= static_cast<std::size_t>(x->shape[i]);
  }
  CAIRN_ASSIGN(const GraphValue sized, emptyValue(x->dtype, shape));
  std::vector<std::size_t> from;
  from.reserve(sized.count());
  for (std::size_t n = 0; n + depth <= indices->size(); n += depth) {
    std::size_t first = 0;
    for (std::size_t i = 0; i < depth; ++i) {
      const std::int64_t index = (*indices)[n + i], whole = x->shape[i];
      if (index < 0 || index >= whole) return call.wrong("an index outside of the input");
      first = first * static_cast<std::size_t>(whole) + static_cast<std::size_t>(index);
    }
    for (std::size_t i = 0; i < inner; ++i) from.push_back(first * inner + i);
  }
  return oneOutput(picked(*x, std::move(shape), from));
}

/// The places of all that is not 0, int64 [n, rank].
Result<GraphValues> where(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* values, call.ints(0));
  std::vector<std::int64_t> places;
  std::int64_t found = 0;
  for (std::size_t n = 0; n < values->size(); ++n) {
    if ((*values)[n] == 0) continue;
    ++found;
    const std::size_t first = places.size();
    places.resize(first + x->shape.size());
    std::size_t rest = n;
    for (std::size_t i = x->shape.size(); i-- > 0;) {
      const auto whole = static_cast<std::size_t>(x->shape[i]);
      places[first + i] = static_cast<std::int64_t>(rest % whole);
      rest /= whole;
    }
  }
  return oneOutput(
      intValue({found, static_cast<std::int64_t>(x->shape.size())}, std::move(places)));
}

Result<GraphValues> oneHot(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* ids, call.ints(0));
  CAIRN_ASSIGN(const std::int64_t depth, call.intScalar(1));
  CAIRN_ASSIGN(const auto* on, call.floats(2));
  CAIRN_ASSIGN(const auto* off, call.floats(3));
  if (on->size() != 1 || off->size() != 1) return call.wrong("one value for on and off is wanted");
  if (call.intAttr("axis", -1) != -1) return call.unsupported("one-hot along another axis");
  Shape shape = x->shape;
  shape.push_back(depth);
  CAIRN_ASSIGN(GraphValue out, emptyValue(DType::Float, shape));
  auto& values = std::get<std::vector<float>>(out.values);
  std::fill(values.begin(), values.end(), off->front());
  for (std::size_t i = 0; i < ids->size(); ++i)
    if ((*ids)[i] >= 0 && (*ids)[i] < depth)
      values[i * static_cast<std::size_t>(depth) + static_cast<std::size_t>((*ids)[i])] =
          on->front();
  return oneOutput(std::move(out));
}

Result<GraphValues> transpose(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* order, call.ints(1));
  const std::size_t dimensions = x->shape.size();
  if (order->size() != dimensions) return call.wrong("an order of all dimensions is wanted");
  std::vector<std::size_t> strides(dimensions, 1), steps;
  for (std::size_t i = dimensions; i-- > 1;)
    strides[i - 1] = strides[i] * static_cast<std::size_t>(x->shape[i]);
  Shape shape;
  std::vector<bool> seen(dimensions, false);
  for (const std::int64_t axis : *order) {
    CAIRN_ASSIGN(const std::size_t at, axisOf(call, axis, dimensions));
    if (seen[at]) return call.wrong("an axis twice");
    seen[at] = true;
    shape.push_back(x->shape[at]);
    steps.push_back(strides[at]);
  }
  std::vector<std::size_t> from(x->count());
  for (std::size_t n = 0; n < from.size(); ++n) {
    std::size_t rest = n, index = 0;
    for (std::size_t i = dimensions; i-- > 0;) {
      const auto whole = static_cast<std::size_t>(shape[i]);
      index += rest % whole * steps[i];
      rest /= whole;
    }
    from[n] = index;
  }
  return oneOutput(picked(*x, std::move(shape), from));
}

/// Number of boundaries that are not above each element; NaN is above all.
Result<GraphValues> bucketize(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  const pb::AttrValue* attr = call.attr("boundaries");
  std::vector<float> boundaries;
  if (attr != nullptr) boundaries.assign(attr->list().f().begin(), attr->list().f().end());
  std::vector<std::int64_t> buckets;
  const auto add = [&](auto value) {
    const auto above =
        std::upper_bound(boundaries.begin(), boundaries.end(), value,
                         [](auto v, float edge) { return v < static_cast<decltype(v)>(edge); });
    buckets.push_back(above - boundaries.begin());
  };
  if (const auto* floats = std::get_if<std::vector<float>>(&x->values)) {
    for (const float value : *floats) add(value);
  } else {
    CAIRN_ASSIGN(const auto* ints, call.ints(0));
    for (const std::int64_t value : *ints) add(static_cast<float>(value));
  }
  return oneOutput(intValue(x->shape, std::move(buckets), DType::Int32));
}

Result<GraphValues> asString(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  if (x->dtype == DType::Bool) return call.unsupported("text of truth values");
  CAIRN_ASSIGN(const auto* ints, call.ints(0));
  std::vector<std::string> texts;
  texts.reserve(ints->size());
  for (const std::int64_t value : *ints) texts.push_back(std::to_string(value));
  return oneOutput(stringValue(x->shape, std::move(texts)));
}

}  // namespace

const Kernels& shapeKernels() {
  static const Kernels kernels = {
      {"AsString", asString},
      {"Bucketize", bucketize},
      {"ConcatV2", concat},
      {"Const", constant},
      {"ExpandDims", expandDims},
      {"Fill", fill},
      {"Gather", gather},
      {"GatherNd", gatherNd},
      {"GatherV2", gather},
      {"Identity", identity},
      {"IdentityN", identity},
      {"OneHot", oneHot},
      {"OnesLike", onesLike},
      {"Pack", pack},
      {"Placeholder", placeholder},
      {"PlaceholderWithDefault", identity},
      {"PreventGradient", identity},
      {"Range", range},
      {"Rank", rank},
      {"Reshape", reshape},
      {"Shape", shapeOf},
      {"Size", size},
      {"Slice", slice},
      {"Snapshot", identity},
      {"Squeeze", squeeze},
      {"StopGradient", identity},
      {"StridedSlice", stridedSlice},
      {"Tile", tile},
      {"Transpose", transpose},
      {"Where", where},
      {"ZerosLike", zerosLike},
  };
  return kernels;
}

}  // namespace cairn::training
