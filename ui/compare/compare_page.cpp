#include "ui/compare/compare_page.h"

#include "core/base/atomic_file.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/compare/compare_delegate.h"
#include "ui/compare/compare_model.h"
#include "ui/compare/parallel_view.h"
#include "ui/compare/scatter_matrix.h"
#include "ui/compare/scatter_view.h"
#include "ui/widgets/band.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented_control.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <span>

namespace cairn::ui {
namespace {

constexpr int kKeyWidth = 210;
constexpr int kNarrowKey = 160;
constexpr int kNarrow = 800;
constexpr int kLeastRun = 140;
constexpr int kMostRun = 240;
constexpr int kRowHeight = 28;
constexpr int kChartHeight = 292;
constexpr int kLow = 640;
constexpr int kLowChartHeight = 210;

}  // namespace

ComparePage::ComparePage(Services services, QWidget* parent)
    : Page(services, QStringLiteral("compare"), parent),
      m_model(new CompareModel(this)),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState(QStringLiteral("compare.empty"))) {
  auto* inside = new QWidget;
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSpacing(16);
  m_band = new Band(QStringLiteral("compare.band"));
  m_band->hide();
  column->addWidget(m_band);
  column->addWidget(buildCharts());
  column->addWidget(buildTable(), 1);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(inside);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_stack);
  m_empty->setText(tr("Select two runs or more to compare them."));
  for (const auto& [key, by] :
       {std::pair{QKeySequence(Qt::Key_F7), 1}, {QKeySequence(Qt::SHIFT | Qt::Key_F7), -1}}) {
    auto* shortcut = new QShortcut(key, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, [this, by = by] { nextDifference(by); });
  }
}

QWidget* ComparePage::buildCharts() {
  m_chartCard = new Card(QStringLiteral("compare.chartCard"));
  m_chartCard->setFixedHeight(kChartHeight);
  m_chartKind = new SegmentedControl({{QStringLiteral("parallel"), tr("Parallel")},
                                      {QStringLiteral("scatter"), tr("Scatter")},
                                      {QStringLiteral("matrix"), tr("Matrix")}},
                                     QStringLiteral("compare.chartKind"));
  m_chartKind->setAccessibleName(tr("Chart"));
  m_scatterAxes = new QWidget;
  auto* axes = new QHBoxLayout(m_scatterAxes);
  axes->setContentsMargins(0, 0, 0, 0);
  m_scatterX = new QComboBox;
  m_scatterX->setObjectName(QStringLiteral("compare.scatterX"));
  m_scatterX->setAccessibleName(tr("Horizontal axis"));
  m_scatterY = new QComboBox;
  m_scatterY->setObjectName(QStringLiteral("compare.scatterY"));
  m_scatterY->setAccessibleName(tr("Vertical axis"));
  axes->addWidget(m_scatterY);
  axes->addWidget(makeLabel(tr("over"), TextRole::Muted));
  axes->addWidget(m_scatterX);
  m_scatterAxes->hide();
  m_chartCard->header()->addWidget(m_scatterAxes);
  m_chartCard->header()->addWidget(m_chartKind);
  m_charts = new QStackedWidget;
  m_parallel = new ParallelView;
  m_scatter = new ScatterView;
  m_charts->addWidget(m_parallel);
  m_charts->addWidget(m_scatter);
  m_matrix = new ScatterMatrix;
  m_charts->addWidget(m_matrix);
  m_chartCard->body()->setContentsMargins(8, 0, 8, 8);
  m_chartCard->body()->addWidget(m_charts, 1);
  connect(m_chartKind, &SegmentedControl::chosen, this, &ComparePage::showChart);
  connect(m_matrix, &ScatterMatrix::runChosen, this, &ComparePage::runChosen);
  connect(m_matrix, &ScatterMatrix::chartAsked, this, [this](const QString& x, const QString& y) {
    m_scatterX->setCurrentText(x);
    m_scatterY->setCurrentText(y);
    m_chartKind->setCurrent(1);
    showChart(1);
  });
  const auto changed = [this] {
    m_scatter->setAxes(m_scatterX->currentIndex(), m_scatterY->currentIndex());
  };
  connect(m_scatterX, &QComboBox::currentIndexChanged, this, changed);
  connect(m_scatterY, &QComboBox::currentIndexChanged, this, changed);
  connect(m_parallel, &ParallelView::brushed, this, &ComparePage::showTitles);
  connect(m_parallel, &ParallelView::runChosen, this, &ComparePage::runChosen);
  connect(m_scatter, &ScatterView::runChosen, this, &ComparePage::runChosen);
  return m_chartCard;
}

QTableView* ComparePage::makeView(const QString& objectName) {
  auto* view = new QTableView;
  view->setObjectName(objectName);
  view->setModel(m_model);
  auto* header = new RunHeader(view);
  view->setHorizontalHeader(header);
  header->setMinimumSectionSize(kLeastRun);
  header->setFixedHeight(34);
  view->setItemDelegate(new CompareDelegate(view));
  view->setShowGrid(false);
  view->setFrameShape(QFrame::NoFrame);
  view->setWordWrap(false);
  view->verticalHeader()->hide();
  view->verticalHeader()->setDefaultSectionSize(kRowHeight);
  view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(header, &QWidget::customContextMenuRequested, this,
          [this, view](const QPoint& at) { popUpColumn(view, at); });
  return view;
}

QWidget* ComparePage::buildTable() {
  m_card = new Card(QStringLiteral("compare.card"));
  buildTableHeader();
  m_frozen = makeView(QStringLiteral("compare.frozen"));
  m_frozen->setAccessibleName(tr("Keys and the base run"));
  m_table = makeView(QStringLiteral("compare.configs"));
  m_table->setAccessibleName(tr("Configs side by side"));
  m_frozen->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_frozen->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_table->setSelectionModel(m_frozen->selectionModel());
  connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, m_frozen->verticalScrollBar(),
          &QScrollBar::setValue);
  connect(m_frozen->verticalScrollBar(), &QScrollBar::valueChanged, m_table->verticalScrollBar(),
          &QScrollBar::setValue);
  // As high as its neighbour, or both would not scroll to the same place.
  connect(m_table->horizontalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int most) {
    m_frozen->setHorizontalScrollBarPolicy(most > 0 ? Qt::ScrollBarAlwaysOn
                                                    : Qt::ScrollBarAlwaysOff);
  });
  connect(m_frozen, &QTableView::clicked, this, [this](const QModelIndex& index) {
    if (index.column() == 0) m_model->turnDirection(index.row());
  });
  m_card->body()->setContentsMargins(1, 4, 1, 1);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(m_frozen);
  row->addWidget(m_table, 1);
  m_card->body()->addLayout(row, 1);
  return m_card;
}

QWidget* ComparePage::buildTableHeader() {
  QHBoxLayout* header = m_card->header();
  m_search = new QLineEdit;
  m_search->setObjectName(QStringLiteral("compare.search"));
  m_search->setAccessibleName(tr("Search keys"));
  m_search->setPlaceholderText(tr("Search keys"));
  m_search->addAction(icon(QStringLiteral("search"), IconColor::Muted), QLineEdit::LeadingPosition);
  m_search->setMinimumWidth(90);
  m_search->setMaximumWidth(160);
  m_only = new QCheckBox(tr("Only differences"));
  m_only->setObjectName(QStringLiteral("compare.only"));
  m_only->setChecked(true);
  m_kind = new SegmentedControl({{QStringLiteral("last"), tr("Last")},
                                 {QStringLiteral("lowest"), tr("Lowest")},
                                 {QStringLiteral("highest"), tr("Highest")}},
                                QStringLiteral("compare.kind"));
  m_kind->setAccessibleName(tr("Which result"));
  m_kind->setMinimumWidth(m_kind->sizeHint().width());
  auto* save = makeMenuButton(tr("Export"), ButtonKind::Plain, QStringLiteral("compare.export"));
  for (QWidget* widget : std::initializer_list<QWidget*>{m_search, m_kind, m_only, save})
    header->addWidget(widget);
  connect(m_search, &QLineEdit::textChanged, m_model, &CompareModel::setSearch);
  connect(m_only, &QCheckBox::toggled, m_model, &CompareModel::setOnlyDifferences);
  connect(m_kind, &SegmentedControl::chosen, this, [this](int kind) {
    m_model->setResultKind(static_cast<ResultKind>(kind));
    showCharts();
  });
  connect(save, &QPushButton::clicked, this, &ComparePage::popUpExport);
  return m_card;
}

void ComparePage::setSelection(const std::vector<RunRef>& runs) {
  Page::setSelection(runs);
  compare();
}

void ComparePage::setActive(bool active) {
  Page::setActive(active);
  compare();
}

void ComparePage::reload() { compare(); }

// In a low window the table comes first.
void ComparePage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  m_chartCard->setFixedHeight(height() < kLow ? kLowChartHeight : kChartHeight);
  // Once the card has its new width.
  QMetaObject::invokeMethod(this, &ComparePage::layOutColumns, Qt::QueuedConnection);
}

void ComparePage::setBase(const QString& runId) {
  m_base = runId;
  compare();
}

void ComparePage::compare() {
  if (!isActive()) return;
  if (selection().size() < 2) {
    m_job.cancel();
    m_empty->setText(tr("Select two runs or more to compare them."),
                     tr("Ctrl+click adds a run to the selection."));
    m_stack->setCurrentIndex(0);
    return;
  }
  std::vector<RunRef> runs = selection();
  std::stable_partition(runs.begin(), runs.end(),
                        [this](const RunRef& run) { return run.id == m_base; });
  m_job.start(
      [files = services().files, runs](std::stop_token stop) -> Job<Comparison>::Payload {
        CAIRN_ASSIGN(Comparison comparison, readComparison(*files, runs, stop));
        return std::make_shared<const Comparison>(std::move(comparison));
      },
      [this](const auto& payload) { take(payload); });
}

void ComparePage::take(const Job<Comparison>::Payload& payload) {
  if (!payload) {
    m_empty->setText(errorText(payload.error()), errorDetail(payload.error()));
    m_stack->setCurrentIndex(0);
    Q_EMIT compared();
    return;
  }
  m_comparison = *payload;
  m_model->setComparison(m_comparison);
  m_stack->setCurrentIndex(1);
  layOutColumns();
  showCharts();
  if (!m_comparison->withoutConfig.empty()) {
    QStringList names(m_comparison->withoutConfig.begin(), m_comparison->withoutConfig.end());
    m_card->setToolTip(tr("Without a config on record: %1").arg(names.join(QStringLiteral(", "))));
  } else {
    m_card->setToolTip({});
  }
  Q_EMIT compared();
}

void ComparePage::showTitles() {
  if (!m_comparison) return;
  const auto total = static_cast<int>(m_comparison->runs.size());
  const auto passing = static_cast<int>(m_parallel->passing().size());
  QString note = passing == total ? tr("%n run(s)", nullptr, total)
                                  : tr("%1 of %n run(s) pass", nullptr, total).arg(passing);
  const int kind = m_charts->currentIndex();
  if (kind == 0)
    note += QStringLiteral(" · ") + tr("drag on an axis to filter") + QStringLiteral(" · ") +
            tr("drag its name to move it");
  m_chartCard->setTitle(kind == 0   ? tr("Parallel coordinates")
                        : kind == 1 ? tr("Scatter")
                                    : tr("Scatter matrix"),
                        note);
  const auto without = static_cast<int>(m_comparison->withoutConfig.size());
  QString keys;
  if (m_comparison->keys == 0)
    keys = tr("none of these runs has its config on record");
  else if (m_comparison->differing == 0)
    keys = tr("the configs are equal; seeds too");
  else
    keys = tr("%1 of %2 keys differ from %3")
               .arg(m_comparison->differing)
               .arg(m_comparison->keys)
               .arg(m_comparison->runs.front().name);
  if (without > 0 && m_comparison->keys > 0)
    keys += QStringLiteral(" · ") + tr("%n run(s) without a config", nullptr, without);
  m_card->setTitle(tr("Configs"), keys);
}

void ComparePage::showChart(int kind) {
  m_charts->setCurrentIndex(kind);
  m_scatterAxes->setVisible(kind == 1);
  showTitles();
}

void ComparePage::showCharts() {
  if (!m_comparison) return;
  const ResultKind kind = m_model->resultKind();
  m_parallel->setContent(m_comparison->runs, makeAxes(*m_comparison, kind));
  m_scatter->setContent(m_comparison->runs, makeAxes(*m_comparison, kind, 64));
  m_matrix->setContent(m_comparison->runs, makeAxes(*m_comparison, kind));
  showScatterAxes();
  m_chartCard->setVisible(!m_parallel->axes().empty());
  showTitles();
}

void ComparePage::showScatterAxes() {
  const auto axes = makeAxes(*m_comparison, m_model->resultKind(), 64);
  const QString x = m_scatterX->currentText(), y = m_scatterY->currentText();
  for (QComboBox* box : {m_scatterX, m_scatterY}) {
    const QSignalBlocker quiet(box);
    box->clear();
    for (const ParallelAxis& axis : axes) box->addItem(axis.name);
  }
  const auto result = std::find_if(axes.begin(), axes.end(), [](const ParallelAxis& axis) {
    return axis.name.endsWith(QChar(0x2193)) || axis.name.endsWith(QChar(0x2191));
  });
  const auto first = static_cast<int>(result - axes.begin());
  const int last = std::min(first, static_cast<int>(axes.size()) - 1);
  const int foundX = m_scatterX->findText(x), foundY = m_scatterY->findText(y);
  m_scatterX->setCurrentIndex(foundX >= 0 ? foundX : 0);
  m_scatterY->setCurrentIndex(foundY >= 0 ? foundY : last);
  m_scatter->setAxes(m_scatterX->currentIndex(), m_scatterY->currentIndex());
}

// The key and the base stand still at the left; the others scroll sideways.
void ComparePage::layOutColumns() {
  const int columns = m_model->columnCount();
  const int key = width() < kNarrow ? kNarrowKey : kKeyWidth;
  // As wide as there is room for; beyond that it scrolls.
  const int room = m_card->width() - key - 2;
  const int run = std::clamp(room / std::max(1, columns - 1), kLeastRun, kMostRun);
  for (int column = 0; column < columns; ++column) {
    m_frozen->setColumnHidden(column, column > 1);
    m_table->setColumnHidden(column, column <= 1);
    const int width = column == 0 ? key : run;
    m_frozen->setColumnWidth(column, width);
    m_table->setColumnWidth(column, width);
  }
  m_frozen->setFixedWidth(key + run);
}

void ComparePage::nextDifference(int by) {
  choose(m_model->nextDifference(m_frozen->currentIndex(), by));
}

void ComparePage::choose(const QModelIndex& place) {
  if (!place.isValid()) return;
  m_frozen->setCurrentIndex(place);
  m_table->scrollTo(place);
}

void ComparePage::popUpColumn(QTableView* view, const QPoint& at) {
  const int column = view->horizontalHeader()->logicalIndexAt(at);
  if (column < 1 || !m_comparison) return;
  const RunRef run = m_comparison->runs[static_cast<std::size_t>(column - 1)];
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("compare.column.menu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Make it the base"), this, [this, run] { setBase(run.id); })
      ->setEnabled(column > 1);
  menu->addAction(tr("Select this run"), this, [this, run] { Q_EMIT runChosen(run.id); });
  menu->popup(view->horizontalHeader()->mapToGlobal(at));
}

void ComparePage::popUpExport() {
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("compare.export.menu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (const auto& [format, name] : {std::pair{TableFormat::Csv, "CSV"},
                                     {TableFormat::Markdown, "Markdown"},
                                     {TableFormat::Json, "JSON"},
                                     {TableFormat::Latex, "LaTeX"}}) {
    menu->addAction(tr("%1…").arg(QLatin1String(name)), this,
                    [this, format = format] { askSave(format); });
  }
  menu->addSeparator();
  menu->addAction(tr("Copy as Markdown"), this, [this] {
    if (m_comparison)
      QGuiApplication::clipboard()->setText(comparisonText(
          *m_comparison, TableFormat::Markdown, m_model->onlyDifferences(), m_model->resultKind()));
  });
  auto* button = findChild<QWidget*>(QStringLiteral("compare.export"));
  menu->popup(button->mapToGlobal(QPoint(0, button->height() + 4)));
}

void ComparePage::askSave(TableFormat format) {
  const QString suffix = suffixOf(format);
  auto* dialog = new QFileDialog(this, tr("Export the comparison"));
  dialog->setObjectName(QStringLiteral("compare.exportDialog"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setNameFilters({QStringLiteral("*.") + suffix});
  dialog->setDefaultSuffix(suffix);
  dialog->selectFile(QStringLiteral("comparison.") + suffix);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, format](const QString& file) { saveTable(format, toPath(file)); });
  dialog->open();
}

void ComparePage::saveTable(TableFormat format, const fs::path& file) {
  if (!m_comparison) return;
  m_write.start(
      [files = services().files, comparison = m_comparison, format, file,
       only = m_model->onlyDifferences(),
       kind = m_model->resultKind()](std::stop_token) -> Job<fs::path>::Payload {
        const QByteArray text = comparisonText(*comparison, format, only, kind).toUtf8();
        CAIRN_TRY(writeFileAtomically(
            *files, file,
            std::as_bytes(std::span(text.data(), static_cast<std::size_t>(text.size())))));
        return std::make_shared<const fs::path>(file);
      },
      [this](const Job<fs::path>::Payload& written) {
        if (!written)
          return m_band->say(Tone::Bad, errorText(written.error()), errorDetail(written.error()));
        m_band->say(Tone::Ok, tr("%1 was written.").arg(pathText(**written)));
        Q_EMIT saved(**written);
      });
}

}  // namespace cairn::ui
