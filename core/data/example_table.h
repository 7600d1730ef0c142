#pragma once

#include "core/data/csv.h"
#include "core/data/feature_column.h"
#include "core/data/inflated_file.h"
#include "core/data/table.h"

#include <limits>
#include <map>
#include <optional>
#include <span>

namespace cairn::data {

/// How one feature of a tf.Example is parsed.
struct FeatureSpec {
  std::optional<formats::DType> dtype;  // Float, Int64 or String; nothing: that of the first row
  std::optional<formats::Shape> shape;  // FixedLenFeature; nothing: VarLenFeature
  std::vector<double> defaultValue;     // FixedLenFeature's: one, or all elements

  bool operator==(const FeatureSpec&) const = default;
};
using FeatureSpecs = std::map<std::string, FeatureSpec>;

/// tf.feature_column.make_parse_example_spec.
/// Errors: InvalidArgument, in TensorFlow's words, for two columns that want a feature in different
///         forms; Unsupported for a type that tf.Example has not.
Result<FeatureSpecs> exampleSpecs(std::span<const FeatureColumn> columns);

/// How TFRecord files of tf.Examples are to be read.
struct ExampleFormat {
  FeatureSpecs features;  // others are not looked at
  Compression compression = Compression::None;
  BadRows badRows = BadRows::Stop;
  std::int64_t mostRows = std::numeric_limits<std::int32_t>::max();  // reading ends after them

  bool operator==(const ExampleFormat&) const = default;
};

/// The rows of all files, one after the other; a column for each feature of the format, sparse for
/// a VarLenFeature.
/// Format: formats/doc/tfrecord.md, formats/doc/example.md.
/// Errors: NotFound, Io, those of openInflated; Corrupt for damage and Truncated for a record that
///         the file's end cuts off; InvalidArgument, in TensorFlow's words, for a feature that is
///         missing or has another type or count: all with `file, record n`; Cancelled.
Result<Table> readExamples(FileOps& files, const std::vector<fs::path>& paths,
                           const ExampleFormat& format, std::stop_token stop = {},
                           const ProgressCallback& progress = {});

/// The features that the first `rows` examples of a file have. One that stands in every row with
/// the same count is a FixedLenFeature.   Errors: as readExamples.
Result<FeatureSpecs> surveyExamples(FileOps& files, const fs::path& path, Compression compression,
                                    std::int64_t rows, std::stop_token stop = {});

}  // namespace cairn::data
