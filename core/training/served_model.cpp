#include "core/training/served_model.h"

#include "core/formats/example.h"
#include "core/formats/tensor_bundle.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cairn::training {

using formats::DType;
using formats::Signature;
using formats::SignatureTensor;

/// Held apart, so that the runner may borrow the graph wherever the model goes.
struct ServedModel::Content {
  FileOps* files;
  fs::path directory;
  pb::MetaGraphDef graph;
  std::vector<Signature> signatures;
  std::unique_ptr<GraphRunner> runner;
  bool tablesFilled = false;
};

namespace {

constexpr std::uint64_t kMostGraphBytes = std::uint64_t{1} << 31;
constexpr const char* kInitKey = "__saved_model_init_op";
constexpr const char* kFile = "saved_model.pb";

bool isVersion(const std::string& name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
}

/// The folder of the model itself.
Result<fs::path> modelFolder(FileOps& files, const fs::path& directory) {
  if (exists(files, directory / kFile)) return directory;
  CAIRN_ASSIGN(const std::vector<DirectoryEntry> entries, files.list(directory));
  std::string newest;
  for (const DirectoryEntry& entry : entries) {
    const auto order = std::pair(entry.name.size(), entry.name);  // numbers, as text
    if (isVersion(entry.name) && order > std::pair(newest.size(), newest) &&
        exists(files, directory / entry.name / kFile))
      newest = entry.name;
  }
  if (!newest.empty()) return directory / newest;
  return Error{ErrorCode::NotFound,
               fmt::format("SavedModel file does not exist at: {}/{}", directory.string(), kFile),
               directory.string()};
}

/// Where in a checkpoint a variable of a graph stands.
struct Place {
  std::string key;
  std::string slice;  // TensorFlow's specification; empty: the whole
};

/// `4 10 0,4:-`: the full shape, then the rectangle.
Result<formats::Slice> sliceOf(const std::string& specification) {
  formats::Slice slice;
  std::string_view rest = specification;
  rest.remove_prefix(rest.rfind(' ') == std::string_view::npos ? 0 : rest.rfind(' ') + 1);
  const Error wrong{ErrorCode::Corrupt, "no slice", specification};
  while (!rest.empty()) {
    const auto end = rest.find(':');
    const std::string_view part = rest.substr(0, end);
    formats::Slice::Extent extent;
    if (part != "-") {
      const char* last = part.data() + part.size();
      const auto start = std::from_chars(part.data(), last, extent.start);
      if (start.ec != std::errc() || start.ptr == last || *start.ptr != ',') return wrong;
      const auto length = std::from_chars(start.ptr + 1, last, extent.length);
      if (length.ec != std::errc() || length.ptr != last) return wrong;
    }
    slice.extents.push_back(extent);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return slice;
}

/// Follows the saver of a graph back from each variable to its name in the checkpoint.
class SaverReader {
 public:
  explicit SaverReader(const pb::GraphDef& graph) : m_graph(graph) {
    for (const pb::NodeDef& node : graph.node()) m_nodes.emplace(node.name(), &node);
  }

  /// By the variable's node.
  Result<std::map<std::string, Place>> places() const {
    std::map<std::string, Place> all;
    for (const pb::NodeDef& node : m_graph.node()) {
      if ((node.op() != "AssignVariableOp" && node.op() != "Assign") || node.input_size() < 2)
        continue;
      std::string source = node.input(1);
      const pb::NodeDef* from = nodeOf(source);
      for (int hops = 0; from && from->op() == "Identity" && from->input_size() > 0 && hops < 4;
           ++hops) {
        source = from->input(0);
        from = nodeOf(source);
      }
      if (from == nullptr || from->op() != "RestoreV2" || from->input_size() < 3) continue;
      CAIRN_ASSIGN(const std::vector<std::string> keys, constant(from->input(1)));
      CAIRN_ASSIGN(const std::vector<std::string> slices, constant(from->input(2)));
      const std::size_t index = indexOf(source);
      if (index >= keys.size() || index >= slices.size())
        return Error{ErrorCode::Corrupt, "the saver restores less than is asked for", source};
      all[node.input(0)] = {keys[index], slices[index]};
    }
    return all;
  }

 private:
  static std::size_t indexOf(const std::string& tensor) {
    std::size_t index = 0;
    if (const auto colon = tensor.rfind(':'); colon != std::string::npos)
      std::from_chars(tensor.data() + colon + 1, tensor.data() + tensor.size(), index);
    return index;
  }
  const pb::NodeDef* nodeOf(const std::string& tensor) const {
    const auto found = m_nodes.find(tensor.substr(0, tensor.rfind(':')));
    return found == m_nodes.end() ? nullptr : found->second;
  }
  Result<std::vector<std::string>> constant(const std::string& tensor) const {
    const pb::NodeDef* node = nodeOf(tensor);
    const auto value =
        node == nullptr ? decltype(node->attr().end()){} : node->attr().find("value");
    if (node == nullptr || value == node->attr().end())
      return Error{ErrorCode::Corrupt, "the saver's names are no constant", tensor};
    CAIRN_ASSIGN(formats::Tensor names, formats::fromGraphTensor(value->second.tensor()));
    return std::move(names.strings);
  }

  const pb::GraphDef& m_graph;
  std::unordered_map<std::string, const pb::NodeDef*> m_nodes;
};

Result<std::map<std::string, GraphValue>> readVariables(FileOps& files, const pb::GraphDef& graph,
                                                        const fs::path& prefix) {
  std::map<std::string, GraphValue> values;
  CAIRN_ASSIGN(const auto places, SaverReader(graph).places());
  if (places.empty()) return values;
  CAIRN_ASSIGN(const formats::TensorBundle bundle, formats::TensorBundle::open(files, prefix));
  formats::TensorReader reader(bundle);
  for (const auto& [node, place] : places) {
    formats::Tensor tensor;
    if (place.slice.empty()) {
      CAIRN_ASSIGN(tensor, reader.read(place.key));
    } else {
      CAIRN_ASSIGN(const formats::Slice slice, sliceOf(place.slice));
      CAIRN_ASSIGN(tensor, reader.readSlice(place.key, slice));
    }
    CAIRN_ASSIGN(values[node], graphValue(tensor));
  }
  return values;
}

std::string nodeName(const std::string& tensor) { return tensor.substr(0, tensor.rfind(':')); }

/// Paths of vocabularies where the model has them, whatever the graph says.
Result<GraphFeeds> assetPaths(const pb::MetaGraphDef& graph, const fs::path& directory) {
  GraphFeeds feeds;
  std::vector<pb::AssetFileDef> assets(graph.asset_file_def().begin(),
                                       graph.asset_file_def().end());
  if (const auto listed = graph.collection_def().find("saved_model_assets");
      listed != graph.collection_def().end())
    for (const pb::Any& any : listed->second.any_list().value())
      if (!assets.emplace_back().ParseFromString(any.value()))
        return Error{ErrorCode::Corrupt, "an asset that can't be read", directory.string()};
  for (const pb::AssetFileDef& asset : assets) {
    // A name out of the model's own folder is not followed.
    const fs::path name = fs::path(asset.filename()).filename();
    feeds[nodeName(asset.tensor_info().name()) + ":0"] =
        stringValue({}, {(directory / "assets" / name).string()});
  }
  return feeds;
}

std::vector<std::string> initialisers(const pb::MetaGraphDef& graph) {
  std::vector<std::string> nodes;
  for (const char* key : {"saved_model_main_op", "legacy_init_op"})
    if (const auto found = graph.collection_def().find(key); found != graph.collection_def().end())
      nodes.insert(nodes.end(), found->second.node_list().value().begin(),
                   found->second.node_list().value().end());
  if (const auto found = graph.signature_def().find(kInitKey); found != graph.signature_def().end())
    for (const auto& [key, info] : found->second.outputs()) nodes.push_back(info.name());
  return nodes;
}

// ---- rows of a file as inputs ----

using Values = decltype(data::Column::values);

/// Whether a value of a list stands for none: '' or -1.
bool isNone(const Values& values, std::size_t index) {
  if (const auto* words = std::get_if<std::vector<std::string>>(&values))
    return (*words)[index].empty();
  const auto* ints = std::get_if<std::vector<std::int64_t>>(&values);
  return ints != nullptr && (*ints)[index] == -1;
}

/// Words and ids that a row lacks are filled up with '' or -1; numbers are not.
template <class Held>
void fillUp(Held& values, std::size_t count) {
  if constexpr (std::is_same_v<Held, std::vector<std::string>>)
    if (values.size() < count) values.resize(count);
  if constexpr (std::is_same_v<Held, std::vector<std::int64_t>>)
    if (values.size() < count) values.resize(count, -1);
}

std::string exampleOf(const data::Table& rows, const data::FeatureSpecs& features,
                      std::int64_t row) {
  std::vector<formats::ExampleValues> all;
  for (const auto& [key, spec] : features) {
    const data::Column* column = rows.find(key);
    if (column == nullptr) continue;
    const std::size_t first = column->begin(row), last = column->begin(row + 1);
    const auto wanted = spec.shape ? formats::elementCount(*spec.shape) : std::int64_t{0};
    formats::ExampleValues values{key, {}};
    std::visit(
        [&](const auto& held) {
          std::decay_t<decltype(held)> own;
          for (std::size_t i = first; i < last; ++i)
            if (spec.shape || !isNone(column->values, i)) own.push_back(held[i]);
          if (wanted) fillUp(own, static_cast<std::size_t>(*wanted));
          values.values = std::move(own);
        },
        column->values);
    all.push_back(std::move(values));
  }
  return formats::encodeExample(all);
}

/// Shape of an input of `rows` rows whose longest has `width` values.
formats::Shape inputShape(const SignatureTensor& input, std::int64_t rows, std::int64_t width) {
  if (!input.shape || input.shape->empty()) return {rows, width};
  formats::Shape shape = *input.shape;
  shape.front() = rows;
  std::int64_t known = 1;
  std::size_t open = 0;
  for (std::size_t i = 1; i < shape.size(); ++i)
    if (shape[i] < 0)
      open = open == 0 ? i : shape.size();
    else if (__builtin_mul_overflow(known, shape[i], &known))
      return {rows, width};
  if (open == shape.size()) return {rows, width};
  if (open > 0) shape[open] = known == 0 ? 0 : width / known;
  return shape;
}

/// A column as an input: each row as long as the input wants it.
Result<GraphValue> inputOf(const data::Column& column, std::int64_t rows,
                           const SignatureTensor& input) {
  std::int64_t width = 0;
  for (std::int64_t row = 0; row < rows; ++row)
    width = std::max(width, static_cast<std::int64_t>(column.begin(row + 1) - column.begin(row)));
  CAIRN_ASSIGN(GraphValue value, emptyValue(input.dtype, inputShape(input, rows, width)));
  const Error wrong{
      ErrorCode::InvalidArgument,
      fmt::format("its values are {} [{},{}], want {} {}", column.typeName(), rows, width,
                  formats::dtypeName(input.dtype), formats::shapeText(value.shape)),
      column.name};
  if (value.values.index() != column.values.index()) return wrong;
  const std::size_t wanted = rows == 0 ? 0 : value.count() / static_cast<std::size_t>(rows);
  bool fits = true;
  std::visit(
      [&](auto& held) {
        using Held = std::decay_t<decltype(held)>;
        const auto& from = std::get<Held>(column.values);
        held.clear();
        for (std::int64_t row = 0; row < rows; ++row) {
          Held own(from.begin() + static_cast<std::ptrdiff_t>(column.begin(row)),
                   from.begin() + static_cast<std::ptrdiff_t>(column.begin(row + 1)));
          fillUp(own, wanted);
          fits = fits && own.size() == wanted;
          held.insert(held.end(), own.begin(), own.end());
        }
      },
      value.values);
  if (!fits) return wrong;
  return value;
}

}  // namespace

ServedModel::ServedModel(std::unique_ptr<Content> content) : m_content(std::move(content)) {}
ServedModel::ServedModel(ServedModel&&) noexcept = default;
ServedModel& ServedModel::operator=(ServedModel&&) noexcept = default;
ServedModel::~ServedModel() = default;

Result<ServedModel> ServedModel::open(FileOps& files, const fs::path& directory) {
  auto content = std::make_unique<Content>();
  content->files = &files;
  CAIRN_ASSIGN(content->directory, modelFolder(files, directory));
  const fs::path file = content->directory / kFile;
  CAIRN_ASSIGN(const Bytes bytes, readFile(files, file, kMostGraphBytes));
  CAIRN_ASSIGN(content->graph, formats::parseSavedModel(bytes, file.string()));
  content->signatures = formats::signaturesOf(content->graph);
  GraphResources resources;
  resources.files = &files;
  CAIRN_ASSIGN(resources.variables, readVariables(files, content->graph.graph_def(),
                                                  content->directory / "variables" / "variables"));
  content->runner = std::make_unique<GraphRunner>(content->graph.graph_def(), std::move(resources));
  return ServedModel(std::move(content));
}

const fs::path& ServedModel::directory() const { return m_content->directory; }
const pb::MetaGraphDef& ServedModel::graph() const { return m_content->graph; }
const std::vector<Signature>& ServedModel::signatures() const { return m_content->signatures; }
fs::path ServedModel::variablesPrefix() const {
  return m_content->directory / "variables" / "variables";
}

Result<const Signature*> ServedModel::signature(const std::string& name) const {
  const std::vector<Signature>& all = m_content->signatures;
  std::vector<std::string> names;
  for (const Signature& one : all) {
    if (one.key == (name.empty() ? "serving_default" : name)) return &one;
    names.push_back(one.key);
  }
  if (name.empty() && all.size() == 1) return &all.front();
  return Error{ErrorCode::InvalidArgument,
               name.empty() ? "the model has no serving_default; name a signature"
                            : fmt::format("the model has no signature {}", name),
               "signature",
               {},
               fmt::format("It has {}.", fmt::join(names, ", "))};
}

bool ServedModel::takesExamples(const Signature& signature) {
  if (signature.inputs.size() != 1) return false;
  const SignatureTensor& input = signature.inputs.front();
  return input.dtype == DType::String && (input.key == "inputs" || input.key == "examples") &&
         input.shape && input.shape->size() == 1;
}

Result<data::FeatureSpecs> ServedModel::features(const Signature& signature) const {
  data::FeatureSpecs features;
  if (!takesExamples(signature)) {
    for (const SignatureTensor& input : signature.inputs) {
      data::FeatureSpec& spec = features[input.key];
      spec.dtype =
          input.dtype == DType::String || input.dtype == DType::Float ? input.dtype : DType::Int64;
      if (!input.shape || input.shape->empty()) continue;
      const formats::Shape row(input.shape->begin() + 1, input.shape->end());
      if (std::all_of(row.begin(), row.end(), [](std::int64_t size) { return size >= 0; }))
        spec.shape = row;
    }
    return features;
  }
  const std::string fed = nodeName(signature.inputs.front().tensor);
  for (const pb::NodeDef& node : m_content->graph.graph_def().node()) {
    if (!node.op().starts_with("ParseExample") || node.input_size() == 0 ||
        nodeName(node.input(0)) != fed)
      continue;
    GraphResources none;
    std::vector<std::string> wanted;
    for (int i = 1; i < node.input_size(); ++i)
      if (!node.input(i).starts_with('^')) wanted.push_back(node.input(i));
    CAIRN_ASSIGN(const GraphValues values, m_content->runner->run(wanted, {}, {}));
    std::vector<const GraphValue*> inputs = {nullptr};
    for (const GraphValue& value : values) inputs.push_back(&value);
    CAIRN_ASSIGN(const std::vector<ParsedFeature> parsed,
                 parsedFeatures(KernelCall(node, std::move(inputs), none)));
    for (const ParsedFeature& feature : parsed) {
      data::FeatureSpec& spec = features[feature.key];
      spec.dtype = feature.dtype;
      if (feature.isList) continue;
      spec.shape = feature.shape;
      if (const auto* floats = std::get_if<std::vector<float>>(&feature.standIn->values))
        spec.defaultValue.assign(floats->begin(), floats->end());
      if (const auto* ints = std::get_if<std::vector<std::int64_t>>(&feature.standIn->values))
        spec.defaultValue.assign(ints->begin(), ints->end());
    }
    return features;
  }
  if (std::any_of(m_content->graph.graph_def().node().begin(),
                  m_content->graph.graph_def().node().end(),
                  [&](const pb::NodeDef& node) { return node.name() == fed; }))
    return features;  // a model without features reads nothing of its examples
  return Error{ErrorCode::Unsupported, "the examples go to no parser", fed};
}

Result<GraphFeeds> ServedModel::inputs(const Signature& signature, const data::Table& rows) const {
  GraphFeeds feeds;
  if (takesExamples(signature)) {
    CAIRN_ASSIGN(const data::FeatureSpecs wanted, features(signature));
    std::vector<std::string> examples;
    for (std::int64_t row = 0; row < rows.rows; ++row)
      examples.push_back(exampleOf(rows, wanted, row));
    feeds[signature.inputs.front().key] = stringValue({rows.rows}, std::move(examples));
    return feeds;
  }
  for (const SignatureTensor& input : signature.inputs) {
    CAIRN_ASSIGN(const data::Column* column, data::findFeature(rows, input.key));
    CAIRN_ASSIGN(feeds[input.key], inputOf(*column, rows.rows, input));
  }
  return feeds;
}

Result<void> ServedModel::fillTables() {
  if (m_content->tablesFilled) return {};
  CAIRN_ASSIGN(const GraphFeeds assets, assetPaths(m_content->graph, m_content->directory));
  CAIRN_TRY(m_content->runner->prepare(initialisers(m_content->graph), assets, {}));
  m_content->tablesFilled = true;
  return {};
}

Result<GraphFeeds> ServedModel::run(const Signature& signature, const GraphFeeds& inputs,
                                    std::stop_token stop) {
  CAIRN_TRY(fillTables());
  GraphFeeds feeds;
  for (const SignatureTensor& input : signature.inputs) {
    const auto given = inputs.find(input.key);
    if (given == inputs.end())
      return Error{ErrorCode::InvalidArgument, "the signature's input is missing", input.key};
    feeds[nodeName(input.tensor) + ":0"] = given->second;
  }
  std::vector<std::string> wanted;
  for (const SignatureTensor& output : signature.outputs) wanted.push_back(output.tensor);
  CAIRN_ASSIGN(GraphValues values, m_content->runner->run(wanted, feeds, std::move(stop)));
  GraphFeeds answers;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    answers[signature.outputs[i].key] = std::move(values[i]);
  return answers;
}

}  // namespace cairn::training
