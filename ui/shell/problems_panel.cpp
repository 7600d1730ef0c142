#include "ui/shell/problems_panel.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"
#include "ui/widgets/panel_head.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHeaderView>
#include <QSet>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr std::size_t kMostRows = 2000;

bool same(const std::vector<Workspace::Problem>& a, const std::vector<Workspace::Problem>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.run == y.run && x.error == y.error;
  });
}

}  // namespace

ProblemsPanel::ProblemsPanel(Workspace* workspace, QWidget* parent)
    : QFrame(parent), m_workspace(workspace) {
  setObjectName(QStringLiteral("problems"));
  setProperty("pane", QStringLiteral("bottom"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(buildHead());
  m_table = new QTreeWidget;
  m_table->setObjectName(QStringLiteral("problems.table"));
  m_table->setAccessibleName(tr("Problems"));
  m_table->setRootIsDecorated(false);
  m_table->setUniformRowHeights(true);
  m_table->setHeaderLabels({tr("Time"), tr("Run"), tr("File"), tr("Byte"), tr("What")});
  m_table->headerItem()->setTextAlignment(3, Qt::AlignRight | Qt::AlignVCenter);
  static constexpr int kWidths[] = {96, 180, 320, 90};
  for (int i = 0; i < 4; ++i) m_table->header()->resizeSection(i, kWidths[i]);
  connect(m_table, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem* item) {
    if (const QString run = item->data(0, Qt::UserRole).toString(); !run.isEmpty())
      Q_EMIT runChosen(run);
  });
  column->addWidget(m_table, 1);
  m_empty = new EmptyState(QStringLiteral("problems.empty"));
  m_empty->layout()->setContentsMargins(16, 8, 16, 8);
  m_empty->setText(tr("Nothing is wrong with what is open."));
  column->addWidget(m_empty, 1);
  connect(workspace, &Workspace::scanned, this, &ProblemsPanel::sync);
  connect(workspace, &Workspace::opened, this, &ProblemsPanel::sync);
  sync();
}

QWidget* ProblemsPanel::buildHead() {
  auto* head =
      new PanelHead(QStringLiteral("problems"), tr("Problems"), tr("Close the list of problems"));
  m_counts = head->counts();
  connect(head, &PanelHead::closeAsked, this, &ProblemsPanel::closeAsked);
  auto* copy = makeButton(tr("Copy all"), ButtonKind::Plain, QStringLiteral("problems.copy"),
                          QStringLiteral("copy"));
  connect(copy, &QPushButton::clicked, this, &ProblemsPanel::copyAll);
  head->addWidget(copy);
  return head;
}

void ProblemsPanel::sync() {
  const auto& problems = m_workspace->problems();
  m_table->setVisible(!problems.empty());
  m_empty->setVisible(problems.empty());
  QSet<QString> runs;
  for (const auto& problem : problems) runs.insert(problem.run);
  const QString inRuns = tr("in %n run(s)", nullptr, static_cast<int>(runs.size()));
  m_counts->setText(problems.empty()
                        ? QString()
                        : tr("%1 %2; each goes away when its cause is gone")
                              .arg(countText(static_cast<std::int64_t>(problems.size())), inRuns));
  if (same(problems, m_shown)) return;
  m_shown = problems;
  m_table->clear();
  QList<QTreeWidgetItem*> items;
  for (std::size_t i = 0; i < std::min(problems.size(), kMostRows); ++i) {
    const Workspace::Problem& problem = problems[i];
    const RunRef run = m_workspace->model()->refOf(problem.run);
    auto* item = new QTreeWidgetItem;
    const auto seen = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(problem.seen * 1000));
    const bool mild = problem.error.code == ErrorCode::Unsupported;
    item->setIcon(0, icon(mild ? QStringLiteral("warning") : QStringLiteral("cross"),
                          mild ? IconColor::Warn : IconColor::Bad));
    item->setText(0, seen.toString(QStringLiteral("HH:mm:ss")));
    item->setToolTip(0, seen.toString(Qt::ISODate));
    item->setText(1, shownName(run.name));
    item->setText(2, shownName(fileName(problem.error.where)));
    item->setToolTip(2, toQString(problem.error.where).toHtmlEscaped());
    item->setFont(2, monoFont());
    if (problem.error.offset)
      item->setText(3, countText(static_cast<std::int64_t>(*problem.error.offset)));
    item->setTextAlignment(3, Qt::AlignRight | Qt::AlignVCenter);
    item->setText(4, errorText(problem.error));
    item->setToolTip(4, errorDetail(problem.error).toHtmlEscaped());
    item->setData(0, Qt::UserRole, problem.run);
    items << item;
  }
  m_table->addTopLevelItems(items);
}

void ProblemsPanel::copyAll() {
  QStringList lines;
  for (const auto& problem : m_workspace->problems()) {
    const auto seen = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(problem.seen * 1000));
    lines << seen.toOffsetFromUtc(seen.offsetFromUtc()).toString(Qt::ISODate) + QLatin1Char('\t') +
                 errorText(problem.error) + QLatin1Char('\t') + errorDetail(problem.error);
  }
  QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

}  // namespace cairn::ui
