#include "ui/shell/iris_preset.h"

#include "core/base/atomic_file.h"
#include "ui/config/data_path.h"

#include <QFile>

namespace cairn::ui {
namespace {

QByteArray carried(const char* name) {
  QFile file(QStringLiteral(":/iris/") + QString::fromLatin1(name));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

Result<model::Config> writeIris(FileOps& files, const fs::path& dataFolder,
                                const fs::path& modelDir) {
  CAIRN_TRY(files.createDirectories(dataFolder));
  for (const char* name : {"iris_training.csv", "iris_test.csv"}) {
    if (exists(files, dataFolder / name)) continue;
    const QByteArray bytes = carried(name);
    CAIRN_TRY(writeFileAtomically(
        files, dataFolder / name,
        std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())))));
  }
  const QByteArray json = carried("iris.json");
  model::ParsedConfig parsed =
      model::parseConfig(std::string_view(json.constData(), static_cast<std::size_t>(json.size())));
  if (!parsed.config) return parsed.problems.front();
  return rebased(*std::move(parsed.config), dataFolder, modelDir);
}

fs::path freeRunFolder(FileOps& files, const fs::path& folder, const std::string& name) {
  fs::path free = folder / name;
  for (int n = 2; exists(files, free); ++n) free = folder / (name + "-" + std::to_string(n));
  return free;
}

}  // namespace cairn::ui
