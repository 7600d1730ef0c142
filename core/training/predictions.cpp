#include "core/training/predictions.h"

#include <algorithm>

namespace cairn::training {

PredictionMaker::PredictionMaker(HeadSpec head) : m_head(std::move(head)) {
  const auto width = static_cast<std::size_t>(m_head.logits);
  if (m_head.loss == CAIRN_REGRESSION) {
    m_prediction.emplace_back("predictions", std::vector<float>(width));
    return;
  }
  std::vector<std::int64_t> ids;
  for (std::int64_t id = 0; id < m_head.classes; ++id) {
    ids.push_back(id);
    m_classNames.push_back(m_head.className(id));
  }
  m_prediction.emplace_back("logits", std::vector<float>(width));
  if (m_head.loss == CAIRN_BINARY) m_prediction.emplace_back("logistic", std::vector<float>(1));
  m_probabilities = m_prediction.size();
  m_prediction.emplace_back("probabilities", std::vector<float>(ids.size()));
  m_prediction.emplace_back("class_ids", std::vector<std::int64_t>(1));
  m_prediction.emplace_back("classes", std::vector<std::string>(1));
  m_prediction.emplace_back("all_class_ids", std::move(ids));
  m_prediction.emplace_back("all_classes", m_classNames);
}

const Prediction& PredictionMaker::of(std::span<const float> logits) {
  std::copy(logits.begin(), logits.end(), floats(0).begin());
  if (m_head.loss == CAIRN_REGRESSION) return m_prediction;
  std::vector<float>& probabilities = floats(m_probabilities);
  if (m_head.loss == CAIRN_BINARY) {
    // softmax over [0, logit], as TensorFlow does it: 1 - p would lose a small probability.
    const float pair[] = {0.0F, logits[0]};
    cairn_sigmoid(logits.data(), 1, floats(1).data());
    cairn_softmax(pair, 1, 2, probabilities.data());
  } else {
    cairn_softmax(logits.data(), 1, m_head.logits, probabilities.data());
  }
  // Of the logits: equal probabilities may be unequal before rounding.
  const auto best = std::max_element(logits.begin(), logits.end());
  const auto id = m_head.loss == CAIRN_BINARY ? static_cast<std::size_t>(logits[0] > 0 ? 1 : 0)
                                              : static_cast<std::size_t>(best - logits.begin());
  std::get<1>(m_prediction[m_probabilities + 1].second)[0] = static_cast<std::int64_t>(id);
  std::get<2>(m_prediction[m_probabilities + 2].second)[0] = m_classNames[id];
  return m_prediction;
}

}  // namespace cairn::training
