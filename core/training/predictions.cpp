#include "core/training/predictions.h"

#include <algorithm>

namespace cairn::training {

PredictionMaker::PredictionMaker(const HeadSpec& head)
    : m_width(static_cast<std::size_t>(head.logits)) {
  if (!head.isMulti()) addPart(head, "");
  for (const HeadSpec& one : head.heads) addPart(one, one.name + "/");
}

void PredictionMaker::addPart(const HeadSpec& head, const std::string& prefix) {
  Part part{head, {}, m_prediction.size(), {}, {}, {}};
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

void PredictionMaker::read(std::span<const float> logits) {
  const std::size_t rows = logits.size() / m_width;
  std::size_t first = 0;
  for (Part& part : m_parts) {
    const auto width = static_cast<std::size_t>(part.head.logits);
    part.logits.resize(rows * width);
    if (width == m_width)
      std::copy(logits.begin(), logits.end(), part.logits.begin());
    else
      for (std::size_t row = 0; row < rows; ++row)
        std::copy_n(logits.data() + row * m_width + first, width, part.logits.data() + row * width);
    first += width;
    compute(part);
  }
}

/// What a row alone would give, for all rows at once.
void PredictionMaker::compute(Part& part) {
  const auto count = static_cast<std::int64_t>(part.logits.size());
  part.values.resize(part.logits.size());
  if (part.head.kind == HeadKind::MultiClass) {
    part.probabilities.resize(part.logits.size());
    cairn_softmax(part.logits.data(), count / part.head.logits, part.head.logits,
                  part.probabilities.data());
  } else if (part.head.kind == HeadKind::Binary) {
    // softmax over [0, logit], as TensorFlow does it: 1 - p would lose a small probability.
    part.probabilities.assign(2 * part.logits.size(), 0.0F);
    for (std::size_t i = 0; i < part.logits.size(); ++i)
      part.probabilities[2 * i + 1] = part.logits[i];
    cairn_softmax(part.probabilities.data(), count, 2, part.probabilities.data());
    cairn_sigmoid(part.logits.data(), count, part.values.data());
  } else if (part.head.kind == HeadKind::MultiLabel) {
    cairn_sigmoid(part.logits.data(), count, part.values.data());
  } else {
    predictValues(part.head, part.logits, part.values);
  }
}

const Prediction& PredictionMaker::row(std::size_t index) {
  for (const Part& part : m_parts) fill(part, index);
  return m_prediction;
}

void PredictionMaker::copyTo(std::size_t entry, const std::vector<float>& rows, std::size_t row) {
  std::vector<float>& out = floats(entry);
  const float* in = rows.data() + row * out.size();
  for (float& value : out) value = *in++;
}

void PredictionMaker::fill(const Part& part, std::size_t row) {
  switch (part.head.kind) {
    case HeadKind::Binary:
    case HeadKind::MultiClass:
      copyTo(part.first, part.logits, row);
      return fillClasses(part, row);
    case HeadKind::MultiLabel:
      copyTo(part.first, part.logits, row);
      return copyTo(part.first + 1, part.values, row);
    case HeadKind::Poisson:
    case HeadKind::Logistic:
      copyTo(part.first + 1, part.logits, row);
      break;
    case HeadKind::Regression:
    case HeadKind::Multi:
      break;
  }
  copyTo(part.first, part.values, row);
}

void PredictionMaker::fillClasses(const Part& part, std::size_t row) {
  const bool binary = part.head.kind == HeadKind::Binary;
  const std::size_t probabilities = part.first + (binary ? 2 : 1);
  if (binary) copyTo(part.first + 1, part.values, row);
  copyTo(probabilities, part.probabilities, row);
  // Of the logits: equal probabilities may be unequal before rounding.
  const std::vector<float>& logits = floats(part.first);
  const auto best = std::max_element(logits.begin(), logits.end());
  const auto id = binary ? static_cast<std::size_t>(logits[0] > 0 ? 1 : 0)
                         : static_cast<std::size_t>(best - logits.begin());
  std::int64_t& known = std::get<1>(m_prediction[probabilities + 1].second)[0];
  std::string& name = std::get<2>(m_prediction[probabilities + 2].second)[0];
  if (known == static_cast<std::int64_t>(id) && !name.empty()) return;
  known = static_cast<std::int64_t>(id);
  name = part.classNames[id];
}

}  // namespace cairn::training
