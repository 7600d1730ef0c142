#include "ui/shell/history.h"

#include "ui/config/config_draft.h"
#include "ui/config/config_page.h"
#include "ui/curves/curves_page.h"
#include "ui/shell/runs_model.h"
#include "ui/shell/runs_pane.h"

#include <QUndoCommand>

namespace cairn::ui {
namespace {

constexpr int kMostSteps = 200;
constexpr qint64 kMergeMs = 800;
enum Merge { kEyes = 1, kFilter = 2, kZoom = 3, kSmoothing = 4 };

class Step : public QUndoCommand {
 public:
  Step(const QString& text, std::function<void()> undo, std::function<void()> redo, int merge,
       bool* applying)
      : QUndoCommand(text),
        m_undo(std::move(undo)),
        m_redo(std::move(redo)),
        m_merge(merge),
        m_applying(applying) {}
  int id() const override { return m_merge; }
  void undo() override { apply(m_undo); }
  void redo() override {
    // The step has been done when it is pushed.
    if (!std::exchange(m_first, false)) apply(m_redo);
  }
  bool mergeWith(const QUndoCommand* next) override {
    m_redo = static_cast<const Step*>(next)->m_redo;
    setText(next->text());
    return true;
  }

 private:
  void apply(const std::function<void()>& act) {
    *m_applying = true;
    act();
    *m_applying = false;
  }
  std::function<void()> m_undo, m_redo;
  int m_merge;
  bool* m_applying;
  bool m_first = true;
};

}  // namespace

QString stepText(const RunsView& before, const RunsView& after) {
  if (before.filter != after.filter) return History::tr("filter");
  if (before.sort != after.sort) return History::tr("sort");
  if (before.groupBy != after.groupBy) return History::tr("group");
  if (before.columns != after.columns) return History::tr("columns");
  if (before.metric != after.metric) return History::tr("value in the list");
  if (before.compact != after.compact) return History::tr("compact rows");
  int shown = 0;
  int hidden = 0;
  for (auto it = after.eyes.begin(); it != after.eyes.end(); ++it)
    if (before.eyes.value(it.key(), true) != it.value()) ++(it.value() ? shown : hidden);
  if (hidden > 0) return History::tr("hide %n run(s)", nullptr, hidden);
  return History::tr("show %n run(s)", nullptr, shown);
}

QString stepText(const CurvesView& before, const CurvesView& after) {
  if (before.settings.charts.smoothing != after.settings.charts.smoothing)
    return History::tr("smoothing");
  if (before.settings.tags != after.settings.tags) return History::tr("filter of tags");
  if (before.settings != after.settings) return History::tr("view of the charts");
  if (before.pins != after.pins) return History::tr("pins");
  if (before.hidden != after.hidden) return History::tr("hidden charts");
  return History::tr("zoom");
}

History::History(QObject* parent) : QObject(parent) {
  m_stack.setUndoLimit(kMostSteps);
  m_since.start();
}

void History::push(const QString& text, std::function<void()> undo, std::function<void()> redo,
                   int merge) {
  const bool quick = m_since.restart() < kMergeMs;
  // Steps of one kind have one id each time they follow slowly, so that they stay apart.
  static int apart = 100;
  const int id = merge < 0 ? -1 : quick ? apart * 10 + merge : ++apart * 10 + merge;
  m_stack.push(new Step(text, std::move(undo), std::move(redo), id, &m_applying));
}

void History::clear() {
  m_stack.clear();
  if (m_model) m_view = m_model->view();
  if (m_curves) m_curvesView = m_curves->view();
}

void History::watch(RunsModel* model) {
  m_model = model;
  m_view = model->view();
  connect(model, &RunsModel::viewChanged, this, &History::viewChanged);
  connect(model, &RunsModel::notesEdited, this,
          [this](const QString& id, const runs::RunNotes& before) {
            const runs::Run* run = m_model->run(id);
            if (m_applying || !run) return;
            const runs::RunNotes after = run->notes;
            const QString text = before.name != after.name               ? tr("rename")
                                 : before.color != after.color           ? tr("colour")
                                 : before.isBaseline != after.isBaseline ? tr("baseline")
                                                                         : tr("notes and tags");
            push(
                text, [this, id, before] { m_model->editNotes(id, before); },
                [this, id, after] { m_model->editNotes(id, after); });
          });
}

void History::viewChanged() {
  const RunsView before = std::exchange(m_view, m_model->view());
  if (m_applying || before == m_view) return;
  const bool filter = before.filter != m_view.filter;
  const bool eyes = before.eyes != m_view.eyes;
  push(
      stepText(before, m_view), [this, before] { m_model->setView(before); },
      [this, after = m_view] { m_model->setView(after); },
      filter ? kFilter
      : eyes ? kEyes
             : -1);
}

void History::watch(CurvesPage* page) {
  m_curves = page;
  m_curvesView = page->view();
  connect(page, &CurvesPage::viewChanged, this, &History::curvesChanged);
}

// Quick steps of the slider or the wheel are one.
void History::curvesChanged() {
  const CurvesView before = std::exchange(m_curvesView, m_curves->view());
  if (m_applying || before == m_curvesView) return;
  CurvesView other = before;
  other.settings.charts.smoothing = m_curvesView.settings.charts.smoothing;
  const bool smoothing = other == m_curvesView;
  const bool zoom = before.settings == m_curvesView.settings && before.pins == m_curvesView.pins &&
                    before.hidden == m_curvesView.hidden;
  push(
      stepText(before, m_curvesView), [this, before] { m_curves->setView(before); },
      [this, after = m_curvesView] { m_curves->setView(after); },
      smoothing ? kSmoothing
      : zoom    ? kZoom
                : -1);
}

void History::watch(ConfigPage* page, RunsPane* pane) {
  m_page = page;
  m_pane = pane;
  connect(page->draft(), &ConfigDraft::edited, this, &History::configEdited);
}

// An edit belongs to a run: undoing it goes back to that run.
void History::configEdited() {
  if (m_applying) return;
  const auto set = [this, id = m_page->run().id](const model::Config& config) {
    if (m_page->run().id != id) m_pane->select(id);
    if (m_page->run().id == id && m_page->config()) m_page->draft()->resume(config);
  };
  const model::Config before = m_page->draft()->before();
  const model::Config after = m_page->draft()->config();
  push(
      tr("config edit"), [set, before] { set(before); }, [set, after] { set(after); });
}

}  // namespace cairn::ui
