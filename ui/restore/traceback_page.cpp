#include "ui/restore/traceback_page.h"

#include "core/formats/checkpoint_state.h"
#include "core/restore/located_checkpoint.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/restore/traceback_text.h"
#include "ui/restore/traceback_words.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pill.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kRightWidth = 440;
constexpr int kRightNarrow = 300;
constexpr std::size_t kMostCandidates = 8;
constexpr int kFactName = 128;

QWidget* separator() {
  auto* line = new QFrame;
  line->setFrameShape(QFrame::NoFrame);
  line->setFixedHeight(1);
  line->setBackgroundRole(QPalette::Mid);
  line->setAutoFillBackground(true);
  return line;
}

QVBoxLayout* emptyColumn(QWidget* widget, int spacing) {
  auto* column = new QVBoxLayout(widget);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(spacing);
  return column;
}

QLabel* wrapped(const QString& text, TextRole role, const QString& name = {}) {
  QLabel* label = makeLabel(text, role, name);
  label->setWordWrap(true);
  return label;
}

}  // namespace

TracebackPage::TracebackPage(Services services, QWidget* parent)
    : QWidget(parent), m_services(services), m_stack(new QStackedWidget) {
  setObjectName(QStringLiteral("traceback"));
  auto* inside = new QWidget;
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSpacing(16);
  column->addWidget(buildHead());
  m_columns = new QHBoxLayout;
  QBoxLayout* below = m_columns;
  below->setSpacing(16);
  auto* left = new QVBoxLayout;
  left->addWidget(buildText());
  left->addStretch(1);
  below->addLayout(left, 3);
  below->addWidget(buildRight(), 2);
  column->addLayout(below, 1);
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("traceback.scroll"));
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(inside);
  m_stack->addWidget(buildBox());
  m_stack->addWidget(scroll);
  emptyColumn(this, 0)->addWidget(m_stack);
}

QWidget* TracebackPage::buildBox() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(16, 16, 16, 16);
  auto* card = new Card(QStringLiteral("traceback.boxCard"));
  card->setTitle(tr("Explain a traceback"));
  card->body()->addWidget(
      wrapped(tr("Paste what Python printed when a restore failed, all of it: the rest is found."),
              TextRole::Muted));
  m_box = new QPlainTextEdit;
  m_box->setObjectName(QStringLiteral("traceback.box"));
  m_box->setAccessibleName(tr("Text of the traceback"));
  m_box->setTabChangesFocus(true);
  m_box->setFont(QFont(QStringLiteral("JetBrains Mono")));
  card->body()->addWidget(m_box, 1);
  m_wrong = wrapped({}, TextRole::Error, QStringLiteral("traceback.wrong"));
  m_wrong->hide();
  card->body()->addWidget(m_wrong);
  auto* row = new QHBoxLayout;
  m_explain = makeButton(tr("Explain"), ButtonKind::Primary, QStringLiteral("traceback.explain"));
  auto* paste = makeButton(tr("Paste"), ButtonKind::Outline, QStringLiteral("traceback.paste"));
  auto* close = makeButton(tr("Cancel"), ButtonKind::Flat, QStringLiteral("traceback.cancel"));
  m_explain->setEnabled(false);
  connect(m_box, &QPlainTextEdit::textChanged, this, [this] {
    m_explain->setEnabled(!m_box->document()->isEmpty());
    m_wrong->hide();
  });
  connect(m_explain, &QPushButton::clicked, this, [this] { setText(m_box->toPlainText()); });
  connect(paste, &QPushButton::clicked, m_box, &QPlainTextEdit::paste);
  connect(close, &QPushButton::clicked, this, &TracebackPage::closeAsked);
  for (QPushButton* button : {m_explain, paste, close}) row->addWidget(button);
  row->addStretch(1);
  card->body()->addLayout(row);
  column->addWidget(card);
  return page;
}

QWidget* TracebackPage::buildHead() {
  m_head = new Card(QStringLiteral("traceback.head"));
  auto* row = new QHBoxLayout;
  row->setSpacing(12);
  m_pill = new Pill(QStringLiteral("traceback.state"));
  m_verdict = wrapped({}, TextRole::Heading, QStringLiteral("traceback.verdict"));
  row->addWidget(m_pill, 0, Qt::AlignTop);
  row->addWidget(m_verdict, 1);
  m_head->body()->addLayout(row);
  m_detail = wrapped({}, TextRole::Body, QStringLiteral("traceback.detail"));
  m_detail->setForegroundRole(QPalette::PlaceholderText);
  m_head->body()->addWidget(m_detail);
  return m_head;
}

QWidget* TracebackPage::buildText() {
  m_textCard = new Card(QStringLiteral("traceback.textCard"));
  m_textCard->setTitle(tr("Pasted text"));
  auto* other =
      makeButton(tr("Paste another"), ButtonKind::Outline, QStringLiteral("traceback.another"));
  m_fold = makeButton(tr("Unfold all"), ButtonKind::Outline, QStringLiteral("traceback.fold"));
  auto* close = new IconButton(QStringLiteral("cross"), tr("Close the traceback"),
                               QStringLiteral("traceback.close"));
  connect(other, &QPushButton::clicked, this, &TracebackPage::askForText);
  connect(m_fold, &QPushButton::clicked, this, [this] {
    m_listing->setFolded(!m_listing->isFolded());
    m_fold->setText(m_listing->isFolded() ? tr("Unfold all") : tr("Fold"));
  });
  connect(close, &IconButton::clicked, this, &TracebackPage::closeAsked);
  m_textCard->header()->addWidget(other);
  m_textCard->header()->addWidget(m_fold);
  m_textCard->header()->addWidget(close);
  m_listing = new TracebackText;
  m_textCard->body()->addWidget(m_listing);
  m_textCard->body()->addWidget(separator());
  m_textCard->body()->addWidget(makeLabel(tr("What the text tells"), TextRole::Title));
  return m_textCard;
}

QWidget* TracebackPage::buildRight() {
  auto* right = m_right = new QWidget;
  right->setMinimumWidth(kRightNarrow);
  right->setMaximumWidth(kRightWidth);
  auto* column = emptyColumn(right, 16);
  m_whichCard = new Card(QStringLiteral("traceback.whichCard"));
  m_whichCard->setTitle(tr("Which model_dir was it?"));
  m_waysCard = new Card(QStringLiteral("traceback.waysCard"));
  m_waysCard->setTitle(tr("Ways out"), tr("without the model_dir"));
  column->addWidget(m_whichCard);
  column->addWidget(m_waysCard);
  column->addStretch(1);
  return right;
}

// Text and ways out beside one another want room; else they stand below one another.
void TracebackPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  constexpr int kLines = 56;
  const bool narrow = width() < kLines * fontMetrics().height();
  m_columns->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  m_right->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : kRightWidth);
}

void TracebackPage::askForText() {
  m_stack->setCurrentIndex(0);
  m_box->clear();
  m_box->setFocus();
}

void TracebackPage::setText(const QString& text) {
  m_text = text;
  const auto runs = m_runs ? m_runs() : std::vector<RunRef>();
  m_job.start(
      [files = m_services.files, text = fromQString(text),
       runs](std::stop_token stop) -> Job<Finding>::Payload {
        CAIRN_ASSIGN(restore::Traceback told, restore::readTraceback(text));
        Finding finding;
        for (const RunRef& run : runs) {
          if (stop.stop_requested()) break;
          ++finding.looked;
          const auto could = restore::couldBeOf(*files, told, run.modelDir);
          if (!could || !*could) continue;
          Candidate candidate{run, {}};
          if (const auto at = restore::locateCheckpoint(*files, run.modelDir); at && at->prefix)
            if (const auto step = formats::stepOfPrefix(at->prefix->string()))
              candidate.step = Step(*step);
          finding.candidates.push_back(std::move(candidate));
        }
        finding.told = std::make_shared<const restore::Traceback>(std::move(told));
        // The run whose step the text names, or as many as the script trains, first.
        std::stable_sort(finding.candidates.begin(), finding.candidates.end(),
                         [&](const Candidate& a, const Candidate& b) {
                           const auto fits = [&](const Candidate& one) {
                             return one.step && (one.step == finding.told->step ||
                                                 one.step->value() == finding.told->steps);
                           };
                           return fits(a) && !fits(b);
                         });
        return std::make_shared<const Finding>(std::move(finding));
      },
      [this](const Job<Finding>::Payload& finding) { take(finding); });
}

void TracebackPage::take(const Job<Finding>::Payload& finding) {
  if (!finding) {
    m_stack->setCurrentIndex(0);
    if (m_box->document()->isEmpty()) m_box->setPlainText(m_text);
    m_wrong->setText(tr(
        "No Python exception is in this text. Paste all that Python printed, to the last line."));
    m_wrong->show();
    Q_EMIT read();
    return;
  }
  m_finding = *finding;
  const restore::Traceback& told = *m_finding->told;
  const bool known = told.fault != restore::Fault::Other;
  m_pill->setLook(known
                      ? PillLook{Tone::Bad, QStringLiteral("cross"), tr("Restore failed in Python")}
                      : PillLook{Tone::Neutral, QStringLiteral("question"), tr("Not known")});
  m_head->setBar(known ? std::optional(Tone::Bad) : std::nullopt);
  const TracebackWords words = wordsOf(told);
  m_verdict->setText(words.verdict);
  m_detail->setText(words.detail);
  QString note =
      tr("%n line(s), %1", nullptr, static_cast<int>(told.lines.size())).arg(bytesText(told.bytes));
  if (told.cut) note += tr("; the first 4 MB were read");
  m_textCard->setTitle(tr("Pasted text"), note);
  m_listing->setTraceback(m_finding->told);
  showFacts();
  showCandidates();
  showWays();
  m_stack->setCurrentIndex(1);
  Q_EMIT read();
}

void TracebackPage::showFacts() {
  delete m_facts;
  m_facts = new QWidget;
  auto* column = emptyColumn(m_facts, 8);
  for (const TracebackFact& fact : factsOf(*m_finding->told)) {
    column->addWidget(separator());
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    QLabel* name = makeLabel(fact.name, TextRole::Muted);
    name->setMinimumWidth(kFactName);
    row->addWidget(name, 0, Qt::AlignTop);
    row->addWidget(wrapped(fact.value, TextRole::Mono, QStringLiteral("traceback.fact.") + fact.id),
                   1);
    using Source = TracebackFact::Source;
    const PillLook look = fact.source == Source::Found
                              ? PillLook{Tone::Ok, QStringLiteral("check"), tr("found")}
                          : fact.source == Source::Inferred
                              ? PillLook{Tone::Warn, QStringLiteral("search"), tr("inferred")}
                              : PillLook{Tone::Bad, QStringLiteral("cross"), tr("not in the text")};
    auto* pill = new Pill(QStringLiteral("traceback.source.") + fact.id);
    pill->setLook(look);
    row->addWidget(pill, 0, Qt::AlignTop);
    column->addLayout(row);
  }
  m_textCard->body()->addWidget(m_facts);
}

void TracebackPage::showCandidates() {
  delete m_which;
  m_which = new QWidget;
  auto* column = emptyColumn(m_which, 8);
  const restore::Traceback& told = *m_finding->told;
  m_whichCard->setTitle(tr("Which model_dir was it?"),
                        told.path.empty() ? tr("the text doesn't say") : toQString(told.path));
  const int count = static_cast<int>(m_finding->candidates.size());
  QString matches = tr("The text names no tensor that a run could be known by.");
  if (!told.tensor.empty())
    matches = (told.fault == restore::Fault::Missing
                   ? tr("Runs here without %1: %2 of %3.")
                   : tr("Runs here that hold %1 with that shape: %2 of %3."))
                  .arg(toQString(told.tensor))
                  .arg(count)
                  .arg(m_finding->looked);
  column->addWidget(wrapped(matches, TextRole::Muted, QStringLiteral("traceback.matches")));
  auto* check = makeButton({}, ButtonKind::Primary, QStringLiteral("traceback.check"));
  auto* group = new QButtonGroup(m_which);
  for (std::size_t i = 0; i < m_finding->candidates.size() && i < kMostCandidates; ++i) {
    const Candidate& candidate = m_finding->candidates[i];
    auto* choice = new QRadioButton(shownName(candidate.run.name));
    choice->setObjectName(QStringLiteral("traceback.run%1").arg(i));
    choice->setToolTip(pathText(candidate.run.modelDir).toHtmlEscaped());
    group->addButton(choice, static_cast<int>(i));
    auto* row = new QHBoxLayout;
    row->addWidget(choice, 1);
    if (candidate.step) {
      const bool asMany = candidate.step->value() == told.steps;
      row->addWidget(makeLabel(
          asMany
              ? tr("step %1, as many as the script trains").arg(countText(candidate.step->value()))
              : tr("step %1").arg(countText(candidate.step->value())),
          TextRole::Muted));
    }
    column->addLayout(row);
  }
  const auto choose = [this, check](int id) {
    const auto& run = m_finding->candidates[static_cast<std::size_t>(id)].run;
    check->setText(tr("Check against %1").arg(shownName(run.name)));
  };
  connect(group, &QButtonGroup::idClicked, this, choose);
  connect(check, &QPushButton::clicked, this, [this, group] {
    const auto& run = m_finding->candidates[static_cast<std::size_t>(group->checkedId())].run;
    Q_EMIT checkAsked(m_text, run.modelDir, run.name);
  });
  auto* buttons = new QHBoxLayout;
  if (count > 0) {
    group->button(0)->setChecked(true);
    choose(0);
  }
  auto* other = makeButton(count > 0 ? tr("Another model_dir…") : tr("Choose the model_dir…"),
                           count > 0 ? ButtonKind::Outline : ButtonKind::Primary,
                           QStringLiteral("traceback.other"));
  connect(other, &QPushButton::clicked, this, &TracebackPage::askModelDir);
  buttons->addWidget(check);
  buttons->addWidget(other);
  buttons->addStretch(1);
  column->addSpacing(4);
  column->addLayout(buttons);
  check->setVisible(count > 0);
  m_whichCard->body()->addWidget(m_which);
}

void TracebackPage::showWays() {
  delete m_ways;
  m_ways = new QWidget;
  auto* column = emptyColumn(m_ways, 12);
  for (const TracebackWay& way : waysOf(*m_finding->told)) {
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    auto* text = new QVBoxLayout;
    text->setSpacing(4);
    text->addWidget(makeLabel(way.title, TextRole::Title));
    text->addWidget(wrapped(way.detail, TextRole::Muted));
    row->addLayout(text, 1);
    auto* copy = makeButton(tr("Copy as Python"), ButtonKind::Outline,
                            QStringLiteral("traceback.way.") + way.id);
    copy->setToolTip(way.python.toHtmlEscaped());
    connect(copy, &QPushButton::clicked, this,
            [python = way.python] { QGuiApplication::clipboard()->setText(python); });
    row->addWidget(copy, 0, Qt::AlignVCenter);
    column->addLayout(row);
    column->addWidget(separator());
  }
  column->addWidget(
      wrapped(tr("Other ways need the checkpoint: choose the model_dir above."), TextRole::Muted));
  m_waysCard->body()->addWidget(m_ways);
}

void TracebackPage::askModelDir() {
  auto* dialog = new QFileDialog(this, tr("The model_dir that the traceback came from"));
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
    Q_EMIT checkAsked(m_text, toPath(folder), fileName(toPath(folder)));
  });
  dialog->open();
}

}  // namespace cairn::ui
