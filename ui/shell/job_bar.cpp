#include "ui/shell/job_bar.h"

#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QProgressBar>

namespace cairn::ui {

JobBar::JobBar(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("jobBar"));
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 0, 16, 0);
  row->setSpacing(16);
  m_icon = new QLabel;
  m_icon->setObjectName(QStringLiteral("job.icon"));
  m_icon->setFixedWidth(14);
  m_name = new ElidedLabel(QStringLiteral("job.run"));
  m_name->setFont(withWeight(font(), QFont::Medium));
  m_step = makeLabel({}, TextRole::Muted, QStringLiteral("job.step"));
  m_progress = new QProgressBar;
  m_progress->setObjectName(QStringLiteral("job.progress"));
  m_progress->setTextVisible(false);
  m_progress->setFixedWidth(120);
  m_progress->setRange(0, 1000);
  m_rate = makeLabel({}, TextRole::Muted, QStringLiteral("job.rate"));
  m_left = makeLabel({}, TextRole::Muted, QStringLiteral("job.left"));
  m_counts = makeLabel({}, TextRole::Muted, QStringLiteral("job.counts"));
  m_queue = makeLabel({}, TextRole::Muted, QStringLiteral("job.queue"));
  for (QWidget* widget :
       std::initializer_list<QWidget*>{m_icon, m_name, m_step, m_progress, m_rate, m_left, m_queue})
    row->addWidget(widget, 0, Qt::AlignVCenter);
  row->addStretch(1);
  m_problems =
      makeButton({}, ButtonKind::Flat, QStringLiteral("job.problems"), QStringLiteral("warning"));
  setLook(m_problems, "look", QStringLiteral("caption"));
  m_problems->setAccessibleName(tr("Problems"));
  connect(m_problems, &QPushButton::clicked, this, &JobBar::problemsAsked);
  m_problems->hide();
  row->addWidget(m_problems);
  setCursor(Qt::PointingHandCursor);
  row->addWidget(m_counts);
  setIdle(tr("No job runs"));
}

void JobBar::setQueue(const QString& text) {
  m_queue->setText(text.isEmpty() ? QString() : QStringLiteral("·   ") + text);
  m_queue->setVisible(!text.isEmpty());
}

void JobBar::setProblems(int count) {
  m_problems->setText(tr("%n problem(s)", nullptr, count));
  m_problems->setVisible(count > 0);
}

void JobBar::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
    Q_EMIT clicked();
}

void JobBar::setJob(const RunRef& run, State state, const training::TrainSnapshot* snapshot,
                    const QString& note) {
  const QString glyph = state == State::Paused     ? QStringLiteral("pause")
                        : state == State::Stopping ? QStringLiteral("stop")
                                                   : QStringLiteral("play");
  m_icon->setPixmap(icon(glyph, IconColor::Accent).pixmap(12, 12));
  m_icon->setVisible(true);
  m_name->setText(run.name);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_step, m_progress, m_rate, m_left})
    widget->setVisible(true);
  if (!snapshot) {
    m_step->setText(state == State::Paused ? tr("paused") : tr("starting"));
    m_progress->setValue(0);
    m_rate->setText(state == State::Paused ? note : QStringLiteral("…"));
    m_left->clear();
    return;
  }
  const auto step = snapshot->step.value();
  const auto target = snapshot->targetStep.value();
  m_step->setText(target > 0 ? tr("step %1 / %2").arg(countText(step), countText(target))
                             : tr("step %1").arg(countText(step)));
  const auto start = snapshot->startStep.value();
  m_progress->setVisible(target > start);
  if (target > start)
    m_progress->setValue(static_cast<int>(1000.0 * static_cast<double>(step - start) /
                                          static_cast<double>(target - start)));
  switch (state) {
    case State::Paused:
      m_rate->setText(!note.isEmpty() ? note
                      : snapshot->savedStep == snapshot->step
                          ? tr("paused at step %1, saved").arg(countText(step))
                          : tr("paused at step %1").arg(countText(step)));
      m_left->clear();
      return;
    case State::Stopping:
      m_rate->setText(tr("stopping, saves a checkpoint"));
      m_left->clear();
      return;
    case State::Starting:
    case State::Running:
      break;
  }
  m_rate->setText(snapshot->stepsPerSecond > 0 ? rateText(snapshot->stepsPerSecond)
                                               : QStringLiteral("…"));
  m_left->setText(timeLeftText(snapshot->secondsLeft));
}

void JobBar::setIdle(const QString& text, const QString& iconName) {
  m_icon->setVisible(!iconName.isEmpty());
  if (!iconName.isEmpty())
    m_icon->setPixmap(icon(iconName, iconName == QStringLiteral("check")   ? IconColor::Ok
                                     : iconName == QStringLiteral("cross") ? IconColor::Bad
                                                                           : IconColor::Muted)
                          .pixmap(14, 14));
  m_name->setText(text);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_step, m_progress, m_rate, m_left})
    widget->setVisible(false);
}

void JobBar::setCounts(const QString& text) { m_counts->setText(text); }

}  // namespace cairn::ui
