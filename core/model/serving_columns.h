#pragma once

#include "core/model/graph_gradients.h"
#include "core/model/graph_network.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cairn::model {

/// One raw feature that a serving graph takes.
struct ServingFeature {
  std::string key;
  formats::DType dtype = formats::DType::Float;
  formats::Shape shape;              // of one row; of words or ids {-1}: as many as the row has
  std::vector<double> defaultValue;  // empty: every row must have it
  bool operator==(const ServingFeature&) const = default;

  bool isList() const { return shape == formats::Shape{-1}; }
};

/// A feature's lists as a SparseTensor: three nodes.
struct ServingList {
  std::string indices;
  std::string values;
  std::string shape;
  formats::DType dtype = formats::DType::String;
};

/// What a serving graph feeds its columns.
struct ServingInputs {
  std::map<std::string, std::string> features;    // the node of each raw feature, by its key
  std::map<std::string, formats::DType> types;    // of each of them
  std::map<std::string, ServingList> lists = {};  // those that were parsed as lists
  /// Whether the keys of crosses are dense, as rows of a CSV file are: TensorFlow hashes dense keys
  /// after all others, so that the same data has other ids in another form.
  bool denseKeys = false;
};

/// What the columns read, each feature once, sorted by key.
/// Errors: Unsupported, with the column's name, for one that can't be served.
Result<std::vector<ServingFeature>> servingFeatures(
    const std::vector<data::FeatureColumn>& columns);

/// The type of what the column reads: int64 for any integer, as tf.Examples hold them.
formats::DType servedType(const data::FeatureColumn& column);

/// Feature columns as nodes of a graph. Lists of words and ids are dense here: a row that has fewer
/// is filled up with '' or -1, which no column counts.
/// Formula: spec/estimator.md 10.   Owner: borrows all that the constructor takes.
/// Thread: Not locked; one thread at a time.
class ServingColumns {
 public:
  ServingColumns(GraphOps& ops, const GraphVariables& variables, ServingInputs inputs)
      : m_ops(ops),
        m_variables(variables),
        m_features(std::move(inputs.features)),
        m_types(std::move(inputs.types)),
        m_lists(std::move(inputs.lists)),
        m_denseKeys(inputs.denseKeys) {}

  /// The columns side by side, float32 [B, width], in the order of the input layer.
  Result<std::string> inputLayer(const std::vector<data::FeatureColumn>& columns);
  /// The sum over the columns of a linear model, with its bias: float32 [B, logits].
  Result<std::string> linearModel(const std::vector<data::FeatureColumn>& columns,
                                  const std::string& combiner);
  /// The value of a variable of the model.
  Result<std::string> weight(const std::string& key);

  /// The gradient of the newest inputLayer and of the newest linearModel, whose values got
  /// `gradient`: its nodes go under `prefix`.
  void addInputGradient(const std::string& prefix, const std::string& gradient,
                        GraphGradients& gradients);
  void addLinearGradient(const std::string& prefix, const std::string& gradient,
                         GraphGradients& gradients);
  /// Whether the input layer has something to learn.
  bool inputIsTrained() const;

  /// What fills tables, to be run before the graph is.
  const std::vector<std::string>& initializers() const { return m_initializers; }
  /// Nodes that hold the path of a vocabulary's file, and its path in the config.
  const std::vector<std::pair<std::string, std::string>>& assets() const { return m_assets; }

 private:
  /// Rows of a variable that were looked up and combined, for the way back.
  struct Lookup {
    std::string scope;
    std::string variable;
    std::string ids;      // int64 [B, n]; negative: none
    std::string factors;  // float32 [B, n]: what each row was multiplied by
    std::string rows;     // float32 [B, n, width], before they were scaled
    std::optional<double> maxNorm;
  };
  /// What one column added to the input layer or to a linear model.
  struct Piece {
    std::string scope;
    std::int64_t width = 0;             // in the input layer
    std::string x;                      // in a linear model: its dense value; empty: looked up
    std::string weights;                // key of what `x` is multiplied by
    std::optional<std::size_t> lookup;  // of m_lookups
  };
  std::optional<std::size_t> lookupSince(std::size_t before) const;
  void addLookup(const std::string& prefix, std::size_t index, const std::string& gradient,
                 GraphGradients& gradients);
  SparseGradient lookupGradient(const std::string& prefix, const Lookup& lookup,
                                const std::string& gradient);
  std::string beforeClip(const std::string& scope, const Lookup& lookup,
                         const std::string& gradient);
  Result<std::string> dense(const std::string& scope, const data::FeatureColumn& column,
                            bool linear);
  Result<std::string> numeric(const std::string& scope, const data::FeatureColumn& column);
  Result<std::string> buckets(const std::string& scope, const data::FeatureColumn& column);
  /// A categorical column's values, [B, n]: what they are, and what each counts.
  struct Entries {
    std::string ids;      // int64; negative: none
    std::string weights;  // float32, 0 where there is none
  };
  Result<Entries> entries(const std::string& scope, const data::FeatureColumn& column);
  Result<std::string> ids(const std::string& scope, const data::FeatureColumn& column);
  Result<std::string> table(const data::FeatureColumn& column, bool linear);
  std::string hashed(const std::string& scope, const std::string& raw, formats::DType dtype,
                     std::int64_t buckets);
  std::string lookedUp(const std::string& scope, const data::FeatureColumn& column,
                       const std::string& raw);
  std::string inRange(const std::string& scope, const data::FeatureColumn& column,
                      const std::string& raw);
  std::string counts(const std::string& scope, const Entries& entries, std::int64_t buckets);
  std::string combined(const std::string& scope, const Entries& entries, const std::string& table,
                       const std::string& combiner, const std::optional<double>& maxNorm);
  /// The parts of a cross, nested ones flattened, in the order of its keys.
  struct CrossParts {
    std::vector<ServingList> sparse;
    std::vector<std::string> dense;
    std::vector<formats::DType> denseTypes;
    int count = 0;
  };
  Result<std::string> crossed(const std::string& scope, const data::FeatureColumn& column);
  Result<void> crossParts(const std::string& scope, const data::FeatureColumn& cross,
                          CrossParts& parts);
  Result<void> rawPart(const std::string& scope, const data::FeatureColumn& column,
                       CrossParts& parts);
  ServingList sparse(const std::string& scope, const std::string& dense, const std::string& raw,
                     formats::DType dtype, formats::DType rawType);
  Result<std::string> feature(const std::string& key) const;

  GraphOps& m_ops;
  const GraphVariables& m_variables;
  std::map<std::string, std::string> m_features;
  std::map<std::string, formats::DType> m_types;
  std::map<std::string, ServingList> m_lists;
  const bool m_denseKeys;
  std::map<std::string, std::string> m_weights;  // values, by the variable's key
  std::map<std::string, std::string> m_keys;     // the variable's key, by its value
  std::vector<Lookup> m_lookups;
  std::vector<Piece> m_inputPieces;
  std::vector<Piece> m_linearPieces;
  std::vector<std::string> m_initializers;
  std::vector<std::pair<std::string, std::string>> m_assets;
};

}  // namespace cairn::model
