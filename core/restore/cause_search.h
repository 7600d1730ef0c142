#pragma once

#include "core/restore/comparison.h"
#include "core/restore/edits.h"

#include <vector>

namespace cairn::restore {

/// Which config keys explain the rows that don't fit.
struct Explanation {
  std::vector<Cause> causes;  // a smallest set of edits that makes them fit
  std::vector<Edit> edits;    // the same, to put the config back
  std::vector<std::pair<std::string, std::string>> because;  // row's name, cause's key
  std::size_t unexplained = 0;                               // rows that no set of edits makes fit
};

/// The variables that `mode` restores under `config`.
Result<std::vector<model::Variable>> wantedVariables(const model::Config& config, Mode mode);

/// Tries sets of `edits` on `now`, smaller ones first, until as many rows fit as with all of them.
/// Cost: one variable map a set; at most 2^12 of them.
Explanation findCauses(const model::Config& now, Mode mode, const std::vector<Edit>& edits,
                       const std::vector<formats::BundleEntry>& has);

/// The smallest set of edits under which no tensor of the checkpoint is left over, while all that
/// fitted still fit: what a restore drops without a word.
std::vector<Edit> findDropped(const model::Config& now, Mode mode, const std::vector<Edit>& edits,
                              const std::vector<formats::BundleEntry>& has);

}  // namespace cairn::restore
