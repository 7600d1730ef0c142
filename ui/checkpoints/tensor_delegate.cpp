#include "ui/checkpoints/tensor_delegate.h"

#include "ui/checkpoints/tensor_tree_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"

#include <QPainter>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr int kRowHeight = 28;
constexpr int kPadding = 8;

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

}  // namespace

void TensorDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
  using Column = TensorTreeModel::Column;
  const Tokens& tokens = tokensOf(option.palette);
  const auto column = static_cast<Column>(index.column());
  const bool isTensor = !index.data(TensorTreeModel::TensorNameRole).isNull();
  painter->save();
  if (option.state.testFlag(QStyle::State_Selected))
    painter->fillRect(option.rect, tokens.accentTint);
  painter->setPen(tokens.line);
  painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
  const QRect box = option.rect.adjusted(kPadding, 0, -kPadding, 0);
  const QVariantList bins = index.data(TensorTreeModel::HistogramRole).toList();
  if (!bins.isEmpty()) {
    QRect chart = box.adjusted(0, 5, 0, -6);
    chart.setWidth(std::min(chart.width(), 72));
    paintBins(*painter, chart, bins, tokens.accent);
  } else {
    QFont font = option.font;
    if (column != Column::Name)
      font = monoFont(option.font.pixelSize() > 0 ? option.font.pixelSize() / 13.0 : 1.0);
    else if (!isTensor)
      font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(column == Column::Type ? tokens.muted : tokens.text);
    const auto alignment = index.data(Qt::TextAlignmentRole).isNull()
                               ? Qt::AlignLeft | Qt::AlignVCenter
                               : index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    painter->drawText(
        box, static_cast<int>(alignment),
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, box.width()));
  }
  painter->restore();
}

QSize TensorDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QSize size = QStyledItemDelegate::sizeHint(option, index);
  size.setHeight(std::max(kRowHeight, option.fontMetrics.height() + kPadding));
  return size;
}

}  // namespace cairn::ui
