#include "core/model/graph_activation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace cairn::model {
namespace {

using formats::DType;
using formats::NodeAttributes;

constexpr float kLeakyReluAlpha = 0.2F;  // tf.nn.leaky_relu

/// An activation of one operation whose gradient is one operation too.
struct OneOp {
  std::string_view name;
  const char* op;
  const char* gradientOp;
  bool takesOutput;    // the gradient looks at y, else at x
  bool gradientFirst;  // order of the gradient's inputs
};

constexpr std::array kOneOps = {
    OneOp{"relu", "Relu", "ReluGrad", true, true},
    OneOp{"relu6", "Relu6", "Relu6Grad", true, true},
    OneOp{"leaky_relu", "LeakyRelu", "LeakyReluGrad", false, true},
    OneOp{"tanh", "Tanh", "TanhGrad", true, false},
    OneOp{"sigmoid", "Sigmoid", "SigmoidGrad", true, false},
    OneOp{"elu", "Elu", "EluGrad", true, true},
    OneOp{"selu", "Selu", "SeluGrad", true, true},
    OneOp{"softplus", "Softplus", "SoftplusGrad", false, true},
    OneOp{"softsign", "Softsign", "SoftsignGrad", false, true},
};

/// Where the nodes of one activation and of its gradient go.
struct Place {
  GraphOps& ops;
  std::string scope;      // ends with `/`
  std::string gradients;  // the same below the gradients, ends with `/`
};

Activated addOneOp(const Place& at, const OneOp& one, const std::string& x) {
  NodeAttributes attributes;
  if (one.name == "leaky_relu")
    attributes.emplace_back("alpha", formats::floatAttr(kLeakyReluAlpha));
  const auto y = at.ops.add(at.scope + one.op, one.op, {x}, attributes);
  return {y, [=](const std::string& gradient) {
            const std::string seen = one.takesOutput ? y : x;
            std::vector<std::string> inputs = {gradient, seen};
            if (!one.gradientFirst) std::swap(inputs[0], inputs[1]);
            return at.ops.add(at.gradients + one.op + "_grad/" + one.gradientOp, one.gradientOp,
                              inputs, attributes);
          }};
}

Activated addSwish(const Place& at, const std::string& x) {
  GraphOps& ops = at.ops;
  const auto beta = ops.scalar(at.scope + "beta", 1);
  const auto scaled = ops.add(at.scope + "mul", "Mul", {beta, x});
  const auto s = ops.add(at.scope + "Sigmoid", "Sigmoid", {scaled});
  const auto product = ops.add(at.scope + "mul_1", "Mul", {x, s});
  // Keras ends in an IdentityN with a gradient registered in its own process; this one has none.
  const auto y = ops.addPlain(at.scope + "IdentityN", "IdentityN", {product},
                              {{"T", formats::typeListAttr({DType::Float})}});
  return {y, [=, &ops](const std::string& gradient) {
            // d/dx x s(x) = s + x s (1 - s)
            const std::string g = at.gradients + "swish_grad/";
            const auto direct = ops.add(g + "mul", "Mul", {gradient, s});
            const auto through = ops.add(g + "mul_1", "Mul", {gradient, x});
            const auto inner = ops.add(g + "SigmoidGrad", "SigmoidGrad", {s, through});
            return ops.add(g + "add", "AddV2", {direct, inner});
          }};
}

Activated addGelu(const Place& at, const std::string& x) {
  GraphOps& ops = at.ops;
  const std::string scope = at.scope + "Gelu/";
  const auto half = ops.scalar(scope + "mul/x", 0.5);
  const auto halfX = ops.add(scope + "mul", "Mul", {half, x});
  const auto root = ops.scalar(scope + "Cast/x", std::numbers::sqrt2);
  const auto erf =
      ops.add(scope + "Erf", "Erf", {ops.add(scope + "truediv", "RealDiv", {x, root})});
  const auto one = ops.scalar(scope + "add/x", 1);
  const auto plusOne = ops.add(scope + "add", "AddV2", {one, erf});
  const auto y = ops.add(scope + "mul_1", "Mul", {halfX, plusOne});
  return {
      y, [=, &ops](const std::string& gradient) {
        // d/dx x Phi(x) = Phi(x) + x phi(x), phi(x) = exp(-x^2 / 2) / sqrt(2 pi)
        const std::string g = at.gradients + "Gelu_grad/";
        const auto phi = ops.add(g + "mul", "Mul", {half, plusOne});
        const auto square = ops.add(g + "Square", "Square", {x});
        const auto exponent = ops.add(g + "mul_1", "Mul", {square, ops.scalar(g + "Const", -0.5)});
        const auto bell = ops.add(g + "Exp", "Exp", {exponent});
        const auto density =
            ops.add(g + "mul_2", "Mul",
                    {bell, ops.scalar(g + "Const_1", 1 / std::sqrt(2 * std::numbers::pi))});
        const auto slope = ops.add(g + "mul_3", "Mul", {x, density});
        return ops.add(g + "mul_4", "Mul", {gradient, ops.add(g + "add", "AddV2", {phi, slope})});
      }};
}

Activated addMish(const Place& at, const std::string& x) {
  GraphOps& ops = at.ops;
  const auto softplus = ops.add(at.scope + "Softplus", "Softplus", {x});
  const auto t = ops.add(at.scope + "Tanh", "Tanh", {softplus});
  const auto y = ops.add(at.scope + "mul", "Mul", {x, t});
  return {
      y, [=, &ops](const std::string& gradient) {
        const std::string g = at.gradients;
        const auto direct = ops.add(g + "mul_grad/Mul", "Mul", {gradient, t});
        const auto through = ops.add(g + "mul_grad/Mul_1", "Mul", {gradient, x});
        const auto atSoftplus = ops.add(g + "Tanh_grad/TanhGrad", "TanhGrad", {t, through});
        const auto atX = ops.add(g + "Softplus_grad/SoftplusGrad", "SoftplusGrad", {atSoftplus, x});
        return ops.add(g + "AddN", "AddV2", {direct, atX});
      }};
}

Activated addHardSigmoid(const Place& at, const std::string& x) {
  GraphOps& ops = at.ops;
  const auto slope = ops.scalar(at.scope + "Const", 0.2);
  const auto shift = ops.scalar(at.scope + "Const_1", 0.5);
  const auto product = ops.add(at.scope + "Mul", "Mul", {x, slope});
  const auto line = ops.add(at.scope + "Add", "AddV2", {product, shift});
  const std::string clip = at.scope + "clip_by_value";
  const auto one = ops.scalar(clip + "/Minimum/y", 1);
  const auto capped = ops.add(clip + "/Minimum", "Minimum", {line, one});
  const auto zero = ops.scalar(clip + "/y", 0);
  const auto y = ops.add(clip, "Maximum", {capped, zero});
  return {y, [=, &ops](const std::string& gradient) {
            const std::string g = at.gradients + "clip_by_value_grad/";
            const auto below = ops.add(g + "LessEqual", "LessEqual", {line, one});
            const auto above = ops.add(g + "GreaterEqual", "GreaterEqual", {capped, zero});
            const auto inside = ops.addPlain(g + "LogicalAnd", "LogicalAnd", {below, above});
            const auto sloped = ops.add(g + "mul", "Mul", {gradient, slope});
            return ops.add(g + "SelectV2", "SelectV2", {inside, sloped, zero});
          }};
}

Activated addSoftmax(const Place& at, const std::string& x) {
  GraphOps& ops = at.ops;
  const auto y = ops.add(at.scope + "Softmax", "Softmax", {x});
  return {y, [=, &ops](const std::string& gradient) {
            const std::string g = at.gradients + "Softmax_grad/";
            const auto product = ops.add(g + "mul", "Mul", {gradient, y});
            const auto sum = ops.reduce(g + "Sum", "Sum", product, {-1}, true);
            const auto centred = ops.add(g + "sub", "Sub", {gradient, sum});
            return ops.add(g + "mul_1", "Mul", {centred, y});
          }};
}

Activated addCrelu(const Place& at, const std::string& x) {
  GraphOps& ops = at.ops;
  const auto negative = ops.add(at.scope + "CRelu/Neg", "Neg", {x});
  const auto both = ops.concat(at.scope + "CRelu", {x, negative}, -1);
  const auto y = ops.add(at.scope + "CRelu/Relu", "Relu", {both});
  return {y, [=, &ops](const std::string& gradient) {
            const std::string g = at.gradients + "CRelu_grad/";
            const auto atBoth = ops.add(g + "ReluGrad", "ReluGrad", {gradient, y});
            const auto split =
                ops.add(g + "split", "Split", {ops.integer(g + "split/split_dim", -1), atBoth},
                        {{"num_split", formats::intAttr(2)}});
            return ops.add(g + "sub", "Sub", {split, split + ":1"});
          }};
}

const OneOp* findOneOp(std::string_view name) {
  const auto found = std::find_if(kOneOps.begin(), kOneOps.end(),
                                  [&](const OneOp& one) { return one.name == name; });
  return found == kOneOps.end() ? nullptr : &*found;
}

}  // namespace

bool isGraphActivation(std::string_view name) {
  constexpr std::array<std::string_view, 9> kOthers = {
      "linear", "swish", "silu", "gelu", "mish", "hard_sigmoid", "softmax", "crelu", "exponential"};
  return findOneOp(name) != nullptr ||
         std::find(kOthers.begin(), kOthers.end(), name) != kOthers.end();
}

Activated addActivation(GraphOps& ops, std::string_view name, const std::string& scope,
                        const std::string& x, const std::string& gradients) {
  const Place at = {ops, scope + "/", gradients + scope + "/"};
  if (const OneOp* one = findOneOp(name)) return addOneOp(at, *one, x);
  if (name == "swish" || name == "silu") return addSwish(at, x);
  if (name == "gelu") return addGelu(at, x);
  if (name == "mish") return addMish(at, x);
  if (name == "hard_sigmoid") return addHardSigmoid(at, x);
  if (name == "softmax") return addSoftmax(at, x);
  if (name == "crelu") return addCrelu(at, x);
  if (name == "exponential") {
    const auto y = ops.add(at.scope + "Exp", "Exp", {x});
    return {y, [=, &ops](const std::string& gradient) {
              return ops.add(at.gradients + "Exp_grad/mul", "Mul", {gradient, y});
            }};
  }
  return {x, [](const std::string& gradient) { return gradient; }};
}

}  // namespace cairn::model
