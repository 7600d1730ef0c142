#pragma once

#include "core/training/input.h"

namespace cairn::training {

/// The rows of a config's data section, with the features that the plan's columns read and, when
/// `spec.label` is not empty, with the head's labels and weights. Of tf.Examples a label is a
/// FixedLenFeature of its head's width; several labels may also be a VarLenFeature.
/// Errors: those of expandFiles, readCsv and readExamples; InvalidArgument with the config's key.
Result<data::Table> readSource(FileOps& files, const InputSpec& spec,
                               const model::DataSource& source, const fs::path& folder,
                               std::stop_token stop, Workers* workers = nullptr);

}  // namespace cairn::training
