#pragma once

#include "ui/curves/curves_view.h"
#include "ui/shell/runs_view.h"

#include <QElapsedTimer>
#include <QObject>
#include <QUndoStack>
#include <functional>

namespace cairn::ui {

class ConfigPage;
class CurvesPage;
class RunsModel;
class RunsPane;

/// The window's steps that can be undone: how the runs are looked at, what is said of them, edits
/// of configs, trash. It watches the models; who changes them needs to know nothing of it. Thread:
/// GUI thread only.
class History : public QObject {
  Q_OBJECT
 public:
  explicit History(QObject* parent = nullptr);
  void watch(RunsModel* model);
  void watch(ConfigPage* page, RunsPane* pane);
  void watch(CurvesPage* page);
  /// A step that has been done. `merge`: steps of one kind in quick succession become one.
  void push(const QString& text, std::function<void()> undo, std::function<void()> redo,
            int merge = -1);
  /// Another workspace: its steps are not those of the one before.
  void clear();
  QUndoStack* stack() { return &m_stack; }

 private:
  void viewChanged();
  void configEdited();
  void curvesChanged();

  QUndoStack m_stack;
  RunsModel* m_model = nullptr;
  ConfigPage* m_page = nullptr;
  RunsPane* m_pane = nullptr;
  RunsView m_view;
  CurvesPage* m_curves = nullptr;
  CurvesView m_curvesView;
  QElapsedTimer m_since;
  bool m_applying = false;
};

/// What a step from one view to another is called: "hide 12 runs", "filter".
QString stepText(const RunsView& before, const RunsView& after);
/// "zoom", "smoothing", "pins".
QString stepText(const CurvesView& before, const CurvesView& after);

}  // namespace cairn::ui
