#pragma once

#include "core/formats/meta_graph.h"

#include <string>

namespace cairn::formats {

/// `saved_model.pb`: one graph for serving, tagged `serve`.
/// Format: doc/saved_model.md. Equal graphs give equal bytes.
Bytes encodeSavedModel(const pb::MetaGraphDef& graph);
/// The graph that is tagged `serve`.
/// Errors: Corrupt when the bytes are no SavedModel; Unsupported when no graph has the tag.
Result<pb::MetaGraphDef> parseSavedModel(ByteView bytes, const std::string& file);

/// What a signature takes or gives under one key.
pb::TensorInfo tensorInfo(const std::string& node, DType dtype, const Shape& shape);

/// Adds the collections that name a model's files, `assets`, in its `assets` folder: pairs of the
/// node that holds a file's path and of the file's name.
void addAssets(pb::MetaGraphDef& graph,
               const std::vector<std::pair<std::string, std::string>>& assets);

}  // namespace cairn::formats
