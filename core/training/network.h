#pragma once

#include "core/engine/engine.h"
#include "core/training/head_loss.h"
#include "core/training/tower_optimizer.h"
#include "core/training/variable_store.h"

#include <memory>
#include <string>
#include <vector>

namespace cairn::training {

/// Rows as the engine reads them; borrowed from the input until its next batch.
struct Batch {
  const float* x = nullptr;
  std::int64_t xStride = 0;        // floats from row to row
  const float* labels = nullptr;   // [rows, head.labelWidth()]; null when there are none
  const float* weights = nullptr;  // [rows, weightWidth] or null
  std::int64_t weightWidth = 1;
  std::int64_t rows = 0;
};

/// A config's network over the variables of a store, trained and computed by the engine.
/// Owner:  borrows the store, which must outlive it and holds every number that is trained.
/// Thread: Not locked; one thread at a time.   Cost: a step allocates nothing, unless its batch is
///         larger than any before.
class Network {
 public:
  /// One layer's output: its name in summaries' tags is `<scope>/<name>`.
  struct Layer {
    std::string name;  // `hiddenlayer_0`, `logits`
    std::int64_t units = 0;
    bool operator==(const Layer&) const = default;
  };

  /// `weightWidth` floats stand for each row's weight. Slots are left out unless `training`.
  /// Errors: Unsupported or InvalidArgument with the config's key.
  static Result<Network> create(const model::Config& config, const HeadSpec& head,
                                VariableStore& store, bool training, std::int64_t weightWidth);

  const std::vector<Layer>& layers() const { return m_layers; }
  std::int64_t inputs() const { return m_engineLayers.front().inputs; }

  /// Losses of a MultiHead's heads in the newest step, before their head_weights.
  const std::vector<float>& headLosses() const { return m_loss.ofHeads(); }

  /// The update of the variables from `step` to `step` + 1. Returns: the reduced loss before it.
  Result<float> trainStep(const Batch& batch, Step step);
  /// Shapes: logits float32[batch.rows, units of the last layer].
  Result<void> forward(const Batch& batch, std::vector<float>& logits);
  /// Output of a layer for the newest batch: [rows, units].
  std::span<const float> activation(std::size_t layer) const;

 private:
  struct Destroy {
    void operator()(CairnNetwork* network) const { cairn_network_destroy(network); }
  };
  explicit Network(const HeadSpec& head) : m_head(head), m_loss(head) {}
  float stepOf(const Batch& batch, float learningRate);
  Result<void> reserve(std::int64_t rows);
  HeadSpec m_head;
  HeadLoss m_loss;
  std::vector<float> m_logits;    // of the batch, for a loss that the engine does not know
  std::vector<float> m_gradient;  // likewise
  CairnNetworkSpec m_spec{};
  std::vector<CairnLayer> m_engineLayers;
  std::vector<Layer> m_layers;
  std::unique_ptr<CairnNetwork, Destroy> m_network;
  std::int64_t m_rows = 0;                      // of the newest batch
  std::unique_ptr<TowerOptimizer> m_optimizer;  // when it is trained
};

/// Errors: Unsupported with the key `args.activation_fn`.
Result<CairnActivation> activationOf(const std::string& name);

}  // namespace cairn::training
