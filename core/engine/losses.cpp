#include "core/engine/losses.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace cairn::engine {
namespace {

using Elements = Eigen::Map<Eigen::ArrayXf>;
using ConstElements = Eigen::Map<const Eigen::ArrayXf>;

// Rows that are worked on together: one vectorised logarithm for all of them, no allocation.
constexpr int64_t kChunk = 64;
using Chunk = std::array<float, kChunk>;
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

LossBatch rowsOf(CairnLoss loss, const LossBatch& batch, int64_t first, int64_t count) {
  LossBatch part = batch;
  part.logits += first * batch.stride;
  part.labels += first * (loss == CAIRN_MULTI_CLASS ? 1 : batch.width);
  if (part.weights) part.weights += first * batch.weightWidth;
  part.rows = count;
  return part;
}

float weightOf(const LossBatch& batch, int64_t row, int64_t column) {
  if (!batch.weights) return 1.0F;
  return batch.weights[row * batch.weightWidth + (batch.weightWidth > 1 ? column : 0)];
}

/// One over what the sum of weighted losses is divided by; 0 when that is 0.
double reductionFactor(CairnLoss loss, CairnReduction reduction, const LossBatch& batch) {
  if (reduction == CAIRN_SUM) return 1.0;
  const auto width = static_cast<double>(hasElementLosses(loss) ? batch.width : 1);
  double divisor = static_cast<double>(batch.rows) * width;
  if (reduction != CAIRN_SUM_OVER_BATCH_SIZE && batch.weights) {
    double sum = 0;
    const int64_t count = batch.rows * batch.weightWidth;
    for (int64_t i = 0; i < count; ++i) {
      const float weight = batch.weights[i];
      sum += reduction == CAIRN_WEIGHTED_MEAN ? static_cast<double>(weight) : (weight != 0.0F);
    }
    divisor = sum * width / static_cast<double>(batch.weightWidth);
  }
  return divisor == 0 ? 0 : 1 / divisor;
}

/// The row of the label's logit, or -1 for a label that names no class.
int64_t classOf(float label, int64_t width) {
  return label >= 0.0F && label < static_cast<float>(width) ? static_cast<int64_t>(label) : -1;
}

float maxOf(const float* values, int64_t count) {
  float most = values[0];
  for (int64_t i = 1; i < count; ++i) most = std::max(most, values[i]);
  return most;
}

/// Losses of a chunk of rows; `slopes` [rows, stride] becomes softmax - one hot.
void multiClassChunk(const LossBatch& batch, Chunk& losses, float* slopes) {
  Chunk sums;
  Chunk ofLabel;  // logit of the label, shifted by the greatest
  for (int64_t row = 0; row < batch.rows; ++row) {
    const float* logits = batch.logits + row * batch.stride;
    float* out = slopes + row * batch.stride;
    const float most = maxOf(logits, batch.width);
    for (int64_t i = 0; i < batch.width; ++i) out[i] = logits[i] - most;
    std::fill(out + batch.width, out + batch.stride, 0.0F);
    const int64_t label = classOf(batch.labels[row], batch.width);
    ofLabel[static_cast<std::size_t>(row)] = label < 0 ? kNaN : out[label];
  }
  Elements all(slopes, batch.rows * batch.stride);
  all = all.exp();
  for (int64_t row = 0; row < batch.rows; ++row) {
    float* out = slopes + row * batch.stride;
    float sum = 0;
    for (int64_t i = 0; i < batch.width; ++i) sum += out[i];
    sums[static_cast<std::size_t>(row)] = sum;
    const int64_t label = classOf(batch.labels[row], batch.width);
    const float inverse = label < 0 ? kNaN : 1.0F / sum;
    for (int64_t i = 0; i < batch.width; ++i) out[i] *= inverse;
    if (label >= 0) out[label] -= 1.0F;
  }
  Elements(losses.data(), batch.rows) =
      ConstElements(sums.data(), batch.rows).log() - ConstElements(ofLabel.data(), batch.rows);
}

auto binaryLoss(const ConstElements& x, const ConstElements& y) {
  return x.max(0.0F) - x * y + (-x.abs()).exp().log1p();
}

Chunk firstColumn(const LossBatch& batch) {
  Chunk column;
  for (int64_t row = 0; row < batch.rows; ++row)
    column[static_cast<std::size_t>(row)] = batch.logits[row * batch.stride];
  return column;
}

void binaryChunk(const LossBatch& batch, Chunk& losses, float* slopes) {
  const Chunk logits = firstColumn(batch);
  const ConstElements x(logits.data(), batch.rows);
  const ConstElements y(batch.labels, batch.rows);
  Elements(losses.data(), batch.rows) = binaryLoss(x, y);
  Chunk difference;
  Elements(difference.data(), batch.rows) = x.logistic() - y;
  for (int64_t row = 0; row < batch.rows; ++row)
    slopes[row * batch.stride] = difference[static_cast<std::size_t>(row)];
}

/// Losses of a chunk of rows; `slopes` becomes the gradient of each, divided by the classes.
void multiLabelChunk(const LossBatch& batch, Chunk& losses, float* slopes) {
  const float share = 1.0F / static_cast<float>(batch.width);
  for (int64_t row = 0; row < batch.rows; ++row) {
    const ConstElements x(batch.logits + row * batch.stride, batch.width);
    const ConstElements y(batch.labels + row * batch.width, batch.width);
    losses[static_cast<std::size_t>(row)] = binaryLoss(x, y).sum() * share;
    Elements(slopes + row * batch.stride, batch.width) = (x.logistic() - y) * share;
  }
}

float rowGradient(CairnLoss loss, const LossBatch& batch, double factor, float* gradient) {
  double sum = 0;
  Chunk losses;
  for (int64_t first = 0; first < batch.rows; first += kChunk) {
    const LossBatch part = rowsOf(loss, batch, first, std::min(kChunk, batch.rows - first));
    float* slopes = gradient + first * batch.stride;
    if (loss == CAIRN_MULTI_CLASS)
      multiClassChunk(part, losses, slopes);
    else if (loss == CAIRN_MULTI_LABEL)
      multiLabelChunk(part, losses, slopes);
    else
      binaryChunk(part, losses, slopes);
    for (int64_t row = 0; row < part.rows; ++row) {
      const float weight = weightOf(part, row, 0);
      sum += static_cast<double>(weight * losses[static_cast<std::size_t>(row)]);
      const float scale = weight * static_cast<float>(factor);
      for (int64_t i = 0; i < part.width; ++i) slopes[row * part.stride + i] *= scale;
    }
  }
  return static_cast<float>(sum * factor);
}

struct Element {
  float loss;
  float slope;  // d loss / d logit
};

Element squaredError(float x, float y) {
  const float difference = x - y;
  return {difference * difference, 2.0F * difference};
}

/// As tf.nn.log_poisson_loss: a negative label gives NaN with Stirling's approximation.
Element poisson(float x, float y, bool full) {
  const float rate = std::exp(x);
  float loss = rate - x * y;
  constexpr auto kTwoPi = static_cast<float>(2 * M_PI);
  if (full && !(y >= 0.0F && y <= 1.0F)) loss += y * std::log(y) - y + 0.5F * std::log(kTwoPi * y);
  return {loss, rate - y};
}

Element elementLoss(CairnLoss loss, float x, float y) {
  return loss == CAIRN_REGRESSION ? squaredError(x, y) : poisson(x, y, loss == CAIRN_POISSON_FULL);
}

float elementGradient(CairnLoss loss, const LossBatch& batch, double factor, float* gradient) {
  double sum = 0;
  for (int64_t row = 0; row < batch.rows; ++row)
    for (int64_t i = 0; i < batch.width; ++i) {
      const float weight = weightOf(batch, row, i);
      const Element element = elementLoss(loss, batch.logits[row * batch.stride + i],
                                          batch.labels[row * batch.width + i]);
      sum += static_cast<double>(weight * element.loss);
      gradient[row * batch.stride + i] = element.slope * weight * static_cast<float>(factor);
    }
  return static_cast<float>(sum * factor);
}

float multiClassLoss(const float* logits, int64_t width, float label) {
  const float most = maxOf(logits, width);
  const int64_t known = classOf(label, width);
  if (known < 0) return kNaN;
  return std::log((ConstElements(logits, width) - most).exp().sum()) - (logits[known] - most);
}

}  // namespace

bool hasElementLosses(CairnLoss loss) {
  return loss == CAIRN_REGRESSION || loss == CAIRN_POISSON || loss == CAIRN_POISSON_FULL;
}

float lossGradient(CairnLoss loss, CairnReduction reduction, const LossBatch& batch,
                   float* gradient) {
  const double factor = reductionFactor(loss, reduction, batch);
  return hasElementLosses(loss) ? elementGradient(loss, batch, factor, gradient)
                                : rowGradient(loss, batch, factor, gradient);
}

float reducedLoss(CairnLoss loss, CairnReduction reduction, const LossBatch& batch) {
  double sum = 0;
  const bool rowLoss = !hasElementLosses(loss);
  for (int64_t row = 0; row < batch.rows; ++row) {
    const LossBatch one = rowsOf(loss, batch, row, 1);
    for (int64_t i = 0; i < (rowLoss ? 1 : batch.width); ++i) {
      float value = 0;
      LossBatch element = one;
      if (!rowLoss) {
        element.logits += i;
        element.labels += i;
        element.width = 1;
      }
      elementLosses(loss, element, &value);
      sum += static_cast<double>(weightOf(one, 0, i) * value);
    }
  }
  return static_cast<float>(sum * reductionFactor(loss, reduction, batch));
}

void elementLosses(CairnLoss loss, const LossBatch& batch, float* losses) {
  for (int64_t first = 0; first < batch.rows; first += kChunk) {
    const LossBatch part = rowsOf(loss, batch, first, std::min(kChunk, batch.rows - first));
    if (loss == CAIRN_BINARY) {
      const Chunk logits = firstColumn(part);
      Elements(losses + first, part.rows) = binaryLoss(ConstElements(logits.data(), part.rows),
                                                       ConstElements(part.labels, part.rows));
      continue;
    }
    for (int64_t row = 0; row < part.rows; ++row) {
      const float* logits = part.logits + row * part.stride;
      const float* labels = part.labels + row * part.width;
      if (loss == CAIRN_MULTI_CLASS)
        losses[first + row] = multiClassLoss(logits, part.width, part.labels[row]);
      else if (loss == CAIRN_MULTI_LABEL)
        losses[first + row] =
            binaryLoss(ConstElements(logits, part.width), ConstElements(labels, part.width)).mean();
      else
        for (int64_t i = 0; i < part.width; ++i)
          losses[(first + row) * part.width + i] = elementLoss(loss, logits[i], labels[i]).loss;
    }
  }
}

void softmaxRows(const float* logits, int64_t rows, int64_t width, float* probabilities) {
  for (int64_t row = 0; row < rows; ++row) {
    const ConstElements in(logits + row * width, width);
    Elements out(probabilities + row * width, width);
    out = (in - maxOf(in.data(), width)).exp();
    out /= out.sum();
  }
}

}  // namespace cairn::engine
