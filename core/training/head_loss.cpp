#include "core/training/head_loss.h"

#include <algorithm>
#include <numeric>

namespace cairn::training {

HeadLoss::HeadLoss(HeadSpec head) : m_head(std::move(head)), m_ofHeads(m_head.heads.size()) {}

float HeadLoss::of(const float* logits, const float* labels, const float* weights,
                   std::int64_t weightWidth, std::int64_t rows, float* gradient) {
  if (!m_head.isMulti())
    return cairn_loss_gradient(m_head.loss, m_head.reduction, logits, labels, weights, weightWidth,
                               rows, m_head.logits, gradient);
  double sum = 0;
  for (std::size_t i = 0; i < m_head.heads.size(); ++i) {
    const HeadSpec& head = m_head.heads[i];
    const double share = m_head.headWeights.empty() ? 1.0 : m_head.headWeights[i];
    m_ofHeads[i] = ofHead(i, logits, labels, weights, rows, gradient);
    sum += share * static_cast<double>(m_ofHeads[i]);
    logits += head.logits;
    labels += head.labelWidth();
    if (weights != nullptr) weights += head.lossWidth();
    if (gradient != nullptr) gradient += head.logits;
  }
  return static_cast<float>(sum);
}

float HeadLoss::ofHead(std::size_t index, const float* logits, const float* labels,
                       const float* weights, std::int64_t rows, float* gradient) {
  const HeadSpec& head = m_head.heads[index];
  const auto gather = [rows](const float* from, std::int64_t stride, std::int64_t width,
                             std::vector<float>& out) {
    out.resize(static_cast<std::size_t>(rows * width));
    for (std::int64_t row = 0; row < rows; ++row)
      std::copy_n(from + row * stride, width, out.data() + row * width);
    return out.data();
  };
  if (gradient != nullptr) m_gradient.resize(static_cast<std::size_t>(rows * head.logits));
  const float loss = cairn_loss_gradient(
      head.loss, head.reduction, gather(logits, m_head.logits, head.logits, m_logits),
      gather(labels, m_head.labelWidth(), head.labelWidth(), m_labels),
      weights == nullptr ? nullptr
                         : gather(weights, m_head.lossWidth(), head.lossWidth(), m_weights),
      head.lossWidth(), rows, head.logits, gradient == nullptr ? nullptr : m_gradient.data());
  if (gradient == nullptr) return loss;
  const float share =
      m_head.headWeights.empty() ? 1.0F : static_cast<float>(m_head.headWeights[index]);
  for (std::int64_t row = 0; row < rows; ++row)
    for (std::int64_t i = 0; i < head.logits; ++i)
      gradient[row * m_head.logits + i] =
          share * m_gradient[static_cast<std::size_t>(row * head.logits + i)];
  return loss;
}

std::vector<std::pair<std::string, float>> lossSummaries(const HeadSpec& head, float loss,
                                                         std::span<const float> ofHeads,
                                                         std::int64_t rows,
                                                         std::span<const float> weights) {
  std::vector<std::pair<std::string, float>> tags;
  for (std::size_t i = 0; i < head.heads.size(); ++i)
    tags.emplace_back(head.heads[i].keyed("loss"), ofHeads[i]);
  if (!head.name.empty()) tags.emplace_back(head.keyed("loss"), loss);
  tags.emplace_back("loss", loss);
  if (head.api == model::Api::V1 && head.reduction == CAIRN_SUM) {
    const auto losses = static_cast<double>(rows * head.lossWidth());
    double sum = losses;
    if (!weights.empty())
      sum = std::accumulate(weights.begin(), weights.end(), 0.0) * losses /
            static_cast<double>(weights.size());
    tags.emplace_back("average_loss", static_cast<float>(static_cast<double>(loss) / sum));
  }
  return tags;
}

}  // namespace cairn::training
