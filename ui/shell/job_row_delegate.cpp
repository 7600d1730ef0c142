#include "ui/shell/job_row_delegate.h"

#include "ui/shell/jobs_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

#include <QMouseEvent>
#include <QPainter>

namespace cairn::ui {
namespace {

constexpr int kButton = 28;

QString iconOf(const QString& action) {
  if (action == QStringLiteral("resume") || action == QStringLiteral("run"))
    return QStringLiteral("play");
  if (action == QStringLiteral("up")) return QStringLiteral("chevron_up");
  if (action == QStringLiteral("down")) return QStringLiteral("chevron_down");
  if (action == QStringLiteral("remove")) return QStringLiteral("cross");
  if (action == QStringLiteral("again")) return QStringLiteral("reset");
  return action;  // pause, stop
}

JobsModel::Column columnOf(const QModelIndex& index) {
  return static_cast<JobsModel::Column>(index.column());
}

}  // namespace

QStringList JobRowDelegate::actionsOf(const QModelIndex& index) {
  const QString glyph = index.data(JobsModel::PillRole).value<PillLook>().iconName;
  const bool active = index.data(JobsModel::ActiveRole).toBool();
  if (active && glyph == QStringLiteral("stop")) return {};
  if (active) return {QStringLiteral("pause"), QStringLiteral("stop")};
  if (glyph == QStringLiteral("pause")) return {QStringLiteral("resume"), QStringLiteral("stop")};
  if (glyph == QStringLiteral("more"))
    return {QStringLiteral("up"), QStringLiteral("down"), QStringLiteral("remove")};
  if (glyph == QStringLiteral("cross")) return {QStringLiteral("again"), QStringLiteral("remove")};
  return {QStringLiteral("remove")};
}

QSize JobRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {80, std::max(28, option.fontMetrics.height() + 12)};
}

void JobRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
  const Tokens& t = tokens();
  const QRect box = option.rect;
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setClipRect(box);
  painter->fillRect(box, selected ? t.accentTint : t.surface);
  painter->fillRect(QRect(box.left(), box.bottom(), box.width(), 1), t.line);
  const auto draw = [&](QRect rect, const QFont& font, const QColor& color) {
    const int align = index.data(Qt::TextAlignmentRole).toInt();
    painter->setFont(font);
    painter->setPen(color);
    painter->drawText(
        rect, align,
        QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, rect.width()));
  };
  switch (columnOf(index)) {
    case JobsModel::Column::Job: {
      painter->setPen(Qt::NoPen);
      painter->setBrush(index.data(JobsModel::ColorRole).value<QColor>());
      painter->drawRoundedRect(QRectF(box.left() + 16, box.center().y() - 5.5, 12, 12), 3, 3);
      draw(box.adjusted(36, 0, -8, 0), withWeight(option.font, QFont::DemiBold), t.text);
      break;
    }
    case JobsModel::Column::State: {
      PillLook pill = index.data(JobsModel::PillRole).value<PillLook>();
      pill.onSelection = selected;
      paintPill(*painter, box.adjusted(6, 0, 0, 0), pill, pillFont(option.font));
      break;
    }
    case JobsModel::Column::Progress: {
      const int permille = index.data(JobsModel::PermilleRole).toInt();
      if (permille < 0) break;
      const QRectF bar(box.left() + 8, box.center().y() - 2.5, box.width() - 16, 6);
      const PillLook pill = index.data(JobsModel::PillRole).value<PillLook>();
      painter->setPen(Qt::NoPen);
      painter->setBrush(t.line);
      painter->drawRoundedRect(bar, 3, 3);
      painter->setBrush(pill.tone == Tone::Neutral ? t.muted : toneColor(t, pill.tone));
      if (permille > 0)
        painter->drawRoundedRect(
            QRectF(bar.left(), bar.top(), std::max(6.0, bar.width() * permille / 1000.0), 6), 3, 3);
      break;
    }
    case JobsModel::Column::Note: {
      const QStringList actions = actionsOf(index);
      draw(box.adjusted(8, 0, -kButton * static_cast<int>(actions.size()) - 12, 0),
           withSize(option.font, 12.0 / 13), t.muted);
      int right = box.right() - 8;
      for (auto it = actions.rbegin(); it != actions.rend(); ++it) {
        paintIcon(*painter, iconOf(*it),
                  QRectF(right - kButton + 7, box.center().y() - 6.5, 14, 14), t.text);
        right -= kButton;
      }
      break;
    }
    default:
      draw(box.adjusted(8, 0, -8, 0), option.font,
           columnOf(index) == JobsModel::Column::Started ? t.muted : t.text);
  }
  painter->restore();
}

bool JobRowDelegate::editorEvent(QEvent* event, QAbstractItemModel*,
                                 const QStyleOptionViewItem& option, const QModelIndex& index) {
  if (event->type() != QEvent::MouseButtonRelease || columnOf(index) != JobsModel::Column::Note)
    return false;
  const QStringList actions = actionsOf(index);
  const int fromRight =
      (option.rect.right() - 8 - static_cast<QMouseEvent*>(event)->position().toPoint().x()) /
      kButton;
  const auto at = actions.size() - 1 - fromRight;
  if (fromRight < 0 || at < 0 || at >= actions.size()) return false;
  Q_EMIT asked(index.data(JobsModel::IdRole).toInt(), actions[at]);
  return true;
}

}  // namespace cairn::ui
