#include "ui/shell/runs_pane.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"
#include "ui/shell/filter_field.h"
#include "ui/shell/run_cells.h"
#include "ui/shell/run_row_delegate.h"
#include "ui/shell/runs_list.h"
#include "ui/shell/runs_model.h"
#include "ui/widgets/button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kBest = 10;
constexpr int kShownAtStart = 500;

QWidget* hairline() {
  auto* line = new QWidget;
  line->setFixedHeight(1);
  line->setAutoFillBackground(true);
  line->setBackgroundRole(QPalette::Mid);
  return line;
}

QAction* addChoice(QMenu* menu, const QString& text, bool checked, std::function<void()> choose) {
  QString plain = text;
  QAction* action = menu->addAction(plain.replace(QLatin1Char('&'), QStringLiteral("&&")));
  action->setCheckable(true);
  action->setChecked(checked);
  QObject::connect(action, &QAction::triggered, menu, [choose = std::move(choose)] { choose(); });
  return action;
}

}  // namespace

RunsPane::RunsPane(RunsModel* model, QWidget* parent) : QWidget(parent), m_model(model) {
  setObjectName(QStringLiteral("runs"));
  setProperty("pane", QStringLiteral("side"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  // Its width is the window's to choose: nothing in it widens it.
  column->setSizeConstraint(QLayout::SetNoConstraint);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(buildHead());
  buildList();
  column->addWidget(buildHint());
  column->addWidget(m_list, 1);
  column->addWidget(buildSelectionBar());
  column->addWidget(hairline());
  column->addWidget(buildFoot());
  connect(m_model, &RunsModel::countsChanged, this, &RunsPane::showCounts);
  connect(m_model, &RunsModel::reordered, this, &RunsPane::selectSomething);
  connect(m_model, &RunsModel::viewChanged, this, [this] {
    if (m_filter->error().isEmpty() && m_filter->text() != m_model->view().filter)
      m_filter->setText(m_model->view().filter);
  });
  showCounts();
  showSelection();
}

QWidget* RunsPane::buildHead() {
  auto* head = new QWidget;
  auto* column = new QVBoxLayout(head);
  column->setContentsMargins(16, 10, 16, 8);
  column->setSpacing(8);
  auto* row = new QHBoxLayout;
  row->setSpacing(4);
  row->addWidget(makeLabel(tr("Runs"), TextRole::Caption, QStringLiteral("runs.title")));
  row->addStretch(1);
  m_problems = makeButton({}, ButtonKind::Flat, QStringLiteral("runs.problems"));
  m_problems->setIcon(icon(QStringLiteral("warning"), IconColor::Warn));
  m_problems->setAccessibleName(tr("Problems"));
  m_problems->hide();
  connect(m_problems, &QPushButton::clicked, this, &RunsPane::problemsAsked);
  row->addWidget(m_problems);
  m_counts = makeButton({}, ButtonKind::Flat, QStringLiteral("runs.counts"));
  setLook(m_counts, "look", QStringLiteral("caption"));
  connect(m_counts, &QPushButton::clicked, this, &RunsPane::openFolderAsked);
  row->addWidget(m_counts);
  m_eyes = new IconButton(QStringLiteral("eye"), tr("Which runs are shown"),
                          QStringLiteral("runs.eyes"));
  m_eyes->setFixedSize(26, 26);
  m_eyes->setPopupMode(QToolButton::InstantPopup);
  auto* menu = new QMenu(m_eyes);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillEyesMenu(menu); });
  m_eyes->setMenu(menu);
  row->addWidget(m_eyes);
  column->addLayout(row);
  m_filter = new FilterField(QStringLiteral("runs.filter"),
                             [this](const QString& text) { return m_model->setFilter(text); });
  m_filter->edit()->setPlaceholderText(tr("Filter: name, accuracy > 0.95 …"));
  m_filter->edit()->setAccessibleName(tr("Filter runs"));
  m_filter->edit()->setToolTip(
      tr("Words, or key and value: optimizer = Adam loss < 0.1 state = running.\n"
         "Also != <= >= ~, quotes, /regex/, not, or, brackets. (Ctrl+F)"));
  connect(m_filter, &FilterField::left, this, &RunsPane::focusList);
  column->addWidget(m_filter);
  return head;
}

void RunsPane::fillEyesMenu(QMenu* menu) {
  menu->clear();
  const auto add = [&](const QString& text, const char* name, std::function<void()> act) {
    QAction* action = menu->addAction(text);
    action->setObjectName(QString::fromLatin1(name));
    connect(action, &QAction::triggered, menu, [act = std::move(act)] { act(); });
  };
  add(tr("Show all"), "runs.eyes.all", [this] { m_model->setAllShown(true); });
  add(tr("Show none"), "runs.eyes.none", [this] { m_model->setAllShown(false); });
  add(tr("Invert"), "runs.eyes.invert", [this] { m_model->invertShown(); });
  add(tr("Show the best %1").arg(kBest), "runs.eyes.best", [this] { m_model->showBest(kBest); });
  menu->addSeparator();
  fillMetricMenu(menu->addMenu(tr("Value in the list")));
}

void RunsPane::fillMetricMenu(QMenu* menu) {
  addChoice(menu, tr("The run's first"), m_model->view().metric.isEmpty(),
            [this] { m_model->setMetric({}); });
  QSet<QString> seen;
  for (const RunRef& ref : m_model->all())
    if (const runs::Run* run = m_model->run(ref.id))
      for (const auto& [tag, value] : run->results) seen.insert(toQString(tag));
  QStringList metrics(seen.begin(), seen.end());
  metrics.sort();
  for (const QString& key : metrics)
    addChoice(menu, key, m_model->view().metric == key, [this, key] { m_model->setMetric(key); });
}

void RunsPane::fillGroupMenu(QMenu* menu) {
  const QString now = m_model->view().groupBy;
  addChoice(menu, tr("No groups"), now.isEmpty(), [this] { m_model->setGroupBy({}); });
  menu->addSeparator();
  QStringList keys{QStringLiteral("estimator"), QStringLiteral("args.optimizer"),
                   QStringLiteral("state"), QStringLiteral("folder"), QStringLiteral("tag")};
  for (const QString& key : keys)
    addChoice(menu, columnTitle(key), now == key, [this, key] { m_model->setGroupBy(key); });
  auto* more = menu->addMenu(tr("Other keys"));
  for (const QString& key : m_model->keys())
    if (!keys.contains(key) && key != QStringLiteral("name"))
      addChoice(more, columnTitle(key), now == key, [this, key] { m_model->setGroupBy(key); });
}

void RunsPane::fillColumnsMenu(QMenu* menu) {
  const QStringList now = m_model->view().columns;
  QStringList keys = m_model->keys();
  for (const QString& key : now)
    if (!keys.contains(key)) keys << key;
  keys.removeAll(QStringLiteral("name"));
  for (const QString& key : keys)
    addChoice(menu, columnTitle(key), now.contains(key), [this, key, now] {
      QStringList columns = now;
      if (!columns.removeOne(key)) columns << key;
      m_model->setColumns(columns);
    });
}

void RunsPane::headerMenu(const QString& key, const QPoint& at) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (key != QStringLiteral("name") && !key.isEmpty()) {
    connect(menu->addAction(tr("Hide column")), &QAction::triggered, this, [this, key] {
      QStringList columns = m_model->view().columns;
      columns.removeAll(key);
      m_model->setColumns(columns);
    });
    connect(menu->addAction(tr("Group by %1").arg(columnTitle(key))), &QAction::triggered, this,
            [this, key] { m_model->setGroupBy(key); });
    const QModelIndex current = m_list->currentIndex();
    if (const runs::Run* run = m_model->run(current.data(RunsModel::IdRole).toString())) {
      QString value = key == QStringLiteral("state") ? toQString(runs::stateName(run->state))
                                                     : cellCopy(*run, key, 0);
      if (value.contains(QLatin1Char(' ')) && !value.startsWith(QLatin1Char('[')))
        value = QLatin1Char('"') + value + QLatin1Char('"');
      if (!value.isEmpty()) {
        const QString filter = QStringLiteral("%1 = %2").arg(columnTitle(key).toLower(), value);
        connect(menu->addAction(tr("Filter: %1").arg(filter)), &QAction::triggered, this,
                [this, key, value] {
                  const QString word = key.startsWith(QStringLiteral("args.")) ? key.mid(5) : key;
                  m_filter->setText(
                      (m_filter->text() + QStringLiteral(" %1 = %2").arg(word, value)).trimmed());
                });
      }
    }
    menu->addSeparator();
  }
  fillColumnsMenu(menu->addMenu(tr("Columns")));
  menu->popup(at);
}

QWidget* RunsPane::buildHint() {
  m_hintBox = new QWidget;
  auto* column = new QVBoxLayout(m_hintBox);
  column->setContentsMargins(16, 8, 16, 8);
  column->setSpacing(8);
  m_hint = makeLabel({}, TextRole::Muted, QStringLiteral("runs.hint"));
  m_hint->setWordWrap(true);
  column->addWidget(m_hint);
  auto* row = new QHBoxLayout;
  m_clear = makeButton(tr("Clear filter"), ButtonKind::Plain, QStringLiteral("runs.clearFilter"));
  connect(m_clear, &QPushButton::clicked, this, [this] { m_filter->setText({}); });
  m_other = makeButton(tr("Choose another…"), ButtonKind::Plain, QStringLiteral("runs.other"));
  connect(m_other, &QPushButton::clicked, this, &RunsPane::openAsked);
  m_new = makeButton(tr("New experiment"), ButtonKind::Plain, QStringLiteral("runs.new"));
  connect(m_new, &QPushButton::clicked, this, &RunsPane::newExperimentAsked);
  for (QPushButton* button : {m_clear, m_other, m_new}) row->addWidget(button);
  row->addStretch(1);
  column->addLayout(row);
  return m_hintBox;
}

void RunsPane::buildList() {
  m_list = new RunsList(m_model);
  m_list->installEventFilter(this);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
          &RunsPane::currentChanged);
  connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
    showSelection();
    Q_EMIT selectionChanged();
  });
  connect(m_list, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
    if (!index.data(RunsModel::GroupRole).toBool()) Q_EMIT activated();
  });
  connect(m_list, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
    if (m_list->indexAt(at).isValid()) Q_EMIT contextMenuAsked(m_list->viewport()->mapToGlobal(at));
  });
  connect(m_list, &RunsList::headerMenuAsked, this, &RunsPane::headerMenu);
  connect(m_list->rowDelegate(), &RunRowDelegate::colorAsked, this,
          [this](const QModelIndex& index, const QPoint& at) {
            if (!m_list->selectionModel()->isRowSelected(index.row(), {}))
              m_list->setCurrentIndex(index);
            Q_EMIT colorAsked(at);
          });
  m_waiting = makeButton({}, ButtonKind::Primary, QStringLiteral("runs.waiting"));
  m_waiting->setParent(m_list);
  m_waiting->hide();
  connect(m_waiting, &QPushButton::clicked, m_model, &RunsModel::release);
}

QWidget* RunsPane::buildSelectionBar() {
  m_bar = new QFrame;
  m_bar->setObjectName(QStringLiteral("runs.selection"));
  auto* column = new QVBoxLayout(m_bar);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(hairline());
  auto* row = new QHBoxLayout;
  row->setContentsMargins(16, 4, 8, 4);
  row->setSpacing(0);
  m_selected = makeLabel({}, TextRole::Muted, QStringLiteral("runs.selected"));
  row->addWidget(m_selected);
  row->addStretch(1);
  const auto add = [&](const QString& text, const char* name, auto act) {
    auto* button = makeButton(text, ButtonKind::Link, QString::fromLatin1(name));
    connect(button, &QPushButton::clicked, this, act);
    row->addWidget(button);
  };
  add(tr("Compare"), "runs.selection.compare", [this] { Q_EMIT compareAsked(); });
  add(tr("Show"), "runs.selection.show",
      [this] { m_model->setShown(m_list->selectedIds(), true); });
  add(tr("Tag"), "runs.selection.tag", [this] { Q_EMIT tagAsked(); });
  add(tr("Trash"), "runs.selection.trash", [this] { Q_EMIT trashAsked(); });
  column->addLayout(row);
  return m_bar;
}

QWidget* RunsPane::buildFoot() {
  auto* foot = new QWidget;
  auto* row = new QHBoxLayout(foot);
  row->setContentsMargins(16, 8, 16, 8);
  row->setSpacing(8);
  m_open = makeButton(tr("Open model_dir…"), ButtonKind::Plain, QStringLiteral("runs.open"),
                      QStringLiteral("folder"));
  connect(m_open, &QPushButton::clicked, this, &RunsPane::openAsked);
  row->addWidget(m_open);
  auto* group = makeMenuButton(tr("Group by"), ButtonKind::Plain, QStringLiteral("runs.group"));
  auto* menu = new QMenu(group);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] {
    menu->clear();
    fillGroupMenu(menu);
  });
  group->setMenu(menu);
  row->addWidget(group);
  row->addStretch(1);
  return foot;
}

void RunsPane::setFolder(const QString& folder) {
  m_folder = folder;
  showCounts();
}

void RunsPane::setBusy(const QString& text) {
  m_busy = text;
  showCounts();
}

void RunsPane::setProblems(int count) {
  m_problems->setText(QString::number(count));
  m_problems->setToolTip(tr("%n problem(s)", nullptr, count));
  m_problems->setAccessibleName(m_problems->toolTip());
  m_problems->setVisible(count > 0);
}

void RunsPane::setNarrow(bool narrow) {
  m_open->setText(narrow ? QString() : tr("Open model_dir…"));
  m_open->setIconSize(narrow ? QSize(16, 16) : QSize(20, 16));
  m_open->setToolTip(narrow ? tr("Open model_dir…") : QString());
  m_open->setAccessibleName(tr("Open model_dir…"));
  m_filter->edit()->setPlaceholderText(narrow ? tr("Filter")
                                              : tr("Filter: name, accuracy > 0.95 …"));
}

// One sentence where the list has nothing to show.
void RunsPane::showCounts() {
  const int all = m_model->total();
  QString text = tr("no folder open");
  if (!m_busy.isEmpty())
    text = m_busy;
  else if (!m_folder.isEmpty())
    text = tr("%1 of %2 · %3")
               .arg(countText(m_model->passing()), countText(all),
                    fontMetrics().elidedText(shownName(m_folder), Qt::ElideMiddle, 120));
  m_counts->setText(text.replace(QLatin1Char('&'), QStringLiteral("&&")));
  m_counts->setEnabled(!m_folder.isEmpty());
  m_counts->setToolTip(m_folder.isEmpty() ? QString() : tr("Open the folder"));
  m_eyes->setVisible(all > 0);
  m_filter->setVisible(!m_folder.isEmpty());
  m_filter->setKeys(m_model->keys());
  const bool noHit = all > 0 && m_model->passing() == 0 && !m_model->ordering();
  const bool nothing = !m_folder.isEmpty() && all == 0 && m_busy.isEmpty();
  QString hint;
  if (m_folder.isEmpty())
    hint = tr("The runs of the folder that you open are listed here.");
  else if (nothing)
    hint = tr("No run in this folder: no event files, checkpoints or saved_model.pb were found.");
  else if (noHit)
    hint = tr("No run matches the filter.");
  else if (all > kShownAtStart && m_model->view().eyes.isEmpty())
    hint = tr("The first %1 are shown; the others' eyes are closed.").arg(kShownAtStart);
  m_hint->setText(hint);
  m_hintBox->setVisible(!hint.isEmpty());
  m_clear->setVisible(noHit);
  m_other->setVisible(nothing);
  m_new->setVisible(nothing);
  const int waiting = m_model->waiting();
  m_waiting->setVisible(waiting > 0);
  m_waiting->setText(tr("%n new", nullptr, waiting));
  m_waiting->adjustSize();
  m_waiting->move((m_list->width() - m_waiting->width()) / 2, 6);
}

void RunsPane::showSelection() {
  const int count = static_cast<int>(m_list->selectedIds().size());
  m_selected->setText(tr("%n selected", nullptr, count));
  m_bar->setVisible(count > 1);
}

void RunsPane::selectSomething() {
  if (m_list->currentIndex().isValid() || m_model->rowCount() == 0) return;
  for (int i = 0; i < m_model->rowCount(); ++i) {
    if (m_model->index(i, 0).data(RunsModel::GroupRole).toBool()) continue;
    return m_list->setCurrentIndex(m_model->index(i, 0));
  }
}

RunRef RunsPane::current() const { return m_model->refAt(m_list->currentIndex()); }

std::vector<RunRef> RunsPane::selection() const {
  std::vector<RunRef> refs;
  for (const QString& id : m_list->selectedIds())
    if (!m_model->isGone(id)) refs.push_back(m_model->refOf(id));
  return refs;
}

void RunsPane::select(const QString& id) {
  if (const QModelIndex row = m_model->indexOf(id); row.isValid()) m_list->setCurrentIndex(row);
}

void RunsPane::select(const QStringList& ids) {
  m_list->selectIds(ids, ids.isEmpty() ? QString() : ids.first());
}

void RunsPane::focusFilter() {
  m_filter->edit()->setFocus(Qt::ShortcutFocusReason);
  m_filter->edit()->selectAll();
}

void RunsPane::focusList() { m_list->setFocus(Qt::OtherFocusReason); }

void RunsPane::rename() {
  const QModelIndex row = m_list->currentIndex().siblingAtColumn(0);
  if (row.flags().testFlag(Qt::ItemIsEditable)) m_list->edit(row);
}

bool RunsPane::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_list || event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  const QModelIndex current = m_list->currentIndex();
  if (key == Qt::Key_Space) {
    const bool shown = current.data(RunsModel::ShownRole).toBool();
    m_model->setShown(m_list->selectedIds(), !shown);
    return true;
  }
  if (current.data(RunsModel::GroupRole).toBool() &&
      (key == Qt::Key_Left || key == Qt::Key_Right)) {
    m_model->setFolded(current.data(RunsModel::IdRole).toString(), key == Qt::Key_Left);
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace cairn::ui
