#pragma once

#include "core/data/table.h"

#include <optional>
#include <span>
#include <vector>

namespace cairn::data {

enum class LabelKind {
  Binary,      // n_classes 2: any number in [0, 1], or a word of the vocabulary
  MultiClass,  // class ids, or words of the vocabulary
  MultiLabel,  // n-hot: a number in [0, 1] for each class; or sparse: ids, or words
  Real,        // regression
  Share,       // logistic regression: any number in [0, 1]
};

/// What an estimator's head expects of its labels.
struct LabelSpec {
  LabelKind kind = LabelKind::MultiClass;
  std::int64_t classes = 2;    // n_classes; of the classifiers
  std::int64_t dimension = 1;  // label_dimension; of the regressors
  std::optional<std::vector<std::string>> vocabulary = {};
  bool v2 = false;  // whose words an error has
};

/// The labels of a table's rows as the engine reads them: class ids, or values, as floats.
/// Thread: Immutable; share freely.
class Labels {
 public:
  /// Looks at every row: a wrong label is found before the first step.
  /// Errors: InvalidArgument, in TensorFlow's words (spec/estimator.md 7) followed by row and
  ///         value, with the column in `where`.
  static Result<Labels> bind(const std::string& column, const LabelSpec& spec, const Table& table);

  std::int64_t width() const { return m_width; }
  /// float32 [rows, width()], dense.   Cost: no allocation.
  void fill(std::span<const std::int32_t> rows, float* out) const;

 private:
  std::vector<float> m_values;
  std::int64_t m_width = 1;
};

}  // namespace cairn::data
