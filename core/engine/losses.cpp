#include "core/engine/losses.h"

#include "core/engine/lanes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace cairn::engine {
namespace {

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

Lane16 exponential(const Lane16& x) { return x.exp(); }
Lane16 logDifference(const Lane16& x, const Lane16& y) { return x.log() - y; }

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
  mapLanes(batch.rows * batch.stride, slopes, exponential, slopes);
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
  mapLanes(batch.rows, losses.data(), logDifference, sums.data(), ofLabel.data());
}

Lane16 binaryLoss(const Lane16& x, const Lane16& y) {
  return x.max(0.0F) - x * y + (-x.abs()).exp().log1p();
}

Lane16 binarySlope(const Lane16& x, const Lane16& y) { return x.logistic() - y; }

Chunk firstColumn(const LossBatch& batch) {
  Chunk column;
  for (int64_t row = 0; row < batch.rows; ++row)
    column[static_cast<std::size_t>(row)] = batch.logits[row * batch.stride];
  return column;
}

void binaryChunk(const LossBatch& batch, Chunk& losses, float* slopes) {
  const Chunk logits = firstColumn(batch);
  mapLanes(batch.rows, losses.data(), binaryLoss, logits.data(), batch.labels);
  Chunk difference;
  mapLanes(batch.rows, difference.data(), binarySlope, logits.data(), batch.labels);
  for (int64_t row = 0; row < batch.rows; ++row)
    slopes[row * batch.stride] = difference[static_cast<std::size_t>(row)];
}

/// Losses of a chunk of rows; `slopes` becomes the gradient of each, divided by the classes.
void multiLabelChunk(const LossBatch& batch, Chunk& losses, float* slopes) {
  const float share = 1.0F / static_cast<float>(batch.width);
  for (int64_t row = 0; row < batch.rows; ++row) {
    const float* x = batch.logits + row * batch.stride;
    const float* y = batch.labels + row * batch.width;
    losses[static_cast<std::size_t>(row)] = sumLanes(batch.width, binaryLoss, x, y) * share;
    mapLanes(
        batch.width, slopes + row * batch.stride,
        [share](const Lane16& a, const Lane16& b) -> Lane16 { return binarySlope(a, b) * share; },
        x, y);
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

// Rows of few columns are worked on sixteen at a time, a lane for each column.
constexpr int64_t kNarrow = 16;
using Columns = std::array<Lane16, kNarrow>;

/// Up to sixteen rows [rows, width], `stride` apart, turned; zeros behind the last.
void turnRows(const float* values, int64_t stride, int64_t rows, int64_t width, Columns& columns) {
  if (rows < kLaneFloats)
    for (int64_t i = 0; i < width; ++i) columns[static_cast<std::size_t>(i)].setZero();
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t i = 0; i < width; ++i)
      columns[static_cast<std::size_t>(i)][row] = values[row * stride + i];
}

/// columns = exp(columns - the greatest of a row), which is returned; `sum`: over a row.
Lane16 exponentials(int64_t width, Columns& columns, Lane16& sum) {
  Lane16 most = columns[0];
  for (int64_t i = 1; i < width; ++i) most = most.max(columns[static_cast<std::size_t>(i)]);
  sum.setZero();
  for (int64_t i = 0; i < width; ++i) {
    Lane16& column = columns[static_cast<std::size_t>(i)];
    column = (column - most).exp();
    sum += column;
  }
  return most;
}

void narrowMultiClassLosses(const LossBatch& batch, float* losses) {
  Columns columns;
  for (int64_t first = 0; first < batch.rows; first += kLaneFloats) {
    const LossBatch part =
        rowsOf(CAIRN_MULTI_CLASS, batch, first, std::min<int64_t>(kLaneFloats, batch.rows - first));
    turnRows(part.logits, part.stride, part.rows, part.width, columns);
    Lane16 sum;
    const Lane16 most = exponentials(part.width, columns, sum);
    const Lane16 logs = sum.log();
    for (int64_t row = 0; row < part.rows; ++row) {
      const int64_t label = classOf(part.labels[row], part.width);
      losses[first + row] =
          label < 0 ? kNaN : logs[row] - (part.logits[row * part.stride + label] - most[row]);
    }
  }
}

void wideMultiClassLosses(const LossBatch& batch, float* losses) {
  for (int64_t row = 0; row < batch.rows; ++row) {
    const float* logits = batch.logits + row * batch.stride;
    const float most = maxOf(logits, batch.width);
    const float sum = sumLanes(
        batch.width, [most](const Lane16& x) -> Lane16 { return (x - most).exp(); }, logits);
    const int64_t label = classOf(batch.labels[row], batch.width);
    losses[row] = label < 0 ? kNaN : std::log(sum) - (logits[label] - most);
  }
}

void narrowSoftmax(const float* logits, int64_t rows, int64_t width, float* probabilities) {
  Columns columns;
  for (int64_t first = 0; first < rows; first += kLaneFloats) {
    const int64_t count = std::min<int64_t>(kLaneFloats, rows - first);
    turnRows(logits + first * width, width, count, width, columns);
    Lane16 sum;
    exponentials(width, columns, sum);
    for (int64_t i = 0; i < width; ++i) columns[static_cast<std::size_t>(i)] /= sum;
    float* out = probabilities + first * width;
    for (int64_t row = 0; row < count; ++row)
      for (int64_t i = 0; i < width; ++i) *out++ = columns[static_cast<std::size_t>(i)][row];
  }
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
  for (int64_t row = 0; hasElementLosses(loss) && row < batch.rows; ++row)
    for (int64_t i = 0; i < batch.width; ++i) {
      const Element element = elementLoss(loss, batch.logits[row * batch.stride + i],
                                          batch.labels[row * batch.width + i]);
      sum += static_cast<double>(weightOf(batch, row, i) * element.loss);
    }
  Chunk losses;
  for (int64_t first = 0; !hasElementLosses(loss) && first < batch.rows; first += kChunk) {
    const LossBatch part = rowsOf(loss, batch, first, std::min(kChunk, batch.rows - first));
    elementLosses(loss, part, losses.data());
    for (int64_t row = 0; row < part.rows; ++row)
      sum += static_cast<double>(weightOf(part, row, 0) * losses[static_cast<std::size_t>(row)]);
  }
  return static_cast<float>(sum * reductionFactor(loss, reduction, batch));
}

void elementLosses(CairnLoss loss, const LossBatch& batch, float* losses) {
  if (loss == CAIRN_MULTI_CLASS)
    return batch.width <= kNarrow ? narrowMultiClassLosses(batch, losses)
                                  : wideMultiClassLosses(batch, losses);
  for (int64_t first = 0; first < batch.rows; first += kChunk) {
    const LossBatch part = rowsOf(loss, batch, first, std::min(kChunk, batch.rows - first));
    if (loss == CAIRN_BINARY) {
      const Chunk logits = firstColumn(part);
      mapLanes(part.rows, losses + first, binaryLoss, logits.data(), part.labels);
      continue;
    }
    for (int64_t row = 0; row < part.rows; ++row) {
      const float* logits = part.logits + row * part.stride;
      const float* labels = part.labels + row * part.width;
      if (loss == CAIRN_MULTI_LABEL)
        losses[first + row] =
            sumLanes(part.width, binaryLoss, logits, labels) / static_cast<float>(part.width);
      else
        for (int64_t i = 0; i < part.width; ++i)
          losses[(first + row) * part.width + i] = elementLoss(loss, logits[i], labels[i]).loss;
    }
  }
}

float reduceLosses(CairnLoss loss, CairnReduction reduction, const LossBatch& batch,
                   const float* losses) {
  double sum = 0;
  const int64_t columns = hasElementLosses(loss) ? batch.width : 1;
  for (int64_t row = 0; row < batch.rows; ++row)
    for (int64_t i = 0; i < columns; ++i)
      sum += static_cast<double>(weightOf(batch, row, i) * *losses++);
  return static_cast<float>(sum * reductionFactor(loss, reduction, batch));
}

void softmaxRows(const float* logits, int64_t rows, int64_t width, float* probabilities) {
  if (width <= kNarrow) return narrowSoftmax(logits, rows, width, probabilities);
  for (int64_t row = 0; row < rows; ++row, logits += width, probabilities += width) {
    const float most = maxOf(logits, width);
    mapLanes(
        width, probabilities, [most](const Lane16& x) -> Lane16 { return (x - most).exp(); },
        logits);
    float sum = 0;
    for (int64_t i = 0; i < width; ++i) sum += probabilities[i];
    for (int64_t i = 0; i < width; ++i) probabilities[i] /= sum;
  }
}

void sigmoidOf(const float* logits, int64_t count, float* probabilities) {
  mapLanes(
      count, probabilities, [](const Lane16& x) -> Lane16 { return x.logistic(); }, logits);
}

}  // namespace cairn::engine
