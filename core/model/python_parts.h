#pragma once

#include "core/model/config.h"
#include "core/model/python_text.h"

#include <string>

namespace cairn::model {

/// Feature columns as Python; groups that share an embedding are made once for both lists.
class PythonColumns {
 public:
  explicit PythonColumns(const Config& config);
  /// Assignments that stand before the lists: `shared_1 = …`; may be empty.
  const std::string& assignments() const { return m_assignments; }
  Python list(const std::vector<data::FeatureColumn>& columns) const;
  /// Shared embeddings are refused where TensorFlow executes eagerly.
  bool needsGraph() const { return !m_shared.empty(); }

 private:
  std::vector<std::pair<data::FeatureColumn, std::string>> m_shared;  // group, its variable
  std::string m_assignments;
};

Python pythonColumn(const data::FeatureColumn& column);
Python pythonOptimizer(const Optimizer& optimizer, Api api);
Python pythonHead(const Head& head);
Python pythonWeightColumn(const WeightColumn& column);
Python pythonLossReduction(const std::string& name, Api api);

/// The functions that read the config's files, `train_input` and its like, and what they need.
/// `columnLists` are the variables that hold feature columns, for examples in TFRecords.
std::string pythonInput(const Config& config, const std::vector<std::string>& columnLists);

}  // namespace cairn::model
