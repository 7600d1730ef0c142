#pragma once

#include "core/formats/proto/meta_graph.pb.h"
#include "core/model/config.h"
#include "core/model/variable_map.h"

#include <string>
#include <utility>
#include <vector>

namespace cairn::model {

/// What a served model is fed: tf.Examples that it parses, or each feature by itself.
enum class Receiver { Parsing, Raw };

struct ServingGraph {
  pb::MetaGraphDef graph;  // without the tag
  /// Files of vocabularies: the name in `assets/`, and the path that the config gives.
  std::vector<std::pair<std::string, std::string>> assets;
};

/// The graph of a config for serving, with TensorFlow's signatures (spec/estimator.md 17). Features
/// are parsed as tf.feature_column.make_parse_example_spec says: numbers of fixed shape, words and
/// ids as lists. `variables` is the config's inferenceVariables.
/// Format: core/model/doc/serving_graph.md.
/// Errors: Unsupported, with the key, for a part of the config that can't be served yet;
///         InvalidArgument when `variables` lacks one that the network needs.
Result<ServingGraph> servingGraph(const Config& config, const std::vector<Variable>& variables,
                                  Receiver receiver);

}  // namespace cairn::model
