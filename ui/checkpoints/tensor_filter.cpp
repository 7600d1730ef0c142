#include "ui/checkpoints/tensor_filter.h"

#include "ui/bridge/convert.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>

namespace cairn::ui {
namespace {

// The context of the words below, where lupdate finds them.
struct TensorFilterText {
  Q_DECLARE_TR_FUNCTIONS(TensorFilterText)
};

// `4x*`, `4×10`, `[4,10]`.
std::optional<QStringList> sizesOf(QString text) {
  text.remove(QLatin1Char('[')).remove(QLatin1Char(']'));
  static const QRegularExpression separator(QStringLiteral("[x×,]"));
  QStringList sizes = text.split(separator);
  for (const QString& size : sizes) {
    bool isNumber = false;
    size.toLongLong(&isNumber);
    if (!isNumber && size != QLatin1String("*")) return std::nullopt;
  }
  return sizes;
}

bool hasShape(const formats::Shape& shape, const QStringList& sizes) {
  if (shape.size() != static_cast<std::size_t>(sizes.size())) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const QString& wanted = sizes[static_cast<int>(i)];
    if (wanted != QLatin1String("*") && wanted != QString::number(shape[i])) return false;
  }
  return true;
}

bool isChange(const TensorInfo& info) {
  using checkpoints::TensorChange;
  return info.diff && info.diff->change != TensorChange::Same &&
         info.diff->change != TensorChange::SameCrc;
}

}  // namespace

std::optional<TensorFilter> TensorFilter::parse(const QString& text, QString* error) {
  TensorFilter filter;
  for (QString word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    Term term;
    term.negated = word.size() > 1 && word.startsWith(QLatin1Char('-'));
    if (term.negated) word.remove(0, 1);
    const QString key = word.section(QLatin1Char(':'), 0, 0);
    const QString value = word.section(QLatin1Char(':'), 1);
    if (word == QLatin1String("changed")) {
      term.kind = Kind::Changed;
    } else if (word == QLatin1String("slots")) {
      term.kind = Kind::Slots;
    } else if (word == QLatin1String("nan")) {
      term.kind = Kind::Nan;
    } else if (key == QLatin1String("shape") && word.contains(QLatin1Char(':'))) {
      term.kind = Kind::Shape;
      const auto sizes = sizesOf(value);
      if (!sizes) {
        *error = TensorFilterText::tr("a shape is written as %1").arg(QStringLiteral("shape:4x*"));
        return std::nullopt;
      }
      term.sizes = *sizes;
    } else if (key == QLatin1String("type") && word.contains(QLatin1Char(':'))) {
      term.kind = Kind::Type;
      term.text = value;
    } else {
      term.text = word;
    }
    filter.m_terms.push_back(std::move(term));
  }
  return filter;
}

bool TensorFilter::holds(const Term& term, const TensorInfo& info) {
  switch (term.kind) {
    case Kind::Word:
      return toQString(info.entry.name).contains(term.text, Qt::CaseInsensitive);
    case Kind::Shape:
      return hasShape(info.entry.shape, term.sizes);
    case Kind::Type:
      return toQString(formats::dtypeName(info.entry.dtype)).startsWith(term.text);
    case Kind::Changed:
      return isChange(info);
    case Kind::Slots:
      return info.isSlot;
    case Kind::Nan:
      return info.stats && info.stats->nans + info.stats->infinities > 0;
  }
  return false;
}

bool TensorFilter::matches(const TensorInfo& info) const {
  return std::all_of(m_terms.begin(), m_terms.end(),
                     [&](const Term& term) { return holds(term, info) != term.negated; });
}

bool TensorFilter::needsFigures() const {
  return std::any_of(m_terms.begin(), m_terms.end(), [](const Term& term) {
    return term.kind == Kind::Changed || term.kind == Kind::Nan;
  });
}

}  // namespace cairn::ui
