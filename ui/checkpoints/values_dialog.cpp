#include "ui/checkpoints/values_dialog.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented_control.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr int kRowHeight = 26;
constexpr int kColumnWidth = 96;
constexpr int kMostCopied = 200'000;  // cells

}  // namespace

std::optional<std::int64_t> elementAt(const formats::Shape& shape, const QString& text) {
  static const QRegularExpression separator(QStringLiteral("[\\[\\],\\s]+"));
  std::vector<std::int64_t> index;
  for (const QString& part : text.split(separator, Qt::SkipEmptyParts)) {
    bool isNumber = false;
    index.push_back(part.toLongLong(&isNumber));
    if (!isNumber || index.back() < 0) return std::nullopt;
  }
  const auto count = formats::elementCount(shape);
  if (index.empty() || !count) return std::nullopt;
  if (index.size() == 1 && shape.size() != 1)
    return index[0] < *count ? std::optional(index[0]) : std::nullopt;
  if (index.size() != shape.size()) return std::nullopt;
  std::int64_t element = 0;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    if (index[d] >= shape[d]) return std::nullopt;
    element = element * shape[d] + index[d];
  }
  return element;
}

ValuesDialog::ValuesDialog(std::shared_ptr<const CheckpointPair> pair,
                           const formats::BundleEntry& entry, QWidget* parent)
    : QDialog(parent), m_model(new ValuesModel(this)) {
  setObjectName(QStringLiteral("values"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(toQString(entry.name));
  resize(720, 520);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSizeConstraint(QLayout::SetNoConstraint);  // resize() above counts
  column->setSpacing(8);
  auto* row = new QHBoxLayout;
  m_note = makeLabel(tr("Reading…"), TextRole::Muted, QStringLiteral("values.note"));
  m_index = new QLineEdit;
  m_index->setObjectName(QStringLiteral("values.index"));
  m_index->setAccessibleName(tr("Go to index"));
  m_index->setPlaceholderText(tr("Go to index: %1").arg(QStringLiteral("2, 7")));
  m_index->setFixedWidth(180);
  auto* format = new SegmentedControl({{QStringLiteral("short"), tr("4 digits")},
                                       {QStringLiteral("long"), tr("6 digits")},
                                       {QStringLiteral("exact"), tr("Full")}},
                                      QStringLiteral("values.format"));
  format->setAccessibleName(tr("Number format"));
  row->addWidget(m_note, 1);
  row->addWidget(m_index);
  row->addWidget(format);
  column->addLayout(row);
  m_table = new QTableView;
  m_table->setObjectName(QStringLiteral("values.table"));
  m_table->setAccessibleName(tr("Values"));
  m_table->setModel(m_model);
  m_table->horizontalHeader()->setDefaultSectionSize(kColumnWidth);
  m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
  column->addWidget(m_table, 1);
  connect(m_index, &QLineEdit::returnPressed, this, &ValuesDialog::goTo);
  connect(format, &SegmentedControl::chosen, this,
          [this](int index) { m_model->setFormat(static_cast<NumberFormat>(index)); });
  m_read.start(
      [pair, name = entry.name](std::stop_token) -> Job<TensorValues>::Payload {
        const bool inA = pair->a.find(name) != nullptr;
        CAIRN_ASSIGN(const formats::Tensor tensor, inA ? pair->a.read(name) : pair->b->read(name));
        CAIRN_ASSIGN(TensorValues values, tableOf(name, tensor));
        return std::make_shared<const TensorValues>(std::move(values));
      },
      [this](const auto& values) { take(values); });
}

void ValuesDialog::take(const Job<TensorValues>::Payload& values) {
  if (!values) {
    m_note->setText(errorText(values.error()));
  } else {
    m_values = *values;
    m_model->setValues(m_values);
    const auto count = formats::elementCount(m_values->shape);
    m_note->setText(tr("%1 %2 · %3 values")
                        .arg(toQString(formats::dtypeName(m_values->dtype)),
                             toQString(formats::shapeText(m_values->shape)),
                             countText(count ? *count : 0)));
  }
  Q_EMIT loaded();
}

void ValuesDialog::goTo() {
  if (!m_values) return;
  const auto element = elementAt(m_values->shape, m_index->text());
  const QModelIndex place = element ? m_model->reach(*element) : QModelIndex();
  setLook(m_index, "invalid", !place.isValid());
  if (!place.isValid()) return;
  m_table->setCurrentIndex(place);
  m_table->scrollTo(place, QAbstractItemView::PositionAtCenter);
}

QString ValuesDialog::selectedText() const {
  const QItemSelection selection = m_table->selectionModel()->selection();
  if (selection.isEmpty() || !m_values) return {};
  QRect box;
  for (const QItemSelectionRange& range : selection)
    box =
        box.united(QRect(QPoint(range.left(), range.top()), QPoint(range.right(), range.bottom())));
  QString text;
  int left = kMostCopied;
  for (int row = box.top(); row <= box.bottom() && left > 0; ++row) {
    QStringList cells;
    for (int at = box.left(); at <= box.right() && left > 0; ++at, --left)
      cells << m_model->text(m_model->firstRow() + row, at, NumberFormat::Exact);
    text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
  }
  return text;
}

void ValuesDialog::keyPressEvent(QKeyEvent* event) {
  if (!event->matches(QKeySequence::Copy)) return QDialog::keyPressEvent(event);
  QGuiApplication::clipboard()->setText(selectedText());
}

}  // namespace cairn::ui
