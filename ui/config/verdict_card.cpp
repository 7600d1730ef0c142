#include "ui/config/verdict_card.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pill.h"

#include <QVBoxLayout>

namespace cairn::ui {
namespace {

// With the check itself well within 300 ms of the last key.
constexpr int kWaitMs = 80;

}  // namespace

VerdictCard::VerdictCard(Services services, QWidget* parent)
    : Card(QStringLiteral("config.verdict"), parent), m_services(services) {
  body()->setContentsMargins(18, 14, 16, 14);
  m_pill = new Pill(QStringLiteral("config.verdict.pill"));
  m_sentence = makeLabel({}, TextRole::Strong, QStringLiteral("config.verdict.sentence"));
  m_sentence->setWordWrap(true);
  m_detail = makeLabel({}, TextRole::Muted, QStringLiteral("config.verdict.detail"));
  m_detail->setWordWrap(true);
  m_explain = makeButton(tr("Show why and fix…"), ButtonKind::Primary,
                         QStringLiteral("config.verdict.explain"));
  connect(m_explain, &QPushButton::clicked, this, &VerdictCard::explainAsked);
  body()->addWidget(m_pill);
  body()->addWidget(m_sentence);
  body()->addWidget(m_detail);
  body()->addWidget(m_explain, 0, Qt::AlignLeft);
  m_wait.setSingleShot(true);
  m_wait.setInterval(kWaitMs);
  connect(&m_wait, &QTimer::timeout, this, &VerdictCard::checkNow);
  say(Tone::Neutral, QStringLiteral("question"), tr("Not checked"), tr("No run is selected."), {});
}

void VerdictCard::check(const model::Config& config, const fs::path& modelDir) {
  m_config = config;
  m_modelDir = modelDir;
  m_wait.start();
}

void VerdictCard::checkNow() {
  if (m_modelDir.empty()) return;
  PillLook look = m_pill->look();
  look.text = tr("checking…");
  look.tone = Tone::Neutral;
  look.iconName = QStringLiteral("more");
  m_pill->setLook(look);
  m_job.start(
      [services = m_services, config = m_config,
       folder = m_modelDir](std::stop_token stop) -> Job<restore::Report>::Payload {
        if (!exists(*services.files, folder)) {
          // A new experiment: nothing has been written yet.
          auto report = std::make_shared<restore::Report>();
          report->restores = report->startsAnew = true;
          return std::shared_ptr<const restore::Report>(std::move(report));
        }
        CAIRN_ASSIGN(auto report,
                     restore::explain(*services.files, config, folder, restore::Mode::Train, stop));
        return std::make_shared<const restore::Report>(std::move(report));
      },
      [this](const auto& report) { show(report); });
}

void VerdictCard::show(const Job<restore::Report>::Payload& payload) {
  if (!payload) {
    m_report = nullptr;
    say(Tone::Warn, QStringLiteral("warning"), tr("Can't tell"), errorText(payload.error()),
        errorDetail(payload.error()));
    Q_EMIT checked();
    return;
  }
  m_report = *payload;
  const restore::Report& report = *m_report;
  const auto all = static_cast<int>(report.tensors.size());
  const auto same = static_cast<int>(report.count(restore::TensorStatus::Fits));
  if (report.startsAnew) {
    say(Tone::Neutral, QStringLiteral("question"), tr("No checkpoint yet"), tr("Starts at step 0."),
        tr("The model_dir holds no checkpoint."));
  } else if (report.restores) {
    const bool silent = std::any_of(report.silent.begin(), report.silent.end(),
                                    [](const auto& change) { return !change.harmless; });
    const QString sentence =
        report.step ? tr("Resumes at step %1, %2 of %3 tensors.")
                          .arg(countText(report.step->value()), countText(same), countText(all))
                    : tr("Resumes, %1 of %2 tensors.").arg(countText(same), countText(all));
    if (silent)
      say(Tone::Warn, QStringLiteral("warning"), tr("Restores, but not what you expect"), sentence,
          toQString(report.silent.front().effect));
    else
      say(Tone::Ok, QStringLiteral("check"), tr("Would restore"), sentence, {});
  } else {
    const QString detail =
        all > 0 ? tr("%1 of %2 tensors differ.").arg(countText(all - same), countText(all))
                : QString();
    say(Tone::Bad, QStringLiteral("cross"), tr("Would not restore"), toQString(report.verdict),
        detail);
  }
  Q_EMIT checked();
}

void VerdictCard::say(Tone tone, const QString& iconName, const QString& word,
                      const QString& sentence, const QString& detail) {
  m_pill->setLook({tone, iconName, word});
  m_sentence->setText(sentence);
  m_detail->setText(detail);
  m_detail->setVisible(!detail.isEmpty());
  m_explain->setVisible(tone == Tone::Bad || tone == Tone::Warn);
  setBar(tone == Tone::Neutral ? std::nullopt : std::optional(tone));
  setAccessibleName(word + QStringLiteral(". ") + sentence);
}

}  // namespace cairn::ui
