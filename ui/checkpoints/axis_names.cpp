#include "ui/checkpoints/axis_names.h"

#include "core/model/variable_map.h"
#include "ui/bridge/convert.h"

#include <QCoreApplication>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr std::int64_t kMostNames = 4096;  // a hashed column's buckets have no names

// The context of the words below, where lupdate finds them.
struct AxisWords {
  Q_DECLARE_TR_FUNCTIONS(AxisWords)
};

const model::Variable* variableOf(const std::vector<model::Variable>& variables,
                                  const std::string& tensor) {
  for (const model::Variable& one : variables) {
    if (one.name != tensor) continue;
    if (one.slotOf.empty()) return &one;
    for (const model::Variable& owner : variables)
      if (owner.name == one.slotOf) return &owner;
  }
  return nullptr;
}

bool endsWith(const std::string& key, std::string_view what) { return key.ends_with(what); }

QStringList classNames(const model::Config& config) {
  QStringList names;
  const auto& vocabulary = config.args.head.type.empty() ? config.args.labelVocabulary
                                                         : config.args.head.labelVocabulary;
  if (vocabulary)
    for (const std::string& label : *vocabulary) names << toQString(label);
  return names;
}

struct Axis {
  QStringList names;
  QString word, plural;
};

Axis axisOf(const model::Config& config, const model::Variable& variable,
            const model::Dimension& dimension) {
  const std::string& key = dimension.key;
  const auto& args = config.args;
  if (endsWith(key, "linear_feature_columns"))
    return {inputNames(args.linearFeatureColumns), AxisWords::tr("feature"),
            AxisWords::tr("features")};
  if (endsWith(key, "dnn_feature_columns"))
    return {inputNames(args.dnnFeatureColumns), AxisWords::tr("feature"),
            AxisWords::tr("features")};
  if (endsWith(key, "feature_columns"))
    return {inputNames(args.featureColumns), AxisWords::tr("feature"), AxisWords::tr("features")};
  if (endsWith(key, "hidden_units")) return {{}, AxisWords::tr("unit"), AxisWords::tr("units")};
  if (endsWith(key, "n_classes"))
    return {classNames(config), AxisWords::tr("class"), AxisWords::tr("classes")};
  if (endsWith(key, "label_dimension") || endsWith(key, "head") ||
      (variable.dimensions.size() > 1 && &dimension == &variable.dimensions.back() && key.empty()))
    return {{}, AxisWords::tr("output"), AxisWords::tr("outputs")};
  return {{}, {}, {}};
}

}  // namespace

QStringList inputNames(const std::vector<data::FeatureColumn>& columns) {
  QStringList names;
  for (const data::FeatureColumn& column : data::sortedByName(columns)) {
    const QString name = toQString(model::columnLabel(columns, column));
    const std::int64_t width = data::denseWidth(column);
    if (width == 1) {
      names << name;
      continue;
    }
    if (width > kMostNames - names.size()) return {};
    const auto& vocabulary =
        column.parts.empty() ? column.vocabulary : column.parts.front().vocabulary;
    const bool isIndicator = static_cast<std::int64_t>(vocabulary.size()) == width;
    for (std::int64_t i = 0; i < width; ++i)
      names << (isIndicator
                    ? name + QLatin1Char('=') + toQString(vocabulary[static_cast<std::size_t>(i)])
                    : QStringLiteral("%1[%2]").arg(name).arg(i));
  }
  return names;
}

AxisNames axisNames(const model::Config& config, const std::string& tensor) {
  AxisNames names;
  const auto variables = model::variableMap(config);
  const model::Variable* variable = variables ? variableOf(*variables, tensor) : nullptr;
  if (!variable || variable->dimensions.empty() || variable->dimensions.size() > 2) return names;
  const Axis last = axisOf(config, *variable, variable->dimensions.back());
  names.columns = last.names;
  names.columnWord = last.word;
  names.sentence = last.plural;
  if (variable->dimensions.size() == 2) {
    const Axis first = axisOf(config, *variable, variable->dimensions.front());
    if (first.names.size() == variable->dimensions.front().size) names.rows = first.names;
    names.rowWord = first.word;
    if (!first.plural.isEmpty() && !last.plural.isEmpty())
      names.sentence = first.plural + QStringLiteral(" × ") + last.plural;
  }
  if (names.columns.size() != variable->dimensions.back().size) names.columns.clear();
  return names;
}

}  // namespace cairn::ui
