#pragma once

#include "core/model/config.h"
#include "ui/widgets/card.h"

class QPlainTextEdit;
class QPushButton;

namespace cairn::ui {

/// The same config as the Python that does it, or as JSON; lines that differ from what was recorded
/// are tinted.
/// Thread: GUI thread only.
class SourceCard : public Card {
  Q_OBJECT
 public:
  explicit SourceCard(QWidget* parent = nullptr);
  void setConfig(const model::Config& config, const std::optional<model::Config>& recorded,
                 const QString& modelDir);
  QString text() const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void refresh();
  void tint(const QString& before);

  model::Config m_config;
  std::optional<model::Config> m_recorded;
  QString m_modelDir;
  bool m_json = false;
  QPlainTextEdit* m_text;
  QPushButton* m_switch;
};

}  // namespace cairn::ui
