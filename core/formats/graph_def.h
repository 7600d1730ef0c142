#pragma once

#include "core/formats/graph_tensor.h"
#include "core/formats/proto/graph.pb.h"
#include "core/formats/tensor.h"

#include <string>
#include <utility>
#include <vector>

namespace cairn::formats {

// What TensorFlow 2.15 writes; every release since 1.0 reads graphs from it on as they are ours.
inline constexpr int kGraphProducer = 1645;

using NodeAttributes = std::vector<std::pair<std::string, pb::AttrValue>>;

/// Builds a GraphDef node by node; the attributes that TensorFlow demands of each op are the
/// caller's. Thread: Not locked; one thread at a time.
class GraphBuilder {
 public:
  GraphBuilder();
  /// Adds a node and returns its name, which no other node has.
  /// `inputs` are `n`, `n:k`, and control inputs `^n` last.
  std::string add(std::string name, std::string op, const std::vector<std::string>& inputs,
                  const NodeAttributes& attributes);
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
pb::AttrValue shapeListAttr(const std::vector<Shape>& shapes);
pb::AttrValue tensorAttr(const Tensor& tensor);

/// `graph.pbtxt` as TensorFlow's text format writes it.
std::string formatGraphText(const pb::GraphDef& graph);
/// Unknown fields are skipped. Errors: Corrupt, with line and column in the message.
Result<pb::GraphDef> parseGraphText(std::string_view text, const std::string& file);

/// Wire form, equal graphs to equal bytes.
Bytes encodeGraph(const pb::GraphDef& graph);
/// Errors: Corrupt when the bytes are no GraphDef.
Result<pb::GraphDef> parseGraph(ByteView bytes, const std::string& file);

}  // namespace cairn::formats
