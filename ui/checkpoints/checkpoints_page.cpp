#include "ui/checkpoints/checkpoints_page.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/checkpoints/checkpoint_chip.h"
#include "ui/checkpoints/health_dialog.h"
#include "ui/checkpoints/tensor_table.h"
#include "ui/checkpoints/timeline_view.h"
#include "ui/checkpoints/values_dialog.h"
#include "ui/widgets/band.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <set>

namespace cairn::ui {
namespace {

constexpr int kPaneWidth = 328;
constexpr int kNarrow = 900;  // below it the pane gives way

constexpr std::size_t kMostAsked = 256;

// `ckpt-6000` for `model.ckpt-6000`.
QString shortName(const fs::path& prefix) {
  QString name = fileName(prefix);
  if (name.startsWith(QLatin1String("model."))) name.remove(0, 6);
  return shownName(name);
}

}  // namespace

CheckpointsPage::CheckpointsPage(Services services, QWidget* parent)
    : Page(services, QStringLiteral("checkpoints"), parent),
      m_tree(new TensorTreeModel(this)),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState(QStringLiteral("checkpoints.empty"))) {
  m_centre = new QWidget;
  auto* column = new QVBoxLayout(m_centre);
  column->setContentsMargins(16, 16, 16, 12);
  column->setSpacing(12);
  m_band = new Band(QStringLiteral("checkpoints.band"));
  m_band->hide();
  column->addWidget(m_band);
  column->addWidget(buildTimeline());
  column->addSpacing(4);
  column->addWidget(buildTensors(), 1);
  m_legend = makeLabel({}, TextRole::Muted, QStringLiteral("checkpoints.legend"));
  column->addWidget(m_legend);
  m_pane = new TensorPane(services);
  m_pane->setFixedWidth(kPaneWidth);
  auto* line = new QWidget;
  line->setFixedWidth(1);
  line->setAutoFillBackground(true);
  line->setBackgroundRole(QPalette::Mid);
  auto* inside = new QWidget;
  auto* row = new QHBoxLayout(inside);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(m_centre, 1);
  row->addWidget(line);
  row->addWidget(m_pane);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(inside);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_stack);
  connect(m_pane, &TensorPane::valuesAsked, this, &CheckpointsPage::showValues);
  connect(m_pane, &TensorPane::exportAsked, this, &CheckpointsPage::askExport);
  addKeys();
  showEmpty(tr("Choose a run to see its checkpoints."));
}

QWidget* CheckpointsPage::buildTimeline() {
  m_timelineCard = new Card(QStringLiteral("checkpoints.timelineCard"));
  m_timelineCard->body()->setContentsMargins(12, 0, 12, 8);
  m_chipA = new CheckpointChip(QLatin1Char('A'), QStringLiteral("checkpoints.a"));
  m_chipB = new CheckpointChip(QLatin1Char('B'), QStringLiteral("checkpoints.b"));
  auto* swapped = new IconButton(QStringLiteral("swap"), tr("Swap A and B (X)"),
                                 QStringLiteral("checkpoints.swap"));
  auto* header = m_timelineCard->header();
  header->addWidget(m_chipA);
  header->addWidget(swapped);
  header->addWidget(m_chipB);
  header->addSpacing(4);
  m_timeline = new TimelineView;
  m_timelineCard->body()->addWidget(m_timeline);
  connect(m_chipA, &QAbstractButton::clicked, this, [this] { popUpChip(m_chipA, true); });
  connect(m_chipB, &QAbstractButton::clicked, this, [this] { popUpChip(m_chipB, false); });
  connect(swapped, &QToolButton::clicked, this, &CheckpointsPage::swap);
  connect(m_timeline, &TimelineView::aChosen, this, &CheckpointsPage::setA);
  connect(m_timeline, &TimelineView::bChosen, this,
          [this](const fs::path& prefix) { setB(prefix); });
  connect(m_timeline, &TimelineView::menuAsked, this, &CheckpointsPage::popUpCheckpoint);
  return m_timelineCard;
}

QWidget* CheckpointsPage::buildTensors() {
  auto* card = new Card(QStringLiteral("checkpoints.tensorsCard"));
  card->body()->setContentsMargins(0, 10, 0, 1);
  card->body()->addWidget(buildTensorHeader());
  m_filterError = makeLabel({}, TextRole::Error, QStringLiteral("checkpoints.filterError"));
  m_filterError->setContentsMargins(16, 0, 16, 0);
  m_filterError->hide();
  card->body()->addWidget(m_filterError);
  buildTree();
  card->body()->addWidget(m_tensors, 1);
  return card;
}

QWidget* CheckpointsPage::buildTensorHeader() {
  auto* head = new QWidget;
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(16, 0, 12, 0);
  row->setSpacing(8);
  m_filter = new QLineEdit;
  m_filter->setObjectName(QStringLiteral("checkpoints.filter"));
  m_filter->setAccessibleName(tr("Filter tensors"));
  m_filter->setPlaceholderText(tr("Filter tensors"));
  m_filter->setToolTip(
      tr("Words of the name, and: %1")
          .arg(QStringLiteral("shape:4x*  type:int64  changed  slots  nan  -word")));
  m_filter->addAction(icon(QStringLiteral("search"), IconColor::Muted), QLineEdit::LeadingPosition);
  m_filter->setClearButtonEnabled(true);
  m_filter->setMinimumWidth(150);
  m_filter->setMaximumWidth(220);
  connect(m_filter, &QLineEdit::textChanged, this, &CheckpointsPage::applyFilter);
  m_slots = new FilterChip(Tone::Neutral, QStringLiteral("checkpoints.slots"));
  m_slots->setText(tr("Slots"));
  m_slots->setCheckable(true);
  m_slots->setChecked(true);
  m_slots->setToolTip(tr("Show the optimizer's slots"));
  connect(m_slots, &QAbstractButton::toggled, this, [this](bool on) {
    m_tensors->keepPlace(isFiltered(), [this, on] { m_tree->setSlotsShown(on); });
    showCounts();
  });
  m_counts = new ElidedLabel(QStringLiteral("checkpoints.counts"));
  m_counts->setMuted(true);
  m_counts->setMode(Qt::ElideRight);
  m_restore =
      makeButton(tr("Restore from A…"), ButtonKind::Primary, QStringLiteral("checkpoints.restore"));
  connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreAsked(m_a); });
  auto* more =
      new IconButton(QStringLiteral("more"), tr("More"), QStringLiteral("checkpoints.more"));
  more->setFramed(true);
  connect(more, &QToolButton::clicked, this, &CheckpointsPage::popUpMore);
  row->addWidget(m_filter, 1);
  row->addWidget(m_slots);
  row->addWidget(m_counts, 2);
  row->addWidget(m_restore);
  row->addWidget(more);
  return head;
}

void CheckpointsPage::buildTree() {
  m_tensors = new TensorTable(m_tree);
  connect(m_tensors, &TensorTable::chosen, this, &CheckpointsPage::showDetail);
  connect(m_tensors, &TensorTable::scrolled, this, &CheckpointsPage::readOn);
  connect(m_tensors, &TensorTable::opened, this, &CheckpointsPage::showValues);
}

// Single letters act only here, and never while a text field has the focus.
void CheckpointsPage::addKeys() {
  const auto add = [this](const QKeySequence& key, std::function<void()> act) {
    auto* shortcut = new QShortcut(key, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, [act = std::move(act)] { act(); });
  };
  add(QKeySequence(Qt::Key_Comma), [this] { moveA(-1); });
  add(QKeySequence(Qt::Key_Period), [this] { moveA(1); });
  add(QKeySequence(Qt::SHIFT | Qt::Key_Comma), [this] { moveB(-1); });
  add(QKeySequence(Qt::SHIFT | Qt::Key_Period), [this] { moveB(1); });
  add(QKeySequence(Qt::Key_Less), [this] { moveB(-1); });
  add(QKeySequence(Qt::Key_Greater), [this] { moveB(1); });
  add(QKeySequence(Qt::Key_X), [this] { swap(); });
}

void CheckpointsPage::setRun(const RunRef& run) {
  const bool other = run.id != this->run().id;
  Page::setRun(run);
  if (other) {
    m_a.clear();
    m_b.reset();
    m_checkpoints = nullptr;
    m_events = nullptr;
    m_band->hide();
  }
  scan();
}

void CheckpointsPage::setActive(bool active) {
  Page::setActive(active);
  scan();
}

void CheckpointsPage::reload() { scan(); }

void CheckpointsPage::showStep(std::int64_t step) {
  m_wantedStep = step;
  if (m_checkpoints) chooseFirst();
  scan();
}

// One at a time: the reader of the event files goes on where it was.
void CheckpointsPage::scan() {
  if (!isActive()) return;
  if (run().isNull()) return showEmpty(tr("Choose a run to see its checkpoints."));
  if (m_scan.running()) {
    m_scanAgain = true;
    return;
  }
  startScan();
}

void CheckpointsPage::startScan() {
  m_scanAgain = false;
  if (!m_events) m_events = std::make_shared<series::RunReader>(*services().files, run().modelDir);
  m_scan.start(
      [files = services().files, modelDir = run().modelDir,
       events = m_events](std::stop_token stop) -> Job<RunCheckpoints>::Payload {
        CAIRN_ASSIGN(RunCheckpoints all, readRunCheckpoints(*files, modelDir, *events, stop));
        return std::make_shared<const RunCheckpoints>(std::move(all));
      },
      [this, id = run().id](const auto& payload) {
        // The run was changed meanwhile: this is the answer to another question.
        if (id == run().id) showRun(payload);
        if (m_scanAgain || id != run().id) scan();
      });
}

void CheckpointsPage::showEmpty(const QString& sentence, const QString& detail) {
  m_empty->setText(sentence, detail);
  m_stack->setCurrentIndex(0);
}

void CheckpointsPage::showRun(const Job<RunCheckpoints>::Payload& payload) {
  if (!payload) {
    showEmpty(errorText(payload.error()), errorDetail(payload.error()));
    Q_EMIT listed();
    return;
  }
  m_checkpoints = *payload;
  if (m_checkpoints->timeline.checkpoints.empty()) {
    if (m_checkpoints->record)
      showEmpty(tr("No checkpoint yet."),
                tr("One is saved at the first step, then by save_checkpoints_secs or "
                   "save_checkpoints_steps."));
    else
      showEmpty(tr("This model_dir has no checkpoint."),
                tr("Evaluate and predict would be random, so they are off."));
    Q_EMIT listed();
    return;
  }
  m_stack->setCurrentIndex(1);
  m_timeline->setRun(m_checkpoints, run().color);
  chooseFirst();
  showHead();
  Q_EMIT listed();
}

void CheckpointsPage::showHead() {
  std::uint64_t bytes = 0;
  const auto& all = m_checkpoints->timeline.checkpoints;
  for (const checkpoints::Checkpoint& one : all) bytes += one.bytes;
  QStringList parts{tr("%n checkpoint(s)", nullptr, static_cast<int>(all.size())),
                    bytesText(bytes)};
  if (m_checkpoints->record) {
    const model::RunConfig& config = m_checkpoints->record->config.runConfig;
    parts << (config.keepCheckpointMax > 0 ? tr("keeps %1").arg(config.keepCheckpointMax)
                                           : tr("keeps all"));
    if (config.saveCheckpointsSteps)
      parts << tr("saves every %1 steps").arg(countText(*config.saveCheckpointsSteps));
    else if (config.saveCheckpointsSecs)
      parts
          << tr("saves every %1 s").arg(QLocale::c().toString(*config.saveCheckpointsSecs, 'g', 6));
  }
  m_timelineCard->setTitle(run().name, parts.join(QStringLiteral(" · ")));
  const auto& saved = m_checkpoints->saved;
  QStringList legend{tr("◆ on disk")};
  const auto gone =
      std::count_if(saved.begin(), saved.end(), [](const SavedStep& one) { return !one.onDisk(); });
  if (gone > 0)
    legend << tr("◇ %n deleted since", nullptr, static_cast<int>(gone)) +
                  (m_checkpoints->record &&
                           m_checkpoints->record->config.runConfig.keepCheckpointMax > 0
                       ? QStringLiteral(": keep_checkpoint_max = %1")
                             .arg(m_checkpoints->record->config.runConfig.keepCheckpointMax)
                       : QString());
  if (m_checkpoints->best) legend << tr("☆ best evaluation");
  m_legend->setText(legend.join(QStringLiteral("     ")));
}

// The wanted step, else what was chosen before, else the newest against the one before it.
void CheckpointsPage::chooseFirst() {
  const auto& all = m_checkpoints->timeline.checkpoints;
  if (all.empty()) return;
  if (m_wantedStep)
    for (const checkpoints::Checkpoint& one : all)
      if (one.step && one.step->value() == *m_wantedStep) {
        m_wantedStep.reset();
        const checkpoints::Checkpoint* before = m_checkpoints->neighbour(one.prefix, -1);
        return choose(one.prefix, before ? std::optional(before->prefix) : std::nullopt);
      }
  const checkpoints::Checkpoint* known = m_checkpoints->find(m_a);
  if (known) {
    // Gone meanwhile: what is on the screen stays, and it is said.
    if (m_b && !m_checkpoints->find(*m_b)) return choose(m_a, std::nullopt);
    return choose(m_a, m_b);
  }
  if (!m_a.empty() && m_pair)
    m_band->say(Tone::Warn, tr("%1 was deleted; the newest is shown.").arg(shortName(m_a)));
  const checkpoints::Checkpoint* newest = &all.back();
  for (const checkpoints::Checkpoint& one : all)
    if (one.newest) newest = &one;
  const checkpoints::Checkpoint* before = m_checkpoints->neighbour(newest->prefix, -1);
  choose(newest->prefix, before ? std::optional(before->prefix) : std::nullopt);
}

void CheckpointsPage::choose(const fs::path& a, std::optional<fs::path> b) {
  const bool same = a == m_a && b == m_b && m_pair;
  m_a = a;
  m_b = std::move(b);
  const checkpoints::Checkpoint* one = m_checkpoints->find(m_a);
  m_chipA->setName(shortName(m_a) +
                   (one && one->newest ? QStringLiteral(" · ") + tr("latest") : QString()));
  m_chipB->setName(m_b ? shortName(*m_b) : QString());
  m_timeline->setChosen(m_a, m_b);
  if (same) return;
  m_damaged.clear();
  open();
}

void CheckpointsPage::setA(const fs::path& prefix) {
  choose(prefix, m_b && *m_b == prefix ? std::optional(m_a) : m_b);
}

void CheckpointsPage::setB(std::optional<fs::path> prefix) {
  if (prefix && *prefix == m_a) return;
  choose(m_a, std::move(prefix));
}

void CheckpointsPage::moveA(int by) {
  if (!m_checkpoints) return;
  if (const auto* next = m_checkpoints->neighbour(m_a, by)) setA(next->prefix);
}

void CheckpointsPage::moveB(int by) {
  if (!m_checkpoints) return;
  const auto* next = m_checkpoints->neighbour(m_b.value_or(m_a), by);
  if (next && next->prefix == m_a) next = m_checkpoints->neighbour(m_a, by);
  if (next) setB(next->prefix);
}

void CheckpointsPage::swap() {
  if (m_b) choose(*m_b, m_a);
}

void CheckpointsPage::open() {
  m_batch.cancel();
  m_open.start(
      [files = services().files, a = m_a,
       b = m_b](std::stop_token) -> Job<CheckpointPair>::Payload {
        CAIRN_ASSIGN(CheckpointPair pair, openPair(*files, a, b));
        return std::make_shared<const CheckpointPair>(std::move(pair));
      },
      [this](const auto& pair) { showTensors(pair); });
}

void CheckpointsPage::showTensors(const Job<CheckpointPair>::Payload& payload) {
  if (!payload) {
    m_pair = nullptr;
    m_tree->setTensors({});
    m_pane->setSubject(std::nullopt);
    m_counts->setText({});
    m_band->say(Tone::Bad, errorText(payload.error()), errorDetail(payload.error()));
    Q_EMIT loaded();
    Q_EMIT settled();
    return;
  }
  if (!m_pair) m_band->hide();
  m_pair = *payload;
  if (m_pair->problemOfB)
    m_band->say(Tone::Warn, errorText(*m_pair->problemOfB), errorDetail(*m_pair->problemOfB));
  m_tensors->keepPlace(isFiltered(), [this] { m_tree->setTensors(m_pair->tensors); });
  showCounts();
  if (m_tensors->selected().empty() || !m_tree->indexOf(m_tensors->selected()).isValid())
    for (const TensorInfo& info : m_pair->tensors)
      if (info.entry.shape.size() == 2 && !info.isSlot) {
        m_tensors->select(info.entry.name);
        break;
      }
  showDetail();
  Q_EMIT loaded();
  readOn();
}

void CheckpointsPage::showCounts() {
  if (!m_pair) return;
  const auto total = static_cast<int>(m_pair->tensors.size());
  const TensorTotals totals = totalsOf(m_pair->tensors);
  QString text = tr("%n tensor(s)", nullptr, total);
  if (m_tree->shownCount() != m_pair->tensors.size())
    text = tr("%1 of %n tensor(s)", nullptr, total)
               .arg(countText(static_cast<std::int64_t>(m_tree->shownCount())));
  QStringList sums{tr("%1 parameters").arg(countText(totals.parameters))};
  if (totals.slotValues > 0) sums << tr("%1 slot values").arg(countText(totals.slotValues));
  if (totals.hasGlobalStep) sums << QStringLiteral("global_step");
  text += QStringLiteral(" · ") + sums.join(QStringLiteral(" + "));
  m_counts->setText(text);
}

// A batch at a time; what is on the screen comes first.
void CheckpointsPage::readOn() {
  if (!m_pair || m_batch.running() || m_open.running()) return;
  auto rows = m_tree->unread(m_tensors->visibleRows(), kMostAsked);
  if (rows.empty()) {
    Q_EMIT settled();
    return;
  }
  m_batch.start(
      [pair = m_pair, rows = std::move(rows)](std::stop_token stop) -> Job<TensorBatch>::Payload {
        CAIRN_ASSIGN(TensorBatch batch, readBatch(*pair, rows, stop));
        return std::make_shared<const TensorBatch>(std::move(batch));
      },
      [this](const Job<TensorBatch>::Payload& batch) {
        if (!batch) return;
        showDamage(**batch);
        if (m_filterError->isHidden() && !m_filter->text().isEmpty())
          m_tensors->keepPlace(isFiltered(), [this, &batch] { m_tree->takeBatch(**batch); });
        else
          m_tree->takeBatch(**batch);
        readOn();
      });
}

// What a tensor's bytes say of themselves against what the index says: one band, with a way out.
void CheckpointsPage::showDamage(const TensorBatch& batch) {
  for (const auto& [row, info] : batch.rows) {
    const bool damaged = info.problem && (info.problem->code == ErrorCode::Corrupt ||
                                          info.problem->code == ErrorCode::Truncated);
    if (!damaged || m_damaged == m_a) continue;
    m_damaged = m_a;
    m_timeline->setDamaged(m_a);
    m_chipA->setName(QStringLiteral("✕ ") + shortName(m_a));
    m_band->say(Tone::Bad,
                tr("%1 can't be restored: %2 is damaged.")
                    .arg(fileName(m_a), shownName(toQString(info.entry.name))),
                errorDetail(*info.problem));
    const checkpoints::Checkpoint* other = nullptr;
    for (const checkpoints::Checkpoint& one : m_checkpoints->timeline.checkpoints)
      if (one.prefix != m_a && one.problems.empty()) other = &one;
    if (other) {
      auto* use = m_band->addAction(QStringLiteral("use"),
                                    tr("Use %1").arg(shortName(other->prefix)), true);
      connect(use, &QPushButton::clicked, this, [this, prefix = other->prefix] {
        m_band->hide();
        setA(prefix);
      });
    }
    auto* check = m_band->addAction(QStringLiteral("health"), tr("Health check…"));
    connect(check, &QPushButton::clicked, this, &CheckpointsPage::checkHealth);
    return;
  }
}

bool CheckpointsPage::isFiltered() const { return !m_filter->text().isEmpty(); }

// A wrong filter says what is wrong; the last right one stays.
void CheckpointsPage::applyFilter() {
  QString error;
  const auto filter = TensorFilter::parse(m_filter->text(), &error);
  setLook(m_filter, "invalid", !filter);
  m_filterError->setVisible(!filter);
  m_filterError->setText(error);
  if (!filter) return;
  m_tensors->keepPlace(isFiltered(), [this, &filter] { m_tree->setFilter(*filter); });
  showCounts();
}

const model::Config* CheckpointsPage::configOfA() const {
  if (!m_checkpoints || !m_checkpoints->record) return nullptr;
  const checkpoints::Checkpoint* one = m_checkpoints->find(m_a);
  const model::Config* config =
      one && one->step ? m_checkpoints->record->configAt(*one->step) : nullptr;
  return config ? config : &m_checkpoints->record->config;
}

void CheckpointsPage::showDetail() {
  if (!m_pair || !m_checkpoints) return;
  const TensorInfo* info = m_tree->tensorAt(m_tree->indexOf(m_tensors->selected()));
  if (!info) return m_pane->setSubject(std::nullopt);
  TensorPane::Subject subject{m_pair, info->entry, {}, {}, {}, {}, run().color};
  if (const model::Config* config = configOfA()) subject.config = *config;
  for (const SavedStep& one : m_checkpoints->saved)
    if (one.onDisk()) subject.history.emplace_back(one.step, one.checkpoint->prefix);
  const auto stepOf = [this](const fs::path& prefix) {
    const checkpoints::Checkpoint* one = m_checkpoints->find(prefix);
    return one && one->step ? countText(one->step->value()) : shortName(prefix);
  };
  subject.stepA = stepOf(m_a);
  if (m_b) subject.stepB = stepOf(*m_b);
  m_pane->setSubject(std::move(subject));
}

void CheckpointsPage::showValues() {
  const TensorInfo* info = m_tree->tensorAt(m_tree->indexOf(m_tensors->selected()));
  if (!info || !m_pair) return;
  auto* dialog = new ValuesDialog(m_pair, info->entry, this);
  dialog->show();
}

void CheckpointsPage::checkHealth() {
  if (run().isNull()) return;
  auto* dialog = new HealthDialog(services(), run(), this);
  dialog->show();
}

void CheckpointsPage::askExport() {
  const TensorInfo* info = m_tree->tensorAt(m_tree->indexOf(m_tensors->selected()));
  if (!info || !m_pair) return;
  auto* dialog = new QFileDialog(this, tr("Export %1").arg(toQString(m_tensors->selected())));
  dialog->setObjectName(QStringLiteral("checkpoints.exportDialog"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setNameFilters({tr("NumPy (*.npy)"), tr("CSV (*.csv)")});
  dialog->setDefaultSuffix(QStringLiteral("npy"));
  dialog->selectFile(toQString(exportName(m_tensors->selected(), ".npy")));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
    dialog->setDefaultSuffix(filter.contains(QLatin1String("csv")) ? QStringLiteral("csv")
                                                                   : QStringLiteral("npy"));
  });
  connect(dialog, &QFileDialog::fileSelected, this,
          [this](const QString& file) { writeExport(toPath(file)); });
  dialog->open();
}

void CheckpointsPage::writeExport(const fs::path& target) {
  m_export.start(
      [files = services().files, bundle = m_pair->a, name = m_tensors->selected(),
       target](std::stop_token stop) -> Job<Exported>::Payload {
        CAIRN_ASSIGN(const Exported done, exportTensor(*files, bundle, name, target, stop));
        return std::make_shared<const Exported>(done);
      },
      [this](const Job<Exported>::Payload& done) {
        if (!done)
          return m_band->say(Tone::Bad, errorText(done.error()), errorDetail(done.error()));
        m_band->say(
            Tone::Ok,
            tr("%1 was written, %2.").arg(pathText((*done)->file), bytesText((*done)->bytes)));
      });
}

void CheckpointsPage::fillChipMenu(QMenu* menu, bool isA) {
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (!isA) {
    auto* none = menu->addAction(tr("none"));
    none->setCheckable(true);
    none->setChecked(!m_b);
    connect(none, &QAction::triggered, this, [this] { setB(std::nullopt); });
  }
  const auto& all = m_checkpoints->timeline.checkpoints;
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    QString text = tr("%1 · %2 · %3")
                       .arg(shortName(one->prefix), bytesText(one->bytes),
                            ageText(one->writtenAt, services().clock->wallSeconds()));
    if (one->newest) text += QStringLiteral(" · ") + tr("latest");
    if (!one->problems.empty()) text += QStringLiteral(" · ✕ ") + tr("damaged");
    auto* action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(isA ? one->prefix == m_a : m_b == one->prefix);
    action->setEnabled(isA || one->prefix != m_a);
    connect(action, &QAction::triggered, this,
            [this, isA, prefix = one->prefix] { isA ? setA(prefix) : setB(prefix); });
  }
}

void CheckpointsPage::popUpChip(CheckpointChip* chip, bool isA) {
  if (!m_checkpoints) return;
  auto* menu = new QMenu(chip);
  menu->setObjectName(isA ? QStringLiteral("checkpoints.a.menu")
                          : QStringLiteral("checkpoints.b.menu"));
  fillChipMenu(menu, isA);
  menu->popup(chip->mapToGlobal(QPoint(0, chip->height() + 4)));
}

void CheckpointsPage::popUpCheckpoint(const fs::path& prefix, const QPoint& at) {
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("checkpoints.menu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Set as A"), this, [this, prefix] { setA(prefix); });
  menu->addAction(tr("Set as B"), this, [this, prefix] { setB(prefix); })
      ->setEnabled(prefix != m_a);
  menu->addSeparator();
  menu->addAction(tr("Restore from this…"), this, [this, prefix] { Q_EMIT restoreAsked(prefix); });
  menu->addAction(tr("Warm start a new run from this"), this,
                  [this, prefix] { Q_EMIT warmStartAsked(prefix); })
      ->setEnabled(configOfA());
  menu->popup(at);
}

void CheckpointsPage::popUpMore() {
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("checkpoints.more.menu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Warm start a new run from A"), this, [this] { Q_EMIT warmStartAsked(m_a); })
      ->setEnabled(configOfA());
  menu->addAction(tr("Health check…"), this, &CheckpointsPage::checkHealth);
  menu->addSeparator();
  menu->addAction(tr("Values…"), this, &CheckpointsPage::showValues);
  menu->addAction(tr("Export tensor…"), this, &CheckpointsPage::askExport);
  menu->addSeparator();
  const auto measure = [&](const QString& text, ChangeMeasure which) {
    auto* action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(m_tree->measure() == which);
    connect(action, &QAction::triggered, this, [this, which] { m_tree->setMeasure(which); });
  };
  measure(tr("Change as relative L2"), ChangeMeasure::RelativeL2);
  measure(tr("Change as largest difference"), ChangeMeasure::MaxAbs);
  measure(tr("Change as cosine"), ChangeMeasure::Cosine);
  menu->addSeparator();
  menu->addAction(tr("Columns…"), this, [this] { m_tensors->popUpColumns(QCursor::pos()); });
  auto* button = findChild<QWidget*>(QStringLiteral("checkpoints.more"));
  menu->popup(button->mapToGlobal(QPoint(0, button->height() + 4)));
}

void CheckpointsPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  m_pane->setVisible(width() >= kNarrow);
}

}  // namespace cairn::ui
