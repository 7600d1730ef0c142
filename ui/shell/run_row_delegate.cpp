#include "ui/shell/run_row_delegate.h"

#include "ui/shell/runs_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>

namespace cairn::ui {
namespace {

constexpr int kLeft = 16;
constexpr int kEye = 16;
constexpr int kNameLeft = 60;
constexpr int kNarrow = 270;

void paintColour(QPainter& painter, const QRectF& box, const QColor& color, bool shown) {
  painter.setPen(QPen(color, 2));
  painter.setBrush(shown ? QBrush(color) : QBrush(Qt::NoBrush));
  painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 2.5, 2.5);
}

void paintGround(QPainter* painter, const QStyleOptionViewItem& option, bool first) {
  const Tokens& t = tokens();
  if (option.state.testFlag(QStyle::State_Selected)) {
    painter->fillRect(option.rect, t.accentTint);
    if (first)
      painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                        t.accent);
  } else if (option.state.testFlag(QStyle::State_MouseOver)) {
    painter->fillRect(option.rect, t.hover);
  }
}

void paintFocus(QPainter* painter, const QStyleOptionViewItem& option) {
  if (option.state.testFlag(QStyle::State_HasFocus) &&
      option.state.testFlag(QStyle::State_KeyboardFocusChange))
    paintFocusRing(*painter, QRectF(option.rect).adjusted(5, 3, -4, -3), 4);
}

void drawLine(QPainter* painter, const QRect& box, const QString& text, const QFont& font,
              const QColor& color, Qt::TextElideMode mode, Qt::Alignment align = Qt::AlignLeft) {
  painter->setFont(font);
  painter->setPen(color);
  painter->drawText(box, align | Qt::AlignVCenter,
                    QFontMetrics(font).elidedText(text, mode, box.width()));
}

}  // namespace

QRect RunRowDelegate::eyeBox(const QRect& row) {
  return {row.left() + kLeft - 6, row.top() + 1, kEye + 12, std::min(28, row.height() - 2)};
}

QRect RunRowDelegate::colorBox(const QRect& row) {
  return {row.left() + kLeft + kEye + 7, row.top() + 1, 20, std::min(28, row.height() - 2)};
}

QSize RunRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const int line = option.fontMetrics.height();
  if (m_table || m_compact || index.data(RunsModel::GroupRole).toBool())
    return {80, std::max(26, line + 10)};
  return {200, std::max(52, 2 * line + 18)};
}

void RunRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  paintGround(painter, option, index.column() == 0);
  if (index.data(RunsModel::GroupRole).toBool()) {
    if (index.column() == 0) paintGroup(painter, option, index);
  } else if (index.column() > 0) {
    paintCell(painter, option, index);
  } else {
    paintRun(painter, option, index);
  }
  if (index.column() == 0) paintFocus(painter, option);
  painter->restore();
}

void RunRowDelegate::paintGroup(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
  const Tokens& t = tokens();
  const QRect row = option.rect;
  const int middle = row.center().y();
  const bool folded = index.data(RunsModel::FoldedRole).toBool();
  const bool shown = index.data(RunsModel::ShownRole).toBool();
  paintIcon(*painter, shown ? QStringLiteral("eye") : QStringLiteral("eye_off"),
            QRectF(row.left() + kLeft - 1, middle - 8, 16, 16), t.muted);
  paintIcon(*painter, folded ? QStringLiteral("chevron_right") : QStringLiteral("chevron_down"),
            QRectF(row.left() + kLeft + kEye + 6, middle - 7, 14, 14), t.text);
  const QFont strong = withWeight(option.font, QFont::DemiBold);
  const QString text = index.data().toString();
  const int width =
      std::min(QFontMetrics(strong).horizontalAdvance(text), row.width() - kNameLeft - 16);
  drawLine(painter, QRect(row.left() + kNameLeft, row.top(), width + 1, row.height()), text, strong,
           t.text, Qt::ElideMiddle);
  const int left = row.left() + kNameLeft + width + 8;
  drawLine(painter, QRect(left, row.top(), row.right() - 12 - left, row.height()),
           index.data(RunsModel::LineTwoRole).toString(), withSize(option.font, 12.0 / 13), t.muted,
           Qt::ElideRight);
}

void RunRowDelegate::paintCell(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
  if (index.data(RunsModel::KeyRole).toString() == QStringLiteral("state")) {
    PillLook pill = index.data(RunsModel::PillRole).value<PillLook>();
    pill.onSelection = option.state.testFlag(QStyle::State_Selected);
    painter->setClipRect(option.rect);
    paintPill(*painter, option.rect.adjusted(6, 0, -6, 0), pill, pillFont(option.font));
    return;
  }
  const auto align = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
  drawLine(painter, option.rect.adjusted(8, 0, -8, 0), index.data().toString(), option.font,
           tokens().text, Qt::ElideRight, align & Qt::AlignHorizontal_Mask);
}

void RunRowDelegate::paintRun(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
  const Tokens& t = tokens();
  const QRect row = option.rect;
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  const bool shown = index.data(RunsModel::ShownRole).toBool();
  const bool oneLine = m_table || m_compact;
  const bool gone = !index.data(RunsModel::GoneRole).toString().isEmpty();
  const bool baseline = index.data(RunsModel::BaselineRole).toBool();
  const int line = option.fontMetrics.height();
  const int middle = row.top() + (oneLine ? row.height() / 2 : 8 + line / 2 + 1);
  paintIcon(*painter, shown ? QStringLiteral("eye") : QStringLiteral("eye_off"),
            QRectF(row.left() + kLeft - 1, middle - 8, 16, 16), t.muted);
  paintColour(*painter, QRectF(row.left() + kLeft + kEye + 8, middle - 6, 12, 12),
              index.data(RunsModel::ColorRole).value<QColor>(), shown);
  int right = row.right() - (m_table ? 8 : 16);
  if (!m_table) {
    PillLook pill = index.data(RunsModel::PillRole).value<PillLook>();
    pill.onSelection = selected;
    // Where it is narrow, the name needs the room more than the word before the number.
    if (row.width() < kNarrow && pill.tone == Tone::Ok && pill.text.contains(QLatin1Char(' ')))
      pill.text = pill.text.section(QLatin1Char(' '), -1);
    const QFont small = pillFont(option.font);
    const QSize size = pillSize(pill, small);
    const QRect box(right - size.width(), middle - size.height() / 2, size.width(), size.height());
    paintPill(*painter, box, pill, small);
    right = box.left() - 8;
  }
  int left = row.left() + kNameLeft;
  if (baseline) {
    paintIcon(*painter, QStringLiteral("bookmark"), QRectF(left - 1, middle - 7, 14, 14), t.text);
    left += 16;
  }
  QString name = index.data().toString();
  if (index.data(RunsModel::DirtyRole).toBool()) name += QStringLiteral(" *");
  QFont font = withWeight(option.font, baseline ? QFont::Bold : QFont::Medium);
  font.setStrikeOut(gone);
  drawLine(painter, QRect(left, middle - line / 2 - 2, right - left, line + 4), name, font,
           gone ? t.muted : t.text, Qt::ElideMiddle);
  if (oneLine) return;
  const QRect two(row.left() + kNameLeft, middle + line / 2 + 3,
                  row.right() - 12 - row.left() - kNameLeft, line + 2);
  drawLine(painter, two, index.data(RunsModel::LineTwoRole).toString(),
           withSize(option.font, 12.0 / 13), t.muted, Qt::ElideRight);
}

QWidget* RunRowDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                      const QModelIndex&) const {
  auto* edit = new QLineEdit(parent);
  edit->setObjectName(QStringLiteral("runs.rename"));
  edit->setAccessibleName(tr("Name of the run"));
  edit->setMaxLength(255);
  return edit;
}

void RunRowDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                          const QModelIndex&) const {
  const int height = std::min(28, option.rect.height());
  editor->setGeometry(option.rect.left() + kNameLeft - 8, option.rect.top() + 1,
                      option.rect.width() - kNameLeft - 4, height);
}

bool RunRowDelegate::editorEvent(QEvent* event, QAbstractItemModel* model,
                                 const QStyleOptionViewItem& option, const QModelIndex& index) {
  const bool press = event->type() == QEvent::MouseButtonPress;
  const bool twice = event->type() == QEvent::MouseButtonDblClick;
  if ((!press && !twice) || index.column() != 0) return false;
  const auto* mouse = static_cast<QMouseEvent*>(event);
  if (mouse->button() != Qt::LeftButton) return false;
  const QPoint at = mouse->position().toPoint();
  const bool isGroup = index.data(RunsModel::GroupRole).toBool();
  if (eyeBox(option.rect).contains(at)) {
    auto* runs = qobject_cast<RunsModel*>(model);
    if (!isGroup && runs && (twice || mouse->modifiers().testFlag(Qt::AltModifier))) {
      runs->showOnly(index.data(RunsModel::IdRole).toString());
      return true;
    }
    return model->setData(index, !index.data(RunsModel::ShownRole).toBool(), RunsModel::ShownRole);
  }
  if (isGroup) {
    Q_EMIT foldAsked(index);
    return true;
  }
  if (press && colorBox(option.rect).contains(at)) {
    Q_EMIT colorAsked(index, mouse->globalPosition().toPoint());
    return true;
  }
  return false;
}

}  // namespace cairn::ui
