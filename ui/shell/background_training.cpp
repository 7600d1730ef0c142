#include "ui/shell/background_training.h"

#include "ui/bridge/convert.h"
#include "ui/config/data_path.h"
#include "ui/shell/state_file.h"
#include "ui/shell/train_queue.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSaveFile>

namespace cairn::ui {
namespace {

/// The config as a file whose data files are named from the state folder.
QString writeConfig(const TrainRequest& request) {
  const fs::path folder = stateFolder() / "background";
  if (!QDir().mkpath(pathText(folder))) return {};
  const QByteArray id =
      QCryptographicHash::hash(request.run.id.toUtf8(), QCryptographicHash::Sha1).toHex().left(12);
  const QString name = pathText(folder / (id.toStdString() + ".json"));
  QSaveFile file(name);
  if (!file.open(QIODevice::WriteOnly)) return {};
  const std::string text = model::configText(rebased(request.config, request.configFolder, folder));
  file.write(text.data(), static_cast<qint64>(text.size()));
  return file.commit() ? name : QString();
}

bool startOne(const QueueJob& job, const QString& program) {
  const QString config = writeConfig(job.request);
  if (config.isEmpty()) return false;
  QStringList words{QStringLiteral("--quiet"), QStringLiteral("train"), config,
                    QStringLiteral("--model-dir"), pathText(job.request.run.modelDir)};
  if (job.snapshot && job.snapshot->targetStep.value() > 0)
    words << QStringLiteral("--max-steps") << QString::number(job.snapshot->targetStep.value());
  QProcess process;
  process.setProgram(program);
  process.setArguments(words);
  process.setStandardInputFile(QProcess::nullDevice());
  process.setStandardOutputFile(QProcess::nullDevice());
  process.setStandardErrorFile(QProcess::nullDevice());
  return process.startDetached();
}

}  // namespace

// Installed they lie side by side; in the build each in its folder.
QString backgroundProgram() {
  const QString here = QCoreApplication::applicationDirPath();
  for (const char* place : {"/cairn-cli", "/../cli/cairn-cli"}) {
    const QFileInfo file(here + QLatin1String(place));
    if (file.isFile() && file.isExecutable()) return file.canonicalFilePath();
  }
  return {};
}

int trainInBackground(TrainQueue* queue, const QString& program) {
  int started = 0;
  std::vector<int> held;
  for (const QueueJob& job : queue->jobs())
    if (job.state == QueueJob::State::Paused && job.snapshot) held.push_back(job.id);
  for (const int id : held)
    if (startOne(*queue->job(id), program)) {
      queue->remove(id);
      ++started;
    }
  return started;
}

}  // namespace cairn::ui
