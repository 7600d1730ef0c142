#include "ui/restore/ways_out_card.h"

#include "ui/bridge/convert.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

using restore::WayOutKind;

struct Words {
  QString title, detail, button, id;
};

Words wordsOf(const restore::Report& report, const restore::WayOut& way) {
  const QString step = report.step ? QString::number(report.step->value()) : QStringLiteral("0");
  switch (way.kind) {
    case WayOutKind::RestoreConfig:
      return {
          WaysOutCard::tr("Put the config back"),
          WaysOutCard::tr(
              "Sets the keys above to what they were at step %1. All %2 tensors restore. Can be "
              "undone.")
              .arg(step)
              .arg(way.of),
          WaysOutCard::tr("Revert"), QStringLiteral("revert")};
    case WayOutKind::NewModelDir:
      return {
          WaysOutCard::tr("Train in a new model_dir"),
          WaysOutCard::tr(
              "Keeps the config and starts at step 0 in a new folder. This one stays as it is."),
          WaysOutCard::tr("New run"), QStringLiteral("newRun")};
    case WayOutKind::EvaluateOnly:
      return {WaysOutCard::tr("Evaluate only"),
              WaysOutCard::tr(
                  "Only the optimizer's slots differ: evaluate and predict restore the model as it "
                  "is."),
              WaysOutCard::tr("Evaluate"), QStringLiteral("evaluate")};
    default:
      return {toQString(way.title), {}, WaysOutCard::tr("Do it"), QStringLiteral("other")};
  }
}

}  // namespace

WaysOutCard::WaysOutCard(QWidget* parent) : Card(QStringLiteral("restore.ways"), parent) {
  setTitle(tr("Ways out"), tr("most kept first"));
}

void WaysOutCard::setReport(const restore::Report& report) {
  delete m_list;
  m_list = new QWidget;
  auto* column = new QVBoxLayout(m_list);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  body()->setContentsMargins(0, 4, 0, 0);
  body()->addWidget(m_list);
  for (std::size_t i = 0; i < report.waysOut.size(); ++i) addWay(report, report.waysOut[i], i == 0);
  setVisible(!report.waysOut.empty());
}

void WaysOutCard::addWay(const restore::Report& report, const restore::WayOut& way, bool primary) {
  const Words words = wordsOf(report, way);
  auto* holder = new QFrame;
  setLook(holder, "look", QStringLiteral("row"));
  auto* row = new QHBoxLayout(holder);
  row->setContentsMargins(16, 12, 16, 12);
  row->setSpacing(16);
  auto* text = new QVBoxLayout;
  text->setSpacing(4);
  text->addWidget(makeLabel(words.title, TextRole::Title));
  QLabel* detail = makeLabel(words.detail, TextRole::Muted);
  detail->setWordWrap(true);
  text->addWidget(detail);
  row->addLayout(text, 1);
  auto* button = makeButton(words.button, primary ? ButtonKind::Primary : ButtonKind::Outline,
                            QStringLiteral("restore.") + words.id);
  button->setMinimumWidth(96);
  connect(button, &QPushButton::clicked, this, [this, kind = way.kind] { Q_EMIT chosen(kind); });
  row->addWidget(button, 0, Qt::AlignVCenter);
  m_list->layout()->addWidget(holder);
}

}  // namespace cairn::ui
