#pragma once

#include "core/training/head.h"

#include <string>
#include <utility>
#include <vector>

namespace cairn::training {

/// The loss of a batch's logits, and its gradient, of any head.
/// Thread: Not locked; one thread at a time.   Cost: allocates only for a MultiHead's larger batch.
class HeadLoss {
 public:
  explicit HeadLoss(HeadSpec head);
  /// Shapes: logits [rows, head.logits]; labels [rows, head.labelWidth()]; weights null or [rows,
  ///         weightWidth], with 1 or head.lossWidth() of them (a MultiHead's: always its
  ///         lossWidth); gradient null or [rows, head.logits]. All dense.
  /// Returns: the reduced loss.
  float of(const float* logits, const float* labels, const float* weights, std::int64_t weightWidth,
           std::int64_t rows, float* gradient);
  /// Losses of a MultiHead's heads in the newest batch, before their head_weights.
  const std::vector<float>& ofHeads() const { return m_ofHeads; }

 private:
  float ofHead(std::size_t index, const float* logits, const float* labels, const float* weights,
               std::int64_t rows, float* gradient);
  HeadSpec m_head;
  std::vector<float> m_ofHeads;
  std::vector<float> m_logits;  // of one head, dense
  std::vector<float> m_labels;
  std::vector<float> m_weights;
  std::vector<float> m_gradient;
};

/// What TensorFlow's summary of a training step says of its loss: tags and values, in its order.
/// Shapes: weights empty, or [rows, weightWidth].
std::vector<std::pair<std::string, float>> lossSummaries(const HeadSpec& head, float loss,
                                                         std::span<const float> ofHeads,
                                                         std::int64_t rows,
                                                         std::span<const float> weights);

}  // namespace cairn::training
