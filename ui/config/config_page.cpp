#include "ui/config/config_page.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/config/config_form.h"
#include "ui/config/data_path.h"
#include "ui/config/network_view.h"
#include "ui/config/source_card.h"
#include "ui/config/verdict_card.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kSideWidth = 372;
constexpr int kSideBySide = 1080;  // narrower, and the cards stand below the form

// `models/iris`: from the workspace's own folder on.
QString shownDir(const RunRef& run) {
  const fs::path near = run.modelDir.lexically_relative(run.workspace.parent_path());
  const bool inside = !near.empty() && *near.begin() != "..";
  return pathText(inside ? near : run.modelDir);
}

// Two sources that give the same rows; how they are batched does not matter.
bool sameData(const model::DataSource& a, const model::DataSource& b) {
  return a.files == b.files && a.csv == b.csv && a.headerGiven == b.headerGiven;
}

}  // namespace

// A draft that is not on the screen.
struct ConfigPage::Kept {
  model::Config config;
  model::Config start;
  std::optional<model::Config> recorded;
  std::optional<std::int64_t> step;
};

ConfigPage::ConfigPage(Services services, QWidget* parent)
    : Page(services, QStringLiteral("config"), parent),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState(QStringLiteral("config.empty"))),
      m_draft(new ConfigDraft(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(buildContent());
  column->addWidget(m_stack);
  auto* make = m_empty->addAction(QStringLiteral("new"), tr("New experiment"), true);
  connect(make, &QPushButton::clicked, this, &ConfigPage::newExperimentAsked);
  m_empty->setText(tr("No run is selected."));
  connect(m_draft, &ConfigDraft::changed, this, &ConfigPage::draftChanged);
  connect(m_form, &ConfigForm::browseDataAsked, this, &ConfigPage::askForFile);
  connect(m_verdict, &VerdictCard::explainAsked, this, &ConfigPage::explainAsked);
  m_askFile = [this](const FileAnswer& answer) { chooseFile(answer); };
}

ConfigPage::~ConfigPage() = default;

QWidget* ConfigPage::buildContent() {
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("config.scroll"));
  scroll->setWidgetResizable(true);
  auto* inside = new QWidget;
  m_column = new QVBoxLayout(inside);
  m_column->setContentsMargins(16, 16, 16, 16);
  m_column->setSpacing(16);
  m_row = new QHBoxLayout;
  m_row->setSpacing(16);
  m_column->addLayout(m_row);
  m_form = new ConfigForm(m_draft);
  m_row->addWidget(m_form, 1);
  m_side = new QWidget;
  m_sideColumn = new QVBoxLayout(m_side);
  m_sideColumn->setContentsMargins(0, 0, 0, 0);
  m_sideColumn->setSpacing(16);
  m_verdict = new VerdictCard(services());
  m_networkCard = new Card(QStringLiteral("config.networkCard"));
  m_networkCard->setTitle(tr("Network"));
  m_network = new NetworkView;
  m_networkCard->body()->setContentsMargins(8, 4, 8, 10);
  m_networkCard->body()->addWidget(m_network);
  m_sideColumn->addWidget(m_networkCard);
  m_source = new SourceCard;
  m_sideColumn->addWidget(m_source, 1);
  m_row->addWidget(m_side);
  scroll->setWidget(inside);
  stack(false);
  return scroll;
}

// Where all stands below each other the verdict comes first, then what it is about.
void ConfigPage::stack(bool narrow) {
  (narrow ? m_column : m_sideColumn)->insertWidget(0, m_verdict);
  m_row->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  m_side->setMinimumWidth(narrow ? 0 : kSideWidth);
  m_side->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : kSideWidth);
}

void ConfigPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  stack(width() < kSideBySide);
}

void ConfigPage::setRun(const RunRef& run) {
  const bool other = run.id != this->run().id;
  if (other) keep();
  Page::setRun(run);
  if (!other) return;
  m_loaded.clear();
  m_load.cancel();
  m_probe.cancel();
  if (run.isNull()) {
    m_empty->setText(tr("No run is selected."));
    m_stack->setCurrentWidget(m_empty);
    Q_EMIT configChanged();
    return;
  }
  const auto kept = m_kept.value(run.id);
  if (!kept) return load();
  m_step = kept->step;
  m_draft->reset(kept->start, kept->recorded);
  m_loaded = run.id;
  m_draft->resume(kept->config);
  showDraft();
}

ConfigPage::Drafts ConfigPage::takeDrafts() {
  keep();
  return std::move(m_kept);
}

void ConfigPage::setActive(bool active) {
  Page::setActive(active);
  if (active && config()) m_verdict->checkNow();
}

void ConfigPage::reload() {
  if (run().isNull()) return;
  load();
  if (!config()) return;
  m_verdict->checkNow();
  m_probed.reset();
  probe();
}

// The newest record of the run. A directory without one is a first-class run too: it just has no
// config that is known.
void ConfigPage::load() {
  if (run().isNull()) return;
  m_load.start(
      [services = services(),
       folder = run().modelDir](std::stop_token) -> Job<model::RunRecord>::Payload {
        CAIRN_ASSIGN(auto record, model::loadRunRecord(*services.files, folder));
        if (!record)
          return Error{ErrorCode::NotFound, "no config is recorded here", folder.string()};
        return std::make_shared<const model::RunRecord>(std::move(*record));
      },
      [this](const auto& record) { take(record); });
}

void ConfigPage::take(const Job<model::RunRecord>::Payload& record) {
  if (!record) return showUnknown(record.error());
  const auto& history = (*record)->history;
  m_step = history.empty() ? std::nullopt : std::optional(history.back().toStep.value());
  m_loaded.clear();  // the form changes as a whole: nobody is told of the half of it
  m_draft->reset((*record)->config, history.empty() ? (*record)->config : history.back().config);
  m_loaded = run().id;
  showDraft();
}

void ConfigPage::showUnknown(const Error& error) {
  // A draft that has never been trained has no record either.
  if (config()) return m_verdict->checkNow();
  const bool unknown = error.code == ErrorCode::NotFound;
  m_empty->setText(
      unknown ? tr("No config is known for this run.") : errorText(error),
      unknown ? tr("It was not written by Cairn. Its curves and checkpoints are here; the restore "
                   "check recovers what it can.")
              : errorDetail(error));
  m_stack->setCurrentWidget(m_empty);
  Q_EMIT configChanged();
}

void ConfigPage::refreshRecord() { load(); }

void ConfigPage::startDraft(const RunRef& run, const model::Config& config) {
  auto kept = std::make_shared<Kept>();
  kept->config = kept->start = config;
  m_kept.insert(run.id, kept);
  if (run.id != this->run().id) return;
  m_step.reset();
  m_loaded.clear();
  m_draft->reset(config, std::nullopt);
  m_loaded = run.id;
  showDraft();
}

const model::Config* ConfigPage::config() const {
  return m_loaded.isEmpty() || m_loaded != run().id ? nullptr : &m_draft->config();
}

bool ConfigPage::isDirty() const { return config() && m_draft->isDirty(); }

void ConfigPage::replaceConfig(const model::Config& config) {
  if (this->config()) m_draft->replace(config);
}

// Only what a disk doesn't hold is kept: edits, and experiments that were never trained.
void ConfigPage::keep() {
  if (!config()) return;
  if (!m_draft->isDirty() && m_draft->recorded()) {
    m_kept.remove(m_loaded);
    return;
  }
  auto kept = std::make_shared<Kept>();
  kept->config = m_draft->config();
  kept->start = m_draft->start();
  kept->recorded = m_draft->recorded();
  kept->step = m_step;
  m_kept.insert(m_loaded, kept);
}

void ConfigPage::showDraft() {
  m_stack->setCurrentIndex(1);
  m_form->setModelDir(shownDir(run()));
  m_form->setRecordedStep(m_step);
  m_form->refresh();
  m_probed.reset();
  draftChanged();
}

void ConfigPage::draftChanged() {
  if (!config()) return;
  const model::Config& config = m_draft->config();
  const bool network =
      config.family() == model::Family::Dnn || config.family() == model::Family::Combined;
  m_networkCard->setVisible(network);
  if (network) {
    auto layers = networkLayers(config);
    std::int64_t parameters = 0;
    for (const auto& layer : layers) parameters += layer.parameters;
    m_networkCard->setTitle(tr("Network"), tr("%1 parameters").arg(countText(parameters)));
    m_network->setLayers(std::move(layers));
  }
  m_source->setConfig(config, m_draft->recorded(), shownDir(run()));
  m_verdict->check(config, run().modelDir);
  probe();
  Q_EMIT configChanged();
}

void ConfigPage::probe() {
  if (!config()) return;
  const auto train = m_draft->config().data.find("train");
  if (train == m_draft->config().data.end()) return m_form->setFacts(nullptr, {});
  if (m_probed && sameData(train->second, *m_probed)) return;
  m_probed = train->second;
  m_probe.start(
      [services = services(), source = train->second, folder = run().modelDir](
          std::stop_token stop) { return probeData(*services.files, source, folder, stop); },
      [this](const auto& facts) {
        m_form->setFacts(facts ? *facts : nullptr, facts ? QString() : errorText(facts.error()));
      });
}

void ConfigPage::setFileQuestion(std::function<void(const FileAnswer&)> ask) {
  m_askFile = std::move(ask);
}

void ConfigPage::chooseFile(const FileAnswer& answer) {
  auto* dialog = new QFileDialog(this, tr("Choose training data"), pathText(run().workspace),
                                 tr("CSV files (*.csv);;All files (*)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QFileDialog::fileSelected, this, answer);
  dialog->open();
}

void ConfigPage::askForFile() {
  m_askFile([this](const QString& file) {
    if (file.isEmpty() || !config()) return;
    model::Config next = *config();
    next.data["train"].files = {dataPath(toPath(file), run().modelDir).string()};
    m_draft->replace(next);
  });
}

}  // namespace cairn::ui
