#include "core/model/feature_column_json.h"

#include "core/model/json_text.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

namespace cairn::model {

namespace {

using data::ColumnType;
using data::FeatureColumn;
using formats::DType;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::int64_t kMostBuckets = std::int64_t{1} << 53;  // exact in JSON
constexpr std::int64_t kMostWidth = (std::int64_t{1} << 31) - 1;
constexpr IntegerRange kCount = {1, kMostBuckets};
constexpr std::size_t kMostColumns = 100'000;

const std::vector<ColumnType> kWritten = {
    ColumnType::Numeric,        ColumnType::Bucketized,     ColumnType::VocabularyList,
    ColumnType::VocabularyFile, ColumnType::Identity,       ColumnType::HashBucket,
    ColumnType::Crossed,        ColumnType::Weighted,       ColumnType::Indicator,
    ColumnType::Embedding,      ColumnType::SharedEmbedding};

constexpr std::string_view kSharedV2 = "shared_embeddings";

std::string_view writtenType(const FeatureColumn& column) {
  if (column.type == ColumnType::SharedEmbedding && column.sharedV2) return kSharedV2;
  return data::columnTypeName(column.type);
}

FeatureColumn readColumn(const json& value, const std::string& path, Problems& problems);

void readDType(ObjectReader& reader, DType& dtype, const std::vector<DType>& choices) {
  const json* found = reader.find("dtype");
  if (found == nullptr) return;
  std::vector<std::string> names;
  for (const DType choice : choices) {
    names.push_back(formats::dtypeName(choice));
    if (found->is_string() && found->get<std::string>() == names.back()) {
      dtype = choice;
      return;
    }
  }
  reader.fault("dtype", fmt::format("one of {}", fmt::join(names, ", ")));
}

void readShape(ObjectReader& reader, FeatureColumn& column) {
  const json* found = reader.find("shape");
  if (found == nullptr) return;
  std::int64_t one = 0;
  if (found->is_number()) {
    reader.integer("shape", one, {1, kMostWidth});
    column.shape = {one};
    return;
  }
  std::vector<std::int64_t> sizes(column.shape.begin(), column.shape.end());
  reader.integers("shape", sizes, {1, kMostWidth});
  column.shape = sizes;
  if (column.shape.empty() || column.shape.size() > 254 || data::denseWidth(column) > kMostWidth)
    reader.fault("shape", fmt::format("1 to 254 sizes whose product is at most {}", kMostWidth));
}

void readNumeric(ObjectReader& reader, FeatureColumn& column) {
  if (reader.require("key", "the feature's name") != nullptr) reader.text("key", column.key);
  readShape(reader, column);
  const json* value = reader.find("default_value");
  if (value != nullptr && value->is_number())
    column.defaultValue = {value->get<double>()};
  else if (value != nullptr && !value->is_null())
    reader.numbers("default_value", column.defaultValue);
  readDType(reader, column.dtype,
            {DType::Float, DType::Double, DType::Int32, DType::Int64, DType::Half});
  column.normalizer = readNormalizer(reader);
}

// Integers are kept as decimal text, as TensorFlow hashes them.
void readVocabulary(ObjectReader& reader, FeatureColumn& column) {
  column.dtype = DType::String;
  const json* found = reader.require("vocabulary_list", "a list of words or of integers");
  if (found == nullptr) return;
  const auto all = [found](auto good) {
    return found->is_array() && std::all_of(found->begin(), found->end(), good);
  };
  if (all([](const json& word) { return word.is_string(); })) {
    column.vocabulary = found->get<std::vector<std::string>>();
  } else if (all([](const json& word) { return jsonInteger(word).has_value(); })) {
    column.dtype = DType::Int64;
    for (const json& word : *found) column.vocabulary.push_back(std::to_string(*jsonInteger(word)));
  } else {
    reader.fault("vocabulary_list", "a list of words or of integers");
    return;
  }
  if (column.vocabulary.empty()) reader.fault("vocabulary_list", "at least one word");
  const std::set<std::string_view> distinct(column.vocabulary.begin(), column.vocabulary.end());
  if (distinct.size() != column.vocabulary.size())
    reader.fault("vocabulary_list", "each word once");
  const bool words = column.dtype == DType::String;
  if (words)
    readDType(reader, column.dtype, {DType::String});
  else
    readDType(reader, column.dtype, {DType::Int64, DType::Int32});
}

void readOov(ObjectReader& reader, FeatureColumn& column) {
  reader.integer("num_oov_buckets", column.oovBuckets, {0, kMostBuckets});
  reader.integer("default_value", column.defaultId, {-1, kMostBuckets});
  if (column.defaultId == -1) column.defaultId.reset();
  if (column.oovBuckets > 0 && column.defaultId)
    reader.fault("default_value", "-1 or null together with num_oov_buckets");
}

void readVocabularyFile(ObjectReader& reader, FeatureColumn& column) {
  if (reader.require("vocabulary_file", "a file of words") != nullptr)
    reader.text("vocabulary_file", column.vocabularyFile);
  std::optional<std::int64_t> size;
  reader.integer("vocabulary_size", size, {1, kMostBuckets});
  column.vocabularySize = size.value_or(-1);
  column.dtype = DType::String;
  readDType(reader, column.dtype, {DType::String, DType::Int64, DType::Int32});
  reader.onlyNull("file_format");
  readOov(reader, column);
}

void readCount(ObjectReader& reader, std::string_view key, std::int64_t& value) {
  if (reader.require(key, "an integer from 1 up") != nullptr) reader.integer(key, value, kCount);
}

void readHashKey(ObjectReader& reader, FeatureColumn& column) {
  const json* found = reader.find("hash_key");
  if (found == nullptr || found->is_null()) return;
  if (found->is_number_unsigned())
    column.hashKey = found->get<std::uint64_t>();
  else if (const auto number = jsonInteger(*found); number && *number >= 0)
    column.hashKey = static_cast<std::uint64_t>(*number);
  else
    reader.fault("hash_key", "an integer from 0 up, or null");
}

void readCrossKeys(ObjectReader& reader, FeatureColumn& column) {
  const json* found = reader.require("keys", "a list of two or more keys or columns");
  if (found == nullptr) return;
  if (!found->is_array() || found->size() < 2 || found->size() > kMostColumns) {
    reader.fault("keys", "a list of two or more keys or columns");
    return;
  }
  for (std::size_t i = 0; i < found->size(); ++i) {
    const json& key = (*found)[i];
    const std::string path = fmt::format("{}[{}]", reader.path("keys"), i);
    FeatureColumn part;
    if (key.is_string() && !key.get_ref<const std::string&>().empty()) {
      part.type = ColumnType::RawFeature;
      part.key = key.get<std::string>();
      part.dtype = DType::String;
    } else if (key.is_object()) {
      part = readColumn(key, path, reader.problems());
      if (!data::isCategorical(part) || part.type == ColumnType::HashBucket)
        addProblem(reader.problems(), path, key,
                   "a key, or a categorical column that is not hashed");
    } else {
      addProblem(reader.problems(), path, key, "a key, or a categorical column");
    }
    column.parts.push_back(std::move(part));
  }
}

void readNested(ObjectReader& reader, std::string_view key, FeatureColumn& column,
                bool (*good)(const FeatureColumn&), const std::string& wanted) {
  const json* found = reader.require(key, wanted);
  if (found == nullptr) return;
  const std::size_t before = reader.problems().size();
  column.parts.push_back(readColumn(*found, reader.path(key), reader.problems()));
  if (reader.problems().size() == before && !good(column.parts.back())) reader.fault(key, wanted);
}

void readBucketized(ObjectReader& reader, FeatureColumn& column) {
  readNested(
      reader, "source_column", column,
      [](const FeatureColumn& source) {
        return source.type == ColumnType::Numeric && source.shape.size() == 1;
      },
      "a one-dimensional numeric_column");
  if (reader.require("boundaries", "a list of numbers, in order") == nullptr) return;
  reader.numbers("boundaries", column.boundaries);
  const auto notRising = std::adjacent_find(column.boundaries.begin(), column.boundaries.end(),
                                            [](double a, double b) { return !(a < b); });
  if (column.boundaries.empty() || notRising != column.boundaries.end())
    reader.fault("boundaries", "a list of rising numbers");
}

void readEmbeddingParameters(ObjectReader& reader, FeatureColumn& column) {
  if (reader.require("dimension", "an integer from 1 up") != nullptr)
    reader.integer("dimension", column.dimension, {1, kMostWidth});
  reader.choice("combiner", column.combiner, {"mean", "sqrtn", "sum"});
  if (const json* norm = reader.find("max_norm"); norm != nullptr && !norm->is_null()) {
    double value = 0;
    reader.number("max_norm", value, {0, std::numeric_limits<double>::max(), true});
    column.maxNorm = value;
  }
  reader.boolean("trainable", column.trainable);
  for (const std::string_view key : {"initializer", "ckpt_to_load_from", "tensor_name_in_ckpt"})
    reader.onlyNull(key);
  bool safe = true;
  reader.boolean("use_safe_embedding_lookup", safe);
  if (!safe) reader.fault("use_safe_embedding_lookup", "true");
}

void readShared(ObjectReader& reader, FeatureColumn& column) {
  const json* found = reader.require("categorical_columns", "a list of categorical columns");
  if (found != nullptr && (!found->is_array() || found->empty() || found->size() > kMostColumns)) {
    reader.fault("categorical_columns", "a list of categorical columns");
    found = nullptr;
  }
  for (std::size_t i = 0; found != nullptr && i < found->size(); ++i) {
    const std::string path = fmt::format("{}[{}]", reader.path("categorical_columns"), i);
    const std::size_t before = reader.problems().size();
    column.parts.push_back(readColumn((*found)[i], path, reader.problems()));
    if (reader.problems().size() == before && !data::isCategorical(column.parts.back()))
      addProblem(reader.problems(), path, (*found)[i], "a categorical column");
  }
  reader.textOrNull("shared_embedding_collection_name", column.sharedName);
  readEmbeddingParameters(reader, column);
}

void readParameters(ObjectReader& reader, FeatureColumn& column) {
  const auto readKey = [&] {
    if (reader.require("key", "the feature's name") != nullptr) reader.text("key", column.key);
  };
  const auto readCategorical = [&] {
    readNested(reader, "categorical_column", column, data::isCategorical, "a categorical column");
  };
  switch (column.type) {
    case ColumnType::Numeric:
      return readNumeric(reader, column);
    case ColumnType::Bucketized:
      return readBucketized(reader, column);
    case ColumnType::VocabularyList:
      readKey();
      readVocabulary(reader, column);
      return readOov(reader, column);
    case ColumnType::VocabularyFile:
      readKey();
      return readVocabularyFile(reader, column);
    case ColumnType::Identity:
      readKey();
      column.dtype = DType::Int64;
      readCount(reader, "num_buckets", column.buckets);
      return reader.integer("default_value", column.defaultId, {0, kMostBuckets});
    case ColumnType::HashBucket:
      readKey();
      column.dtype = DType::String;
      readCount(reader, "hash_bucket_size", column.buckets);
      return readDType(reader, column.dtype, {DType::String, DType::Int64, DType::Int32});
    case ColumnType::Crossed:
      readCrossKeys(reader, column);
      readCount(reader, "hash_bucket_size", column.buckets);
      return readHashKey(reader, column);
    case ColumnType::Weighted:
      readCategorical();
      if (reader.require("weight_feature_key", "the weights' name") != nullptr)
        reader.text("weight_feature_key", column.key);
      return readDType(reader, column.dtype,
                       {DType::Float, DType::Double, DType::Int32, DType::Int64});
    case ColumnType::Indicator:
      return readCategorical();
    case ColumnType::Embedding:
      readCategorical();
      return readEmbeddingParameters(reader, column);
    case ColumnType::SharedEmbedding:
      return readShared(reader, column);
    case ColumnType::RawFeature:
      return;
  }
}

FeatureColumn readColumn(const json& value, const std::string& path, Problems& problems) {
  FeatureColumn column;
  ObjectReader reader(value, path, problems);
  const json* type = reader.require("type", "the column's constructor");
  if (type == nullptr) return column;
  const std::string name = type->is_string() ? type->get<std::string>() : std::string{};
  std::vector<std::string> names;
  for (const ColumnType known : kWritten) names.emplace_back(data::columnTypeName(known));
  names.emplace_back(kSharedV2);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    const std::string nearest = nearestWord(name, names);
    reader.fault("type", nearest.empty() ? fmt::format("one of {}", fmt::join(names, ", "))
                                         : fmt::format("did you mean `{}`?", nearest));
    return column;
  }
  column.sharedV2 = name == kSharedV2;
  column.type = column.sharedV2 ? ColumnType::SharedEmbedding
                                : kWritten[static_cast<std::size_t>(found - names.begin())];
  readParameters(reader, column);
  reader.finish();
  return column;
}

// What TensorFlow takes as the name of a scope, below the first.
bool isScopeName(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_.\\/>-").find(c) != std::string_view::npos;
  });
}

void checkUse(const FeatureColumn& column, const std::string& path, ColumnUse use,
              Problems& problems) {
  const bool makesScope = use == ColumnUse::Dense || column.type == ColumnType::Embedding;
  const std::string name = data::columnName(column);
  if (makesScope && !isScopeName(name))
    addProblem(problems, path, name,
               "a name of letters, digits and `_.\\/>-`: TensorFlow refuses others here");
  if (use == ColumnUse::Dense && !data::isDense(column))
    addProblem(problems, path, data::columnTypeName(column.type),
               "a dense column: put it into an embedding_column or an indicator_column");
}

void checkNames(const std::vector<FeatureColumn>& columns, const std::string& path,
                Problems& problems) {
  std::set<std::string> names;
  for (const FeatureColumn& column : data::sortedByName(columns)) {
    const std::string name = data::columnName(column);
    if (names.insert(name).second) continue;
    problems.push_back({ErrorCode::InvalidArgument,
                        fmt::format("found two columns named `{}`", name),
                        path,
                        {},
                        "columns whose names differ"});
  }
}

ordered_json dtypeJson(const FeatureColumn& column) { return formats::dtypeName(column.dtype); }

template <class T>
ordered_json orNull(const std::optional<T>& value) {
  return value ? ordered_json(*value) : ordered_json();
}

// Adds the parameters of one column; one that has its default only where `full`.
class ParameterWriter {
 public:
  explicit ParameterWriter(const FeatureColumn& column, bool full) : m_full(full) {
    m_out["type"] = writtenType(column);
  }
  void always(const char* key, ordered_json value) { m_out[key] = std::move(value); }
  void unless(bool isDefault, const char* key, ordered_json value) {
    if (m_full || !isDefault) m_out[key] = std::move(value);
  }
  ordered_json take() { return std::move(m_out); }

 private:
  ordered_json m_out;
  bool m_full;
};

void writeNumeric(ParameterWriter& out, const FeatureColumn& column) {
  out.always("key", column.key);
  out.unless(column.shape == formats::Shape{1}, "shape", column.shape);
  ordered_json fallback;
  for (const double value : column.defaultValue) fallback.push_back(jsonNumber(value));
  if (column.defaultValue.size() == 1) fallback = ordered_json(fallback[0]);
  out.unless(column.defaultValue.empty(), "default_value", fallback);
  out.unless(column.dtype == DType::Float, "dtype", dtypeJson(column));
  out.unless(!column.normalizer, "normalizer_fn",
             column.normalizer ? normalizerToJson(*column.normalizer) : ordered_json());
}

void writeVocabulary(ParameterWriter& out, const FeatureColumn& column) {
  out.always("key", column.key);
  if (column.type == ColumnType::VocabularyFile) {
    out.always("vocabulary_file", column.vocabularyFile);
    out.unless(column.vocabularySize < 0, "vocabulary_size",
               column.vocabularySize < 0 ? ordered_json() : ordered_json(column.vocabularySize));
    out.unless(column.dtype == DType::String, "dtype", dtypeJson(column));
  } else {
    ordered_json words = ordered_json::array();
    const bool integers = column.dtype != DType::String;
    for (const std::string& word : column.vocabulary) {
      std::int64_t id = 0;
      std::from_chars(word.data(), word.data() + word.size(), id);
      words.push_back(integers ? ordered_json(id) : ordered_json(word));
    }
    out.always("vocabulary_list", std::move(words));
    out.unless(column.dtype != DType::Int32, "dtype", dtypeJson(column));
  }
  out.unless(!column.defaultId, "default_value", column.defaultId.value_or(-1));
  out.unless(column.oovBuckets == 0, "num_oov_buckets", column.oovBuckets);
}

void writeEmbedding(ParameterWriter& out, const FeatureColumn& column) {
  out.always("dimension", column.dimension);
  out.unless(column.combiner == "mean", "combiner", column.combiner);
  out.unless(!column.maxNorm, "max_norm", orNull(column.maxNorm));
  out.unless(column.trainable, "trainable", column.trainable);
  if (column.type == ColumnType::SharedEmbedding)
    out.unless(column.sharedName.empty(), "shared_embedding_collection_name",
               column.sharedName.empty() ? ordered_json() : ordered_json(column.sharedName));
}

}  // namespace

std::optional<data::Normalizer> readNormalizer(ObjectReader& reader) {
  const json* found = reader.find("normalizer_fn");
  if (found == nullptr || found->is_null()) return {};
  ObjectReader inner(*found, reader.path("normalizer_fn"), reader.problems());
  double subtract = 0;
  double divide = 1;
  inner.number("subtract", subtract);
  inner.number("divide", divide);
  if (divide == 0) inner.fault("divide", "a number other than 0");
  inner.finish();
  return data::Normalizer{static_cast<float>(subtract), static_cast<float>(divide)};
}

ordered_json normalizerToJson(const data::Normalizer& normalizer) {
  // The shortest decimal of the float32, not of the double that holds it.
  const auto shortest = [](float value) {
    const std::string text = fmt::format("{}", value);
    double number = value;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return jsonNumber(number);
  };
  return {{"subtract", shortest(normalizer.subtract)}, {"divide", shortest(normalizer.divide)}};
}

std::vector<FeatureColumn> readFeatureColumns(ObjectReader& args, std::string_view key,
                                              ColumnUse use) {
  std::vector<FeatureColumn> columns;
  const json* found = args.find(key);
  if (found == nullptr || found->is_null()) return columns;
  if (!found->is_array() || found->size() > kMostColumns) {
    args.fault(key, fmt::format("a list of at most {} columns", kMostColumns));
    return columns;
  }
  const std::size_t faults = args.problems().size();
  for (std::size_t i = 0; i < found->size(); ++i) {
    const std::string path = fmt::format("{}[{}]", args.path(key), i);
    const std::size_t before = args.problems().size();
    columns.push_back(readColumn((*found)[i], path, args.problems()));
    if (args.problems().size() == before) checkUse(columns.back(), path, use, args.problems());
  }
  if (args.problems().size() == faults) checkNames(columns, args.path(key), args.problems());
  return columns;
}

ordered_json columnParameters(const FeatureColumn& column, bool full) {
  ParameterWriter out(column, full);
  switch (column.type) {
    case ColumnType::Numeric:
      writeNumeric(out, column);
      break;
    case ColumnType::Bucketized: {
      ordered_json boundaries = ordered_json::array();
      for (const double value : column.boundaries) boundaries.push_back(jsonNumber(value));
      out.always("boundaries", std::move(boundaries));
      break;
    }
    case ColumnType::VocabularyList:
    case ColumnType::VocabularyFile:
      writeVocabulary(out, column);
      break;
    case ColumnType::Identity:
      out.always("key", column.key);
      out.always("num_buckets", column.buckets);
      out.unless(!column.defaultId, "default_value", orNull(column.defaultId));
      break;
    case ColumnType::HashBucket:
      out.always("key", column.key);
      out.always("hash_bucket_size", column.buckets);
      out.unless(column.dtype == DType::String, "dtype", dtypeJson(column));
      break;
    case ColumnType::Crossed:
      out.always("hash_bucket_size", column.buckets);
      out.unless(!column.hashKey, "hash_key", orNull(column.hashKey));
      break;
    case ColumnType::Weighted:
      out.always("weight_feature_key", column.key);
      out.unless(column.dtype == DType::Float, "dtype", dtypeJson(column));
      break;
    case ColumnType::Embedding:
    case ColumnType::SharedEmbedding:
      writeEmbedding(out, column);
      break;
    case ColumnType::Indicator:
    case ColumnType::RawFeature:
      break;
  }
  return out.take();
}

std::string_view nestedParameter(const FeatureColumn& column) {
  switch (column.type) {
    case ColumnType::Bucketized:
      return "source_column";
    case ColumnType::Crossed:
      return "keys";
    case ColumnType::SharedEmbedding:
      return "categorical_columns";
    case ColumnType::Weighted:
    case ColumnType::Indicator:
    case ColumnType::Embedding:
      return "categorical_column";
    default:
      return "";
  }
}

ordered_json featureColumnToJson(const FeatureColumn& column, bool full) {
  if (column.type == ColumnType::RawFeature) return column.key;
  const std::string_view nested = nestedParameter(column);
  const ordered_json parameters = columnParameters(column, full);
  if (nested.empty()) return parameters;
  const bool isList =
      column.type == ColumnType::Crossed || column.type == ColumnType::SharedEmbedding;
  ordered_json parts = ordered_json::array();
  for (const FeatureColumn& part : column.parts) parts.push_back(featureColumnToJson(part, full));
  // What a column is made of stands before its own parameters, as in TensorFlow's signature.
  ordered_json out = {{"type", parameters.at("type")}};
  if (isList)
    out[std::string(nested)] = std::move(parts);
  else if (!parts.empty())
    out[std::string(nested)] = parts[0];
  for (const auto& [key, value] : parameters.items())
    if (key != "type") out[key] = value;
  return out;
}

}  // namespace cairn::model
