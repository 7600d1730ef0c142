#include "ui/shell/drop_plan.h"

#include "core/formats/checkpoint_state.h"
#include "ui/bridge/convert.h"
#include "ui/widgets/elided_label.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace cairn::ui {
namespace {

namespace fs = std::filesystem;
using What = DropPlan::What;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(DropPlan)
};

/// `eval/` and `export/<name>/<time>/` belong to the run above them.
fs::path runOf(const fs::path& file) {
  fs::path folder = file.parent_path();
  if (file.filename() == "saved_model.pb") {
    const fs::path name = folder.parent_path();
    if (name.parent_path().filename() == "export") return name.parent_path().parent_path();
    return folder;
  }
  if (folder.filename().string().starts_with("eval")) folder = folder.parent_path();
  return folder;
}

DropPlan checkpointPlan(const fs::path& file, const std::string& prefix) {
  DropPlan plan;
  plan.what = What::Checkpoint;
  plan.path = runOf(file);
  plan.step = formats::stepOfPrefix(prefix);
  plan.sentence = Words::tr("Show this checkpoint of %1").arg(shownName(fileName(plan.path)));
  return plan;
}

DropPlan filePlan(const fs::path& file, const QString& tab) {
  const std::string name = file.filename().string();
  const std::string end = file.extension().string();
  if (end == ".index") return checkpointPlan(file, name.substr(0, name.size() - end.size()));
  if (const auto data = name.find(".data-"); data != std::string::npos)
    return checkpointPlan(file, name.substr(0, data));
  if (name == "checkpoint") return checkpointPlan(file, {});
  DropPlan plan;
  if (name.find("tfevents") != std::string::npos || name == "saved_model.pb") {
    plan.what = What::Events;
    plan.path = runOf(file);
    plan.sentence = Words::tr("Open %1").arg(shownName(fileName(plan.path)));
  } else if (end == ".csv" && tab == QStringLiteral("config")) {
    plan.what = What::TrainingData;
    plan.path = file;
    plan.sentence = Words::tr("Train on %1").arg(shownName(fileName(file)));
  } else if (end == ".json") {
    plan.what = What::Config;
    plan.path = file;
    plan.sentence = Words::tr("Make an experiment from %1").arg(shownName(fileName(file)));
  } else if (tab == QStringLiteral("restore") &&
             (end == ".txt" || end == ".log" || end == ".py" || end == ".err" || end == ".out")) {
    plan.what = What::TracebackFile;
    plan.path = file;
    plan.sentence = Words::tr("Explain the traceback in %1").arg(shownName(fileName(file)));
  }
  return plan;
}

}  // namespace

DropPlan planDrop(const QMimeData& data, const QString& tab) {
  DropPlan plan;
  const auto urls = data.urls();
  if (urls.size() == 1 && urls.first().isLocalFile()) {
    const QString name = urls.first().toLocalFile();
    if (!QFileInfo(name).isDir()) return filePlan(toPath(name), tab);
    plan.what = What::Folder;
    plan.path = toPath(name);
    plan.sentence = Words::tr("Open %1").arg(shownName(fileName(plan.path)));
  } else if (urls.isEmpty() && data.hasText() && tab == QStringLiteral("restore")) {
    plan.what = What::TracebackText;
    plan.text = data.text();
    plan.sentence = Words::tr("Explain this traceback");
  }
  return plan;
}

}  // namespace cairn::ui
