#pragma once

#include "core/formats/meta_graph.h"
#include "core/model/config.h"
#include "core/model/graph_activation.h"
#include "core/model/graph_ops.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace cairn::model {

/// A config's variables as a graph has them, found by their keys in the checkpoint.
using GraphVariables = std::map<std::string, formats::GraphVariable>;

/// The network of a DNN under TensorFlow's names, as TRAIN runs it: input
/// layer, hidden layers with activation, dropout and batch normalisation, logits; and its gradient.
/// Formula: spec/estimator.md 6 and 10.
/// Owner: borrows all that the constructor takes.   Thread: Not locked; one thread at a time.
class GraphNetwork {
 public:
  /// The gradient's nodes go under `gradients`, `dnn/head/gradients/`.
  GraphNetwork(GraphOps& ops, const Config& config, const GraphVariables& variables,
               std::string gradients);
  GraphNetwork(const GraphNetwork&) = delete;
  GraphNetwork& operator=(const GraphNetwork&) = delete;

  /// Returns the node of the logits, on numeric columns alone or on the given input layer.
  /// Errors: InvalidArgument when a variable of the config is not among `variables`.
  Result<std::string> addForward() { return addForward(inputLayer(), false); }
  Result<std::string> addForward(const std::string& input, bool inputGradient);
  /// Adds the nodes from `atLogits`, d loss / d logits, back to every weight. Returns the gradient
  /// of the input layer, if it was asked for.
  std::string addBackward(const std::string& atLogits);

  /// Placeholders by feature key.
  const std::map<std::string, std::string>& features() const { return m_features; }
  /// What moves the averages of batch normalisation, for the train op to wait for.
  const std::vector<std::string>& updates() const { return m_updates; }
  /// d loss / d variable, by the variable's key, after addBackward.
  const std::map<std::string, std::string>& gradients() const { return m_gradients; }

 private:
  Result<std::string> handle(const std::string& key) const;
  Result<std::string> weight(const std::string& key, const std::string& user);
  std::string inputLayer();
  std::string numericColumn(const std::string& layer, const data::FeatureColumn& column);
  Result<std::string> dense(const std::string& scope, const std::string& x, bool first);
  std::string dropout(std::size_t layer, const std::string& x);
  Result<std::string> batchNorm(const std::string& scope, const std::string& x);
  std::string batchNormBackward(const std::string& scope, const std::string& x,
                                const std::string& mean, const std::string& inverse,
                                const std::string& scale, const std::string& gradient);
  Result<void> movingAverage(const std::string& scope, const std::string& key,
                             const std::string& batch);

  GraphOps& m_ops;
  const Config& m_config;
  const GraphVariables& m_variables;
  const std::string m_scope;  // of the gradients
  std::set<std::string> m_columnNames;
  std::map<std::string, std::string> m_features;
  std::vector<std::string> m_updates;
  std::vector<Backward> m_backward;  // a step each, the last one first to run
  std::map<std::string, std::string> m_gradients;
};

}  // namespace cairn::model
