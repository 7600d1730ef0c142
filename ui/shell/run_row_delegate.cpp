#include "ui/shell/run_row_delegate.h"

#include "ui/shell/runs_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QMouseEvent>
#include <QPainter>

namespace cairn::ui {
namespace {

constexpr int kLeft = 16;
constexpr int kEye = 16;
constexpr int kNameLeft = 60;

void paintColour(QPainter& painter, const QRect& row, int lineOne, const QColor& color,
                 bool shown) {
  const QRectF box(kLeft + kEye + 8, row.top() + lineOne - 6, 12, 12);
  painter.setPen(QPen(color, 2));
  painter.setBrush(shown ? QBrush(color) : QBrush(Qt::NoBrush));
  painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 2.5, 2.5);
}

}  // namespace

QRect RunRowDelegate::eyeBox(const QRect& row) {
  return {row.left() + kLeft - 6, row.top() + 4, kEye + 12, 28};
}

QSize RunRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {200, std::max(52, 2 * option.fontMetrics.height() + 18)};
}

void RunRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
  const Tokens& t = tokens();
  const QRect row = option.rect;
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  const bool shown = index.data(RunsModel::ShownRole).toBool();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  if (selected) {
    painter->fillRect(row, t.accentTint);
    painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), t.accent);
  } else if (option.state.testFlag(QStyle::State_MouseOver)) {
    painter->fillRect(row, t.hover);
  }
  const int line = option.fontMetrics.height();
  const int lineOne = 8 + line / 2 + 1;
  paintIcon(*painter, shown ? QStringLiteral("eye") : QStringLiteral("eye_off"),
            QRectF(row.left() + kLeft - 1, row.top() + lineOne - 8, 16, 16), t.muted);
  painter->save();
  painter->translate(row.left(), 0);
  paintColour(*painter, row, lineOne, index.data(RunsModel::ColorRole).value<QColor>(), shown);
  painter->restore();

  PillLook pill = index.data(RunsModel::PillRole).value<PillLook>();
  pill.onSelection = selected;
  const QFont small = pillFont(option.font);
  const QSize pillBox = pillSize(pill, small);
  const QRect pillRect(row.right() - 16 - pillBox.width(),
                       row.top() + lineOne - pillBox.height() / 2, pillBox.width(),
                       pillBox.height());
  paintPill(*painter, pillRect, pill, small);

  QString name = index.data(Qt::DisplayRole).toString();
  if (index.data(RunsModel::DirtyRole).toBool()) name += QStringLiteral(" *");
  const QRect nameBox(row.left() + kNameLeft, row.top() + lineOne - line / 2 - 2,
                      pillRect.left() - 8 - row.left() - kNameLeft, line + 4);
  painter->setFont(withWeight(option.font, QFont::Medium));
  painter->setPen(t.text);
  painter->drawText(
      nameBox, Qt::AlignVCenter | Qt::AlignLeft,
      QFontMetrics(painter->font()).elidedText(name, Qt::ElideMiddle, nameBox.width()));
  const QFont lineFont = withSize(option.font, 12.0 / 13);
  const QRect two(row.left() + kNameLeft, nameBox.bottom() + 1,
                  row.right() - 12 - row.left() - kNameLeft, line + 2);
  painter->setFont(lineFont);
  painter->setPen(t.muted);
  painter->drawText(two, Qt::AlignVCenter | Qt::AlignLeft,
                    QFontMetrics(lineFont).elidedText(index.data(RunsModel::LineTwoRole).toString(),
                                                      Qt::ElideRight, two.width()));
  if (option.state.testFlag(QStyle::State_HasFocus) &&
      option.state.testFlag(QStyle::State_KeyboardFocusChange))
    paintFocusRing(*painter, QRectF(row).adjusted(5, 4, -4, -4), 4);
  painter->restore();
}

bool RunRowDelegate::editorEvent(QEvent* event, QAbstractItemModel* model,
                                 const QStyleOptionViewItem& option, const QModelIndex& index) {
  const bool press = event->type() == QEvent::MouseButtonPress;
  const bool twice = event->type() == QEvent::MouseButtonDblClick;
  if (!press && !twice) return false;
  const auto* mouse = static_cast<QMouseEvent*>(event);
  if (mouse->button() != Qt::LeftButton ||
      !eyeBox(option.rect).contains(mouse->position().toPoint()))
    return false;
  if (twice || mouse->modifiers().testFlag(Qt::AltModifier)) {
    if (auto* runs = qobject_cast<RunsModel*>(model))
      runs->showOnly(index.data(RunsModel::IdRole).toString());
    return true;
  }
  return model->setData(index, !index.data(RunsModel::ShownRole).toBool(), RunsModel::ShownRole);
}

}  // namespace cairn::ui
