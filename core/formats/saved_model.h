#pragma once

#include "core/formats/meta_graph.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cairn::formats {

/// `saved_model.pb`: one graph for serving, tagged `serve`.
/// Format: doc/saved_model.md. Equal graphs give equal bytes.
Bytes encodeSavedModel(const pb::MetaGraphDef& graph);
/// The graph that is tagged `serve`.
/// Errors: Corrupt when the bytes are no SavedModel; Unsupported when no graph has the tag.
Result<pb::MetaGraphDef> parseSavedModel(ByteView bytes, const std::string& file);

/// A tensor that a signature takes or gives.
struct SignatureTensor {
  std::string key;
  std::string tensor;  // `dnn/head/Tile:0`; of a sparse one that of its values
  DType dtype = DType::Float;
  std::optional<Shape> shape;  // -1: unknown size; nothing: unknown rank
  bool operator==(const SignatureTensor&) const = default;
};

struct Signature {
  std::string key;     // `serving_default`
  std::string method;  // `tensorflow/serving/predict`
  std::vector<SignatureTensor> inputs;
  std::vector<SignatureTensor> outputs;
  bool operator==(const Signature&) const = default;
};

/// The signatures that a model is served by, and their tensors, sorted by key; not those of its
/// initialisation.
std::vector<Signature> signaturesOf(const pb::MetaGraphDef& graph);

/// What a signature takes or gives under one key.
pb::TensorInfo tensorInfo(const std::string& node, DType dtype, const Shape& shape);

/// Adds the collections that name a model's files, `assets`, in its `assets` folder: pairs of the
/// node that holds a file's path and of the file's name.
void addAssets(pb::MetaGraphDef& graph,
               const std::vector<std::pair<std::string, std::string>>& assets);

}  // namespace cairn::formats
