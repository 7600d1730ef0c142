#pragma once

#include "core/formats/proto/meta_graph.pb.h"
#include "core/model/config.h"
#include "core/model/graph_ops.h"

#include <map>
#include <string>

namespace cairn::model {

/// What a graph gives under one key: a node, its type and the values of a row.
struct ServingOutput {
  std::string node;
  formats::DType dtype = formats::DType::Float;
  std::int64_t width = 1;
};
using ServingOutputs = std::map<std::string, ServingOutput>;

/// A head's predictions as nodes, and which of TensorFlow's services it answers.
struct ServingHead {
  enum class Default { Classify, Regress };
  std::string name;            // of a MultiHead's part; empty else
  ServingOutputs predictions;  // under the keys of predict
  ServingOutputs classify;     // `classes` and `scores`; empty: not served
  ServingOutputs regress;      // `outputs`; empty: not served
  Default standard = Default::Regress;
};

/// The heads that a config's logits go to: one, or those of a MultiHead.
std::vector<Head> servedHeads(const Config& config);

/// Adds the predictions of `head` on `logits` [B, head.logitsDimension()] under `scope`, which is
/// TensorFlow's (`dnn/head`, `head`).   Formula: spec/estimator.md 9.
ServingHead addServingHead(GraphOps& ops, const Head& head, const std::string& scope,
                           const std::string& logits);

/// The signatures of a model that parses tf.Examples from `examples`, a string node, by their keys.
std::map<std::string, pb::SignatureDef> parsingSignatures(const std::vector<ServingHead>& heads,
                                                          const std::string& examples);
/// Those of one that takes each feature by itself: predict alone.
std::map<std::string, pb::SignatureDef> rawSignatures(
    const std::vector<ServingHead>& heads, const std::map<std::string, pb::TensorInfo>& features);

}  // namespace cairn::model
