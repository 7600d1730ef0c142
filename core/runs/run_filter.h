#pragma once

#include "core/base/result.h"
#include "core/runs/run_facts.h"

#include <memory>
#include <string_view>

namespace cairn::runs {

/// A filter over runs, parsed once.
/// Format: words, all of which must match (`dnn iris`); `key op value` with `= != < <= > >= ~`,
/// where
///         `~` is "contains"; `"two words"`; `/regex/`; `not`, `or`, `and`, brackets. Words look
///         into names, paths, tags and notes, case-insensitively. A run without the key passes no
///         comparison but `!=`.
/// Thread: Immutable; share freely.
class RunFilter {
 public:
  /// Passes everything.
  RunFilter() = default;
  /// Errors: InvalidArgument, with what is wrong and the byte where it is as `offset`.
  static Result<RunFilter> parse(std::string_view text);
  bool passes(const RunFacts& run) const;
  bool isEmpty() const { return m_root == nullptr; }

  struct Node;

 private:
  std::shared_ptr<const Node> m_root;
};

}  // namespace cairn::runs
