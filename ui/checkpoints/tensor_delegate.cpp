#include "ui/checkpoints/tensor_delegate.h"

#include "ui/checkpoints/tensor_tree_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"

#include <QPainter>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr int kRowHeight = 28;
constexpr int kPadding = 8;
constexpr int kEdge = 16;     // of the card
constexpr int kChevron = 14;  // before the name of a scope
constexpr int kBarRoom = 46;  // px, the longest bar of a change

void paintBins(QPainter& painter, const QRect& box, const QVariantList& bins, const QColor& color) {
  int most = 1;
  for (const QVariant& bin : bins) most = std::max(most, bin.toInt());
  const double width = static_cast<double>(box.width()) / static_cast<double>(bins.size());
  for (int i = 0; i < bins.size(); ++i) {
    const double share = static_cast<double>(bins[i].toInt()) / most;
    if (share <= 0) continue;
    const double height = std::max(1.0, share * box.height());
    painter.fillRect(
        QRectF(box.left() + i * width, box.bottom() + 1 - height, std::max(1.0, width - 1), height),
        color);
  }
}

// A bar that ends where the figure begins.
void paintBar(QPainter& painter, const QRect& box, double share, const QColor& color) {
  const double length = std::max(3.0, share * kBarRoom);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(color);
  painter.drawRoundedRect(QRectF(box.right() - length, box.center().y() - 2.5, length, 6), 3, 3);
}

QFont cellFont(const QFont& base, TensorTreeModel::Column column, bool isTensor, bool isWord) {
  using Column = TensorTreeModel::Column;
  if (column == Column::Name) return isTensor ? base : withWeight(base, QFont::DemiBold);
  if (column == Column::Shape || column == Column::Type) return monoFont(base.pixelSize() / 13.0);
  return isWord ? withSize(base, 12.0 / 13) : base;
}

}  // namespace

void TensorDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
  using Column = TensorTreeModel::Column;
  const Tokens& tokens = tokensOf(option.palette);
  const auto column = static_cast<Column>(index.column());
  const bool isTensor = index.data(TensorTreeModel::TensorNameRole).isValid();
  const bool isWord = index.data(TensorTreeModel::MutedRole).toBool();
  painter->save();
  if (option.state.testFlag(QStyle::State_Selected))
    painter->fillRect(option.rect, tokens.accentTint);
  painter->setPen(tokens.line);
  painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
  const bool isLast = column == Column::Change;
  QRect box = option.rect.adjusted(kPadding, 0, isLast ? -kEdge : -kPadding, 0);
  const QVariantList bins = index.data(TensorTreeModel::HistogramRole).toList();
  if (!bins.isEmpty()) {
    QRect chart = box.adjusted(0, 5, 0, -6);
    chart.setWidth(std::min(chart.width(), 72));
    paintBins(*painter, chart, bins, tokens.accent);
    painter->restore();
    return;
  }
  if (column == Column::Name && !isTensor) {
    const bool open = option.state.testFlag(QStyle::State_Open);
    paintIcon(*painter, open ? QStringLiteral("chevron_down") : QStringLiteral("chevron_right"),
              QRectF(box.left() - 4, box.center().y() - 6.5, 14, 14), tokens.muted);
    box.setLeft(box.left() + kChevron);
  }
  painter->setFont(cellFont(option.font, column, isTensor, isWord));
  painter->setPen(isWord ? tokens.muted : tokens.text);
  const QFontMetrics metrics = painter->fontMetrics();
  const QString text = index.data().toString();
  const auto alignment = index.data(Qt::TextAlignmentRole).isNull()
                             ? Qt::AlignLeft | Qt::AlignVCenter
                             : index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
  painter->drawText(box, static_cast<int>(alignment),
                    metrics.elidedText(text, Qt::ElideMiddle, box.width()));
  if (const QVariant share = index.data(TensorTreeModel::ShareRole); share.isValid()) {
    const int figures = metrics.horizontalAdvance(QStringLiteral("0.00000"));
    box.setRight(box.right() - std::max(figures, metrics.horizontalAdvance(text)) - 8);
    paintBar(*painter, box, share.toDouble(), tokens.runs[1]);
  }
  painter->restore();
}

QSize TensorDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QSize size = QStyledItemDelegate::sizeHint(option, index);
  size.setHeight(std::max(kRowHeight, option.fontMetrics.height() + kPadding));
  return size;
}

}  // namespace cairn::ui
