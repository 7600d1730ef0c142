#include "ui/curves/card_group.h"

#include "ui/widgets/button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kRowHeight = 300;  // of a card, until one tells
constexpr int kSpacing = 16;
constexpr std::size_t kLeastCards = 4;  // made at once

}  // namespace

CardGroup::CardGroup(const GroupPlan& plan, QWidget* parent) : QWidget(parent) {
  const QString name =
      QStringLiteral("curves.group.") + (plan.id.isEmpty() ? QStringLiteral("pinned") : plan.id);
  setObjectName(name);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  m_head = new QWidget;
  auto* head = new QHBoxLayout(m_head);
  head->setContentsMargins(0, 0, 0, 0);
  head->setSpacing(6);
  m_fold =
      new IconButton(QStringLiteral("chevron_down"), tr("Fold"), name + QStringLiteral(".fold"));
  m_title = makeLabel({}, TextRole::Title, name + QStringLiteral(".title"));
  m_count = makeLabel({}, TextRole::Muted, name + QStringLiteral(".count"));
  head->addWidget(m_fold);
  head->addWidget(m_title);
  head->addWidget(m_count);
  head->addStretch(1);
  column->addWidget(m_head);
  m_body = new QWidget;
  m_grid = new QGridLayout(m_body);
  m_grid->setContentsMargins(0, 0, 0, 8);
  m_grid->setSpacing(16);
  column->addWidget(m_body);
  connect(m_fold, &QToolButton::clicked, this, [this] {
    if (QApplication::keyboardModifiers().testFlag(Qt::AltModifier))
      Q_EMIT foldAllAsked(!m_folded);
    else
      setFolded(!m_folded);
  });
  m_plan.id = plan.id;
}

void CardGroup::setPlan(GroupPlan plan) {
  m_plan = std::move(plan);
  showHeader();
  if (!m_folded) fill();
}

void CardGroup::showHeader() {
  m_title->setText(shownName(m_plan.title));
  m_count->setText(tr("%n chart(s)", nullptr, static_cast<int>(m_plan.cards.size())));
  m_fold->setIcon(
      icon(m_folded ? QStringLiteral("chevron_right") : QStringLiteral("chevron_down")));
  m_fold->setAccessibleName(m_folded ? tr("Unfold %1").arg(m_plan.title)
                                     : tr("Fold %1").arg(m_plan.title));
}

void CardGroup::setFolded(bool folded) {
  m_folded = folded;
  m_body->setVisible(!folded);
  showHeader();
  if (!folded) fill();
}

// Makes what is missing, feeds all, drops what has no series any more.
void CardGroup::fill() {
  bool moved = false;
  std::map<QString, ChartCard*> kept;
  const std::size_t most = wanted();
  std::size_t at = 0;
  for (const CardPlan& plan : m_plan.cards) {
    const bool isNear = at++ < most;
    if (!isNear && !m_cards.contains(plan.id)) continue;
    ChartCard*& card = m_cards[plan.id];
    if (!card) {
      card =
          new ChartCard(shownName(plan.title), plan.note, QStringLiteral("curves.card.") + plan.id);
      card->setToolTip({});
      card->setSettings(m_settings);
      moved = true;
      Q_EMIT cardMade(card);
    }
    card->setTitle(shownName(plan.title), plan.note);
    card->setSeries(plan.series);
    kept[plan.id] = card;
  }
  for (auto& [tag, card] : m_cards)
    if (!kept.contains(tag)) {
      if (card == m_alone) m_alone = nullptr;
      card->deleteLater();
      card->hide();
      moved = true;
    }
  m_cards = std::move(kept);
  if (moved) place();
}

int CardGroup::rowHeight() const {
  return (m_cards.empty() ? kRowHeight : m_cards.begin()->second->sizeHint().height()) + kSpacing;
}

// The cards of the rows that have been seen, and one row more.
std::size_t CardGroup::wanted() const {
  const auto rows = static_cast<std::size_t>(m_reach / rowHeight() + 2);
  return std::max(kLeastCards, rows * static_cast<std::size_t>(m_columns));
}

void CardGroup::reveal(int height) {
  m_reach = std::max(m_reach, height);
  if (m_folded || m_alone || m_cards.size() >= m_plan.cards.size()) return;
  if (wanted() > m_cards.size()) fill();
}

void CardGroup::place() {
  while (QLayoutItem* item = m_grid->takeAt(0)) delete item;
  const int columns = m_alone ? 1 : m_columns;
  int at = 0;
  for (const CardPlan& plan : m_plan.cards) {
    const int place = at++;
    const auto made = m_cards.find(plan.id);
    if (made == m_cards.end()) continue;
    ChartCard* card = made->second;
    // Into the grid first: shown without a parent, a card would flash up as a window of its own.
    m_grid->addWidget(card, place / columns, place % columns);
    card->setVisible(!m_alone || card == m_alone);
  }
  for (int i = 0; i < m_grid->columnCount(); ++i) m_grid->setColumnStretch(i, i < columns ? 1 : 0);
  // Room for those that are still to come, so that the scroll bar doesn't jump.
  const int rows = (static_cast<int>(m_plan.cards.size()) + columns - 1) / columns;
  for (int row = 0; row < m_grid->rowCount(); ++row) m_grid->setRowStretch(row, 0);
  m_grid->setRowStretch(rows, 1);
  m_body->setMinimumHeight(m_alone || m_cards.size() >= m_plan.cards.size() ? 0
                                                                            : rows * rowHeight());
}

void CardGroup::showAlone(ChartCard* card) {
  m_alone = card;
  m_head->setVisible(!card);
  place();
}

void CardGroup::setSettings(const ChartSettings& settings) {
  m_settings = settings;
  for (auto& [tag, card] : m_cards) card->setSettings(settings);
}

void CardGroup::setColumns(int columns) {
  if (columns == m_columns) return;
  m_columns = columns;
  if (!m_cards.empty()) place();
}

std::vector<ChartCard*> CardGroup::cards() const {
  std::vector<ChartCard*> all;
  for (const CardPlan& plan : m_plan.cards)
    if (const auto it = m_cards.find(plan.id); it != m_cards.end()) all.push_back(it->second);
  return all;
}

std::vector<ChartSeries> CardGroup::series() const {
  std::vector<ChartSeries> all;
  for (const CardPlan& plan : m_plan.cards)
    all.insert(all.end(), plan.series.begin(), plan.series.end());
  return all;
}

}  // namespace cairn::ui
