#include "ui/shell/state_file.h"

#include "ui/bridge/convert.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>
#include <QStandardPaths>

namespace cairn::ui {
namespace {

constexpr qint64 kMostBytes = 16 << 20;

std::filesystem::path folder(const char* variable, const QString& below) {
  const QString program = QCoreApplication::applicationName();
  if (QStandardPaths::isTestModeEnabled())
    return toPath(QDir::tempPath() +
                  QStringLiteral("/%1-%2").arg(program).arg(QCoreApplication::applicationPid()) +
                  below);
  const QString set = qEnvironmentVariable(variable);
  // The specification has relative paths ignored.
  const QString base = QDir::isAbsolutePath(set) ? set : QDir::homePath() + below;
  return toPath(base + QLatin1Char('/') + program);
}

}  // namespace

std::filesystem::path stateFolder() {
  return folder("XDG_STATE_HOME", QStringLiteral("/.local/state"));
}

std::filesystem::path configFolder() {
  return folder("XDG_CONFIG_HOME", QStringLiteral("/.config"));
}

QJsonObject readState(const std::filesystem::path& file, bool* setAside) {
  const QString name = pathText(file);
  QFile in(name);
  if (!in.open(QIODevice::ReadOnly)) return {};
  const auto json = QJsonDocument::fromJson(in.read(kMostBytes));
  if (json.isObject()) return json.object();
  in.close();
  QFile::remove(name + QStringLiteral(".bad"));
  QFile::rename(name, name + QStringLiteral(".bad"));
  if (setAside) *setAside = true;
  return {};
}

bool writeState(const std::filesystem::path& file, const QJsonObject& json) {
  if (!QDir().mkpath(pathText(file.parent_path()))) return false;
  QSaveFile out(pathText(file));
  if (!out.open(QIODevice::WriteOnly)) return false;
  out.write(QJsonDocument(json).toJson());
  return out.commit();
}

}  // namespace cairn::ui
