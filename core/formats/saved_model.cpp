#include "core/formats/saved_model.h"

#include "core/formats/graph_tensor.h"
#include "core/formats/proto/saved_model.pb.h"
#include "core/formats/wire.h"

#include <algorithm>

namespace cairn::formats {
namespace {

constexpr std::int64_t kSchemaVersion = 1;
constexpr const char* kServe = "serve";
constexpr const char* kAssetType = "type.googleapis.com/tensorflow.AssetFileDef";

using TensorInfos = google::protobuf::Map<std::string, pb::TensorInfo>;

std::vector<SignatureTensor> tensorsOf(const TensorInfos& infos) {
  std::vector<SignatureTensor> all;
  for (const auto& [key, info] : infos) {
    SignatureTensor one;
    one.key = key;
    one.tensor = info.has_coo_sparse() ? info.coo_sparse().values_tensor_name() : info.name();
    one.dtype = static_cast<DType>(info.dtype());
    if (!info.tensor_shape().unknown_rank()) {
      one.shape.emplace();
      for (const auto& size : info.tensor_shape().dim()) one.shape->push_back(size.size());
    }
    all.push_back(std::move(one));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return all;
}

}  // namespace

Bytes encodeSavedModel(const pb::MetaGraphDef& graph) {
  pb::SavedModel model;
  model.set_saved_model_schema_version(kSchemaVersion);
  pb::MetaGraphDef& tagged = *model.add_meta_graphs();
  tagged = graph;
  tagged.mutable_meta_info_def()->add_tags(kServe);
  return encodeMessage(model);
}

Result<pb::MetaGraphDef> parseSavedModel(ByteView bytes, const std::string& file) {
  pb::SavedModel model;
  if (!parseMessage(bytes, model)) return Error{ErrorCode::Corrupt, "not a SavedModel", file};
  for (pb::MetaGraphDef& graph : *model.mutable_meta_graphs()) {
    const auto& tags = graph.meta_info_def().tags();
    if (std::find(tags.begin(), tags.end(), kServe) != tags.end()) return std::move(graph);
  }
  return Error{ErrorCode::Unsupported, "none of its graphs is tagged `serve`", file};
}

std::vector<Signature> signaturesOf(const pb::MetaGraphDef& graph) {
  std::vector<Signature> all;
  for (const auto& [key, signature] : graph.signature_def())
    if (!key.starts_with("__saved_model"))
      all.push_back({key, signature.method_name(), tensorsOf(signature.inputs()),
                     tensorsOf(signature.outputs())});
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return all;
}

pb::TensorInfo tensorInfo(const std::string& node, DType dtype, const Shape& shape) {
  pb::TensorInfo info;
  info.set_name(node.find(':') == std::string::npos ? node + ":0" : node);
  info.set_dtype(toProto(dtype));
  setShape(*info.mutable_tensor_shape(), shape);
  return info;
}

void addAssets(pb::MetaGraphDef& graph,
               const std::vector<std::pair<std::string, std::string>>& assets) {
  for (const auto& [node, name] : assets) {
    pb::AssetFileDef asset;
    asset.mutable_tensor_info()->set_name(node + ":0");
    asset.set_filename(name);
    auto& all = *graph.mutable_collection_def();
    pb::Any& any = *all["saved_model_assets"].mutable_any_list()->add_value();
    any.set_type_url(kAssetType);
    any.set_value(asset.SerializeAsString());
    all["asset_filepaths"].mutable_node_list()->add_value(node + ":0");
  }
}

}  // namespace cairn::formats
