#pragma once

#include "core/base/file_ops.h"
#include "core/base/ids.h"
#include "core/formats/tensor.h"
#include "core/model/config.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cairn::restore {

enum class Mode { Train, Evaluate, Predict };
enum class TensorStatus { Fits, Shape, DType, Missing, Unused, Corrupt };
enum class Certainty { Recorded, Certain, Likely };
enum class Source { CairnJson, Graph, Shapes, Names, Files };

/// One config key (or file) that explains why tensors don't fit.
struct Cause {
  std::string key;       // `args.hidden_units`, `files.data`, `dtype`
  std::string was = {};  // JSON text; empty: not known
  std::string now = {};
  Source source = Source::Shapes;
  Certainty certainty = Certainty::Certain;
  std::vector<std::string> tensors = {};
  bool operator==(const Cause&) const = default;
};

/// Something that restores without a word although the meaning changed.
struct SilentChange {
  std::string key;
  std::string was;
  std::string now;
  std::string effect;
  bool harmless = false;  // e.g. a learning rate in v1
  bool operator==(const SilentChange&) const = default;
};

struct TensorRow {
  struct Side {
    formats::Shape shape;
    formats::DType dtype = formats::DType::Invalid;
    bool operator==(const Side&) const = default;
  };
  std::string name;
  std::optional<Side> wanted;
  std::optional<Side> has;
  TensorStatus status = TensorStatus::Fits;
  std::string because;     // the cause's key; empty when it fits
  std::string slotOf;      // the variable that a slot stands under
  bool optimizer = false;  // a slot or a scalar of the optimizer
  bool namedByTensorFlow = false;
  bool operator==(const TensorRow&) const = default;
};

enum class WayOutKind { RestoreConfig, NewModelDir, WarmStart, Migrate, EvaluateOnly, Repair };

struct WayOut {
  WayOutKind kind = WayOutKind::NewModelDir;
  std::string title;
  std::size_t keeps = 0;  // tensors kept …
  std::size_t of = 0;     // … of so many
  bool operator==(const WayOut&) const = default;
};

/// What TensorFlow 2.15 itself would do and say.
struct TensorFlowAnswer {
  bool fails = false;
  std::string exception;  // `InvalidArgumentError`
  std::string message;    // its own text; stack frames as `[n frames]`
  std::string inner;      // the sentence that matters in it
  bool operator==(const TensorFlowAnswer&) const = default;
};

/// What a config wants against what a checkpoint has, and the config keys that explain the
/// difference. Thread: Immutable; share freely.
struct Report {
  bool restores = false;
  bool startsAnew = false;  // no checkpoint: training begins at step 0
  Mode mode = Mode::Train;
  fs::path checkpoint;  // prefix; empty when there is none
  std::optional<Step> step;
  std::string verdict;  // one sentence
  TensorFlowAnswer tensorflow;
  std::vector<Cause> causes;  // a minimal set that explains every row that does not fit
  std::vector<SilentChange> silent;
  std::vector<TensorRow> tensors;  // by name
  std::vector<WayOut> waysOut;     // most kept first
  std::optional<model::Config>
      was;                   // the config that made the checkpoint, as recorded or recovered
  bool wasRecorded = false;  // by cairn.json
  std::optional<model::Config> reverted;  // the config with its causes put back, if they are known
  std::vector<Error> problems;            // of the files

  std::size_t count(TensorStatus status) const;
};

/// Compares `config` with the checkpoint that `dirOrPrefix` leads to.
/// Errors: NotFound when the directory is missing; InvalidArgument for a config without variables.
///         A damaged checkpoint is not an error here: it is what the report tells.
Result<Report> explain(FileOps& files, const model::Config& config, const fs::path& dirOrPrefix,
                       Mode mode, std::stop_token stop = {});

/// The report as `cairn-cli explain --json` prints it.
nlohmann::ordered_json reportToJson(const Report& report);
/// … as text, and as Markdown for an issue tracker.
std::string reportText(const Report& report);
std::string reportMarkdown(const Report& report);

}  // namespace cairn::restore
