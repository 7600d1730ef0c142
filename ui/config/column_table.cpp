#include "ui/config/column_table.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/elided_label.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr int kMostRows = 12;
constexpr int kRowHeight = 28;

/// Draws the small histogram.
class BinsDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    QStyledItemDelegate::paint(painter, option, index);
    const auto bins = index.data(ColumnModel::BinsRole).value<QList<int>>();
    const int most = bins.isEmpty() ? 0 : *std::max_element(bins.begin(), bins.end());
    if (most == 0) return;
    const QRectF box = QRectF(option.rect).adjusted(6, 5, 0, -5);
    double x = box.left();
    QColor color = tokens().accent;
    color.setAlphaF(0.75F);
    for (const int bin : bins) {
      const double height = std::max(bin > 0 ? 1.5 : 0.0, box.height() * bin / most);
      painter->fillRect(QRectF(x, box.bottom() - height, 5, height), color);
      x += 6;
    }
  }
};

Qt::Alignment alignment(ColumnModel::Column column) {
  return Qt::AlignVCenter | (column == ColumnModel::Column::Name ? Qt::AlignRight : Qt::AlignLeft);
}

}  // namespace

void ColumnModel::setFacts(std::shared_ptr<const DataFacts> facts, const model::Config& config) {
  beginResetModel();
  m_facts = std::move(facts);
  m_features = config.args.featureColumns;
  for (const auto* more : {&config.args.linearFeatureColumns, &config.args.dnnFeatureColumns})
    m_features.insert(m_features.end(), more->begin(), more->end());
  const auto train = config.data.find("train");
  const QString label = train == config.data.end() ? QString() : toQString(train->second.label);
  m_rows.clear();
  if (m_facts)
    for (std::size_t i = 0; i < m_facts->columns.size(); ++i)
      if (m_facts->columns[i].name != label) m_rows.push_back(i);
  endResetModel();
}

int ColumnModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ColumnModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(Column::Count);
}

QString ColumnModel::featureOf(const QString& column) const {
  QStringList names;
  for (const auto& feature : m_features) {
    const auto keys = data::featureKeys(feature);
    if (std::find(keys.begin(), keys.end(), fromQString(column)) != keys.end())
      names << toQString(data::columnTypeName(feature.type));
  }
  names.removeDuplicates();
  return names.join(QStringLiteral(", "));
}

QString ColumnModel::text(const ColumnFacts& facts, Column column) const {
  switch (column) {
    case Column::Name:
      return shownName(facts.name);
    case Column::Feature: {
      const QString feature = featureOf(facts.name);
      return feature.isEmpty() ? tr("not used") : feature;
    }
    case Column::Range:
      if (facts.text) return tr("%n value(s)", nullptr, static_cast<int>(facts.distinct));
      return QStringLiteral("%1 – %2").arg(numberText(facts.min, 2), numberText(facts.max, 2));
    case Column::Missing:
      return countText(facts.missing);
    case Column::Values:
    case Column::Count:
      break;
  }
  return {};
}

QVariant ColumnModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !m_facts) return {};
  const ColumnFacts& facts = m_facts->columns[m_rows[static_cast<std::size_t>(index.row())]];
  const auto column = static_cast<Column>(index.column());
  const bool mono = column == Column::Name || column == Column::Range;
  switch (role) {
    case Qt::DisplayRole:
      return text(facts, column);
    case Qt::ToolTipRole:
      return text(facts, column).toHtmlEscaped();
    case Qt::TextAlignmentRole:
      return QVariant(alignment(column));
    case Qt::FontRole:
      return mono ? QVariant(monoFont()) : QVariant();
    case UsedRole:
      return !featureOf(facts.name).isEmpty();
    case Qt::ForegroundRole:
      return column == Column::Missing || featureOf(facts.name).isEmpty() ? tokens().muted
                                                                          : tokens().text;
    case BinsRole: {
      if (column != Column::Values) return {};
      QList<int> bins;
      for (const std::uint32_t bin : facts.bins) bins << static_cast<int>(bin);
      return QVariant::fromValue(bins);
    }
    default:
      return {};
  }
}

QVariant ColumnModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) return QVariant(alignment(column));
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Name:
      return tr("Column");
    case Column::Feature:
      return tr("Feature column");
    case Column::Range:
      return tr("Range");
    case Column::Missing:
      return tr("Missing");
    case Column::Values:
      return tr("Values");
    case Column::Count:
      break;
  }
  return {};
}

ColumnTable::ColumnTable(ColumnModel* model, QWidget* parent) : QTableView(parent) {
  setObjectName(QStringLiteral("config.columns"));
  setAccessibleName(tr("Columns of the data file"));
  setModel(model);
  setItemDelegateForColumn(static_cast<int>(ColumnModel::Column::Values), new BinsDelegate(this));
  setShowGrid(false);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::NoSelection);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFrameShape(QFrame::NoFrame);
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(kRowHeight);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setStretchLastSection(true);
  horizontalHeader()->setSectionsClickable(false);
  setColumnWidth(static_cast<int>(ColumnModel::Column::Name), 184);
  setColumnWidth(static_cast<int>(ColumnModel::Column::Feature), 168);
  setColumnWidth(static_cast<int>(ColumnModel::Column::Range), 110);
  setColumnWidth(static_cast<int>(ColumnModel::Column::Missing), 84);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(model, &QAbstractItemModel::modelReset, this, [this] { updateGeometry(); });
}

QSize ColumnTable::sizeHint() const {
  const int rows = std::min(model() ? model()->rowCount() : 0, kMostRows);
  return {400, horizontalHeader()->sizeHint().height() + rows * kRowHeight + 2};
}

}  // namespace cairn::ui
