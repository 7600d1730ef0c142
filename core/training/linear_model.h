#pragma once

#include "core/training/feature_plan.h"
#include "core/training/lookup.h"

#include <deque>
#include <vector>

namespace cairn::training {

/// The wide part of an estimator: the sum over its columns, plus a bias.
/// Formula: spec/estimator.md 6 and 10.3.
/// Owner:  borrows the store, the tables and the optimizer, which must outlive it.
/// Thread: Not locked; one thread at a time.
class LinearModel {
 public:
  struct Parts {
    const FeaturePlan* plan = nullptr;
    VariableStore* store = nullptr;
    LookupTables* tables = nullptr;
    TowerOptimizer* optimizer = nullptr;  // null: it is not trained
  };
  /// Errors: Unsupported or InvalidArgument with the column or the config's key.
  static Result<LinearModel> create(const model::Config& config, const Parts& parts);

  /// `logits` [batch.rows, width of the bias].
  Result<void> forward(const Batch& batch, float* logits);
  /// From d loss / d logits of the newest forward to updated weights; what is looked up goes to its
  /// table.
  void backward(const Batch& batch, const float* logitsGradient);

  /// For a summary, which shows the weights before the update.
  struct Noted {
    std::vector<float> bias;
    float zeroFraction = 0;  // share of the weights, but for the bias, that are 0
  };
  void noteWeights();
  const Noted& noted() const { return m_noted; }

 private:
  /// Weights that every example multiplies: of a dense column, or of an embedding's rows.
  struct Product {
    TrainedArray weights;
    std::int64_t offset = 0;        // of a dense column's floats in a batch's row
    std::size_t embedding = kNone;  // else of m_embeddings
  };
  struct Embedding {
    Lookup lookup;
    std::vector<float> rows;      // [batch, dimension] of the newest forward
    std::vector<float> gradient;  // likewise
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  LinearModel() = default;
  Result<void> addColumns(const model::Config& config, const Parts& parts);
  void train(const TrainedArray& array);

  TowerOptimizer* m_optimizer = nullptr;
  TrainedArray m_bias;
  std::vector<Product> m_products;
  std::vector<Embedding> m_embeddings;
  std::vector<Lookup> m_lookups;       // of categorical columns
  std::vector<TrainedArray> m_looked;  // their weights, and the tables of embeddings
  Noted m_noted;
  std::vector<float> m_gradient;  // of one variable
};

}  // namespace cairn::training
