#include "core/engine/engine.h"

#include "core/engine/losses.h"
#include "core/engine/network.h"
#include "core/engine/rows.h"

#include <new>

using namespace cairn::engine;

struct CairnNetwork {
  Network network;
};

namespace {

LossBatch denseBatch(const float* logits, const float* labels, int64_t batch, int64_t width) {
  return {logits, width, labels, nullptr, 1, batch, width};
}

}  // namespace

CairnNetwork* cairn_network_create(const CairnNetworkSpec* spec) {
  if (!spec || !Network::isValid(*spec)) return nullptr;
  try {
    return new CairnNetwork{Network(*spec)};
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

void cairn_network_destroy(CairnNetwork* network) { delete network; }

void cairn_network_set_step(CairnNetwork* network, int64_t step) { network->network.setStep(step); }

float cairn_network_train_step(CairnNetwork* network, const float* x, int64_t x_stride,
                               const float* labels, const float* weights, int64_t batch,
                               float learning_rate) {
  return network->network.trainStep(x, x_stride, labels, weights, batch, learning_rate);
}

void cairn_network_forward(CairnNetwork* network, const float* x, int64_t x_stride, int64_t batch,
                           int32_t training, float* logits) {
  network->network.forward(x, x_stride, batch, training != 0, logits);
}

void cairn_network_backward(CairnNetwork* network, const float* x, int64_t x_stride, int64_t batch,
                            const float* logits_gradient, float learning_rate,
                            float* input_gradient) {
  network->network.backward(x, x_stride, batch, logits_gradient, learning_rate, input_gradient);
}

const float* cairn_network_activation(const CairnNetwork* network, int64_t layer) {
  return network->network.activation(layer);
}

float cairn_loss_gradient(CairnLoss loss, CairnReduction reduction, const float* logits,
                          const float* labels, const float* weights, int64_t weight_width,
                          int64_t batch, int64_t width, float* gradient) {
  LossBatch asked = denseBatch(logits, labels, batch, width);
  asked.weights = weights;
  asked.weightWidth = weight_width > 1 ? weight_width : 1;
  return gradient ? lossGradient(loss, reduction, asked, gradient)
                  : reducedLoss(loss, reduction, asked);
}

void cairn_optimizer_clip(const CairnOptimizerSpec* optimizer, int64_t count, float* gradient) {
  clipGradient(*optimizer, gradient, count);
}

void cairn_optimizer_apply(const CairnOptimizerSpec* optimizer, const float* adam_powers,
                           float learning_rate, int64_t count, const float* gradient, float* value,
                           float* const slot_values[3]) {
  applyOptimizer(*optimizer, adam_powers, {count, gradient, value, slot_values, learning_rate});
}

void cairn_optimizer_apply_sparse(const CairnOptimizerSpec* optimizer, const float* adam_powers,
                                  float learning_rate, int64_t rows, int64_t width,
                                  const int64_t* row_ids, int64_t count, const float* gradient,
                                  float* value, float* const slot_values[3]) {
  applyOptimizerToRows(*optimizer, adam_powers,
                       {rows, width, count, row_ids, gradient, value, slot_values, learning_rate});
}

void cairn_optimizer_decay(const CairnOptimizerSpec* optimizer, int64_t count,
                           float* const slot_values[3]) {
  decayAverages(*optimizer, count, slot_values);
}

void cairn_optimizer_advance(const CairnOptimizerSpec* optimizer, float* adam_powers) {
  advanceOptimizer(*optimizer, adam_powers);
}

void cairn_gather_rows(const float* values, int64_t width, const CairnRowEntries* entries,
                       float* out, int64_t out_stride) {
  gatherRows(values, width, *entries, out, out_stride);
}

void cairn_scatter_rows(const float* gradient, int64_t gradient_stride, int64_t width,
                        const CairnRowEntries* entries, float* sums) {
  scatterRows(gradient, gradient_stride, width, *entries, sums);
}

void cairn_add_product(const float* x, int64_t x_stride, int64_t rows, int64_t inputs,
                       const float* weights, int64_t columns, float* out) {
  addProduct(x, x_stride, rows, inputs, weights, columns, out);
}

void cairn_transposed_product(const float* x, int64_t x_stride, int64_t rows, int64_t inputs,
                              const float* gradient, int64_t columns, float* result) {
  transposedProduct(x, x_stride, rows, inputs, gradient, columns, result);
}

void cairn_product_with_transposed(const float* gradient, int64_t rows, int64_t columns,
                                   const float* weights, int64_t inputs, float* result) {
  productWithTransposed(gradient, rows, columns, weights, inputs, result);
}

void cairn_element_losses(CairnLoss loss, const float* logits, const float* labels, int64_t batch,
                          int64_t width, float* losses) {
  elementLosses(loss, denseBatch(logits, labels, batch, width), losses);
}

float cairn_reduce_losses(CairnLoss loss, CairnReduction reduction, const float* losses,
                          const float* weights, int64_t weight_width, int64_t batch,
                          int64_t width) {
  LossBatch asked = denseBatch(nullptr, nullptr, batch, width);
  asked.weights = weights;
  asked.weightWidth = weight_width > 1 ? weight_width : 1;
  return reduceLosses(loss, reduction, asked, losses);
}

void cairn_softmax(const float* logits, int64_t batch, int64_t width, float* probabilities) {
  softmaxRows(logits, batch, width, probabilities);
}

void cairn_sigmoid(const float* logits, int64_t count, float* probabilities) {
  sigmoidOf(logits, count, probabilities);
}

const char* cairn_engine_isa(void) { return CAIRN_ENGINE_ISA; }
