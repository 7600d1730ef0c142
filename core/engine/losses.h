#pragma once

#include "core/engine/engine.h"

namespace cairn::engine {

/// Logits and what they should have been.
/// Shapes: logits [rows, width], rows `stride` apart; labels [rows] (class ids) for MULTI_CLASS,
///         else [rows, width]; weights [rows, weightWidth] or null; weightWidth is 1 or width.
struct LossBatch {
  const float* logits = nullptr;
  int64_t stride = 0;
  const float* labels = nullptr;
  const float* weights = nullptr;
  int64_t weightWidth = 1;
  int64_t rows = 0;
  int64_t width = 0;
};

/// The reduced loss, and d loss / d logits in `gradient` [rows, stride], padding overwritten.
/// Formula: spec/estimator.md 7; a reduction with nothing to divide by gives 0.
float lossGradient(CairnLoss loss, CairnReduction reduction, const LossBatch& batch,
                   float* gradient);

/// The reduced loss alone.
float reducedLoss(CairnLoss loss, CairnReduction reduction, const LossBatch& batch);

/// Whether every logit has a loss (and may have a weight) of its own, not the row as a whole.
bool hasElementLosses(CairnLoss loss);

/// Loss of each element, unreduced and unweighted: [rows], or [rows, width] if hasElementLosses.
void elementLosses(CairnLoss loss, const LossBatch& batch, float* losses);

/// The reduced loss from what elementLosses gave; the logits are not read.
float reduceLosses(CairnLoss loss, CairnReduction reduction, const LossBatch& batch,
                   const float* losses);

/// Rows of dense `logits` [rows, width] as probabilities.
void softmaxRows(const float* logits, int64_t rows, int64_t width, float* probabilities);
/// 1 / (1 + e^-x) of each.
void sigmoidOf(const float* logits, int64_t count, float* probabilities);

}  // namespace cairn::engine
