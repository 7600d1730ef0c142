#include "ui/compare/compare_delegate.h"

#include "ui/compare/compare_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/pill.h"

#include <QPainter>

namespace cairn::ui {
namespace {

constexpr int kPadding = 12;
constexpr int kEdge = 16;  // of the card, before the keys
constexpr int kMark = 16;  // room for ≠, so that values stay below each other

}  // namespace

void CompareDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
  const Tokens& t = tokensOf(option.palette);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  QRect box = option.rect.adjusted(index.column() == 0 ? kEdge : kPadding, 0, -4, 0);
  if (index.data(CompareModel::SectionRole).toBool()) {
    painter->fillRect(option.rect, t.side);
    painter->setFont(withWeight(withSize(option.font, 11.0 / 13), QFont::DemiBold));
    painter->setPen(t.muted);
    QString title = index.data().toString();
    painter->drawText(box, Qt::AlignVCenter, title.toUpper());
  } else {
    const bool differs = index.data(CompareModel::DiffersRole).toBool();
    if (differs) painter->fillRect(option.rect, t.warnTint);
    if (option.state.testFlag(QStyle::State_Selected)) {
      painter->setPen(QPen(t.accent, 2));
      painter->drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1));
    }
    if (index.column() > 0) {
      painter->setFont(option.font);
      if (differs) {
        painter->setPen(t.warn);
        painter->drawText(box, Qt::AlignVCenter, QStringLiteral("≠"));
      }
      box.setLeft(box.left() + kMark);
    }
    painter->setFont(monoFont(option.font.pixelSize() / 13.0));
    painter->setPen(t.text);
    const QString text = index.data().toString();
    const PillLook best{Tone::Ok, QStringLiteral("star"), tr("best"), false};
    const bool isBest = index.data(CompareModel::BestRole).toBool();
    const int pill = isBest ? pillSize(best, option.font).width() + 8 : 0;
    const QFontMetrics metrics = painter->fontMetrics();
    const QString shown = metrics.elidedText(text, Qt::ElideRight, box.width() - pill);
    painter->drawText(box, Qt::AlignVCenter, shown);
    if (isBest) {
      box.setLeft(box.left() + metrics.horizontalAdvance(shown) + 12);
      paintPill(*painter, box, best, option.font);
    }
  }
  painter->setRenderHint(QPainter::Antialiasing, false);
  painter->setPen(t.line);
  painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
  painter->restore();
}

RunHeader::RunHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
  setSectionsClickable(true);
  setHighlightSections(false);
}

void RunHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const Tokens& t = tokens();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->fillRect(rect, t.surface);
  QRect box = rect.adjusted(kPadding, 0, -6, 0);
  const QVariant color = model()->headerData(section, Qt::Horizontal, CompareModel::ColorRole);
  if (color.isValid()) {
    painter->setPen(Qt::NoPen);
    painter->setBrush(color.value<QColor>());
    painter->drawRoundedRect(QRectF(box.left(), box.center().y() - 5, 11, 11), 3, 3);
    box.setLeft(box.left() + 20);
  }
  const bool isBase = model()->headerData(section, Qt::Horizontal, CompareModel::BaseRole).toBool();
  if (isBase) box.setRight(box.right() - 20);
  painter->setFont(withWeight(font(), QFont::DemiBold));
  painter->setPen(t.text);
  const QString name = painter->fontMetrics().elidedText(
      model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString(), Qt::ElideMiddle,
      box.width());
  painter->drawText(box, Qt::AlignVCenter, name);
  if (isBase)
    paintIcon(*painter, QStringLiteral("bookmark"),
              QRectF(box.left() + painter->fontMetrics().horizontalAdvance(name) + 6,
                     box.center().y() - 7, 14, 14),
              t.muted);
  painter->setPen(t.line);
  painter->drawLine(rect.bottomLeft(), rect.bottomRight());
  painter->restore();
}

}  // namespace cairn::ui
