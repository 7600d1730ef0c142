#include "ui/restore/restore_page.h"

#include "core/model/run_record.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/restore/changes_card.h"
#include "ui/restore/tensor_row_delegate.h"
#include "ui/restore/tensor_rows_model.h"
#include "ui/restore/traceback_page.h"
#include "ui/restore/ways_out_card.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pill.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace cairn::ui {
namespace {

using restore::Report;
using restore::TensorStatus;

constexpr int kRightWidth = 376;
constexpr int kSideBySide = 900;  // narrower, and the cards stand below each other
constexpr int kMostRows = 24;     // without a scroll bar
constexpr int kManyRows = 20;     // above this, what fits is hidden at first

bool isTrap(const Report& report) {
  return std::any_of(report.silent.begin(), report.silent.end(),
                     [](const restore::SilentChange& change) { return !change.harmless; });
}

/// What one chip counts and filters.
struct ChipKind {
  QString id, word;
  Tone tone;
  std::vector<TensorStatus> statuses;
};

std::vector<ChipKind> chipKinds() {
  return {
      {QStringLiteral("differ"),
       RestorePage::tr("differ"),
       Tone::Bad,
       {TensorStatus::Shape, TensorStatus::DType, TensorStatus::Corrupt}},
      {QStringLiteral("missing"), RestorePage::tr("missing"), Tone::Bad, {TensorStatus::Missing}},
      {QStringLiteral("extra"), RestorePage::tr("extra"), Tone::Neutral, {TensorStatus::Unused}},
      {QStringLiteral("same"), RestorePage::tr("same"), Tone::Ok, {TensorStatus::Fits}}};
}

std::size_t countOf(const Report& report, const std::vector<TensorStatus>& statuses) {
  std::size_t count = 0;
  for (const TensorStatus status : statuses) count += report.count(status);
  return count;
}

// "10 of 13 tensors differ, 3 are the same, 0 are missing."
QString countsSentence(const Report& report) {
  const auto kinds = chipKinds();
  const std::size_t extra = countOf(report, kinds[2].statuses);
  QString sentence = RestorePage::tr("%1 of %2 tensors differ, %3 are missing, %4 are the same.")
                         .arg(countOf(report, kinds[0].statuses))
                         .arg(report.tensors.size() - extra)
                         .arg(countOf(report, kinds[1].statuses))
                         .arg(countOf(report, kinds[3].statuses));
  if (report.restores)
    sentence = RestorePage::tr("All %n tensor(s) fit.", nullptr,
                               static_cast<int>(report.tensors.size() - extra));
  else if (report.causes.size() == 1)
    sentence += QLatin1Char(' ') + RestorePage::tr("One change explains them all.");
  return sentence;
}

/// The config that a run's directory records.
Result<model::Config> recordedConfig(FileOps& files, const fs::path& modelDir) {
  CAIRN_ASSIGN(const auto record, model::loadRunRecord(files, modelDir));
  if (record) return record->config;
  return Error{ErrorCode::NotFound, "this model_dir has no cairn.json, so its config is not known",
               modelDir.string()};
}

}  // namespace

RestorePage::RestorePage(Services services, QWidget* parent)
    : Page(services, QStringLiteral("restore"), parent),
      m_model(new TensorRowsModel(this)),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState(QStringLiteral("restore.empty"))) {
  auto* inside = new QWidget;
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSpacing(16);
  column->addWidget(buildVerdict());
  m_below = new QHBoxLayout;
  m_below->setSpacing(16);
  m_below->addWidget(buildTensors(), 1, Qt::AlignTop);
  m_right = new QWidget;
  auto* right = new QVBoxLayout(m_right);
  right->setContentsMargins(0, 0, 0, 0);
  right->setSpacing(16);
  m_changes = new ChangesCard;
  m_ways = new WaysOutCard;
  right->addWidget(m_changes);
  right->addWidget(m_ways);
  right->addStretch(1);
  m_below->addWidget(m_right, 0, Qt::AlignTop);
  column->addLayout(m_below, 1);
  stack(false);

  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("restore.scroll"));
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(inside);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(scroll);
  m_traceback = new TracebackPage(services);
  m_stack->addWidget(m_traceback);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_stack);
  m_empty->setText(tr("Choose a run to see whether its config restores its checkpoint."));
  connect(m_changes, &ChangesCard::keyChosen, this, &RestorePage::keyChosen);
  connect(m_ways, &WaysOutCard::chosen, this, &RestorePage::takeWay);
  connect(m_traceback, &TracebackPage::closeAsked, this, &RestorePage::closeTraceback);
  connect(m_traceback, &TracebackPage::checkAsked, this, &RestorePage::checkTraceback);
  auto* explain = new QAction(tr("Explain a traceback…"), this);
  explain->setObjectName(QStringLiteral("tools.traceback"));
  explain->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
  connect(explain, &QAction::triggered, this, [this] { explainTraceback(); });
  addAction(explain);
  for (QPushButton* button :
       {m_paste, m_empty->addAction(QStringLiteral("paste"), tr("Paste traceback…"))})
    connect(button, &QPushButton::clicked, explain, &QAction::trigger);
}

QWidget* RestorePage::buildVerdict() {
  m_verdictCard = new Card(QStringLiteral("restore.verdictCard"));
  auto* head = new QHBoxLayout;
  head->setSpacing(12);
  m_pill = new Pill(QStringLiteral("restore.state"));
  m_verdict = makeLabel({}, TextRole::Heading, QStringLiteral("restore.verdict"));
  m_verdict->setWordWrap(true);
  head->addWidget(m_pill, 0, Qt::AlignTop);
  head->addWidget(m_verdict, 1);
  m_paste =
      makeButton(tr("Paste traceback…"), ButtonKind::Outline, QStringLiteral("restore.paste"));
  m_paste->setToolTip(tr("Explain what Python printed when a restore failed (Ctrl+T)"));
  m_back = makeButton(tr("Back to the text"), ButtonKind::Outline, QStringLiteral("restore.back"));
  m_back->hide();
  connect(m_back, &QPushButton::clicked, this, [this] { m_stack->setCurrentIndex(2); });
  head->addWidget(m_paste, 0, Qt::AlignTop);
  head->addWidget(m_back, 0, Qt::AlignTop);
  m_verdictCard->body()->addLayout(head);
  m_compared = makeLabel({}, TextRole::Muted, QStringLiteral("restore.compared"));
  m_compared->setWordWrap(true);
  m_verdictCard->body()->addWidget(m_compared);

  m_messageBox = new QWidget;
  m_messageBox->setObjectName(QStringLiteral("restore.messageBox"));
  m_messageBox->setAutoFillBackground(true);
  m_messageBox->setBackgroundRole(QPalette::Window);
  auto* row = new QHBoxLayout(m_messageBox);
  row->setContentsMargins(12, 8, 8, 8);
  m_message = makeLabel({}, TextRole::Mono, QStringLiteral("restore.message"));
  m_message->setWordWrap(true);
  m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
  row->addWidget(m_message, 1);
  auto* copy = makeButton(tr("Copy"), ButtonKind::Outline, QStringLiteral("restore.copy"),
                          QStringLiteral("copy"));
  copy->setToolTip(tr("Copy the report as Markdown"));
  connect(copy, &QPushButton::clicked, this, &RestorePage::copyReport);
  row->addWidget(copy, 0, Qt::AlignTop);
  m_verdictCard->body()->addWidget(m_messageBox);
  return m_verdictCard;
}

QWidget* RestorePage::buildTensors() {
  auto* card = new Card(QStringLiteral("restore.tensorsCard"));
  card->setTitle(tr("Tensors"));
  card->header()->addStretch(1);
  for (const ChipKind& kind : chipKinds()) {
    auto* chip = new FilterChip(kind.tone, QStringLiteral("restore.chip.") + kind.id);
    chip->setChecked(true);
    chip->setAccessibleName(kind.word);
    connect(chip, &FilterChip::toggled, this, [this, statuses = kind.statuses](bool on) {
      for (const TensorStatus status : statuses) m_model->setShown(status, on);
    });
    card->header()->addWidget(chip);
    m_chips[kind.id] = chip;
  }
  m_table = new QTableView;
  m_table->setObjectName(QStringLiteral("restore.tensors"));
  m_table->setAccessibleName(tr("Tensors"));
  m_table->setModel(m_model);
  m_table->setItemDelegate(new TensorRowDelegate(m_table));
  m_table->setShowGrid(false);
  m_table->setFrameShape(QFrame::NoFrame);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(32);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  auto* header = m_table->horizontalHeader();
  using Column = TensorRowsModel::Column;
  const std::pair<Column, int> widths[] = {{Column::Status, 100},
                                           {Column::Wants, 96},
                                           {Column::Differs, 24},
                                           {Column::Has, 112},
                                           {Column::Because, 128}};
  for (const auto& [column, width] : widths) header->resizeSection(static_cast<int>(column), width);
  header->setSectionResizeMode(static_cast<int>(Column::Name), QHeaderView::Stretch);
  connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
    const QString key = index.data(TensorRowsModel::KeyRole).toString();
    if (index.column() == static_cast<int>(Column::Because) && !key.isEmpty())
      Q_EMIT keyChosen(key);
  });
  connect(m_model, &QAbstractItemModel::modelReset, this, &RestorePage::fitTable);
  card->body()->setContentsMargins(0, 4, 0, 8);
  card->body()->addWidget(m_table);
  return card;
}

void RestorePage::setRun(const RunRef& run) {
  if (!(run == this->run())) {
    m_config.reset();
    m_report.reset();
    m_checkpoint.reset();
  }
  Page::setRun(run);
  check();
}

void RestorePage::setCheckpoint(std::optional<fs::path> prefix) {
  m_checkpoint = std::move(prefix);
  check();
}

void RestorePage::setActive(bool active) {
  Page::setActive(active);
  check();
}

void RestorePage::reload() { check(); }

void RestorePage::setConfig(std::optional<model::Config> config, bool edited) {
  m_config = std::move(config);
  m_edited = edited;
  check();
}

void RestorePage::setRunSource(std::function<std::vector<RunRef>()> runs) {
  m_traceback->setRuns(std::move(runs));
}

void RestorePage::explainTraceback(const QString& text) {
  QString pasted = text;
  if (pasted.isEmpty()) {
    const QString held = QGuiApplication::clipboard()->text();
    const bool isOne = held.contains(QStringLiteral("Traceback (most recent call last)")) ||
                       held.contains(QStringLiteral("Error: "));
    if (isOne) pasted = held;
  }
  m_pasted = true;
  m_job.cancel();
  if (pasted.isEmpty())
    m_traceback->askForText();
  else
    m_traceback->setText(pasted);
  m_stack->setCurrentIndex(2);
  Q_EMIT tracebackChanged();
}

void RestorePage::closeTraceback() {
  if (!std::exchange(m_pasted, false)) return;
  m_report.reset();
  m_stack->setCurrentIndex(0);
  check();
  Q_EMIT tracebackChanged();
}

// The report of the text beside its checkpoint; the ways out of a run's own config are not those of
// a script.
void RestorePage::checkTraceback(const QString& text, const fs::path& modelDir,
                                 const QString& name) {
  m_job.start(
      [files = services().files, text = fromQString(text),
       modelDir](std::stop_token stop) -> Job<Report>::Payload {
        CAIRN_ASSIGN(auto told, restore::explainTraceback(*files, text, modelDir, stop));
        return std::make_shared<const Report>(std::move(told.report));
      },
      [this, name](const Job<Report>::Payload& report) {
        if (report) {
          m_report = *report;
          showVerdict(tr("The pasted traceback against %1.").arg(name));
        } else {
          m_verdictCard->setBar(Tone::Bad);
          m_empty->setText(errorText(report.error()), errorDetail(report.error()));
          m_stack->setCurrentIndex(0);
        }
        Q_EMIT checked();
      });
}

void RestorePage::check() {
  if (!isActive() || m_pasted) return;
  if (run().isNull()) {
    m_empty->setText(tr("Choose a run to see whether its config restores its checkpoint."));
    m_stack->setCurrentIndex(0);
    return;
  }
  FileOps* files = services().files;
  m_job.start(
      [files, config = m_config, modelDir = run().modelDir,
       checkpoint =
           m_checkpoint.value_or(run().modelDir)](std::stop_token stop) -> Job<Report>::Payload {
        std::optional<model::Config> asked = config;
        if (!asked) {
          CAIRN_ASSIGN(asked, recordedConfig(*files, modelDir));
        }
        CAIRN_ASSIGN(Report report,
                     restore::explain(*files, *asked, checkpoint, restore::Mode::Train, stop));
        return std::make_shared<const Report>(std::move(report));
      },
      [this](const Job<Report>::Payload& report) { take(report); });
}

void RestorePage::take(const Job<Report>::Payload& report) {
  if (report) {
    m_report = *report;
    showReport();
  } else {
    m_report.reset();
    m_empty->setText(errorText(report.error()), errorDetail(report.error()));
    m_stack->setCurrentIndex(0);
  }
  Q_EMIT checked();
}

void RestorePage::showReport() {
  const QString config = m_edited ? tr("%1, edited").arg(run().name) : run().name;
  showVerdict(m_report->checkpoint.empty()
                  ? tr("Config %1; there is no checkpoint to compare with.").arg(config)
                  : tr("Config %1 against %2.").arg(config, nearPath(m_report->checkpoint)) +
                        QLatin1Char(' ') + countsSentence(*m_report));
}

void RestorePage::showVerdict(const QString& compared) {
  const Report& report = *m_report;
  if (report.startsAnew)
    m_pill->setLook({Tone::Neutral, QStringLiteral("question"), tr("No checkpoint yet")});
  else if (!report.restores)
    m_pill->setLook({Tone::Bad, QStringLiteral("cross"), tr("Restore would fail")});
  else if (isTrap(report))
    m_pill->setLook(
        {Tone::Warn, QStringLiteral("warning"), tr("Restores, but not what you expect")});
  else
    m_pill->setLook({Tone::Ok, QStringLiteral("check"), tr("Restores")});
  m_verdictCard->setBar(m_pill->look().tone == Tone::Neutral
                            ? std::optional<Tone>()
                            : std::optional<Tone>(m_pill->look().tone));
  m_verdict->setText(toQString(report.verdict));
  m_compared->setText(compared);
  m_paste->setVisible(!m_pasted);
  m_back->setVisible(m_pasted);
  m_compared->setToolTip(pathText(report.checkpoint));
  m_messageBox->setVisible(report.tensorflow.fails);
  m_message->setText(
      QStringLiteral("%1: … %2")
          .arg(toQString(report.tensorflow.exception), toQString(report.tensorflow.inner)));
  showCounts();
  m_model->setReport(m_report);
  m_changes->setReport(report);
  m_ways->setReport(report);
  if (m_pasted) m_ways->hide();
  m_stack->setCurrentIndex(1);
}

void RestorePage::showCounts() {
  for (const ChipKind& kind : chipKinds()) {
    const std::size_t count = countOf(*m_report, kind.statuses);
    FilterChip* chip = m_chips[kind.id];
    chip->setText(QStringLiteral("%1 %2").arg(count).arg(kind.word));
    chip->setAccessibleName(chip->text());
    chip->setTone(count == 0 ? Tone::Neutral : kind.tone);
  }
  const bool many = m_report->tensors.size() > kManyRows;
  const bool anyBad = m_report->count(TensorStatus::Fits) != m_report->tensors.size();
  m_chips[QStringLiteral("same")]->setChecked(!(many && anyBad));
}

// `models/iris/model.ckpt-200`: from the workspace's own folder on.
QString RestorePage::nearPath(const fs::path& path) const {
  const fs::path near = path.lexically_relative(run().workspace.parent_path());
  const bool inside = !near.empty() && *near.begin() != "..";
  return pathText(inside ? near : path);
}

// Beside each other where there is room, else below each other.
void RestorePage::stack(bool narrow) {
  m_below->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  m_right->setMinimumWidth(narrow ? 0 : kRightWidth);
  m_right->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : kRightWidth);
}

// As high as its rows, so that the card ends with them; a long table scrolls by itself.
void RestorePage::fitTable() {
  const int rows = std::clamp(m_model->rowCount(), 1, kMostRows);
  m_table->setFixedHeight(m_table->horizontalHeader()->height() +
                          rows * m_table->verticalHeader()->defaultSectionSize() + 2);
}

void RestorePage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  stack(width() < kSideBySide);
}

void RestorePage::takeWay(restore::WayOutKind kind) {
  switch (kind) {
    case restore::WayOutKind::RestoreConfig:
      if (m_report && m_report->reverted) Q_EMIT revertAsked(*m_report->reverted);
      break;
    case restore::WayOutKind::NewModelDir:
      Q_EMIT newRunAsked();
      break;
    case restore::WayOutKind::EvaluateOnly:
      Q_EMIT evaluateAsked();
      break;
    default:
      break;
  }
}

void RestorePage::copyReport() {
  if (m_report) QGuiApplication::clipboard()->setText(toQString(reportMarkdown(*m_report)));
}

}  // namespace cairn::ui
