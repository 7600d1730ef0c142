#pragma once

#include "core/base/workers.h"
#include "core/training/feature_plan.h"
#include "core/training/head.h"
#include "core/training/lookup.h"

#include <memory>
#include <string>
#include <vector>

namespace cairn::training {

/// The deep part of an estimator: dense columns and embeddings, hidden layers, logits; computed by
/// the engine over the variables of a store.
/// Owner:  borrows the store, the tables and the optimizer, which must outlive it.
/// Thread: Not locked; one thread at a time.
class DnnTower {
 public:
  /// One layer's output: its name in summaries' tags is `<scope>/<name>`.
  struct Layer {
    std::string name;        // `hiddenlayer_0`, `logits`
    std::int64_t units = 0;  // of the output, which crelu doubles
    bool operator==(const Layer&) const = default;
  };
  struct Parts {
    const FeaturePlan* plan = nullptr;
    VariableStore* store = nullptr;
    LookupTables* tables = nullptr;
    TowerOptimizer* optimizer = nullptr;  // null: it is not trained
    std::int64_t weightWidth = 1;         // floats that stand for each row's weight
    Workers* workers = nullptr;
  };

  /// Errors: Unsupported or InvalidArgument with the config's key.
  static Result<DnnTower> create(const model::Config& config, const HeadSpec& head,
                                 const Parts& parts);

  const std::vector<Layer>& layers() const { return m_layers; }
  /// Output of a layer for the newest batch: [rows, units].
  std::span<const float> activation(std::size_t layer) const;

  /// Makes the buffers large enough for batches of `rows`; the variables are not theirs and stay.
  Result<void> reserve(std::int64_t rows);
  /// Whether a batch's rows are all that the first layer reads.
  bool readsRowsAlone() const { return m_embeddings.empty(); }
  /// Forward, the head's loss, and the update of all variables. Returns: the reduced loss before
  /// it.   REQUIRES: readsRowsAlone(), room for the batch, and a loss that the engine knows.
  float trainStep(const Batch& batch, Step step);
  /// `logits` [batch.rows, units of the last layer]. REQUIRES: room for the batch.
  Result<void> forward(const Batch& batch, bool training, Step step, float* logits);
  /// From d loss / d logits of the newest forward to updated layers; what embeddings get goes to
  /// their tables.
  void backward(const Batch& batch, const float* logitsGradient);

 private:
  struct Segment {  // dense columns side by side, in a batch's row and in the first layer's
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t width = 0;
  };
  struct Embedding {
    Lookup lookup;
    std::int64_t offset = 0;
    Result<void> outcome = {};  // of the newest forward
  };
  struct Destroy {
    void operator()(CairnNetwork* network) const { cairn_network_destroy(network); }
  };
  DnnTower() = default;
  Result<void> addColumns(const model::Config& config, const Parts& parts);
  Result<void> addLayers(const model::Config& config, const Parts& parts);
  Result<void> readRows(const Batch& batch);
  Workers* workersFor(const Batch& batch) const;

  std::vector<Segment> m_segments;
  std::vector<Embedding> m_embeddings;
  std::vector<Layer> m_layers;
  std::vector<CairnLayer> m_engineLayers;
  CairnNetworkSpec m_spec{};
  TowerOptimizer* m_optimizer = nullptr;
  Workers* m_workers = nullptr;
  bool m_sharesTables = false;  // two embeddings look the same one up
  std::unique_ptr<CairnNetwork, Destroy> m_network;
  std::int64_t m_inputs = 0;
  std::int64_t m_rows = 0;         // of the newest batch
  std::vector<float> m_x;          // with embeddings: what the first layer reads
  std::vector<float> m_xGradient;  // likewise
};

/// Errors: Unsupported with the key `args.activation_fn`.
Result<CairnActivation> activationOf(const std::string& name);

}  // namespace cairn::training
