#include "ui/shell/settings.h"

#include "ui/shell/state_file.h"

#include <QHash>

namespace cairn::ui {
namespace {

constexpr int kSaveMs = 1000;

const QHash<QString, QVariant>& fallbacks() {
  static const QHash<QString, QVariant> kFallbacks{
      {QStringLiteral("language"), QStringLiteral("system")},
      {QStringLiteral("restoreWorkspace"), false},
      {QStringLiteral("theme"), QStringLiteral("system")},
      {QStringLiteral("textScale"), 100},
      {QStringLiteral("compactRows"), false},
      {QStringLiteral("smoothing"), 0.8},
      {QStringLiteral("pollSeconds"), 3},
      {QStringLiteral("parallelJobs"), 1},
      {QStringLiteral("notify"), true},
  };
  return kFallbacks;
}

}  // namespace

Settings::Settings(std::filesystem::path file, QObject* parent)
    : QObject(parent), m_file(std::move(file)) {
  m_json = readState(m_file, &m_broken);
  m_timer.setSingleShot(true);
  m_timer.setInterval(kSaveMs);
  connect(&m_timer, &QTimer::timeout, this, &Settings::save);
}

Settings::~Settings() {
  if (m_timer.isActive()) save();
}

QVariant Settings::fallback(const QString& key) { return fallbacks().value(key); }

QVariant Settings::value(const QString& key) const {
  const QVariant usual = fallback(key);
  QVariant value = m_json.value(key).toVariant();
  // A value of another kind is as good as none.
  return value.isValid() && value.convert(usual.metaType()) ? value : usual;
}

bool Settings::isDefault(const QString& key) const { return !m_json.contains(key); }

void Settings::set(const QString& key, const QVariant& value) {
  if (value == this->value(key)) return;
  m_json.insert(key, QJsonValue::fromVariant(value));
  m_timer.start();
  Q_EMIT changed(key);
}

void Settings::reset(const QString& key) {
  if (isDefault(key)) return;
  m_json.remove(key);
  m_timer.start();
  Q_EMIT changed(key);
}

void Settings::setKeys(const QJsonObject& keys) {
  if (keys.isEmpty())
    m_json.remove(QStringLiteral("keys"));
  else
    m_json.insert(QStringLiteral("keys"), keys);
  m_timer.start();
  Q_EMIT changed(QStringLiteral("keys"));
}

void Settings::save() {
  m_timer.stop();
  writeState(m_file, m_json);
}

}  // namespace cairn::ui
