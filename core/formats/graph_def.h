#pragma once

#include "core/base/result.h"
#include "core/formats/proto/graph.pb.h"
#include "core/formats/tensor.h"

#include <string>
#include <vector>

namespace cairn::formats {

/// Builds a GraphDef node by node; the attributes that TensorFlow demands of each op are the
/// caller's. Thread: Not locked; one thread at a time.
class GraphBuilder {
 public:
  GraphBuilder();
  /// Adds a node and returns its name.
  /// `inputs` are `n`, `n:k`, and control inputs `^n` last.
  std::string add(std::string name, std::string op, std::vector<std::string> inputs,
                  std::vector<std::pair<std::string, pb::AttrValue>> attributes);
  std::string addConst(std::string name, const Tensor& value);
  const pb::GraphDef& graph() const { return m_graph; }
  pb::GraphDef take() { return std::move(m_graph); }

 private:
  pb::GraphDef m_graph;
};

pb::AttrValue typeAttr(DType dtype);
pb::AttrValue shapeAttr(const Shape& shape);  // -1: unknown dimension
pb::AttrValue intAttr(std::int64_t value);
pb::AttrValue boolAttr(bool value);
pb::AttrValue floatAttr(float value);
pb::AttrValue stringAttr(std::string value);
pb::AttrValue typeListAttr(const std::vector<DType>& dtypes);

pb::GraphTensor toGraphTensor(const Tensor& tensor);
/// Errors: Corrupt for a content that does not fill the shape, Unsupported for a type without
/// values.
Result<Tensor> fromGraphTensor(const pb::GraphTensor& proto);

/// `graph.pbtxt` as TensorFlow's text format writes it.
std::string formatGraphText(const pb::GraphDef& graph);
Result<pb::GraphDef> parseGraphText(std::string_view text, const std::string& file);

}  // namespace cairn::formats
