#include "ui/shell/runs_pane.h"

#include "ui/bridge/numbers.h"
#include "ui/shell/run_row_delegate.h"
#include "ui/shell/runs_model.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

// The list's ground is the pane's; a style sheet rule for all lists would say otherwise.
class RunsList : public QListView {
 public:
  using QListView::QListView;
};

QWidget* hairline() {
  auto* line = new QWidget;
  line->setFixedHeight(1);
  line->setAutoFillBackground(true);
  line->setBackgroundRole(QPalette::Mid);
  return line;
}

}  // namespace

RunsPane::RunsPane(RunsModel* model, QWidget* parent) : QWidget(parent), m_model(model) {
  setObjectName(QStringLiteral("runs"));
  setProperty("pane", QStringLiteral("side"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(buildHead());
  buildList();
  column->addWidget(m_hint);
  column->addWidget(m_list, 1);
  column->addWidget(hairline());
  column->addWidget(buildFoot());
  connect(m_model, &RunsModel::countsChanged, this, &RunsPane::showCounts);
  connect(m_model, &QAbstractItemModel::rowsInserted, this, &RunsPane::selectSomething);
  showCounts();
}

QWidget* RunsPane::buildHead() {
  auto* head = new QWidget;
  auto* column = new QVBoxLayout(head);
  column->setContentsMargins(16, 10, 16, 8);
  column->setSpacing(8);
  auto* row = new QHBoxLayout;
  row->setSpacing(4);
  row->addWidget(makeLabel(tr("Runs"), TextRole::Caption, QStringLiteral("runs.title")));
  row->addStretch(1);
  m_counts = makeLabel({}, TextRole::Muted, QStringLiteral("runs.counts"));
  row->addWidget(m_counts);
  m_eyes =
      new IconButton(QStringLiteral("eye"), tr("Show all or none"), QStringLiteral("runs.eyes"));
  m_eyes->setFixedSize(26, 26);
  connect(m_eyes, &QToolButton::clicked, this, [this] {
    m_model->setAllShown(static_cast<int>(m_model->shown().size()) < m_model->total());
  });
  row->addWidget(m_eyes);
  column->addLayout(row);
  m_filter = new QLineEdit;
  m_filter->setObjectName(QStringLiteral("runs.filter"));
  m_filter->setPlaceholderText(tr("Filter"));
  m_filter->setAccessibleName(tr("Filter runs"));
  m_filter->addAction(icon(QStringLiteral("search"), IconColor::Muted), QLineEdit::LeadingPosition);
  m_filter->installEventFilter(this);
  connect(m_filter, &QLineEdit::textChanged, m_model, &RunsModel::setFilter);
  column->addWidget(m_filter);
  return head;
}

void RunsPane::buildList() {
  m_hint = makeLabel({}, TextRole::Body, QStringLiteral("runs.hint"));
  m_hint->setWordWrap(true);
  m_hint->setContentsMargins(16, 8, 16, 8);
  m_hint->setForegroundRole(QPalette::PlaceholderText);
  m_list = new RunsList;
  m_list->setObjectName(QStringLiteral("runs.list"));
  m_list->setAccessibleName(tr("Runs"));
  m_list->setModel(m_model);
  m_list->setItemDelegate(new RunRowDelegate(m_list));
  m_list->setUniformItemSizes(true);
  m_list->setMouseTracking(true);
  m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_list->setContextMenuPolicy(Qt::CustomContextMenu);
  m_list->installEventFilter(this);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
          &RunsPane::currentChanged);
  connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &RunsPane::selectionChanged);
  connect(m_list, &QAbstractItemView::activated, this, &RunsPane::activated);
  connect(m_list, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
    Q_EMIT contextMenuAsked(m_list->viewport()->mapToGlobal(at));
  });
}

QWidget* RunsPane::buildFoot() {
  auto* foot = new QWidget;
  auto* row = new QHBoxLayout(foot);
  row->setContentsMargins(16, 8, 16, 8);
  m_open = makeButton(tr("Open model_dir…"), ButtonKind::Plain, QStringLiteral("runs.open"),
                      QStringLiteral("folder"));
  connect(m_open, &QPushButton::clicked, this, &RunsPane::openAsked);
  row->addWidget(m_open);
  row->addStretch(1);
  return foot;
}

void RunsPane::setFolder(const QString& folder) {
  m_folder = folder;
  showCounts();
}

void RunsPane::setBusy(const QString& text) {
  m_busy = text;
  showCounts();
}

void RunsPane::setNarrow(bool narrow) {
  m_open->setText(narrow ? QString() : tr("Open model_dir…"));
  m_open->setIconSize(narrow ? QSize(16, 16) : QSize(20, 16));
  m_open->setToolTip(narrow ? tr("Open model_dir…") : QString());
}

// One sentence where the list has nothing to show.
void RunsPane::showCounts() {
  const int all = m_model->total();
  if (!m_busy.isEmpty())
    m_counts->setText(m_busy);
  else if (m_folder.isEmpty())
    m_counts->setText(tr("no folder open"));
  else
    m_counts->setText(
        tr("%1 of %2 · %3")
            .arg(countText(m_model->rowCount()), countText(all),
                 fontMetrics().elidedText(shownName(m_folder), Qt::ElideMiddle, 130)));
  m_eyes->setVisible(all > 0);
  m_filter->setVisible(!m_folder.isEmpty());
  QString hint;
  if (m_folder.isEmpty())
    hint = tr("The runs of the folder that you open are listed here.");
  else if (all == 0 && m_busy.isEmpty())
    hint = tr("No run in this folder: no event files, checkpoints or saved_model.pb were found.");
  else if (m_model->rowCount() == 0 && all > 0)
    hint = tr("No run matches the filter. Esc clears it.");
  m_hint->setText(hint);
  m_hint->setVisible(!hint.isEmpty());
}

void RunsPane::selectSomething() {
  if (m_list->currentIndex().isValid() || m_model->rowCount() == 0) return;
  m_list->setCurrentIndex(m_model->index(0));
}

RunRef RunsPane::current() const { return m_model->refAt(m_list->currentIndex()); }

std::vector<RunRef> RunsPane::selection() const {
  auto rows = m_list->selectionModel()->selectedRows();
  std::sort(rows.begin(), rows.end());
  std::vector<RunRef> refs;
  for (const QModelIndex& row : rows) refs.push_back(m_model->refAt(row));
  return refs;
}

void RunsPane::select(const QString& id) {
  if (const QModelIndex row = m_model->indexOf(id); row.isValid()) m_list->setCurrentIndex(row);
}

void RunsPane::focusFilter() { m_filter->setFocus(Qt::ShortcutFocusReason); }

bool RunsPane::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  if (watched == m_filter && key->key() == Qt::Key_Escape) {
    m_filter->clear();
    m_list->setFocus();
    return true;
  }
  if (watched == m_filter && key->key() == Qt::Key_Down) {
    m_list->setFocus();
    return true;
  }
  if (watched == m_list && key->key() == Qt::Key_Space) {
    for (const RunRef& run : selection()) {
      const QModelIndex row = m_model->indexOf(run.id);
      m_model->setData(row, !row.data(RunsModel::ShownRole).toBool(), RunsModel::ShownRole);
    }
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace cairn::ui
