#pragma once

#include "ui/curves/tag_groups.h"

#include <QWidget>
#include <map>

class QGridLayout;
class QLabel;
class QToolButton;

namespace cairn::ui {

/// One group of cards under a header that folds it. Cards are made as they come into view.
/// Thread: GUI thread only.
class CardGroup : public QWidget {
  Q_OBJECT
 public:
  explicit CardGroup(const GroupPlan& plan, QWidget* parent = nullptr);

  void setPlan(GroupPlan plan);
  void setSettings(const ChartSettings& settings);
  void setColumns(int columns);
  void setFolded(bool folded);
  /// Shows this card alone, over the whole width; null: all of them.
  void showAlone(ChartCard* card);
  /// The group is seen down to `height` of its own pixels: the cards above that are made.
  void reveal(int height);
  bool isFolded() const { return m_folded; }
  const QString& id() const { return m_plan.id; }
  /// Those that exist, in their order.
  std::vector<ChartCard*> cards() const;
  /// Of all its cards, made or not.
  std::vector<ChartSeries> series() const;

 Q_SIGNALS:
  void cardMade(ChartCard* card);
  /// Alt+click: all groups fold or unfold.
  void foldAllAsked(bool folded);

 private:
  void showHeader();
  void fill();
  void place();
  int rowHeight() const;
  std::size_t wanted() const;

  GroupPlan m_plan;
  ChartSettings m_settings;
  int m_columns = 2;
  int m_reach = 0;  // pixels of the body that have been seen
  bool m_folded = false;
  ChartCard* m_alone = nullptr;
  QWidget* m_head;
  QToolButton* m_fold;
  QLabel* m_title;
  QLabel* m_count;
  QWidget* m_body;
  QGridLayout* m_grid;
  std::map<QString, ChartCard*> m_cards;  // by tag; those that were made
};

}  // namespace cairn::ui
