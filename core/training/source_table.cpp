#include "core/training/source_table.h"

#include "core/data/csv.h"
#include "core/data/example_table.h"
#include "core/data/input_layer.h"
#include "core/training/head_targets.h"

#include <fmt/format.h>

namespace cairn::training {
namespace {

using formats::DType;

constexpr std::int64_t kSurveyedRows = 1000;

/// Every column that the plan reads.
std::vector<data::FeatureColumn> columnsOf(const FeaturePlan& plan) {
  std::vector<data::FeatureColumn> columns = plan.network;
  columns.insert(columns.end(), plan.linear.begin(), plan.linear.end());
  for (const FeaturePlan::Ids& one : plan.categorical) columns.push_back(one.column);
  return columns;
}

Result<data::Table> readCsvSource(FileOps& files, const InputSpec& spec,
                                  const model::DataSource& source,
                                  const std::vector<fs::path>& paths, data::Compression compression,
                                  std::stop_token stop, Workers* workers) {
  data::CsvFormat format = source.csv;
  format.compression = compression;
  if (!spec.label.empty()) addTargetTypes(spec.head, spec.label, format);
  format = data::formatForColumns(format, columnsOf(spec.plan));
  if (!source.headerGiven) {
    CAIRN_ASSIGN(format.header, data::guessHeader(files, paths.front(), compression));
  }
  return data::readCsv(files, paths, format, std::move(stop), {}, workers);
}

/// Reads tf.Examples as the generated Python does.
class ExampleSource {
 public:
  ExampleSource(FileOps& files, const model::DataSource& source, data::Compression compression,
                const std::vector<fs::path>& paths, std::stop_token stop)
      : m_files(files), m_source(source), m_paths(paths), m_stop(std::move(stop)) {
    m_format.compression = compression;
    m_format.badRows = source.csv.badRows;
    m_format.mostRows = source.csv.mostRows;
  }

  Result<data::Table> read(const InputSpec& spec) {
    CAIRN_ASSIGN(m_format.features, data::exampleSpecs(columnsOf(spec.plan)));
    if (!spec.label.empty()) CAIRN_TRY(addTargets(spec.head, spec.label));
    return data::readExamples(m_files, m_paths, m_format, m_stop);
  }

 private:
  Result<void> addTargets(const HeadSpec& head, const std::string& label) {
    for (const HeadSpec& part : head.heads) CAIRN_TRY(addTargets(part, part.name));
    if (head.isMulti()) return {};
    data::FeatureSpec spec;
    spec.shape = formats::Shape{head.labelWidth()};
    if (!head.vocabulary.empty())
      spec.dtype = DType::String;
    else if (head.kind == HeadKind::MultiClass)
      spec.dtype = DType::Int64;
    if (head.kind == HeadKind::MultiLabel) CAIRN_TRY(surveyLabels(label, spec));
    if (const auto given = m_source.csv.types.find(label); given != m_source.csv.types.end())
      spec.dtype = given->second;
    m_format.features.insert_or_assign(label, spec);
    if (head.hasWeights())
      m_format.features.try_emplace(head.weightColumn.key,
                                    data::FeatureSpec{DType::Float, formats::Shape{1}, {}});
    return {};
  }

  /// Several labels are n-hot where all rows have as many as there are classes, else any number.
  Result<void> surveyLabels(const std::string& label, data::FeatureSpec& spec) {
    CAIRN_ASSIGN(const data::FeatureSpecs found,
                 data::surveyExamples(m_files, m_paths.front(), m_format.compression, kSurveyedRows,
                                      m_stop));
    const auto survey = found.find(label);
    if (survey == found.end()) return {};
    if (survey->second.shape != spec.shape) spec.shape.reset();
    spec.dtype = survey->second.dtype;
    return {};
  }

  FileOps& m_files;
  const model::DataSource& m_source;
  const std::vector<fs::path>& m_paths;
  std::stop_token m_stop;
  data::ExampleFormat m_format;
};

}  // namespace

Result<data::Table> readSource(FileOps& files, const InputSpec& spec,
                               const model::DataSource& source, const fs::path& folder,
                               std::stop_token stop, Workers* workers) {
  const auto compression = data::compressionNamed(source.compression);
  if (!compression)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("compression {}, want GZIP or ZLIB", source.compression),
                 "data.compression"};
  CAIRN_ASSIGN(const std::vector<fs::path> paths, expandFiles(files, folder, source.files));
  if (paths.empty())
    return Error{ErrorCode::InvalidArgument, "the config names no data files", "data.files"};
  if (source.format == "csv")
    return readCsvSource(files, spec, source, paths, *compression, std::move(stop), workers);
  if (source.format == "tfrecord")
    return ExampleSource(files, source, *compression, paths, std::move(stop)).read(spec);
  return Error{ErrorCode::InvalidArgument,
               fmt::format("format {}, want csv or tfrecord", source.format), "data.format"};
}

}  // namespace cairn::training
