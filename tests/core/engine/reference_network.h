#pragma once

#include "core/engine/engine.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

// The engine's network once more, in double precision and as plainly as can be, for finite
// differences.
namespace cairn::tests {

struct ReferenceLayer {
  std::int64_t inputs = 0;
  std::int64_t units = 0;
  CairnActivation activation = CAIRN_LINEAR;
  std::vector<double> kernel;
  std::vector<double> bias;
  std::vector<double> gamma = {};  // of batch normalisation; empty: none
  std::vector<double> beta = {};
  bool isNormalised() const { return !gamma.empty(); }
};

/// Batch normalisation by the batch's own statistics; `values` [rows, outputs].
inline void normalise(const ReferenceLayer& layer, std::int64_t rows, std::vector<double>& values) {
  const std::size_t units = layer.gamma.size();
  for (std::size_t unit = 0; unit < units; ++unit) {
    double mean = 0;
    double variance = 0;
    for (std::size_t at = unit; at < values.size(); at += units) mean += values[at] / double(rows);
    for (std::size_t at = unit; at < values.size(); at += units)
      variance += (values[at] - mean) * (values[at] - mean) / double(rows);
    for (std::size_t at = unit; at < values.size(); at += units)
      values[at] =
          layer.gamma[unit] * (values[at] - mean) / std::sqrt(variance + 0.001) + layer.beta[unit];
  }
}

struct ReferenceBatch {
  std::int64_t rows = 0;
  std::vector<float> x;
  std::vector<float> labels;
  std::vector<float> weights;  // empty: none
  std::int64_t weightWidth = 1;
};

inline double referenceActivation(CairnActivation activation, double x) {
  const double sigmoid = 1 / (1 + std::exp(-x));
  switch (activation) {
    case CAIRN_LINEAR:
      return x;
    case CAIRN_RELU:
      return std::max(x, 0.0);
    case CAIRN_RELU6:
      return std::min(std::max(x, 0.0), 6.0);
    case CAIRN_LEAKY_RELU:
      return x > 0 ? x : 0.2 * x;
    case CAIRN_TANH:
      return std::tanh(x);
    case CAIRN_SIGMOID:
      return sigmoid;
    case CAIRN_ELU:
      return x > 0 ? x : std::expm1(x);
    case CAIRN_SELU:
      return 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * std::expm1(x));
    case CAIRN_SOFTPLUS:
      return std::max(x, 0.0) + std::log1p(std::exp(-std::fabs(x)));
    case CAIRN_SOFTSIGN:
      return x / (1 + std::fabs(x));
    case CAIRN_SWISH:
      return x * sigmoid;
    case CAIRN_GELU:
      return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
    case CAIRN_MISH:
      return x * std::tanh(std::log1p(std::exp(x)));
    case CAIRN_HARD_SIGMOID:
      return std::min(std::max(0.2 * x + 0.5, 0.0), 1.0);
    case CAIRN_EXPONENTIAL:
      return std::exp(x);
    case CAIRN_SOFTMAX:
    case CAIRN_CRELU:
      break;  // of a row
  }
  return 0;
}

/// Of the sums of one row.
inline std::vector<double> referenceActivations(CairnActivation activation,
                                                const std::vector<double>& sums) {
  std::vector<double> values;
  double all = 0;
  for (const double x : sums) all += std::exp(x);
  for (const double x : sums)
    values.push_back(activation == CAIRN_SOFTMAX ? std::exp(x) / all
                     : activation == CAIRN_CRELU ? std::max(x, 0.0)
                                                 : referenceActivation(activation, x));
  if (activation == CAIRN_CRELU)
    for (const double x : sums) values.push_back(std::max(-x, 0.0));
  return values;
}

inline std::vector<double> referenceForward(const std::vector<ReferenceLayer>& layers,
                                            const ReferenceBatch& batch) {
  std::vector<double> values(batch.x.begin(), batch.x.end());
  for (const ReferenceLayer& layer : layers) {
    std::vector<double> next;
    for (std::int64_t row = 0; row < batch.rows; ++row) {
      std::vector<double> sums;
      for (std::int64_t unit = 0; unit < layer.units; ++unit) {
        double sum = layer.bias[std::size_t(unit)];
        for (std::int64_t i = 0; i < layer.inputs; ++i)
          sum += values[std::size_t(row * layer.inputs + i)] *
                 layer.kernel[std::size_t(i * layer.units + unit)];
        sums.push_back(sum);
      }
      const std::vector<double> activated = referenceActivations(layer.activation, sums);
      next.insert(next.end(), activated.begin(), activated.end());
    }
    if (layer.isNormalised()) normalise(layer, batch.rows, next);
    values = std::move(next);
  }
  return values;
}

inline double referenceBinaryLoss(double x, double y) {
  return std::max(x, 0.0) - x * y + std::log1p(std::exp(-std::fabs(x)));
}

inline double referencePoissonLoss(double x, double y, bool full) {
  const double stirling = y > 1 ? y * std::log(y) - y + 0.5 * std::log(2 * M_PI * y) : 0;
  return std::exp(x) - x * y + (full ? stirling : 0);
}

/// Loss of each element: [rows, width] for REGRESSION and the POISSONs, else [rows].
inline std::vector<double> referenceElementLosses(CairnLoss loss, const std::vector<double>& logits,
                                                  const std::vector<float>& labels,
                                                  std::int64_t width) {
  std::vector<double> losses;
  const std::int64_t rows = std::int64_t(logits.size()) / width;
  for (std::int64_t row = 0; row < rows; ++row) {
    const double* z = logits.data() + row * width;
    double sum = 0;
    if (loss == CAIRN_MULTI_CLASS) {
      for (std::int64_t i = 0; i < width; ++i) sum += std::exp(z[i]);
      losses.push_back(std::log(sum) - z[std::int64_t(labels[std::size_t(row)])]);
      continue;
    }
    for (std::int64_t i = 0; i < width; ++i) {
      const double y = double(labels[std::size_t(row * width + i)]);
      if (loss == CAIRN_REGRESSION)
        losses.push_back((z[i] - y) * (z[i] - y));
      else if (loss == CAIRN_POISSON || loss == CAIRN_POISSON_FULL)
        losses.push_back(referencePoissonLoss(z[i], y, loss == CAIRN_POISSON_FULL));
      else
        sum += referenceBinaryLoss(z[i], y) / double(width);
    }
    if (loss == CAIRN_BINARY || loss == CAIRN_MULTI_LABEL) losses.push_back(sum);
  }
  return losses;
}

inline double referenceLoss(CairnLoss loss, CairnReduction reduction,
                            const std::vector<ReferenceLayer>& layers,
                            const ReferenceBatch& batch) {
  const std::int64_t width = layers.back().units;
  const auto losses =
      referenceElementLosses(loss, referenceForward(layers, batch), batch.labels, width);
  const std::int64_t perRow = std::int64_t(losses.size()) / batch.rows;
  double sum = 0;
  double weightSum = 0;
  double nonzero = 0;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const std::size_t row = i / std::size_t(perRow);
    double weight = 1;
    if (!batch.weights.empty()) weight = double(batch.weights[batch.weightWidth > 1 ? i : row]);
    sum += weight * losses[i];
    weightSum += weight;
    nonzero += weight != 0 ? 1 : 0;
  }
  switch (reduction) {
    case CAIRN_SUM:
      return sum;
    case CAIRN_SUM_OVER_BATCH_SIZE:
      return sum / double(losses.size());
    case CAIRN_WEIGHTED_MEAN:
      return weightSum == 0 ? 0 : sum / weightSum;
    case CAIRN_SUM_BY_NONZERO_WEIGHTS:
      return nonzero == 0 ? 0 : sum / nonzero;
  }
  return 0;
}

}  // namespace cairn::tests
