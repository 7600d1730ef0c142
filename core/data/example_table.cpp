#include "core/data/example_table.h"

#include "core/base/limits.h"
#include "core/formats/example.h"
#include "core/formats/record_file.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <limits>

namespace cairn::data {
namespace {

using formats::DType;
using formats::ExampleFeature;
using Kind = ExampleFeature::Kind;

constexpr double kExact = 9'007'199'254'740'992;  // 2^53: integers up to it are exact in a config
constexpr std::array<std::byte, 2> kGzipMagic = {std::byte{0x1F}, std::byte{0x8B}};
constexpr std::int64_t kMaxRows = std::numeric_limits<std::int32_t>::max();  // BatchOrder's

std::string_view kindName(Kind kind) {
  return kind == Kind::Float ? "float" : kind == Kind::Int64 ? "int64" : "string";
}

Kind kindOf(DType dtype) {
  return dtype == DType::Float ? Kind::Float : dtype == DType::Int64 ? Kind::Int64 : Kind::Bytes;
}

Error wrong(std::string message) { return {ErrorCode::InvalidArgument, std::move(message)}; }

/// One column while its rows come in.
class Growing {
 public:
  Growing(std::string name, const FeatureSpec& spec) : m_name(std::move(name)), m_spec(spec) {
    if (spec.dtype) start(kindOf(*spec.dtype));
    for (const std::int64_t size : spec.shape.value_or(formats::Shape{}))
      if (__builtin_mul_overflow(m_width, size, &m_width)) m_width = -1;
    m_column.name = m_name;
    m_column.width = m_width;
    if (!spec.shape) m_column.offsets = {0};
  }
  const std::string& name() const { return m_name; }

  /// `feature` may be null: the example has none. Errors lack their place.
  Result<void> add(const ExampleFeature* feature) {
    if (feature != nullptr && feature->kind == Kind::None) feature = nullptr;
    if (feature != nullptr && m_kind == Kind::None) start(feature->kind);
    const std::size_t before = m_column.valueCount();
    if (feature == nullptr) {
      CAIRN_TRY(addMissing());
    } else {
      CAIRN_TRY(addList(*feature));
    }
    const auto count = static_cast<std::int64_t>(m_column.valueCount() - before);
    if (m_spec.shape && count != m_width)
      return wrong(
          fmt::format("Key: {}.  Number of {} values != expected.  Values size: {} but "
                      "output shape: {}",
                      m_name, kindName(m_kind), count, formats::shapeText(*m_spec.shape)));
    if (!m_spec.shape) m_column.offsets.push_back(static_cast<std::int64_t>(m_column.valueCount()));
    return {};
  }

  /// Takes back what was added after the first `rows` rows.
  void cutTo(std::int64_t rows) {
    std::size_t values = static_cast<std::size_t>(rows * m_width);
    if (!m_spec.shape) {
      m_column.offsets.resize(static_cast<std::size_t>(rows) + 1);
      values = static_cast<std::size_t>(m_column.offsets.back());
    }
    std::visit([values](auto& held) { held.resize(std::min(held.size(), values)); },
               m_column.values);
  }
  Column take() { return std::move(m_column); }

 private:
  void start(Kind kind) {
    m_kind = kind;
    if (kind == Kind::Bytes) m_column.values = std::vector<std::string>();
    if (kind == Kind::Int64) m_column.values = std::vector<std::int64_t>();
  }

  Result<void> addMissing() {
    if (!m_spec.shape) return {};
    if (m_spec.defaultValue.empty())
      return wrong(fmt::format("Feature: {} (data type: {}) is required but could not be found.",
                               m_name, kindName(m_kind)));
    for (std::int64_t i = 0; i < m_width; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const double value = m_spec.defaultValue[at < m_spec.defaultValue.size() ? at : 0];
      if (auto* floats = std::get_if<std::vector<float>>(&m_column.values))
        floats->push_back(static_cast<float>(value));
      else if (auto* ints = std::get_if<std::vector<std::int64_t>>(&m_column.values))
        ints->push_back(static_cast<std::int64_t>(std::clamp(value, -kExact, kExact)));
    }
    return {};
  }

  Result<void> addList(const ExampleFeature& feature) {
    if (feature.kind != m_kind)
      return wrong(
          fmt::format("Key: {}.  Data types don't match. Data type: {} but expected type: "
                      "{}",
                      m_name, kindName(feature.kind), kindName(m_kind)));
    const bool whole = std::visit(
        [&](auto& values) { return formats::appendValues(feature, values); }, m_column.values);
    if (!whole)
      return Error{ErrorCode::Corrupt, fmt::format("Key: {}.  The list is damaged", m_name)};
    return {};
  }

  std::string m_name;
  FeatureSpec m_spec;
  Kind m_kind = Kind::None;
  std::int64_t m_width = 1;
  Column m_column;
};

/// What takes the examples of all files.
class ExampleSink {
 public:
  virtual ~ExampleSink() = default;
  /// False: no more are wanted. Errors lack their place.
  virtual Result<bool> take(const std::vector<ExampleFeature>& features) = 0;
};

/// Hands the records of one file to an ExampleSink as examples.
class ExampleFile : public formats::RecordSink {
 public:
  ExampleFile(std::string name, ExampleSink& sink, BadRows badRows, std::stop_token stop)
      : m_name(std::move(name)), m_sink(sink), m_badRows(badRows), m_outer(stop, Stop{m_stop}) {}

  Result<void> read(File& file) {
    constexpr std::uint64_t kUnknown = std::numeric_limits<std::uint64_t>::max();
    auto tail = formats::readRecords(file, m_name, 0, kUnknown, *this, m_stop.get_token());
    if (m_problem) return *m_problem;
    if (m_done) return {};
    if (!tail) return tail.error();
    std::array<std::byte, 2> next{};
    CAIRN_ASSIGN(const std::size_t more, file.readAt(tail->offset, next));
    if (tail->damage || more > 0) ++m_record;
    if (tail->damage) {
      if (tail->offset == 0 && next == kGzipMagic)
        tail->damage->hint = "It is compressed by gzip: set `compression` to \"GZIP\".";
      problem(*tail->damage);
    } else if (more > 0) {
      problem({ErrorCode::Truncated, "truncated record", {}, tail->offset});
    }
    if (m_problem) return *m_problem;
    return {};
  }
  std::int64_t skipped() const { return m_skipped; }

  void takeRecord(std::uint64_t offset, ByteView payload) override {
    if (m_problem || m_done) return;
    ++m_record;
    const auto parsed = formats::readExample(payload, m_features);
    auto wanted = parsed ? m_sink.take(m_features) : Result<bool>(parsed.error());
    if (!wanted) {
      Error error = wanted.error();
      error.offset = offset;
      problem(std::move(error));
    } else if (!*wanted) {
      m_done = true;
      m_stop.request_stop();
    }
  }
  void takeDamage(Error damage) override {
    ++m_record;
    problem(std::move(damage));
  }
  void tookUpTo(std::uint64_t) override {}

 private:
  struct Stop {
    std::stop_source& source;
    void operator()() const { source.request_stop(); }
  };

  void problem(Error error) {
    if (m_problem || m_done) return;
    const bool isRow = error.code == ErrorCode::InvalidArgument ||
                       error.code == ErrorCode::Corrupt || error.code == ErrorCode::Truncated;
    if (m_badRows == BadRows::Skip && isRow) {
      ++m_skipped;
      return;
    }
    error.where = fmt::format("{}, record {}", m_name, m_record);
    m_problem = std::move(error);
    m_stop.request_stop();
  }

  std::string m_name;
  ExampleSink& m_sink;
  BadRows m_badRows;
  std::stop_source m_stop;
  std::stop_callback<Stop> m_outer;
  std::vector<ExampleFeature> m_features;
  std::optional<Error> m_problem;
  bool m_done = false;
  std::int64_t m_record = 0;  // counted from 1
  std::int64_t m_skipped = 0;
};

const ExampleFeature* findSorted(const std::vector<ExampleFeature>& features,
                                 std::string_view name) {
  const auto found = std::lower_bound(
      features.begin(), features.end(), name,
      [](const ExampleFeature& one, std::string_view key) { return one.name < key; });
  return found != features.end() && found->name == name ? &*found : nullptr;
}

class TableBuilder : public ExampleSink {
 public:
  explicit TableBuilder(const ExampleFormat& format) : m_mostRows(format.mostRows) {
    for (const auto& [name, spec] : format.features) m_columns.emplace_back(name, spec);
  }
  bool isFull() const { return m_rows >= m_mostRows; }

  Result<bool> take(const std::vector<ExampleFeature>& features) override {
    if (m_rows == kMaxRows)
      return Error{ErrorCode::Unsupported, fmt::format("more than {} rows", kMaxRows)};
    for (Growing& column : m_columns) {
      const auto added = column.add(findSorted(features, column.name()));
      if (added) continue;
      for (Growing& touched : m_columns) touched.cutTo(m_rows);
      return added.error();
    }
    ++m_rows;
    return m_rows == kMaxRows || !isFull();
  }

  Table table(std::int64_t skipped) {
    Table table;
    table.rows = m_rows;
    table.skippedRows = skipped;
    for (Growing& column : m_columns) table.columns.push_back(column.take());
    return table;
  }

 private:
  std::int64_t m_mostRows;
  std::vector<Growing> m_columns;
  std::int64_t m_rows = 0;
};

/// Counts the values of every feature.
class Survey : public ExampleSink {
 public:
  explicit Survey(std::int64_t rows) : m_wanted(rows) {}

  Result<bool> take(const std::vector<ExampleFeature>& features) override {
    if (m_rows == m_wanted) return false;
    ++m_rows;
    for (const ExampleFeature& feature : features) {
      if (feature.kind == Kind::None) continue;
      CAIRN_ASSIGN(const std::size_t count, valueCount(feature));
      if (m_found.size() == limits::kCsvColumns)
        return Error{ErrorCode::Unsupported,
                     fmt::format("more than {} features", limits::kCsvColumns)};
      Found& found = m_found[std::string(feature.name)];
      if (found.rows++ == 0) found.kind = feature.kind;
      if (found.rows == 1) found.count = count;
      found.isSteady = found.isSteady && found.count == count && count > 0;
    }
    return m_rows < m_wanted;
  }

  FeatureSpecs specs() const {
    FeatureSpecs specs;
    for (const auto& [name, found] : m_found) {
      FeatureSpec& spec = specs[name];
      spec.dtype = found.kind == Kind::Float   ? DType::Float
                   : found.kind == Kind::Int64 ? DType::Int64
                                               : DType::String;
      if (found.isSteady && found.rows == m_rows)
        spec.shape = formats::Shape{static_cast<std::int64_t>(found.count)};
    }
    return specs;
  }

 private:
  struct Found {
    Kind kind = Kind::None;
    std::size_t count = 0;
    std::int64_t rows = 0;
    bool isSteady = true;
  };

  static Result<std::size_t> valueCount(const ExampleFeature& feature) {
    const auto counted = [&](auto values) -> Result<std::size_t> {
      if (!formats::appendValues(feature, values))
        return Error{ErrorCode::Corrupt,
                     fmt::format("Key: {}.  The list is damaged", feature.name)};
      return values.size();
    };
    if (feature.kind == Kind::Float) return counted(std::vector<float>());
    if (feature.kind == Kind::Int64) return counted(std::vector<std::int64_t>());
    return counted(std::vector<std::string>());
  }

  std::int64_t m_wanted;
  std::int64_t m_rows = 0;
  std::map<std::string, Found> m_found;
};

}  // namespace

Result<Table> readExamples(FileOps& files, const std::vector<fs::path>& paths,
                           const ExampleFormat& format, std::stop_token stop,
                           const ProgressCallback& progress) {
  std::uint64_t total = 0;
  for (const fs::path& path : paths)
    if (const auto stat = files.stat(path)) total += stat->size;
  TableBuilder builder(format);
  std::int64_t skipped = 0;
  std::uint64_t done = 0;
  for (const fs::path& path : paths) {
    if (builder.isFull() && format.mostRows < kMaxRows) break;
    if (progress) progress({done, total, path.string()});
    CAIRN_ASSIGN(const auto file, openInflated(files, path, format.compression));
    ExampleFile examples(path.string(), builder, format.badRows, stop);
    CAIRN_TRY(examples.read(*file));
    skipped += examples.skipped();
    if (const auto stat = files.stat(path)) done += stat->size;
  }
  return builder.table(skipped);
}

Result<FeatureSpecs> surveyExamples(FileOps& files, const fs::path& path, Compression compression,
                                    std::int64_t rows, std::stop_token stop) {
  CAIRN_ASSIGN(const auto file, openInflated(files, path, compression));
  Survey survey(rows);
  ExampleFile examples(path.string(), survey, BadRows::Stop, std::move(stop));
  CAIRN_TRY(examples.read(*file));
  return survey.specs();
}

}  // namespace cairn::data
