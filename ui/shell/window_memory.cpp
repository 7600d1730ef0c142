#include "ui/shell/window_memory.h"

#include "ui/bridge/convert.h"
#include "ui/shell/state_file.h"

#include <QCryptographicHash>
#include <QJsonArray>

namespace cairn::ui {
namespace {

QStringList texts(const QJsonValue& value) {
  QStringList list;
  for (const auto element : value.toArray()) list << element.toString();
  return list;
}

}  // namespace

QJsonObject toJson(const WorkspaceMemory& memory) {
  QJsonArray sort;
  for (const runs::SortKey& key : memory.view.sort)
    sort << QJsonObject{{QStringLiteral("key"), toQString(key.key)},
                        {QStringLiteral("descending"), key.descending}};
  QJsonObject eyes;
  for (auto it = memory.view.eyes.begin(); it != memory.view.eyes.end(); ++it)
    eyes.insert(it.key(), it.value());
  return {{QStringLiteral("tab"), memory.tab},
          {QStringLiteral("selection"), QJsonArray::fromStringList(memory.selection)},
          {QStringLiteral("filter"), memory.view.filter},
          {QStringLiteral("sort"), sort},
          {QStringLiteral("group_by"), memory.view.groupBy},
          {QStringLiteral("columns"), QJsonArray::fromStringList(memory.view.columns)},
          {QStringLiteral("metric"), memory.view.metric},
          {QStringLiteral("compact"), memory.view.compact},
          {QStringLiteral("eyes"), eyes},
          {QStringLiteral("filters"), QJsonArray::fromStringList(memory.filterHistory)},
          {QStringLiteral("smoothing"), memory.smoothing}};
}

// A session of a newer version is taken as far as it is understood.
WorkspaceMemory memoryFrom(const QJsonObject& json) {
  WorkspaceMemory memory;
  memory.tab = json[QStringLiteral("tab")].toString();
  memory.selection = texts(json[QStringLiteral("selection")]);
  memory.view.filter = json[QStringLiteral("filter")].toString();
  for (const auto value : json[QStringLiteral("sort")].toArray()) {
    const QJsonObject key = value.toObject();
    memory.view.sort.push_back({fromQString(key[QStringLiteral("key")].toString()),
                                key[QStringLiteral("descending")].toBool()});
  }
  memory.view.groupBy = json[QStringLiteral("group_by")].toString();
  if (json.contains(QStringLiteral("columns")))
    memory.view.columns = texts(json[QStringLiteral("columns")]);
  memory.view.metric = json[QStringLiteral("metric")].toString();
  memory.view.compact = json[QStringLiteral("compact")].toBool();
  const QJsonObject eyes = json[QStringLiteral("eyes")].toObject();
  for (auto it = eyes.begin(); it != eyes.end(); ++it)
    memory.view.eyes.insert(it.key(), it.value().toBool());
  memory.filterHistory = texts(json[QStringLiteral("filters")]);
  memory.smoothing = json[QStringLiteral("smoothing")].toDouble(-1);
  return memory;
}

std::filesystem::path memoryFile(const std::filesystem::path& workspace) {
  const QByteArray hash = QCryptographicHash::hash(QByteArray::fromStdString(workspace.string()),
                                                   QCryptographicHash::Sha256);
  return stateFolder() / "workspaces" / (hash.toHex().left(24).toStdString() + ".json");
}

QString relativeId(const QString& id, const std::filesystem::path& workspace) {
  return pathText(toPath(id).lexically_relative(workspace));
}

QString absoluteId(const QString& relative, const std::filesystem::path& workspace) {
  return relative == QStringLiteral(".")
             ? pathText(workspace)
             : pathText((workspace / toPath(relative)).lexically_normal());
}

}  // namespace cairn::ui
