#include "ui/shell/job_panel.h"

#include "ui/shell/job_row_delegate.h"
#include "ui/shell/jobs_model.h"
#include "ui/widgets/button.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"
#include "ui/widgets/panel_head.h"

#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kMostParallel = 4;

}  // namespace

JobPanel::JobPanel(TrainQueue* queue, QWidget* parent)
    : QFrame(parent), m_queue(queue), m_model(new JobsModel(queue, this)) {
  setObjectName(QStringLiteral("jobs"));
  setProperty("pane", QStringLiteral("bottom"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(buildHead());
  buildTable();
  column->addWidget(m_table, 1);
  m_empty = new EmptyState(QStringLiteral("jobs.empty"));
  m_empty->layout()->setContentsMargins(16, 8, 16, 8);
  m_empty->setText(tr("No training waits or runs. Train puts the selected run here."));
  column->addWidget(m_empty, 1);
  connect(queue, &TrainQueue::changed, this, &JobPanel::showCounts);
  showCounts();
}

QWidget* JobPanel::buildHead() {
  auto* head =
      new PanelHead(QStringLiteral("jobs"), tr("Jobs"), tr("Close the job panel (Ctrl+J)"));
  m_counts = head->counts();
  connect(head, &PanelHead::closeAsked, this, &JobPanel::closeAsked);
  head->addWidget(makeLabel(tr("Parallel jobs"), TextRole::Muted));
  m_parallel = new QComboBox;
  m_parallel->setObjectName(QStringLiteral("jobs.parallel"));
  m_parallel->setAccessibleName(tr("Parallel jobs"));
  for (int i = 1; i <= kMostParallel; ++i) m_parallel->addItem(QString::number(i));
  connect(m_parallel, &QComboBox::activated, this, [this](int index) {
    m_queue->setParallel(index + 1);
    Q_EMIT settingsChanged();
  });
  head->addWidget(m_parallel);
  head->addWidget(makeLabel(tr("When finished"), TextRole::Muted));
  m_finished = new QComboBox;
  m_finished->setObjectName(QStringLiteral("jobs.finished"));
  m_finished->setAccessibleName(tr("When finished"));
  m_finished->addItems({tr("Nothing"), tr("Notify")});
  m_finished->setCurrentIndex(1);
  connect(m_finished, &QComboBox::activated, this, &JobPanel::settingsChanged);
  head->addWidget(m_finished);
  auto* clear = makeButton(tr("Clear ended"), ButtonKind::Plain, QStringLiteral("jobs.clear"));
  connect(clear, &QPushButton::clicked, m_queue, &TrainQueue::clearEnded);
  head->addWidget(clear);
  return head;
}

void JobPanel::buildTable() {
  m_table = new QTreeView;
  m_table->setObjectName(QStringLiteral("jobs.table"));
  m_table->setAccessibleName(tr("Jobs"));
  m_table->setModel(m_model);
  m_table->setRootIsDecorated(false);
  m_table->setUniformRowHeights(true);
  m_table->setAllColumnsShowFocus(true);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->setContextMenuPolicy(Qt::CustomContextMenu);
  m_table->installEventFilter(this);
  auto* delegate = new JobRowDelegate(m_table);
  m_table->setItemDelegate(delegate);
  connect(delegate, &JobRowDelegate::asked, this, &JobPanel::act);
  static constexpr int kWidths[] = {264, 110, 130, 140, 130, 70, 110};
  for (int i = 0; i < 7; ++i) m_table->header()->resizeSection(i, kWidths[i]);
  m_table->header()->setStretchLastSection(true);
  connect(m_table, &QWidget::customContextMenuRequested, this, &JobPanel::showMenu);
  connect(m_table, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) {
    if (const QueueJob* job = m_queue->job(index.data(JobsModel::IdRole).toInt()))
      Q_EMIT runChosen(job->request.run.id);
  });
}

void JobPanel::showCounts() {
  using State = QueueJob::State;
  QStringList parts;
  const auto add = [&](int count, const QString& text) {
    if (count > 0) parts << text;
  };
  const int running = m_queue->count(State::Running) + m_queue->count(State::Starting) +
                      m_queue->count(State::Stopping);
  add(running, tr("%n running", nullptr, running));
  const int paused = m_queue->count(State::Paused);
  add(paused, tr("%n paused", nullptr, paused));
  const int queued = m_queue->count(State::Queued);
  add(queued, tr("%n queued", nullptr, queued));
  const int failed = m_queue->count(State::Failed) + m_queue->count(State::Diverged);
  add(failed, tr("%n failed", nullptr, failed));
  m_counts->setText(parts.join(QStringLiteral(" · ")));
  m_parallel->setCurrentIndex(std::min(m_queue->parallel(), kMostParallel) - 1);
  m_table->setVisible(!m_queue->jobs().empty());
  m_empty->setVisible(m_queue->jobs().empty());
}

int JobPanel::selected() const {
  const QModelIndex index = m_table->currentIndex();
  return index.isValid() ? index.data(JobsModel::IdRole).toInt() : 0;
}

void JobPanel::select(int jobId) {
  for (int i = 0; i < m_model->rowCount(); ++i)
    if (m_model->index(i, 0).data(JobsModel::IdRole).toInt() == jobId)
      m_table->setCurrentIndex(m_model->index(i, 0));
}

bool JobPanel::notifies() const { return m_finished->currentIndex() == 1; }

void JobPanel::setNotifies(bool notifies) { m_finished->setCurrentIndex(notifies ? 1 : 0); }

void JobPanel::act(int jobId, const QString& what) {
  if (what == QStringLiteral("pause")) m_queue->pause(jobId);
  if (what == QStringLiteral("resume")) m_queue->resume(jobId);
  if (what == QStringLiteral("stop")) {
    if (m_queue->session(jobId)) return Q_EMIT stopAsked(jobId);
    m_queue->stop(jobId);
  }
  if (what == QStringLiteral("remove")) m_queue->remove(jobId);
  if (what == QStringLiteral("run")) m_queue->runNow(jobId);
  if (what == QStringLiteral("up")) m_queue->move(jobId, -1);
  if (what == QStringLiteral("down")) m_queue->move(jobId, 1);
  if (what == QStringLiteral("again"))
    if (const QueueJob* job = m_queue->job(jobId)) m_queue->add(TrainRequest(job->request));
  select(jobId);
}

void JobPanel::showMenu(const QPoint& at) {
  const QModelIndex index = m_table->indexAt(at);
  if (!index.isValid()) return;
  const int id = index.data(JobsModel::IdRole).toInt();
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("jobs.menu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  QStringList actions = JobRowDelegate::actionsOf(index);
  const QueueJob* job = m_queue->job(id);
  if (!job) return;
  if (job->state == QueueJob::State::Queued) actions.prepend(QStringLiteral("run"));
  const QHash<QString, QString> words{
      {QStringLiteral("pause"), tr("Pause")}, {QStringLiteral("resume"), tr("Resume")},
      {QStringLiteral("stop"), tr("Stop…")},  {QStringLiteral("remove"), tr("Remove")},
      {QStringLiteral("run"), tr("Run now")}, {QStringLiteral("up"), tr("Up")},
      {QStringLiteral("down"), tr("Down")},   {QStringLiteral("again"), tr("Train again")},
  };
  for (const QString& action : actions)
    connect(menu->addAction(words.value(action)), &QAction::triggered, this,
            [this, id, action] { act(id, action); });
  menu->addSeparator();
  connect(menu->addAction(tr("Show the run")), &QAction::triggered, this,
          [this, run = job->request.run.id] { Q_EMIT runChosen(run); });
  menu->popup(m_table->viewport()->mapToGlobal(at));
}

bool JobPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_table || event->type() != QEvent::KeyPress)
    return QFrame::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool alt = key->modifiers().testFlag(Qt::AltModifier);
  if (alt && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
    act(selected(), key->key() == Qt::Key_Up ? QStringLiteral("up") : QStringLiteral("down"));
    return true;
  }
  if (key->key() == Qt::Key_Delete) {
    act(selected(), QStringLiteral("remove"));
    return true;
  }
  return QFrame::eventFilter(watched, event);
}

}  // namespace cairn::ui
