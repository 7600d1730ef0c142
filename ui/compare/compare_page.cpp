#include "ui/compare/compare_page.h"

#include "core/model/run_record.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/compare/compare_model.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kKeyWidth = 280;
constexpr int kRunWidth = 240;
constexpr int kRowHeight = 32;

Result<ConfigRows> readRows(FileOps& files, const std::vector<RunRef>& runs) {
  std::vector<QString> names;
  std::vector<model::Config> configs;
  std::vector<QString> without;
  for (const RunRef& run : runs) {
    CAIRN_ASSIGN(const auto record, model::loadRunRecord(files, run.modelDir));
    if (!record) {
      without.push_back(run.name);
      continue;
    }
    names.push_back(run.name);
    configs.push_back(record->config);
  }
  ConfigRows rows = compareConfigs(names, configs);
  rows.withoutConfig = std::move(without);
  return rows;
}

}  // namespace

ComparePage::ComparePage(Services services, QWidget* parent)
    : Page(services, QStringLiteral("compare"), parent),
      m_model(new CompareModel(this)),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState(QStringLiteral("compare.empty"))),
      m_card(new Card(QStringLiteral("compare.card"))),
      m_table(new QTableView) {
  m_table->setObjectName(QStringLiteral("compare.configs"));
  m_table->setAccessibleName(tr("Configs side by side"));
  m_table->setModel(m_model);
  m_table->setShowGrid(false);
  m_table->setFrameShape(QFrame::NoFrame);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->horizontalHeader()->setDefaultSectionSize(kRunWidth);
  m_card->setTitle(tr("Configs"), tr("only the differences"));
  m_card->body()->addWidget(m_table, 1);
  auto* inside = new QWidget;
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(16, 16, 16, 16);
  column->addWidget(m_card, 1);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(inside);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_stack);
  m_empty->setText(tr("Select two runs or more to compare them."));
}

void ComparePage::setSelection(const std::vector<RunRef>& runs) {
  Page::setSelection(runs);
  compare();
}

void ComparePage::setActive(bool active) {
  Page::setActive(active);
  compare();
}

void ComparePage::reload() { compare(); }

void ComparePage::compare() {
  if (!isActive()) return;
  if (selection().size() < 2) {
    m_empty->setText(tr("Select two runs or more to compare them."));
    m_stack->setCurrentIndex(0);
    return;
  }
  m_job.start(
      [files = services().files, runs = selection()](std::stop_token) -> Job<ConfigRows>::Payload {
        CAIRN_ASSIGN(ConfigRows rows, readRows(*files, runs));
        return std::make_shared<const ConfigRows>(std::move(rows));
      },
      [this](const auto& rows) { show(rows); });
}

void ComparePage::show(const Job<ConfigRows>::Payload& rows) {
  if (!rows) {
    m_empty->setText(errorText(rows.error()), errorDetail(rows.error()));
    m_stack->setCurrentIndex(0);
  } else if ((*rows)->runs.size() < 2) {
    m_empty->setText(tr("Fewer than two of the selected runs have their config on record."));
    m_stack->setCurrentIndex(0);
  } else if ((*rows)->rows.empty()) {
    m_empty->setText(tr("The configs are equal."));
    m_stack->setCurrentIndex(0);
  } else {
    m_model->setRows(*rows);
    m_table->horizontalHeader()->resizeSection(0, kKeyWidth);
    m_stack->setCurrentIndex(1);
  }
  Q_EMIT compared();
}

}  // namespace cairn::ui
