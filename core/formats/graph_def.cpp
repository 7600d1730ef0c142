#include "core/formats/graph_def.h"

#include "core/base/limits.h"
#include "core/formats/wire.h"

#include <algorithm>
#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>
#include <limits>

namespace cairn::formats {
namespace {

using google::protobuf::TextFormat;

/// TensorFlow writes graph.pbtxt with Python's text format and `float_format=''`: a float32 as the
/// shortest decimal of the double that it is, whole numbers with `.0`.
std::string pythonFloat(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

class PythonPrinter : public TextFormat::FastFieldValuePrinter {
 public:
  void PrintFloat(float value, TextFormat::BaseTextGenerator* out) const override {
    out->PrintString(pythonFloat(static_cast<double>(value)));
  }
  void PrintDouble(double value, TextFormat::BaseTextGenerator* out) const override {
    out->PrintString(pythonFloat(value));
  }
};

/// Python leaves out a map entry's number when it is 0, C++ writes it. No other line of a graph
/// looks like these: text is quoted, and its line ends are escaped.
std::string withoutZeroMapNumbers(const std::string& text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = std::string_view(text).substr(at, end - at);
    const std::string_view words = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    if (words != "key: 0\n" && words != "value: 0\n") kept += line;
    at = end;
  }
  return kept;
}

/// Keeps the first complaint of the parser.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (m_message.empty())
      m_message = fmt::format("line {}, column {}: {}", line + 1, column + 1, message);
  }
  const std::string& message() const { return m_message; }

 private:
  std::string m_message;
};

}  // namespace

GraphBuilder::GraphBuilder() { m_graph.mutable_versions()->set_producer(kGraphProducer); }

std::string GraphBuilder::add(std::string name, std::string op,
                              const std::vector<std::string>& inputs,
                              const NodeAttributes& attributes) {
  pb::NodeDef& node = *m_graph.add_node();
  node.set_name(name);
  node.set_op(std::move(op));
  for (const std::string& input : inputs) node.add_input(input);
  for (const auto& [key, value] : attributes) (*node.mutable_attr())[key] = value;
  return name;
}

std::string GraphBuilder::addConst(std::string name, const Tensor& value) {
  return add(std::move(name), "Const", {},
             {{"dtype", typeAttr(value.dtype)}, {"value", tensorAttr(value)}});
}

pb::AttrValue typeAttr(DType dtype) {
  pb::AttrValue attr;
  attr.set_type(toProto(dtype));
  return attr;
}

pb::AttrValue shapeAttr(const Shape& shape) {
  pb::AttrValue attr;
  setShape(*attr.mutable_shape(), shape);
  return attr;
}

pb::AttrValue intAttr(std::int64_t value) {
  pb::AttrValue attr;
  attr.set_i(value);
  return attr;
}

pb::AttrValue boolAttr(bool value) {
  pb::AttrValue attr;
  attr.set_b(value);
  return attr;
}

pb::AttrValue floatAttr(float value) {
  pb::AttrValue attr;
  attr.set_f(value);
  return attr;
}

pb::AttrValue stringAttr(std::string value) {
  pb::AttrValue attr;
  attr.set_s(std::move(value));
  return attr;
}

pb::AttrValue typeListAttr(const std::vector<DType>& dtypes) {
  pb::AttrValue attr;
  auto& list = *attr.mutable_list();  // present even when empty: TensorFlow asks for it
  for (const DType dtype : dtypes) list.add_type(toProto(dtype));
  return attr;
}

pb::AttrValue shapeListAttr(const std::vector<Shape>& shapes) {
  pb::AttrValue attr;
  auto& list = *attr.mutable_list();
  for (const Shape& shape : shapes) setShape(*list.add_shape(), shape);
  return attr;
}

pb::AttrValue tensorAttr(const Tensor& tensor) {
  pb::AttrValue attr;
  *attr.mutable_tensor() = toGraphTensor(tensor);
  return attr;
}

std::string formatGraphText(const pb::GraphDef& graph) {
  TextFormat::Printer printer;
  printer.SetDefaultFieldValuePrinter(new PythonPrinter);  // the printer owns it
  printer.SetHideUnknownFields(true);
  std::string text;
  printer.PrintToString(graph, &text);
  return withoutZeroMapNumbers(text);
}

Result<pb::GraphDef> parseGraphText(std::string_view text, const std::string& file) {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    return Error{ErrorCode::Unsupported, fmt::format("a graph of {} bytes", text.size()), file};
  FirstError errors;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.SetRecursionLimit(limits::kProtobufNesting);
  parser.AllowUnknownField(true);
  google::protobuf::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  pb::GraphDef graph;
  if (!parser.Parse(&input, &graph))
    return Error{ErrorCode::Corrupt, "not a graph in text form: " + errors.message(), file};
  return graph;
}

Bytes encodeGraph(const pb::GraphDef& graph) { return encodeMessage(graph); }

Result<pb::GraphDef> parseGraph(ByteView bytes, const std::string& file) {
  pb::GraphDef graph;
  if (!parseMessage(bytes, graph)) return Error{ErrorCode::Corrupt, "not a GraphDef", file};
  return graph;
}

}  // namespace cairn::formats
