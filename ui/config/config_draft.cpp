#include "ui/config/config_draft.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"

#include <QStringList>
#include <algorithm>
#include <nlohmann/json.hpp>

namespace cairn::ui {
namespace {

constexpr std::size_t kMostSteps = 200;

using Json = nlohmann::ordered_json;

// Follows `args.optimizer.learning_rate` through objects; null when there is no such key.
const Json* valueAt(const Json& json, const QString& key) {
  const Json* at = &json;
  for (const QString& part : key.split(QLatin1Char('.'))) {
    const auto it = at->is_object() ? at->find(fromQString(part)) : at->end();
    if (it == at->end()) return nullptr;
    at = &*it;
  }
  return at;
}

QString numberShown(const Json& value) {
  QString text = toQString(value.dump());
  // 600.0 was typed as 600.
  if (value.is_number_float() && text.endsWith(QStringLiteral(".0"))) text.chop(2);
  return text;
}

QString shown(const Json& value) {
  if (value.is_null()) return QStringLiteral("None");
  if (value.is_boolean())
    return value.get<bool>() ? QStringLiteral("True") : QStringLiteral("False");
  if (value.is_string()) return toQString(value.get<std::string>());
  if (value.is_number()) return numberShown(value);
  if (value.is_array()) {
    QStringList parts;
    for (const Json& one : value) parts << shown(one);
    return QLatin1Char('[') + parts.join(QStringLiteral(", ")) + QLatin1Char(']');
  }
  return toQString(value.dump());
}

// What people type: None, True, a comma as decimal sign, 1_000, 20*60.
std::string toJsonText(QString typed) {
  typed = typed.trimmed();
  if (typed.compare(QStringLiteral("none"), Qt::CaseInsensitive) == 0 || typed.isEmpty())
    return "null";
  if (typed == QStringLiteral("True")) return "true";
  if (typed == QStringLiteral("False")) return "false";
  const QStringList factors = typed.split(QLatin1Char('*'));
  double product = 1;
  for (QString factor : factors) {
    factor = factor.trimmed().remove(QLatin1Char('_'));
    if (factor.count(QLatin1Char(',')) == 1 && !factor.contains(QLatin1Char('.')))
      factor.replace(QLatin1Char(','), QLatin1Char('.'));
    bool ok = false;
    product *= factor.toDouble(&ok);
    if (!ok) return fromQString(typed);
    if (factors.size() == 1) return fromQString(factor);
  }
  return fromQString(QString::number(product, 'g', 17));
}

}  // namespace

ConfigDraft::ConfigDraft(QObject* parent) : QObject(parent) {}

void ConfigDraft::reset(const model::Config& config, std::optional<model::Config> recorded) {
  m_config = m_start = config;
  m_recorded = std::move(recorded);
  m_past.clear();
  m_future.clear();
  clearErrors();
  Q_EMIT changed();
}

void ConfigDraft::setRecorded(const model::Config& start, std::optional<model::Config> recorded) {
  m_start = start;
  m_recorded = std::move(recorded);
  Q_EMIT changed();
}

bool ConfigDraft::isDirty() const { return !(m_config == m_start); }

bool ConfigDraft::take(model::Config config) {
  if (config == m_config) return false;
  m_past.push_back(m_config);
  if (m_past.size() > kMostSteps) m_past.erase(m_past.begin());
  m_future.clear();
  m_config = std::move(config);
  Q_EMIT changed();
  return true;
}

void ConfigDraft::edit(model::Config config) {
  if (take(std::move(config))) Q_EMIT edited();
}

void ConfigDraft::resume(const model::Config& config) {
  clearErrors();
  take(config);
}

void ConfigDraft::set(const QString& key, const QString& value) {
  const auto next = model::withValue(m_config, fromQString(key), toJsonText(value));
  if (!next) return setError(key, fieldError(next.error()));
  setError(key, {});
  edit(*next);
}

void ConfigDraft::replace(const model::Config& config) {
  clearErrors();
  edit(config);
}

// The keys of both families are tried; those that the new estimator does not know are dropped one
// by one, by what the parser says of them.
QStringList ConfigDraft::changeEstimator(const QString& name) {
  static const std::pair<const char*, const char*> kPairs[] = {
      {"hidden_units", "dnn_hidden_units"},
      {"activation_fn", "dnn_activation_fn"},
      {"dropout", "dnn_dropout"},
      {"optimizer", "dnn_optimizer"},
      {"feature_columns", "dnn_feature_columns"},
  };
  Json json = model::configToJson(m_config);
  json["estimator"] = fromQString(name);
  Json& args = json["args"];
  const bool combined = name.contains(QStringLiteral("Combined"));
  for (const auto& [plain, dnn] : kPairs) {
    const char* from = combined ? plain : dnn;
    const char* to = combined ? dnn : plain;
    if (args.contains(from) && !args.contains(to)) args[to] = args[from];
    args.erase(from);
  }
  QStringList dropped;
  for (int tries = 0; tries < 64; ++tries) {
    model::ParsedConfig parsed = model::parseConfig(nlohmann::json(json));
    if (parsed.config) {
      clearErrors();
      edit(*parsed.config);
      return dropped;
    }
    bool progress = false;
    for (const Error& problem : parsed.problems) {
      const QString where = toQString(problem.where);
      if (!where.startsWith(QStringLiteral("args."))) continue;
      const QString key =
          where.mid(5).section(QLatin1Char('.'), 0, 0).section(QLatin1Char('['), 0, 0);
      if (args.erase(fromQString(key)) == 0) continue;
      dropped << key;
      progress = true;
      break;
    }
    if (progress) continue;
    // What is missing now and was not before: hidden_units of a network.
    const char* units = combined ? "dnn_hidden_units" : "hidden_units";
    if (name.contains(QStringLiteral("DNN")) && !args.contains(units)) {
      args[units] = {10, 10};
      continue;
    }
    setError(QStringLiteral("estimator"),
             parsed.problems.empty() ? QString() : fieldError(parsed.problems.front()));
    break;
  }
  return {};
}

void ConfigDraft::changeOptimizer(const QString& key, const QString& className) {
  const double rate = mainOptimizer(m_config).learningRate.value;
  Json value = {{"class", fromQString(className)}};
  if (rate > 0) value["learning_rate"] = rate;
  // A momentum has no default in TensorFlow.
  if (className == QStringLiteral("MomentumOptimizer")) value["momentum"] = 0.9;
  set(key, toQString(value.dump()));
}

void ConfigDraft::discard() {
  clearErrors();
  edit(m_start);
}

void ConfigDraft::undo() {
  if (m_past.empty()) return;
  m_future.push_back(std::move(m_config));
  m_config = std::move(m_past.back());
  m_past.pop_back();
  clearErrors();
  Q_EMIT changed();
}

void ConfigDraft::redo() {
  if (m_future.empty()) return;
  m_past.push_back(std::move(m_config));
  m_config = std::move(m_future.back());
  m_future.pop_back();
  clearErrors();
  Q_EMIT changed();
}

QString ConfigDraft::text(const QString& key) const {
  const Json json = model::configToJson(m_config, true);
  const Json* value = valueAt(json, key);
  return value ? shown(*value) : QStringLiteral("None");
}

std::optional<QString> ConfigDraft::recordedText(const QString& key) const {
  if (!m_recorded) return std::nullopt;
  const Json json = model::configToJson(*m_recorded, true);
  const Json* value = valueAt(json, key);
  if (!value) return std::nullopt;
  return shown(*value);
}

QString ConfigDraft::error(const QString& key) const {
  for (const auto& [of, text] : m_errors)
    if (of == key) return text;
  return {};
}

void ConfigDraft::setError(const QString& key, const QString& text) {
  if (error(key) == text) return;
  std::erase_if(m_errors, [&](const auto& one) { return one.first == key; });
  if (!text.isEmpty()) m_errors.emplace_back(key, text);
  Q_EMIT errorChanged(key);
}

void ConfigDraft::clearErrors() {
  const auto gone = std::exchange(m_errors, {});
  for (const auto& [key, text] : gone) Q_EMIT errorChanged(key);
}

QString hiddenUnitsKey(const model::Config& config) {
  return config.family() == model::Family::Combined ? QStringLiteral("args.dnn_hidden_units")
                                                    : QStringLiteral("args.hidden_units");
}

QString activationKey(const model::Config& config) {
  return config.family() == model::Family::Combined ? QStringLiteral("args.dnn_activation_fn")
                                                    : QStringLiteral("args.activation_fn");
}

QString dropoutKey(const model::Config& config) {
  return config.family() == model::Family::Combined ? QStringLiteral("args.dnn_dropout")
                                                    : QStringLiteral("args.dropout");
}

QString optimizerKey(const model::Config& config) {
  return config.family() == model::Family::Combined ? QStringLiteral("args.dnn_optimizer")
                                                    : QStringLiteral("args.optimizer");
}

const model::Optimizer& mainOptimizer(const model::Config& config) {
  return config.family() == model::Family::Combined ? config.args.dnnOptimizer
                                                    : config.args.optimizer;
}

}  // namespace cairn::ui
