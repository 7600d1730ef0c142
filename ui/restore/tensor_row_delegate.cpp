#include "ui/restore/tensor_row_delegate.h"

#include "ui/restore/tensor_rows_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/pill.h"

#include <QPainter>

namespace cairn::ui {
namespace {

constexpr int kRowHeight = 32;
constexpr int kPadding = 8;
constexpr int kEdge = 16;  // of the card

Tone toneOf(restore::TensorStatus status) {
  switch (status) {
    case restore::TensorStatus::Fits:
      return Tone::Ok;
    case restore::TensorStatus::Unused:
      return Tone::Neutral;
    default:
      return Tone::Bad;
  }
}

QColor colorOf(TensorRowsModel::Column column, bool differs, bool slot, const Tokens& tokens) {
  using Column = TensorRowsModel::Column;
  if (column == Column::Because) return slot ? tokens.muted : tokens.accent;
  if (differs && column == Column::Differs) return tokens.bad;
  return slot && column == Column::Name ? tokens.muted : tokens.text;
}

/// The mark behind the tensor that TensorFlow's message names.
void paintNamed(QPainter& painter, const QRect& box, int textWidth, const QFont& font) {
  const PillLook look{Tone::Neutral, {}, QStringLiteral("TF"), false};
  QRect at = box;
  at.setLeft(box.left() + textWidth + kPadding);
  if (at.width() > pillSize(look, font).width()) paintPill(painter, at, look, font);
}

// A shape at the right edge; sizes that the other side has differently are bold and coloured.
void paintShape(QPainter& painter, const QRect& box, const QString& shape, const QString& other,
                const QColor& plain, const QColor& marked) {
  const QChar times(0x00d7);
  const QStringList sizes = shape.split(times);
  const QStringList others = other.split(times);
  const QFont font = painter.font();
  QFont bold = font;
  bold.setBold(true);
  int right = box.right();
  for (qsizetype i = sizes.size() - 1; i >= 0; --i) {
    const bool differs = sizes.size() != others.size() || sizes[i] != others[i];
    QString part = sizes[i];
    painter.setFont(differs ? bold : font);
    painter.setPen(differs ? marked : plain);
    const int width = painter.fontMetrics().horizontalAdvance(part);
    painter.drawText(QRect(right - width + 1, box.top(), width + 1, box.height()),
                     Qt::AlignVCenter | Qt::AlignLeft, part);
    right -= width;
    if (i == 0) break;
    painter.setFont(font);
    painter.setPen(plain);
    const int gap = painter.fontMetrics().horizontalAdvance(times);
    painter.drawText(QRect(right - gap + 1, box.top(), gap + 1, box.height()),
                     Qt::AlignVCenter | Qt::AlignLeft, QString(times));
    right -= gap;
  }
}

}  // namespace

void TensorRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
  using Column = TensorRowsModel::Column;
  const Tokens& tokens = tokensOf(option.palette);
  const auto column = static_cast<Column>(index.column());
  const auto status =
      static_cast<restore::TensorStatus>(index.data(TensorRowsModel::StatusRole).toInt());
  const bool slot = index.data(TensorRowsModel::SlotRole).toBool();
  const bool differs =
      status != restore::TensorStatus::Fits && status != restore::TensorStatus::Unused;
  painter->save();
  if (option.state.testFlag(QStyle::State_Selected))
    painter->fillRect(option.rect, tokens.accentTint);
  painter->setPen(tokens.line);
  painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
  QRect box = option.rect.adjusted(kPadding, 0, -kPadding, 0);
  if (column == Column::Status) {
    box.setLeft(option.rect.left() + kEdge);
    paintPill(*painter, box, {toneOf(status), statusIcon(status), statusWord(status), false},
              pillFont(option.font));
    painter->restore();
    return;
  }
  QFont font = monoFont(option.font.pixelSize() > 0 ? option.font.pixelSize() / 13.0 : 1.0);
  if (column == Column::Because && slot) font = option.font;
  if (slot && column == Column::Name) box.adjust(2 * kPadding, 0, 0, 0);
  painter->setFont(font);
  if (differs && (column == Column::Wants || column == Column::Has)) {
    const auto other = static_cast<int>(column == Column::Wants ? Column::Has : Column::Wants);
    paintShape(*painter, box, index.data().toString(),
               index.siblingAtColumn(other).data().toString(), tokens.text, tokens.bad);
    painter->restore();
    return;
  }
  painter->setPen(colorOf(column, differs, slot, tokens));
  const QString shown =
      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, box.width());
  const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
  painter->drawText(box, static_cast<int>(alignment), shown);
  if (column == Column::Name && index.data(TensorRowsModel::NamedRole).toBool())
    paintNamed(*painter, box, painter->fontMetrics().horizontalAdvance(shown),
               pillFont(option.font));
  painter->restore();
}

QSize TensorRowDelegate::sizeHint(const QStyleOptionViewItem& option,
                                  const QModelIndex& index) const {
  QSize size = QStyledItemDelegate::sizeHint(option, index);
  size.setHeight(std::max(kRowHeight, option.fontMetrics.height() + 2 * kPadding));
  return size;
}

}  // namespace cairn::ui
