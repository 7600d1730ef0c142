#include "core/data/input_layer.h"
#include "core/model/args_json.h"
#include "core/model/python_parts.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

using data::ColumnType;
using data::FeatureColumn;
using formats::DType;

// The functions that every program of the kind has; what is only for some stands apart.
constexpr std::string_view kHeaderOf = R"py(
def header_of(line):
    """What a file's first line is: the guide's counts and names, names, or data."""
    def is_number(text):
        try:
            return bool(text) and float(text) is not None
        except ValueError:
            return False

    numbers = [is_number(text) for text in line]
    if len(line) >= 4 and numbers[:2] == [True, True] and not any(numbers[2:]):
        return "guide"
    return "none" if any(numbers) else "names"

)py";

constexpr std::string_view kReadCsv = R"py(
def read_csv(patterns, header, names):
    """The names of the columns and the rows of all files, every field as text."""
    rows = []
    for pattern in patterns:
        for path in sorted(glob.glob(os.path.join(FOLDER, pattern))):
            with {open} as stream:
                lines = [line for line in csv.reader(stream) if line]
            kind = {kind}
            if kind == "names" and not names:
                names = lines[0]
            if kind == "guide" and not names:
                names = ["SepalLength", "SepalWidth", "PetalLength", "PetalWidth", "Species"]
            rows += lines if kind == "none" else lines[1:]
    if not rows:
        raise ValueError("no rows in %s" % patterns)
    return names or ["column_%d" % i for i in range(len(rows[0]))], rows

)py";

constexpr std::string_view kIsGood = R"py(
def is_good(row, names):
    """Whether every field is there and can be read."""
    try:
        for name, dtype in FEATURES.items():
            np.array(row[names.index(name)]).astype(dtype)
    except (IndexError, ValueError):
        return False
    return len(row) == len(names)

)py";

constexpr std::string_view kCsvInput = R"py(
def csv_input(files, batch_size, label=None, header=None, names=None, missing=None,
              shuffle=0, repeat=1, seed=None):
    """An input_fn over the rows of CSV files."""
    names, rows = read_csv(files, header, names)
{filter}
    def column(name, dtype):
        index = names.index(name)
        fields = [row[index] or (missing or {}).get(name, "") for row in rows]
        return np.array(fields).astype(dtype)

    features = {name: column(name, dtype) for name, dtype in FEATURES.items()}
{anyFeature}    tensors = features if label is None else (features, {labels})

    def input_fn():
        data = tf.data.Dataset.from_tensor_slices(tensors)
        if shuffle:
            data = data.shuffle(shuffle, seed=seed)
        return data.repeat(repeat).batch(batch_size)

    return input_fn

)py";

constexpr std::string_view kExampleInput = R"py(
def example_input(files, batch_size, columns, label=None, compression=None,
                  shuffle=0, repeat=1, seed=None):
    """An input_fn over the tf.Examples of TFRecord files."""
    spec = {makeSpec}(columns)
{weights}    if label is not None:
        spec[label] = tf.io.FixedLenFeature({labelShape}, {labelType})

    def parse(batch):
        features = tf.io.parse_example(batch, spec)
        return features if label is None else (features, features.pop(label))

    def input_fn():
        paths = [p for f in files for p in sorted(glob.glob(os.path.join(FOLDER, f)))]
        data = tf.data.TFRecordDataset(paths, compression_type=compression)
        if shuffle:
            data = data.shuffle(shuffle, seed=seed)
        return data.repeat(repeat).batch(batch_size).map(parse)

    return input_fn

)py";

std::string replaced(std::string_view text,
                     const std::vector<std::pair<std::string_view, std::string>>& values) {
  std::string out(text);
  for (const auto& [name, value] : values) {
    const std::string mark = fmt::format("{{{}}}", name);
    for (std::size_t at = out.find(mark); at != std::string::npos;
         at = out.find(mark, at + value.size()))
      out.replace(at, mark.size(), value);
  }
  return out;
}

std::string numpyType(DType dtype) {
  return dtype == DType::String ? "str" : formats::dtypeName(dtype);
}

// Which type each feature is read as.
void collectTypes(const FeatureColumn& column, std::map<std::string, std::string>& types) {
  for (const FeatureColumn& part : column.parts) collectTypes(part, types);
  if (column.key.empty()) return;
  const bool raw = column.type == ColumnType::RawFeature;
  types.emplace(column.key, raw ? "str" : numpyType(column.dtype));
}

std::vector<const FeatureColumn*> allColumns(const Config& config) {
  std::vector<const FeatureColumn*> all;
  for (const auto* columns : {&config.args.featureColumns, &config.args.dnnFeatureColumns,
                              &config.args.linearFeatureColumns})
    for (const FeatureColumn& column : *columns) all.push_back(&column);
  return all;
}

void collectWeights(const Head& head, std::vector<std::string>& keys) {
  if (!head.weightColumn.key.empty()) keys.push_back(head.weightColumn.key);
  for (const Head& part : head.heads) collectWeights(part, keys);
}

std::vector<std::string> weightKeys(const Config& config) {
  std::vector<std::string> keys;
  if (!config.args.weightColumn.key.empty()) keys.push_back(config.args.weightColumn.key);
  collectWeights(config.args.head, keys);
  return keys;
}

std::map<std::string, std::string> featureTypes(const Config& config) {
  std::map<std::string, std::string> types;
  for (const FeatureColumn* column : allColumns(config)) collectTypes(*column, types);
  for (const std::string& key : weightKeys(config)) types.emplace(key, "float32");
  for (const auto& [name, source] : config.data)
    for (const auto& [column, type] : source.csv.types)
      if (const auto found = types.find(column); found != types.end())
        found->second = numpyType(type);
  return types;
}

std::string labelType(const Head& head) {
  if (head.labelVocabulary) return "str";
  return head.type == "MultiClassHead" || head.type == "MultiLabelHead" ? "int64" : "float32";
}

std::string labelType(const Config& config) {
  if (config.task() == Task::Head) return labelType(config.args.head);
  if (config.task() == Task::Regressor) return "float32";
  if (config.args.labelVocabulary) return "str";
  return config.args.nClasses == 2 ? "float32" : "int64";
}

// Elements of a label: of several classes one each.
std::int64_t labelWidth(const Config& config) {
  if (config.task() == Task::Classifier) return 1;
  if (config.task() == Task::Regressor) return config.args.labelDimension;
  const Head& head = config.args.head;
  return head.type == "MultiLabelHead" ? head.nClasses
                                       : std::max<std::int64_t>(head.labelDimension, 1);
}

// What empty fields stand for, as Cairn reads them.
std::map<std::string, std::string> missingOf(const Config& config, const DataSource& source) {
  std::vector<FeatureColumn> columns;
  for (const FeatureColumn* column : allColumns(config)) columns.push_back(*column);
  return data::formatForColumns(source.csv, columns).missing;
}

void addOrder(Python& call, const DataSource& source) {
  if (source.shuffle > 0) call.with("shuffle", std::to_string(source.shuffle));
  if (source.repeat != 1)
    call.with("repeat", source.repeat ? std::to_string(*source.repeat) : std::string("None"));
  if (source.seed) call.with("seed", std::to_string(*source.seed));
}

Python sourceCall(const Config& config, const DataSource& source,
                  const std::vector<std::string>& columnLists) {
  const bool csv = source.format == "csv";
  Python call = Python::call(csv ? "csv_input" : "example_input");
  call.with(Python::literal(source.files)).with(std::to_string(source.batchSize));
  if (!csv)
    call.with(columnLists.empty() ? "[]" : fmt::format("{}", fmt::join(columnLists, " + ")));
  if (!source.label.empty()) call.with("label", pythonString(source.label));
  if (csv && source.headerGiven) {
    const char* header = source.csv.header == data::CsvHeader::Guide  ? "guide"
                         : source.csv.header == data::CsvHeader::None ? "none"
                                                                      : "names";
    call.with("header", pythonString(header));
  }
  if (csv && !source.csv.columns.empty()) call.with("names", Python::literal(source.csv.columns));
  if (const auto missing = missingOf(config, source); csv && !missing.empty())
    call.with("missing", Python::literal(missing));
  if (!csv && !source.compression.empty())
    call.with("compression", pythonString(source.compression));
  addOrder(call, source);
  return call;
}

std::string csvFunctions(const Config& config, const std::vector<const DataSource*>& sources) {
  const auto any = [&](auto is) {
    return std::any_of(sources.begin(), sources.end(), [&](const auto* one) { return is(*one); });
  };
  const bool guesses = any([](const DataSource& one) { return !one.headerGiven; });
  const bool skips =
      any([](const DataSource& one) { return one.csv.badRows == data::BadRows::Skip; });
  const bool gzip = any([](const DataSource& one) { return one.compression == "GZIP"; });
  const std::string open = gzip ? R"((gzip.open if path.endswith(".gz") else open)()"
                                  R"(path, "rt", newline="", encoding="utf-8-sig"))"
                                : R"(open(path, newline="", encoding="utf-8-sig"))";
  std::string out = "\n";
  std::vector<std::pair<std::string, Python>> types;
  for (const auto& [key, type] : featureTypes(config)) types.emplace_back(key, pythonString(type));
  const bool noFeatures = types.empty();
  out += "FEATURES = " + Python::dict(std::move(types)).laidOut(0, 11) + "\n\n";
  if (guesses) out += kHeaderOf;
  out += replaced(kReadCsv,
                  {{"open", open}, {"kind", guesses ? "header or header_of(lines[0])" : "header"}});
  if (skips) out += kIsGood;
  std::string labels = fmt::format("column(label, \"{}\")", labelType(config));
  if (config.args.head.type == "MultiHead") {
    std::vector<std::string> parts;
    for (const Head& part : config.args.head.heads)
      parts.push_back(
          fmt::format("{0}: column({0}, \"{1}\")", pythonString(part.name), labelType(part)));
    labels = fmt::format("{{{}}}", fmt::join(parts, ", "));
  }
  const std::string anyFeature =
      noFeatures ? "    # A baseline looks at no feature, but at how many rows there are.\n"
                   "    first = next(name for name in names if name != label)\n"
                   "    features[first] = column(first, \"str\")\n"
                 : "";
  out += replaced(
      kCsvInput,
      {{"filter", skips ? "    rows = [row for row in rows if is_good(row, names)]\n" : ""},
       {"anyFeature", anyFeature},
       {"labels", labels}});
  return out;
}

std::string exampleFunctions(const Config& config) {
  const bool old = std::any_of(
      config.args.featureColumns.begin(), config.args.featureColumns.end(),
      [](const auto& one) { return one.type == ColumnType::SharedEmbedding && !one.sharedV2; });
  std::string weights;
  for (const std::string& key : weightKeys(config))
    weights +=
        fmt::format("    spec[{}] = tf.io.FixedLenFeature([1], tf.float32)\n", pythonString(key));
  const std::string type = labelType(config);
  return replaced(kExampleInput,
                  {{"makeSpec", old ? "tf.compat.v1.feature_column.make_parse_example_spec"
                                    : "tf.feature_column.make_parse_example_spec"},
                   {"weights", weights},
                   {"labelShape", fmt::format("[{}]", labelWidth(config))},
                   {"labelType", type == "str" ? "tf.string" : "tf." + type}});
}

}  // namespace

std::string pythonInput(const Config& config, const std::vector<std::string>& columnLists) {
  std::vector<const DataSource*> csv;
  bool examples = false;
  for (const auto& [name, source] : config.data) {
    if (source.format == "csv")
      csv.push_back(&source);
    else
      examples = true;
  }
  std::string out;
  if (!csv.empty()) out += csvFunctions(config, csv);
  if (examples) out += exampleFunctions(config);
  for (const auto& [name, source] : config.data)
    out += fmt::format("\n{0}_input = {1}\n", name,
                       sourceCall(config, source, columnLists).laidOut(0, name.size() + 9));
  return out;
}

}  // namespace cairn::model
