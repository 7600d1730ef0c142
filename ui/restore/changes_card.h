#pragma once

#include "core/restore/report.h"
#include "ui/widgets/card.h"

class QGridLayout;

namespace cairn::ui {

/// What changed in the config: key, value when the checkpoint was saved, value now.
class ChangesCard : public Card {
  Q_OBJECT
 public:
  explicit ChangesCard(QWidget* parent = nullptr);
  void setReport(const restore::Report& report);

 Q_SIGNALS:
  /// A key was clicked.
  void keyChosen(QString key);

 private:
  void addHead(const restore::Report& report);
  void addRow(const std::string& key, const std::string& was, const std::string& now, bool cause,
              const QString& note);
  QWidget* m_table = nullptr;
  QGridLayout* m_grid = nullptr;
  int m_row = 0;
};

}  // namespace cairn::ui
