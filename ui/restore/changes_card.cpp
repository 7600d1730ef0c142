#include "ui/restore/changes_card.h"

#include "ui/bridge/convert.h"
#include "ui/widgets/button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kMostText = 60;  // characters of a value; the whole of it is in the tooltip

QLabel* valueLabel(const std::string& text, const QString& name) {
  const QString whole = text.empty() ? QStringLiteral("—") : shownName(toQString(text));
  QString cut = whole;
  if (cut.size() > kMostText) cut = cut.left(kMostText) + QStringLiteral("…");
  QLabel* label = makeLabel(cut, TextRole::Mono, name);
  label->setWordWrap(true);
  if (cut != whole) label->setToolTip(whole);
  return label;
}

}  // namespace

ChangesCard::ChangesCard(QWidget* parent) : Card(QStringLiteral("restore.changes"), parent) {
  setTitle(tr("What changed in the config"));
}

void ChangesCard::setReport(const restore::Report& report) {
  delete m_table;
  m_table = new QWidget;
  m_grid = new QGridLayout(m_table);
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setSpacing(0);
  m_grid->setColumnStretch(1, 1);
  m_grid->setColumnStretch(2, 1);
  m_row = 0;
  body()->setContentsMargins(0, 4, 0, 4);
  body()->addWidget(m_table);

  setTitle(tr("What changed in the config"),
           report.wasRecorded ? tr("from cairn.json") : tr("told by the checkpoint"));
  addHead(report);
  for (const restore::Cause& cause : report.causes)
    addRow(cause.key, cause.was, cause.now, !report.restores, {});
  for (const restore::SilentChange& change : report.silent) {
    const bool listed = std::any_of(report.causes.begin(), report.causes.end(),
                                    [&](const auto& cause) { return cause.key == change.key; });
    if (!listed)
      addRow(change.key, change.was, change.now, !change.harmless,
             change.harmless ? tr("harmless") : toQString(change.effect));
  }
  if (m_row > 1) return;
  QLabel* none = makeLabel(
      report.wasRecorded ? tr("Nothing.")
                         : tr("Not recorded: what leaves no trace in a checkpoint can't be told."),
      TextRole::Muted, QStringLiteral("restore.changes.none"));
  none->setWordWrap(true);
  setLook(none, "cell", QStringLiteral("plain"));
  none->setContentsMargins(8, 0, 8, 0);
  m_grid->addWidget(none, 1, 0, 1, 3);
}

void ChangesCard::addHead(const restore::Report& report) {
  const QString then = report.step ? tr("At step %1").arg(report.step->value()) : tr("Then");
  int column = 0;
  for (const QString& title : {tr("Key"), then, tr("Now")}) {
    QLabel* label = makeLabel(title, TextRole::Muted);
    setLook(label, "cell", column == 0 ? QStringLiteral("first") : QStringLiteral("head"));
    m_grid->addWidget(label, 0, column++);
  }
  m_row = 1;
}

void ChangesCard::addRow(const std::string& key, const std::string& was, const std::string& now,
                         bool cause, const QString& note) {
  const QString shown = toQString(model::shownKey(key));
  auto* link = makeButton(shown, ButtonKind::Link, QStringLiteral("restore.changes.") + shown);
  connect(link, &QPushButton::clicked, this, [this, key] { Q_EMIT keyChosen(toQString(key)); });
  auto* keyCell = new QWidget;
  auto* keyRow = new QHBoxLayout(keyCell);
  keyRow->setContentsMargins(11, 0, 8, 0);
  keyRow->addWidget(link, 0, Qt::AlignLeft | Qt::AlignVCenter);
  QLabel* before = valueLabel(was, {});
  setLook(before, "cell", cause ? QStringLiteral("was") : QStringLiteral("plain"));
  QLabel* after = valueLabel(now, {});
  setLook(after, "cell", cause ? QStringLiteral("now") : QStringLiteral("plain"));
  after->setText(after->text() + (cause ? QStringLiteral(" ≠") : QString()));
  m_grid->addWidget(keyCell, m_row, 0);
  m_grid->addWidget(before, m_row, 1);
  m_grid->addWidget(after, m_row, 2);
  ++m_row;
  if (note.isEmpty()) return;
  QLabel* effect = makeLabel(note, TextRole::Muted);
  effect->setWordWrap(true);
  setLook(effect, "cell", QStringLiteral("plain"));
  m_grid->addWidget(effect, m_row, 1, 1, 2);
  ++m_row;
}

}  // namespace cairn::ui
