#include "ui/shell/palette_entries.h"

#include "ui/bridge/convert.h"
#include "ui/checkpoints/checkpoints_page.h"
#include "ui/checkpoints/run_checkpoints.h"
#include "ui/config/config_page.h"
#include "ui/curves/curves_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/menus.h"
#include "ui/shell/runs_pane.h"
#include "ui/shell/settings_window.h"

#include <QAction>
#include <QTextDocumentFragment>
#include <nlohmann/json.hpp>

namespace cairn::ui {
namespace {

using Kind = PaletteEntry::Kind;

void addCommands(std::vector<PaletteEntry>& out, const Menus* menus) {
  for (QAction* action : menus->actions()) {
    PaletteEntry entry;
    entry.id = action->objectName();
    entry.icon = QStringLiteral("terminal");
    // Behind a tab stands a key that is a page's own.
    entry.name = action->text().remove(QLatin1Char('&')).section(QLatin1Char('\t'), 0, 0);
    entry.enabled = action->isEnabled();
    entry.where = menus->placeOf(action);
    if (!entry.enabled) {
      const QString reason = QTextDocumentFragment::fromHtml(action->toolTip()).toPlainText();
      if (reason != entry.name) entry.where = reason.section(QLatin1Char('\n'), -1);
    }
    entry.key = action->shortcut().toString(QKeySequence::NativeText);
    if (entry.key.isEmpty()) entry.key = action->text().section(QLatin1Char('\t'), 1);
    entry.act = [action] { action->trigger(); };
    out.push_back(std::move(entry));
  }
}

void addRuns(std::vector<PaletteEntry>& out, MainWindow* window) {
  RunsModel* model = window->workspace()->model();
  for (const RunRef& run : model->all()) {
    PaletteEntry entry;
    entry.kind = Kind::Run;
    entry.id = QStringLiteral("run:") + run.id;
    entry.icon = QStringLiteral("layers");
    entry.name = run.name;
    entry.where = fileName(run.workspace) + QLatin1Char('/');
    entry.act = [window, id = run.id] {
      window->runsPane()->select(id);
      window->runsPane()->focusList();
    };
    entry.second = [window, id = run.id] {
      window->runsPane()->select(id);
      window->workspace()->model()->showOnly(id);
    };
    out.push_back(std::move(entry));
  }
}

void addTags(std::vector<PaletteEntry>& out, MainWindow* window) {
  for (ChartCard* card : window->curves()->cards()) {
    PaletteEntry entry;
    entry.kind = Kind::Tag;
    entry.id = card->objectName();
    entry.icon = QStringLiteral("chart");
    entry.name = card->objectName().mid(static_cast<qsizetype>(qstrlen("curves.card.")));
    entry.act = [window, card = QPointer<ChartCard>(card)] {
      window->showTab(QStringLiteral("curves"));
      if (card) window->reveal(card);
    };
    out.push_back(std::move(entry));
  }
}

void addSteps(std::vector<PaletteEntry>& out, MainWindow* window) {
  const RunCheckpoints* checkpoints = window->checkpointsPage()->checkpoints();
  if (!checkpoints) return;
  for (const checkpoints::Checkpoint& checkpoint : checkpoints->timeline.checkpoints) {
    if (!checkpoint.step) continue;
    const std::int64_t step = checkpoint.step->value();
    PaletteEntry entry;
    entry.kind = Kind::Step;
    entry.id = QStringLiteral("step:%1").arg(step);
    entry.icon = QStringLiteral("diamond");
    entry.name = QString::number(step);
    entry.where = fileName(checkpoint.prefix);
    entry.act = [window, step] {
      window->checkpointsPage()->showStep(step);
      window->showTab(QStringLiteral("checkpoints"));
    };
    out.push_back(std::move(entry));
  }
}

void addKeys(std::vector<PaletteEntry>& out, MainWindow* window, const nlohmann::json& json,
             const QString& path) {
  if (json.is_object()) {
    for (const auto& [key, value] : json.items())
      addKeys(out, window, value,
              path.isEmpty() ? toQString(key) : path + QLatin1Char('.') + toQString(key));
    return;
  }
  PaletteEntry entry;
  entry.kind = Kind::Key;
  entry.id = QStringLiteral("key:") + path;
  entry.icon = QStringLiteral("sliders");
  entry.name = path;
  entry.where = toQString(json.dump()).left(80);
  entry.act = [window] { window->showTab(QStringLiteral("config")); };
  out.push_back(std::move(entry));
}

void addSettings(std::vector<PaletteEntry>& out, MainWindow* window) {
  for (const auto& [section, title] : SettingsWindow::titles()) {
    PaletteEntry entry;
    entry.kind = Kind::Setting;
    entry.id = QStringLiteral("setting:") + title;
    entry.icon = QStringLiteral("sliders");
    entry.name = title;
    entry.act = [window, section = section] { window->openSettings(section); };
    out.push_back(std::move(entry));
  }
}

void addFolders(std::vector<PaletteEntry>& out, MainWindow* window) {
  for (const QString& folder : window->recentFolders()) {
    PaletteEntry entry;
    entry.kind = Kind::Folder;
    entry.id = QStringLiteral("folder:") + folder;
    entry.icon = QStringLiteral("folder");
    entry.name = folder;
    entry.act = [window, folder] { window->openFolder(toPath(folder)); };
    out.push_back(std::move(entry));
  }
}

}  // namespace

std::vector<PaletteEntry> paletteEntries(MainWindow* window, const Menus* menus) {
  std::vector<PaletteEntry> out;
  addCommands(out, menus);
  addRuns(out, window);
  addTags(out, window);
  addSteps(out, window);
  if (const model::Config* config = window->configPage()->config())
    addKeys(out, window, nlohmann::json(model::configToJson(*config)), {});
  addSettings(out, window);
  addFolders(out, window);
  return out;
}

}  // namespace cairn::ui
