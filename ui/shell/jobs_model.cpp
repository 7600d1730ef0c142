#include "ui/shell/jobs_model.h"

#include "ui/bridge/numbers.h"
#include "ui/widgets/elided_label.h"

#include <QDateTime>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr int kColumns = 8;
const QString kNothing = QStringLiteral("–");

int permille(const QueueJob& job) {
  if (job.state == QueueJob::State::Finished) return 1000;
  if (!job.snapshot) return 0;
  const auto start = job.snapshot->startStep.value();
  const auto all = job.snapshot->targetStep.value() - start;
  if (all <= 0) return -1;
  return static_cast<int>(
      std::clamp<std::int64_t>(1000 * (job.snapshot->step.value() - start) / all, 0, 1000));
}

}  // namespace

PillLook jobPill(QueueJob::State state) {
  const auto look = [](Tone tone, const char* icon, const QString& text) {
    return PillLook{tone, QString::fromLatin1(icon), text};
  };
  switch (state) {
    case QueueJob::State::Queued:
      return look(Tone::Neutral, "more", JobsModel::tr("queued"));
    case QueueJob::State::Starting:
      return look(Tone::Accent, "more", JobsModel::tr("starting"));
    case QueueJob::State::Running:
      return look(Tone::Accent, "play", JobsModel::tr("running"));
    case QueueJob::State::Paused:
      return look(Tone::Neutral, "pause", JobsModel::tr("paused"));
    case QueueJob::State::Stopping:
      return look(Tone::Neutral, "stop", JobsModel::tr("stopping"));
    case QueueJob::State::Finished:
      return look(Tone::Ok, "check", JobsModel::tr("finished"));
    case QueueJob::State::Stopped:
      return look(Tone::Neutral, "stop", JobsModel::tr("stopped"));
    case QueueJob::State::Failed:
      return look(Tone::Bad, "cross", JobsModel::tr("failed"));
    case QueueJob::State::Diverged:
      return look(Tone::Bad, "cross", JobsModel::tr("diverged (NaN)"));
  }
  return {};
}

JobsModel::JobsModel(TrainQueue* queue, QObject* parent)
    : QAbstractTableModel(parent), m_queue(queue) {
  connect(queue, &TrainQueue::changed, this, &JobsModel::sync);
  connect(queue, &TrainQueue::progressed, this, [this](int id) {
    const auto it = std::find(m_ids.begin(), m_ids.end(), id);
    if (it == m_ids.end()) return;
    const int row = static_cast<int>(it - m_ids.begin());
    Q_EMIT dataChanged(index(row, 0), index(row, kColumns - 1));
  });
  sync();
}

// Few rows; where the set is the same, they stay as they are.
void JobsModel::sync() {
  std::vector<int> ids;
  for (const QueueJob& job : m_queue->jobs()) ids.push_back(job.id);
  if (ids == m_ids) {
    if (!m_ids.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
    return;
  }
  const bool grown =
      ids.size() == m_ids.size() + 1 && std::equal(m_ids.begin(), m_ids.end(), ids.begin());
  if (grown) {
    beginInsertRows({}, rowCount(), rowCount());
    m_ids = std::move(ids);
    endInsertRows();
    return;
  }
  beginResetModel();
  m_ids = std::move(ids);
  endResetModel();
}

int JobsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

int JobsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QString JobsModel::text(const QueueJob& job, Column column) const {
  const auto* snapshot = job.snapshot.get();
  const bool runs = job.state == QueueJob::State::Running && snapshot;
  switch (column) {
    case Column::Job:
      return shownName(job.request.run.name);
    case Column::State:
      return jobPill(job.state).text;
    case Column::Progress: {
      const int done = permille(job);
      return done < 0 ? QString() : tr("%1 %").arg(done / 10);
    }
    case Column::Step: {
      const std::int64_t all =
          snapshot ? snapshot->targetStep.value() : job.request.config.train.steps.value_or(0);
      const QString step = countText(snapshot ? snapshot->step.value() : 0);
      return all > 0 ? QStringLiteral("%1 / %2").arg(step, countText(all)) : step;
    }
    case Column::Rate:
      return runs && snapshot->stepsPerSecond > 0 ? rateText(snapshot->stepsPerSecond) : kNothing;
    case Column::Left:
      return runs && snapshot->secondsLeft >= 0 ? durationText(snapshot->secondsLeft) : kNothing;
    case Column::Started:
      return job.started > 0
                 ? ageText(job.started,
                           static_cast<double>(QDateTime::currentMSecsSinceEpoch()) * 1e-3)
                 : kNothing;
    case Column::Note:
      return job.note;
  }
  return {};
}

QVariant JobsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
    return {};
  const QueueJob* job = m_queue->job(m_ids[static_cast<std::size_t>(index.row())]);
  if (!job) return {};
  const auto column = static_cast<Column>(index.column());
  switch (role) {
    case Qt::DisplayRole:
      return text(*job, column);
    case Qt::ToolTipRole:
      return column == Column::Note ? job->note.toHtmlEscaped() : QString();
    case Qt::TextAlignmentRole:
      return QVariant(Qt::AlignVCenter |
                      (column == Column::Step || column == Column::Rate || column == Column::Left
                           ? Qt::AlignRight
                           : Qt::AlignLeft));
    case IdRole:
      return job->id;
    case PillRole:
      return QVariant::fromValue(jobPill(job->state));
    case ColorRole:
      return job->request.run.color;
    case PermilleRole:
      return permille(*job);
    case ActiveRole:
      return job->active();
    default:
      return {};
  }
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole)
    return QVariant(Qt::AlignVCenter |
                    (column == Column::Step || column == Column::Rate || column == Column::Left
                         ? Qt::AlignRight
                         : Qt::AlignLeft));
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Job:
      return tr("Job");
    case Column::State:
      return tr("State");
    case Column::Progress:
      return tr("Progress");
    case Column::Step:
      return tr("Step");
    case Column::Rate:
      return tr("Rate");
    case Column::Left:
      return tr("Left");
    case Column::Started:
      return tr("Started");
    case Column::Note:
      return tr("Note");
  }
  return {};
}

}  // namespace cairn::ui
