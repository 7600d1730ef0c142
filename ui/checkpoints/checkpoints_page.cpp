#include "ui/checkpoints/checkpoints_page.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/checkpoints/checkpoint_list_model.h"
#include "ui/checkpoints/tensor_delegate.h"
#include "ui/checkpoints/tensor_tree_model.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QTreeView>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kListHeight = 208;
constexpr int kRowHeight = 28;

/// Scopes are opened only where they don't flood the window.
constexpr std::size_t kOpenTensors = 500;

}  // namespace

CheckpointsPage::CheckpointsPage(Services services, QWidget* parent)
    : Page(services, QStringLiteral("checkpoints"), parent),
      m_list(new CheckpointListModel(this)),
      m_tree(new TensorTreeModel(this)),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState(QStringLiteral("checkpoints.empty"))) {
  auto* inside = new QWidget;
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSpacing(16);
  column->addWidget(buildList());
  column->addWidget(buildTensors(), 1);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(inside);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_stack);
  m_empty->setText(tr("Choose a run to see its checkpoints."));
}

QWidget* CheckpointsPage::buildList() {
  m_listCard = new Card(QStringLiteral("checkpoints.listCard"));
  m_listCard->setTitle(tr("Checkpoints"));
  m_table = new QTableView;
  m_table->setObjectName(QStringLiteral("checkpoints.list"));
  m_table->setAccessibleName(tr("Checkpoints"));
  m_table->setModel(m_list);
  m_table->setShowGrid(false);
  m_table->setFrameShape(QFrame::NoFrame);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->horizontalHeader()->setStretchLastSection(true);
  m_table->horizontalHeader()->resizeSection(0, 220);
  m_listCard->setFixedHeight(kListHeight);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& current) { choose(current.row()); });
  m_listCard->body()->addWidget(m_table);
  return m_listCard;
}

QWidget* CheckpointsPage::buildTensors() {
  m_tensorsCard = new Card(QStringLiteral("checkpoints.tensorsCard"));
  m_tensorsCard->setTitle(tr("Tensors"));
  m_tensorsCard->header()->addStretch(1);
  auto* restore =
      makeButton(tr("Restore check…"), ButtonKind::Primary, QStringLiteral("checkpoints.restore"));
  connect(restore, &QPushButton::clicked, this, &CheckpointsPage::restoreAsked);
  m_tensorsCard->header()->addWidget(restore);
  m_tensors = new QTreeView;
  m_tensors->setObjectName(QStringLiteral("checkpoints.tensors"));
  m_tensors->setAccessibleName(tr("Tensors"));
  m_tensors->setModel(m_tree);
  m_tensors->setItemDelegate(new TensorDelegate(m_tensors));
  m_tensors->setUniformRowHeights(true);
  m_tensors->setFrameShape(QFrame::NoFrame);
  m_tensors->header()->setStretchLastSection(false);
  using Column = TensorTreeModel::Column;
  for (int column = 1; column < TensorTreeModel::kColumns; ++column)
    m_tensors->header()->resizeSection(column, 84);
  m_tensors->header()->setSectionResizeMode(static_cast<int>(Column::Name), QHeaderView::Stretch);
  m_tensorsCard->body()->addWidget(m_tensors, 1);
  return m_tensorsCard;
}

void CheckpointsPage::setRun(const RunRef& run) {
  if (!(run == this->run())) m_chosen.reset();
  Page::setRun(run);
  scan();
}

void CheckpointsPage::setActive(bool active) {
  Page::setActive(active);
  scan();
}

void CheckpointsPage::reload() { scan(); }

void CheckpointsPage::showStep(std::int64_t step) {
  m_wantedStep = step;
  scan();
}

void CheckpointsPage::scan() {
  if (!isActive()) return;
  if (run().isNull()) {
    m_empty->setText(tr("Choose a run to see its checkpoints."));
    m_stack->setCurrentIndex(0);
    return;
  }
  m_scan.start(
      [files = services().files,
       modelDir = run().modelDir](std::stop_token) -> Job<checkpoints::Timeline>::Payload {
        CAIRN_ASSIGN(checkpoints::Timeline timeline,
                     checkpoints::scanCheckpoints(*files, modelDir));
        return std::make_shared<const checkpoints::Timeline>(std::move(timeline));
      },
      [this](const auto& timeline) { showTimeline(timeline); });
}

void CheckpointsPage::showTimeline(const Job<checkpoints::Timeline>::Payload& timeline) {
  if (!timeline) {
    m_empty->setText(errorText(timeline.error()), errorDetail(timeline.error()));
    m_stack->setCurrentIndex(0);
    Q_EMIT listed();
    return;
  }
  m_timeline = *timeline;
  if (m_timeline->checkpoints.empty()) {
    m_empty->setText(tr("No checkpoint yet: one is saved at the first step and every 600 s."));
    m_stack->setCurrentIndex(0);
    Q_EMIT listed();
    return;
  }
  std::uint64_t bytes = 0;
  for (const checkpoints::Checkpoint& one : m_timeline->checkpoints) bytes += one.bytes;
  m_listCard->setTitle(run().name, tr("%n checkpoint(s) · %1", nullptr,
                                      static_cast<int>(m_timeline->checkpoints.size()))
                                       .arg(bytesText(bytes)));
  m_list->setTimeline(m_timeline, services().clock->wallSeconds());
  m_stack->setCurrentIndex(1);
  m_table->setCurrentIndex(m_list->index(rowToChoose(), 0));
  Q_EMIT listed();
}

int CheckpointsPage::rowToChoose() const {
  if (m_wantedStep)
    for (int row = 0; row < m_list->rowCount(); ++row)
      if (m_list->at(row)->step && m_list->at(row)->step->value() == *m_wantedStep) return row;
  if (m_chosen)
    if (const int row = m_list->rowOf(*m_chosen); row >= 0) return row;
  return 0;
}

void CheckpointsPage::choose(int row) {
  const checkpoints::Checkpoint* one = m_list->at(row);
  if (!one) return;
  m_wantedStep.reset();
  m_chosen = one->prefix;
  std::optional<fs::path> before;
  if (const checkpoints::Checkpoint* older = m_list->at(row + 1)) before = older->prefix;
  m_read.start(
      [files = services().files, prefix = one->prefix,
       before](std::stop_token stop) -> Job<CheckpointContent>::Payload {
        CAIRN_ASSIGN(CheckpointContent content, readContent(*files, prefix, before, stop));
        return std::make_shared<const CheckpointContent>(std::move(content));
      },
      [this](const auto& content) { showContent(content); });
}

void CheckpointsPage::showContent(const Job<CheckpointContent>::Payload& content) {
  if (!content) {
    m_tree->setContent(nullptr);
    m_tensorsCard->setTitle(tr("Tensors"), errorText(content.error()));
    Q_EMIT loaded();
    return;
  }
  m_tree->setContent(*content);
  const auto count = (*content)->tensors.size();
  QString note =
      tr("%n tensor(s) in %1", nullptr, static_cast<int>(count)).arg(fileName((*content)->prefix));
  if ((*content)->other) note += tr(", Δ from %1").arg(fileName(*(*content)->other));
  m_tensorsCard->setTitle(tr("Tensors"), note);
  if (count <= kOpenTensors) m_tensors->expandAll();
  Q_EMIT loaded();
}

}  // namespace cairn::ui
