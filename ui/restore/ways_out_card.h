#pragma once

#include "core/restore/report.h"
#include "ui/widgets/card.h"

namespace cairn::ui {

/// What can be done about it, most kept first; the first way is the primary button.
class WaysOutCard : public Card {
  Q_OBJECT
 public:
  explicit WaysOutCard(QWidget* parent = nullptr);
  void setReport(const restore::Report& report);

 Q_SIGNALS:
  void chosen(cairn::restore::WayOutKind kind);

 private:
  void addWay(const restore::Report& report, const restore::WayOut& way, bool primary);
  QWidget* m_list = nullptr;
};

}  // namespace cairn::ui
