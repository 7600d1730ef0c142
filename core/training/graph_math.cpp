#include "core/engine/engine.h"
#include "core/training/graph_kernels.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace cairn::training {
namespace {

using formats::DType;
using formats::Shape;

// ---- element by element ----

template <float (*Function)(float)>
Result<GraphValues> unary(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* from, call.floats(0));
  std::vector<float> out(from->size());
  std::transform(from->begin(), from->end(), out.begin(), Function);
  return oneOutput({x->dtype, x->shape, std::move(out)});
}

float relu(float x) { return x > 0 ? x : 0; }
float relu6(float x) { return std::min(std::max(x, 0.0F), 6.0F); }
float elu(float x) { return x < 0 ? std::expm1(x) : x; }
float selu(float x) {
  constexpr float kScale = 1.0507009873554804934193349852946F;
  constexpr float kScaleAlpha = 1.7580993408473768599402175208123F;
  return x < 0 ? kScaleAlpha * std::expm1(x) : kScale * x;
}
float softplus(float x) {
  // As TensorFlow: beyond these the exponential or the one added to it is lost.
  const float threshold = std::log(std::numeric_limits<float>::epsilon()) + 2;
  if (x > -threshold) return x;
  if (x < threshold) return std::exp(x);
  return std::log1p(std::exp(x));
}
float softsign(float x) { return x / (std::fabs(x) + 1); }
float sigmoid(float x) {
  float y = 0;
  cairn_sigmoid(&x, 1, &y);
  return y;
}
float reciprocal(float x) { return 1 / x; }
float rsqrt(float x) { return 1 / std::sqrt(x); }
float square(float x) { return x * x; }
float negative(float x) { return -x; }
float sign(float x) { return x > 0 ? 1.0F : x < 0 ? -1.0F : x; }
float tanhOf(float x) { return std::tanh(x); }
float expOf(float x) { return std::exp(x); }
float expm1Of(float x) { return std::expm1(x); }
float logOf(float x) { return std::log(x); }
float log1pOf(float x) { return std::log1p(x); }
float sqrtOf(float x) { return std::sqrt(x); }
float absOf(float x) { return std::fabs(x); }
float sinOf(float x) { return std::sin(x); }
float cosOf(float x) { return std::cos(x); }
float erfOf(float x) { return std::erf(x); }
float floorOf(float x) { return std::floor(x); }
float ceilOf(float x) { return std::ceil(x); }

Result<GraphValues> leakyRelu(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* from, call.floats(0));
  const float alpha = call.floatAttr("alpha", 0.2F);
  std::vector<float> out(from->size());
  std::transform(from->begin(), from->end(), out.begin(),
                 [alpha](float v) { return v > 0 ? v : alpha * v; });
  return oneOutput({x->dtype, x->shape, std::move(out)});
}

/// Where each element of a broadcast result comes from.
class Broadcast {
 public:
  static Result<Broadcast> of(const KernelCall& call, const Shape& a, const Shape& b) {
    Broadcast all;
    const std::size_t rank = std::max(a.size(), b.size());
    all.m_shape.resize(rank, 1);
    for (std::size_t i = 0; i < rank; ++i) {
      const std::int64_t sizeA = i + a.size() < rank ? 1 : a[i + a.size() - rank];
      const std::int64_t sizeB = i + b.size() < rank ? 1 : b[i + b.size() - rank];
      if (sizeA != sizeB && sizeA != 1 && sizeB != 1)
        return call.wrong(fmt::format("Incompatible shapes: {} vs. {}", formats::shapeText(a),
                                      formats::shapeText(b)));
      all.m_shape[i] = sizeA == 1 ? sizeB : sizeA;
    }
    return all;
  }
  const Shape& shape() const { return m_shape; }

  /// Index into a tensor of `from` for every element of the result.
  std::vector<std::size_t> indices(const Shape& from, std::size_t count) const {
    const std::size_t rank = m_shape.size();
    std::vector<std::size_t> strides(rank, 0);
    std::size_t stride = 1;
    for (std::size_t i = rank; i-- > 0;) {
      const bool has = i + from.size() >= rank;
      const std::int64_t size = has ? from[i + from.size() - rank] : 1;
      strides[i] = size == 1 ? 0 : stride;
      stride *= static_cast<std::size_t>(size);
    }
    std::vector<std::size_t> out(count);
    std::vector<std::int64_t> at(rank, 0);
    std::size_t index = 0;
    for (std::size_t n = 0; n < count; ++n) {
      out[n] = index;
      for (std::size_t i = rank; i-- > 0;) {
        index += strides[i];
        if (++at[i] < m_shape[i]) break;
        index -= strides[i] * static_cast<std::size_t>(m_shape[i]);
        at[i] = 0;
      }
    }
    return out;
  }

 private:
  Shape m_shape;
};

template <class T, class Function>
Result<GraphValues> combined(const KernelCall& call, DType dtype, Function function) {
  CAIRN_ASSIGN(const GraphValue* a, call.input(0));
  CAIRN_ASSIGN(const GraphValue* b, call.input(1));
  const auto* x = std::get_if<std::vector<T>>(&a->values);
  const auto* y = std::get_if<std::vector<T>>(&b->values);
  if (x == nullptr || y == nullptr) return call.wrong("two inputs of different types");
  using Out = std::decay_t<decltype(function((*x)[0], (*y)[0]))>;
  using Held = std::conditional_t<std::is_same_v<Out, float>, float, std::int64_t>;
  CAIRN_ASSIGN(const Broadcast broadcast, Broadcast::of(call, a->shape, b->shape));
  CAIRN_ASSIGN(GraphValue out, emptyValue(dtype, broadcast.shape()));
  auto& values = std::get<std::vector<Held>>(out.values);
  if (a->shape == b->shape) {
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = static_cast<Held>(function((*x)[i], (*y)[i]));
    return oneOutput(std::move(out));
  }
  const auto fromA = broadcast.indices(a->shape, values.size());
  const auto fromB = broadcast.indices(b->shape, values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<Held>(function((*x)[fromA[i]], (*y)[fromB[i]]));
  return oneOutput(std::move(out));
}

/// Arithmetic: float32, or integers that wrap as TensorFlow's do.
template <class Floats, class Ints>
Result<GraphValues> arithmetic(const KernelCall& call, Floats floats, Ints ints) {
  CAIRN_ASSIGN(const GraphValue* a, call.input(0));
  if (std::holds_alternative<std::vector<float>>(a->values))
    return combined<float>(call, a->dtype, floats);
  if (std::holds_alternative<std::vector<std::int64_t>>(a->values))
    return combined<std::int64_t>(call, a->dtype, ints);
  return call.unsupported("arithmetic on strings");
}

std::int64_t wrapped(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t raw(std::int64_t value) { return static_cast<std::uint64_t>(value); }

struct Plus {
  float operator()(float a, float b) const { return a + b; }
  std::int64_t operator()(std::int64_t a, std::int64_t b) const { return wrapped(raw(a) + raw(b)); }
};
struct Times {
  float operator()(float a, float b) const { return a * b; }
  std::int64_t operator()(std::int64_t a, std::int64_t b) const { return wrapped(raw(a) * raw(b)); }
};

Result<GraphValues> add(const KernelCall& call) { return arithmetic(call, Plus(), Plus()); }
Result<GraphValues> subtract(const KernelCall& call) {
  return arithmetic(
      call, [](float a, float b) { return a - b; },
      [](std::int64_t a, std::int64_t b) { return wrapped(raw(a) - raw(b)); });
}
Result<GraphValues> multiply(const KernelCall& call) { return arithmetic(call, Times(), Times()); }
Result<GraphValues> maximum(const KernelCall& call) {
  return arithmetic(
      call, [](float a, float b) { return std::max(a, b); },
      [](std::int64_t a, std::int64_t b) { return std::max(a, b); });
}
Result<GraphValues> minimum(const KernelCall& call) {
  return arithmetic(
      call, [](float a, float b) { return std::min(a, b); },
      [](std::int64_t a, std::int64_t b) { return std::min(a, b); });
}
Result<GraphValues> divide(const KernelCall& call) {
  return combined<float>(call, DType::Float, [](float a, float b) { return a / b; });
}
Result<GraphValues> divideNoNan(const KernelCall& call) {
  return combined<float>(call, DType::Float,
                         [](float a, float b) { return b == 0 ? 0.0F : a / b; });
}
Result<GraphValues> squaredDifference(const KernelCall& call) {
  return combined<float>(call, DType::Float, [](float a, float b) { return (a - b) * (a - b); });
}
Result<GraphValues> power(const KernelCall& call) {
  return combined<float>(call, DType::Float, [](float a, float b) { return std::pow(a, b); });
}

/// Rounds down; division by 0 gives 0 here, which TensorFlow refuses.
std::int64_t floorQuotient(std::int64_t a, std::int64_t b) {
  if (b == 0) return 0;
  if (b == -1) return wrapped(0 - raw(a));
  const std::int64_t quotient = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}
Result<GraphValues> floorDivide(const KernelCall& call) {
  return arithmetic(
      call, [](float a, float b) { return std::floor(a / b); }, floorQuotient);
}
Result<GraphValues> floorModulo(const KernelCall& call) {
  return arithmetic(
      call, [](float a, float b) { return a - b * std::floor(a / b); },
      [](std::int64_t a, std::int64_t b) {
        return wrapped(raw(a) - raw(floorQuotient(a, b)) * raw(b));
      });
}

template <class Compare>
Result<GraphValues> compared(const KernelCall& call, Compare compare) {
  CAIRN_ASSIGN(const GraphValue* a, call.input(0));
  return std::visit(
      [&](const auto& held) {
        using T = typename std::decay_t<decltype(held)>::value_type;
        return combined<T>(call, DType::Bool, compare);
      },
      a->values);
}
Result<GraphValues> equal(const KernelCall& call) { return compared(call, std::equal_to<>()); }
Result<GraphValues> notEqual(const KernelCall& call) {
  return compared(call, std::not_equal_to<>());
}
Result<GraphValues> less(const KernelCall& call) { return compared(call, std::less<>()); }
Result<GraphValues> lessEqual(const KernelCall& call) {
  return compared(call, std::less_equal<>());
}
Result<GraphValues> greater(const KernelCall& call) { return compared(call, std::greater<>()); }
Result<GraphValues> greaterEqual(const KernelCall& call) {
  return compared(call, std::greater_equal<>());
}
Result<GraphValues> logicalAnd(const KernelCall& call) {
  return combined<std::int64_t>(call, DType::Bool, std::logical_and<>());
}
Result<GraphValues> logicalOr(const KernelCall& call) {
  return combined<std::int64_t>(call, DType::Bool, std::logical_or<>());
}
Result<GraphValues> logicalNot(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* from, call.ints(0));
  std::vector<std::int64_t> out(from->size());
  std::transform(from->begin(), from->end(), out.begin(),
                 [](std::int64_t v) { return v == 0 ? 1 : 0; });
  return oneOutput(intValue(x->shape, std::move(out), DType::Bool));
}

Result<GraphValues> addN(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* first, call.input(0));
  GraphValue sum = *first;
  auto* total = std::get_if<std::vector<float>>(&sum.values);
  if (total == nullptr) return call.unsupported("a sum of other than numbers");
  for (std::size_t i = 1; i < call.size(); ++i) {
    CAIRN_ASSIGN(const auto* more, call.floats(i));
    if (more->size() != total->size()) return call.wrong("inputs of different sizes");
    for (std::size_t k = 0; k < more->size(); ++k) (*total)[k] += (*more)[k];
  }
  return oneOutput(std::move(sum));
}

// ---- choices and types ----

Result<GraphValues> selectV2(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* condition, call.input(0));
  CAIRN_ASSIGN(const auto* chosen, call.ints(0));
  CAIRN_ASSIGN(const GraphValue* yes, call.input(1));
  CAIRN_ASSIGN(const GraphValue* no, call.input(2));
  if (yes->values.index() != no->values.index()) return call.wrong("two values of different types");
  CAIRN_ASSIGN(const Broadcast both, Broadcast::of(call, yes->shape, no->shape));
  CAIRN_ASSIGN(const Broadcast all, Broadcast::of(call, both.shape(), condition->shape));
  CAIRN_ASSIGN(GraphValue out, emptyValue(yes->dtype, all.shape()));
  const std::size_t count = out.count();
  const auto c = all.indices(condition->shape, count);
  const auto a = all.indices(yes->shape, count);
  const auto b = all.indices(no->shape, count);
  std::visit(
      [&](auto& held) {
        using Held = std::decay_t<decltype(held)>;
        const auto& x = std::get<Held>(yes->values);
        const auto& y = std::get<Held>(no->values);
        for (std::size_t i = 0; i < count; ++i) held[i] = (*chosen)[c[i]] != 0 ? x[a[i]] : y[b[i]];
      },
      out.values);
  return oneOutput(std::move(out));
}

/// The old one: a condition of one dimension chooses whole rows.
Result<GraphValues> select(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* condition, call.input(0));
  CAIRN_ASSIGN(const GraphValue* yes, call.input(1));
  if (condition->shape.size() != 1 || yes->shape.size() < 2) return selectV2(call);
  GraphValue rows = *condition;
  rows.shape.resize(yes->shape.size(), 1);
  CAIRN_ASSIGN(const GraphValue* no, call.input(2));
  return selectV2(KernelCall(call.node(), {&rows, yes, no}, call.resources()));
}

Result<GraphValues> cast(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  const DType to = call.typeAttr("DstT", DType::Float);
  CAIRN_ASSIGN(GraphValue out, emptyValue(to, x->shape));
  if (x->values.index() == out.values.index()) {
    out.values = x->values;
    if (to == DType::Bool)
      for (auto& value : std::get<std::vector<std::int64_t>>(out.values)) value = value != 0;
    if (to == DType::Int32)
      for (auto& value : std::get<std::vector<std::int64_t>>(out.values))
        value = static_cast<std::int32_t>(value);
    return oneOutput(std::move(out));
  }
  const auto* floats = std::get_if<std::vector<float>>(&x->values);
  const auto* ints = std::get_if<std::vector<std::int64_t>>(&x->values);
  if (auto* toInts = std::get_if<std::vector<std::int64_t>>(&out.values); toInts && floats) {
    // What does not fit becomes the smallest, as on x86.
    const float bound = to == DType::Int32 ? 2147483648.0F : 9223372036854775808.0F;
    for (std::size_t i = 0; i < floats->size(); ++i) {
      const float value = (*floats)[i];
      const bool fits = value >= -bound && value < bound;
      const std::int64_t least = to == DType::Int32 ? std::numeric_limits<std::int32_t>::min()
                                                    : std::numeric_limits<std::int64_t>::min();
      (*toInts)[i] = to == DType::Bool ? value != 0
                     : fits            ? static_cast<std::int64_t>(value)
                                       : least;
    }
    return oneOutput(std::move(out));
  }
  if (auto* toFloats = std::get_if<std::vector<float>>(&out.values); toFloats && ints) {
    std::transform(ints->begin(), ints->end(), toFloats->begin(),
                   [](std::int64_t value) { return static_cast<float>(value); });
    return oneOutput(std::move(out));
  }
  return call.unsupported("a cast to or from strings");
}

// ---- products ----

std::vector<float> transposed(const std::vector<float>& x, std::size_t rows, std::size_t columns) {
  std::vector<float> out(x.size());
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k < columns; ++k) out[k * rows + i] = x[i * columns + k];
  return out;
}

Result<GraphValues> matMul(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* a, call.input(0));
  CAIRN_ASSIGN(const GraphValue* b, call.input(1));
  CAIRN_ASSIGN(const auto* x, call.floats(0));
  CAIRN_ASSIGN(const auto* y, call.floats(1));
  if (a->shape.size() != 2 || b->shape.size() != 2) return call.wrong("inputs are no matrices");
  const bool turnA = call.boolAttr("transpose_a"), turnB = call.boolAttr("transpose_b");
  const auto size = [](const GraphValue* value, std::size_t axis) {
    return static_cast<std::size_t>(value->shape[axis]);
  };
  const std::vector<float> left =
      turnA ? transposed(*x, size(a, 0), size(a, 1)) : std::vector<float>();
  const std::vector<float> right =
      turnB ? transposed(*y, size(b, 0), size(b, 1)) : std::vector<float>();
  const std::int64_t rows = a->shape[turnA ? 1 : 0], inner = a->shape[turnA ? 0 : 1];
  const std::int64_t columns = b->shape[turnB ? 0 : 1];
  if (b->shape[turnB ? 1 : 0] != inner)
    return call.wrong(fmt::format("Matrix size-incompatible: In[0]: {}, In[1]: {}",
                                  formats::shapeText(a->shape), formats::shapeText(b->shape)));
  CAIRN_ASSIGN(GraphValue out, emptyValue(DType::Float, {rows, columns}));
  auto& product = std::get<std::vector<float>>(out.values);
  cairn_add_product((turnA ? left : *x).data(), inner, rows, inner, (turnB ? right : *y).data(),
                    columns, product.data());
  return oneOutput(std::move(out));
}

Result<GraphValues> softmax(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* from, call.floats(0));
  if (x->shape.empty()) return call.wrong("a scalar has no softmax");
  const std::int64_t width = x->shape.back();
  std::vector<float> out(from->size());
  if (!out.empty())
    cairn_softmax(from->data(), static_cast<std::int64_t>(out.size()) / width, width, out.data());
  return oneOutput(floatValue(x->shape, std::move(out)));
}

// ---- reductions ----

/// The axes that input 1 names, counted from the end when negative.
Result<std::vector<bool>> reducedAxes(const KernelCall& call, const Shape& shape) {
  CAIRN_ASSIGN(const auto* axes, call.ints(1));
  std::vector<bool> reduced(shape.size(), false);
  const auto rank = static_cast<std::int64_t>(shape.size());
  for (std::int64_t axis : *axes) {
    if (axis < 0) axis += rank;
    if (axis < 0 || axis >= rank) return call.wrong(fmt::format("axis {} of {}", axis, rank));
    reduced[static_cast<std::size_t>(axis)] = true;
  }
  return reduced;
}

/// Calls `take(result, element)` for every element and the place that it falls on.
template <class Take>
Result<Shape> overReduced(const KernelCall& call, const Shape& shape, std::size_t count,
                          Take take) {
  CAIRN_ASSIGN(const std::vector<bool> reduced, reducedAxes(call, shape));
  const bool keep = call.boolAttr("keep_dims");
  Shape out;
  std::vector<std::size_t> strides(shape.size(), 0);
  std::size_t stride = 1;
  for (std::size_t i = shape.size(); i-- > 0;) {
    if (reduced[i]) continue;
    strides[i] = stride;
    stride *= static_cast<std::size_t>(shape[i]);
  }
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (!reduced[i])
      out.push_back(shape[i]);
    else if (keep)
      out.push_back(1);
  std::vector<std::int64_t> at(shape.size(), 0);
  std::size_t place = 0;
  for (std::size_t n = 0; n < count; ++n) {
    take(place, n);
    for (std::size_t i = shape.size(); i-- > 0;) {
      place += strides[i];
      if (++at[i] < shape[i]) break;
      place -= strides[i] * static_cast<std::size_t>(shape[i]);
      at[i] = 0;
    }
  }
  return out;
}

template <class Fold>
Result<GraphValues> reduced(const KernelCall& call, double start, Fold fold, bool mean = false) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  return std::visit(
      [&](const auto& held) -> Result<GraphValues> {
        using T = typename std::decay_t<decltype(held)>::value_type;
        if constexpr (std::is_same_v<T, std::string>) {
          return call.unsupported("a reduction of strings");
        } else {
          // Places are at most as many as the elements, but for an empty input.
          CAIRN_ASSIGN(const Shape shape,
                       overReduced(call, x->shape, 0, [](std::size_t, std::size_t) {}));
          CAIRN_ASSIGN(GraphValue out, emptyValue(x->dtype, shape));
          auto& places = std::get<std::vector<T>>(out.values);
          std::fill(places.begin(), places.end(), static_cast<T>(start));
          CAIRN_TRY(overReduced(call, x->shape, held.size(), [&](std::size_t to, std::size_t from) {
            places[to] = static_cast<T>(fold(places[to], held[from]));
          }));
          if (mean && !places.empty())
            for (T& place : places)
              place /= static_cast<T>(std::max<std::size_t>(held.size() / places.size(), 1));
          return oneOutput(std::move(out));
        }
      },
      x->values);
}

Result<GraphValues> sum(const KernelCall& call) { return reduced(call, 0, Plus()); }
Result<GraphValues> mean(const KernelCall& call) { return reduced(call, 0, Plus(), true); }
Result<GraphValues> product(const KernelCall& call) { return reduced(call, 1, Times()); }
Result<GraphValues> most(const KernelCall& call) {
  CAIRN_TRY(call.floats(0));
  return reduced(call, -std::numeric_limits<float>::infinity(),
                 [](auto a, auto b) { return std::max(a, b); });
}
Result<GraphValues> least(const KernelCall& call) {
  CAIRN_TRY(call.floats(0));
  return reduced(call, std::numeric_limits<float>::infinity(),
                 [](auto a, auto b) { return std::min(a, b); });
}
Result<GraphValues> every(const KernelCall& call) {
  return reduced(call, 1, [](auto a, auto b) { return a != 0 && b != 0; });
}
Result<GraphValues> some(const KernelCall& call) {
  return reduced(call, 0, [](auto a, auto b) { return a != 0 || b != 0; });
}

/// Index of the first of the largest along one axis.
Result<GraphValues> argMax(const KernelCall& call) {
  CAIRN_ASSIGN(const GraphValue* x, call.input(0));
  CAIRN_ASSIGN(const auto* from, call.floats(0));
  CAIRN_ASSIGN(std::int64_t axis, call.intScalar(1));
  const auto rank = static_cast<std::int64_t>(x->shape.size());
  if (axis < 0) axis += rank;
  if (axis < 0 || axis >= rank) return call.wrong("no such axis");
  Shape shape;
  std::size_t inner = 1;
  for (std::int64_t i = 0; i < rank; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (i != axis) shape.push_back(x->shape[at]);
    if (i > axis) inner *= static_cast<std::size_t>(x->shape[at]);
  }
  const auto length = static_cast<std::size_t>(x->shape[static_cast<std::size_t>(axis)]);
  if (length == 0) return call.wrong("nothing to choose from");
  CAIRN_ASSIGN(GraphValue out, emptyValue(call.typeAttr("output_type", DType::Int64), shape));
  auto& places = std::get<std::vector<std::int64_t>>(out.values);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::size_t first = i / inner * inner * length + i % inner;
    for (std::size_t k = 1; k < length; ++k) {
      const auto best = static_cast<std::size_t>(places[i]);
      if ((*from)[first + k * inner] > (*from)[first + best * inner])
        places[i] = static_cast<std::int64_t>(k);
    }
  }
  return oneOutput(std::move(out));
}

}  // namespace

const Kernels& mathKernels() {
  static const Kernels kernels = {
      {"Abs", unary<absOf>},
      {"Add", add},
      {"AddN", addN},
      {"AddV2", add},
      {"All", every},
      {"Any", some},
      {"ArgMax", argMax},
      {"BiasAdd", add},
      {"Cast", cast},
      {"Ceil", unary<ceilOf>},
      {"Cos", unary<cosOf>},
      {"DivNoNan", divideNoNan},
      {"Elu", unary<elu>},
      {"Equal", equal},
      {"Erf", unary<erfOf>},
      {"Exp", unary<expOf>},
      {"Expm1", unary<expm1Of>},
      {"Floor", unary<floorOf>},
      {"FloorDiv", floorDivide},
      {"FloorMod", floorModulo},
      {"Greater", greater},
      {"GreaterEqual", greaterEqual},
      {"Inv", unary<reciprocal>},
      {"LeakyRelu", leakyRelu},
      {"Less", less},
      {"LessEqual", lessEqual},
      {"Log", unary<logOf>},
      {"Log1p", unary<log1pOf>},
      {"LogicalAnd", logicalAnd},
      {"LogicalNot", logicalNot},
      {"LogicalOr", logicalOr},
      {"MatMul", matMul},
      {"Max", most},
      {"Maximum", maximum},
      {"Mean", mean},
      {"Min", least},
      {"Minimum", minimum},
      {"Mul", multiply},
      {"Neg", unary<negative>},
      {"NotEqual", notEqual},
      {"Pow", power},
      {"Prod", product},
      {"RealDiv", divide},
      {"Reciprocal", unary<reciprocal>},
      {"Relu", unary<relu>},
      {"Relu6", unary<relu6>},
      {"Rsqrt", unary<rsqrt>},
      {"Select", select},
      {"SelectV2", selectV2},
      {"Selu", unary<selu>},
      {"Sigmoid", unary<sigmoid>},
      {"Sign", unary<sign>},
      {"Sin", unary<sinOf>},
      {"Softmax", softmax},
      {"Softplus", unary<softplus>},
      {"Softsign", unary<softsign>},
      {"Sqrt", unary<sqrtOf>},
      {"Square", unary<square>},
      {"SquaredDifference", squaredDifference},
      {"Sub", subtract},
      {"Sum", sum},
      {"Tanh", unary<tanhOf>},
  };
  return kernels;
}

}  // namespace cairn::training
