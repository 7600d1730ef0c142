#pragma once

#include "core/base/file_ops.h"
#include "core/data/example_table.h"
#include "core/data/table.h"
#include "core/formats/saved_model.h"
#include "core/training/graph_runner.h"

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cairn::training {

/// A SavedModel that answers as it would where it is served: the graph that it holds is run, so
/// that what TensorFlow wrote and what Cairn wrote go the same way.
/// Format: formats/doc/saved_model.md.   Thread: Not locked; one thread at a time.
class ServedModel {
 public:
  /// `directory` is the one that holds saved_model.pb, or the folder of its versions, of which the
  /// newest is taken.
  /// Errors: those of the files and of the variables' checkpoint; NotFound without a SavedModel;
  ///         Unsupported when no graph is tagged `serve`.
  static Result<ServedModel> open(FileOps& files, const fs::path& directory);
  ServedModel(ServedModel&&) noexcept;
  ServedModel& operator=(ServedModel&&) noexcept;
  ~ServedModel();

  const fs::path& directory() const;
  const pb::MetaGraphDef& graph() const;
  const std::vector<formats::Signature>& signatures() const;
  /// `name`, or `serving_default` when it is empty, or the only one.
  /// Errors: InvalidArgument, naming those that there are.
  Result<const formats::Signature*> signature(const std::string& name) const;
  /// Prefix of the checkpoint that holds its variables.
  fs::path variablesPrefix() const;

  /// Whether it is fed serialized tf.Examples.
  static bool takesExamples(const formats::Signature& signature);
  /// What a row of data must have: the features that the examples are parsed into, or the inputs.
  /// Errors: Unsupported when the examples go to no parser.
  Result<data::FeatureSpecs> features(const formats::Signature& signature) const;
  /// Rows of a data file as the inputs of a signature, by their keys.
  /// Errors: InvalidArgument for a feature that is missing or of the wrong type or width.
  Result<GraphFeeds> inputs(const formats::Signature& signature, const data::Table& rows) const;

  /// The outputs by their keys.   Errors: as GraphRunner::run; InvalidArgument for an input that
  /// is missing.
  Result<GraphFeeds> run(const formats::Signature& signature, const GraphFeeds& inputs,
                         std::stop_token stop = {});

 private:
  struct Content;
  explicit ServedModel(std::unique_ptr<Content> content);
  Result<void> fillTables();
  std::unique_ptr<Content> m_content;
};

}  // namespace cairn::training
