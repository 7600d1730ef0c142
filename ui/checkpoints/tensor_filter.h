#pragma once

#include "ui/checkpoints/tensor_reading.h"

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace cairn::ui {

/// What is typed above the tensors: words of the name (every one must be there), `shape:4x*`,
/// `type:int64`, `changed`, `slots`, `nan`; a `-` before any of them turns it around.
/// Thread: Immutable; share freely.
class TensorFilter {
 public:
  /// Nothing when it can't be read; `error` says why.
  static std::optional<TensorFilter> parse(const QString& text, QString* error);
  TensorFilter() = default;

  bool matches(const TensorInfo& info) const;
  bool isEmpty() const { return m_terms.empty(); }
  /// Whether the answer may change when a tensor's figures arrive.
  bool needsFigures() const;

 private:
  enum class Kind { Word, Shape, Type, Changed, Slots, Nan };
  struct Term {
    Kind kind = Kind::Word;
    QString text;
    QStringList sizes;  // of a shape: "4", "*"
    bool negated = false;
  };
  static bool holds(const Term& term, const TensorInfo& info);
  std::vector<Term> m_terms;
};

}  // namespace cairn::ui
