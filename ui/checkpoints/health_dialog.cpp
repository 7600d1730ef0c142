#include "ui/checkpoints/health_dialog.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

using checkpoints::Severity;

}  // namespace

HealthDialog::HealthDialog(Services services, const RunRef& run, QWidget* parent)
    : QDialog(parent), m_run(run) {
  setObjectName(QStringLiteral("health"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Health check of %1").arg(shownName(run.name)));
  resize(760, 440);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSizeConstraint(QLayout::SetNoConstraint);  // resize() above counts
  column->setSpacing(8);
  m_verdict = makeLabel(tr("Reading every tensor and every event…"), TextRole::Strong,
                        QStringLiteral("health.verdict"));
  m_note = makeLabel({}, TextRole::Muted, QStringLiteral("health.note"));
  column->addWidget(m_verdict);
  column->addWidget(m_note);
  m_list = new QTreeWidget;
  m_list->setObjectName(QStringLiteral("health.findings"));
  m_list->setAccessibleName(tr("Findings"));
  m_list->setHeaderLabels({tr("Finding"), tr("Where")});
  m_list->setRootIsDecorated(false);
  m_list->setTextElideMode(Qt::ElideMiddle);
  m_list->header()->setStretchLastSection(true);
  m_list->setColumnWidth(0, 430);
  column->addWidget(m_list, 1);
  auto* buttons = new QHBoxLayout;
  auto* copy = makeButton(tr("Copy"), ButtonKind::Outline, QStringLiteral("health.copy"));
  auto* close = makeButton(tr("Close"), ButtonKind::Outline, QStringLiteral("health.close"));
  connect(copy, &QPushButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(report()); });
  connect(close, &QPushButton::clicked, this, &QDialog::close);
  buttons->addStretch(1);
  buttons->addWidget(copy);
  buttons->addWidget(close);
  column->addLayout(buttons);
  m_job.start(
      [files = services.files,
       modelDir = run.modelDir](std::stop_token stop) -> Job<checkpoints::CheckResult>::Payload {
        CAIRN_ASSIGN(auto result, checkpoints::checkModelDir(*files, modelDir, stop));
        return std::make_shared<const checkpoints::CheckResult>(std::move(result));
      },
      [this](const auto& result) { take(result); });
}

void HealthDialog::take(const Job<checkpoints::CheckResult>::Payload& payload) {
  if (!payload) {
    m_verdict->setText(errorText(payload.error()));
    m_note->setText(errorDetail(payload.error()));
    Q_EMIT checked();
    return;
  }
  m_result = *payload;
  int damaged = 0;
  for (const checkpoints::Finding& finding : m_result->findings) {
    damaged += finding.severity == Severity::Damage ? 1 : 0;
    auto* item = new QTreeWidgetItem(m_list);
    item->setText(0, errorText(finding.error));
    item->setText(1, shownName(toQString(finding.error.where)));
    item->setToolTip(0, errorCopy(finding.error));
    item->setToolTip(1, errorDetail(finding.error));
    item->setIcon(0, finding.severity == Severity::Damage
                         ? icon(QStringLiteral("cross"), IconColor::Bad)
                     : finding.severity == Severity::Warning
                         ? icon(QStringLiteral("warning"), IconColor::Warn)
                         : icon(QStringLiteral("info"), IconColor::Muted));
    const QString word = finding.severity == Severity::Damage    ? tr("damage")
                         : finding.severity == Severity::Warning ? tr("warning")
                                                                 : tr("note");
    item->setData(0, Qt::AccessibleTextRole, word + QStringLiteral(": ") + item->text(0));
  }
  m_verdict->setText(damaged > 0 ? tr("✕ %n finding(s) of damage", nullptr, damaged)
                     : m_result->findings.empty()
                         ? tr("✓ Everything is whole.")
                         : tr("✓ Every value is whole; %n thing(s) to know", nullptr,
                              static_cast<int>(m_result->findings.size())));
  m_note->setText(tr("%1 checkpoints, %2 tensors, %3 event files, %4 events were read")
                      .arg(countText(static_cast<std::int64_t>(m_result->checkpoints)),
                           countText(static_cast<std::int64_t>(m_result->tensors)),
                           countText(static_cast<std::int64_t>(m_result->eventFiles)),
                           countText(static_cast<std::int64_t>(m_result->events))));
  m_list->setVisible(!m_result->findings.empty());
  Q_EMIT checked();
}

QString HealthDialog::report() const {
  QString text = m_run.name + QLatin1Char('\t') + m_verdict->text() + QLatin1Char('\n');
  if (m_result)
    for (const checkpoints::Finding& finding : m_result->findings)
      text += errorText(finding.error) + QLatin1Char('\t') + errorDetail(finding.error) +
              QLatin1Char('\n');
  return text;
}

}  // namespace cairn::ui
