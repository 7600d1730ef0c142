#pragma once

#include "core/formats/graph_def.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cairn::model {

/// Adds the nodes of float32 arithmetic to a graph, each in one line.
/// Owner: borrows the builder.   Thread: Not locked; one thread at a time.
class GraphOps {
 public:
  explicit GraphOps(formats::GraphBuilder& graph) : m_graph(graph) {}

  /// A node of `op` with the attribute `T` = `dtype` and those given besides; returns its name.
  std::string add(const std::string& name, const std::string& op,
                  const std::vector<std::string>& inputs,
                  const formats::NodeAttributes& attributes = {},
                  formats::DType dtype = formats::DType::Float);
  /// A node without `T`.
  std::string addPlain(const std::string& name, const std::string& op,
                       const std::vector<std::string>& inputs,
                       const formats::NodeAttributes& attributes = {});

  std::string scalar(const std::string& name, double value);                      // float32
  std::string integer(const std::string& name, std::int32_t value);               // int32
  std::string integers(const std::string& name, std::vector<std::int32_t> list);  // int32[n]
  std::string strings(const std::string& name, std::vector<std::string> list);
  std::string word(const std::string& name, std::string text);  // string[]
  std::string constant(const std::string& name, const formats::Tensor& value);
  /// float32 constant of any shape whose elements are all `value`; costs no memory for them.
  /// `after` are control inputs.
  std::string filled(const std::string& name, const formats::Shape& shape, double value,
                     formats::DType dtype = formats::DType::Float,
                     const std::vector<std::string>& after = {});
  std::string placeholder(const std::string& name, formats::DType dtype,
                          const formats::Shape& shape);

  /// `op` (Sum, Mean) of `x` over `axes`.
  std::string reduce(const std::string& name, const std::string& op, const std::string& x,
                     std::vector<std::int32_t> axes, bool keepDims = false);
  /// `x` joined with others along `axis`.
  std::string concat(const std::string& name, std::vector<std::string> inputs, std::int32_t axis);
  /// int32[] number of rows of `x`.
  std::string rows(const std::string& scope, const std::string& x,
                   formats::DType dtype = formats::DType::Float);
  std::string expandDims(const std::string& name, const std::string& x, std::int32_t axis,
                         formats::DType dtype = formats::DType::Float);
  /// Value of a resource variable.
  std::string read(const std::string& name, const std::string& handle,
                   formats::DType dtype = formats::DType::Float);

 private:
  formats::GraphBuilder& m_graph;
};

/// `text` as a part of a node's name: what TensorFlow does not allow there becomes `_`.
std::string nodeNamePart(const std::string& text);

}  // namespace cairn::model
