#include "core/training/predictions.h"

#include <algorithm>

namespace cairn::training {

PredictionMaker::PredictionMaker(const HeadSpec& head) {
  if (!head.isMulti()) addPart(head, "");
  for (const HeadSpec& one : head.heads) addPart(one, one.name + "/");
}

void PredictionMaker::addPart(const HeadSpec& head, const std::string& prefix) {
  Part part{head, {}, m_prediction.size()};
  const auto add = [&](const char* key, PredictionValue value) {
    m_prediction.emplace_back(prefix + key, std::move(value));
  };
  const std::vector<float> values(static_cast<std::size_t>(head.logits));
  std::vector<std::int64_t> ids;
  for (std::int64_t id = 0; id < head.classes; ++id) {
    ids.push_back(id);
    part.classNames.push_back(head.className(id));
  }
  if (!head.isClassifier()) add("predictions", values);
  if (head.kind != HeadKind::Regression) add("logits", values);
  if (head.kind == HeadKind::Binary) add("logistic", std::vector<float>(1));
  if (head.isClassifier()) add("probabilities", std::vector<float>(ids.size()));
  if (head.kind == HeadKind::MultiLabel) {
    add("classes", part.classNames);
  } else if (head.isClassifier()) {
    add("class_ids", std::vector<std::int64_t>(1));
    add("classes", std::vector<std::string>(1));
    add("all_class_ids", std::move(ids));
    add("all_classes", part.classNames);
  }
  m_parts.push_back(std::move(part));
}

const Prediction& PredictionMaker::of(std::span<const float> logits) {
  for (const Part& part : m_parts) {
    const auto width = static_cast<std::size_t>(part.head.logits);
    fill(part, logits.first(width));
    logits = logits.subspan(width);
  }
  return m_prediction;
}

void PredictionMaker::fill(const Part& part, std::span<const float> logits) {
  const auto copyTo = [&](std::size_t entry) {
    std::copy(logits.begin(), logits.end(), floats(entry).begin());
  };
  switch (part.head.kind) {
    case HeadKind::Binary:
    case HeadKind::MultiClass:
      copyTo(part.first);
      return fillClasses(part, logits);
    case HeadKind::MultiLabel:
      copyTo(part.first);
      return cairn_sigmoid(logits.data(), part.head.logits, floats(part.first + 1).data());
    case HeadKind::Poisson:
    case HeadKind::Logistic:
      copyTo(part.first + 1);
      break;
    case HeadKind::Regression:
    case HeadKind::Multi:
      break;
  }
  predictValues(part.head, logits, floats(part.first));
}

void PredictionMaker::fillClasses(const Part& part, std::span<const float> logits) {
  const bool binary = part.head.kind == HeadKind::Binary;
  const std::size_t probabilities = part.first + (binary ? 2 : 1);
  if (binary) {
    // softmax over [0, logit], as TensorFlow does it: 1 - p would lose a small probability.
    const float pair[] = {0.0F, logits[0]};
    cairn_sigmoid(logits.data(), 1, floats(part.first + 1).data());
    cairn_softmax(pair, 1, 2, floats(probabilities).data());
  } else {
    cairn_softmax(logits.data(), 1, part.head.logits, floats(probabilities).data());
  }
  // Of the logits: equal probabilities may be unequal before rounding.
  const auto best = std::max_element(logits.begin(), logits.end());
  const auto id = binary ? static_cast<std::size_t>(logits[0] > 0 ? 1 : 0)
                         : static_cast<std::size_t>(best - logits.begin());
  std::get<1>(m_prediction[probabilities + 1].second)[0] = static_cast<std::int64_t>(id);
  std::get<2>(m_prediction[probabilities + 2].second)[0] = part.classNames[id];
}

}  // namespace cairn::training
