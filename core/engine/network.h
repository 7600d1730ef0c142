#pragma once

#include "core/engine/dense_layer.h"
#include "core/engine/parts.h"

#include <vector>

namespace cairn::engine {

/// A stack of dense layers with its loss and optimizer, as the border's functions describe them.
/// Owner:  the caller keeps the variables; they must outlive the network.
/// Thread: Not locked; one thread at a time.   Cost: allocates when made, then never.
class Network {
 public:
  /// Whether sizes are positive, layers fit together and buffers can be counted.
  static bool isValid(const CairnNetworkSpec& spec);
  /// REQUIRES: isValid(spec). Throws std::bad_alloc, which the border catches.
  explicit Network(const CairnNetworkSpec& spec);

  void setStep(int64_t step) { m_step = step; }
  float trainStep(const float* x, int64_t xStride, const float* labels, const float* weights,
                  int64_t batch, float rate);
  void forward(const float* x, int64_t xStride, int64_t batch, bool training, float* logits);
  void backward(const float* x, int64_t xStride, int64_t batch, const float* logitsGradient,
                float rate, float* inputGradient);
  const float* activation(int64_t layer) const;

 private:
  int32_t partsOf(int64_t batch, int64_t products) const;
  void forwardLayers(const float* x, int64_t xStride, int64_t batch, bool training);
  void backwardLayers(const float* x, int64_t xStride, int64_t batch, float rate,
                      float* inputGradient);

  CairnNetworkSpec m_spec;
  std::vector<DenseLayer> m_layers;
  Parts m_parts;
  bool m_rowsAreFree = true;  // none of them depends on another
  int64_t m_weights = 0;
  int64_t m_batch = 0;  // of the newest forward
  int64_t m_step = 0;
  AlignedBuffer m_inputGradient;
  mutable AlignedBuffer m_dense;  // an activation without its padding, for activation()
};

}  // namespace cairn::engine
