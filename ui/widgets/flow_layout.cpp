#include "ui/widgets/flow_layout.h"

#include <QWidget>
#include <algorithm>

namespace cairn::ui {

FlowLayout::FlowLayout(int spacing) {
  setSpacing(spacing);
  setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() {
  for (QLayoutItem* item : m_items) delete item;
}

void FlowLayout::addItem(QLayoutItem* item) { m_items.push_back(item); }

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
  if (index < 0 || index >= count()) return nullptr;
  QLayoutItem* item = m_items[static_cast<std::size_t>(index)];
  m_items.erase(m_items.begin() + index);
  return item;
}

// One row: what the widgets ask for; the width that is really there decides in setGeometry().
QSize FlowLayout::sizeHint() const {
  QSize size;
  for (const QLayoutItem* item : m_items) {
    const QSize hint = item->sizeHint();
    size = {size.width() + hint.width() + spacing(), std::max(size.height(), hint.height())};
  }
  return size;
}

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* item : m_items) size = size.expandedTo(item->minimumSize());
  return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool apply) const {
  int x = rect.x();
  int y = rect.y();
  int rowHeight = 0;
  std::vector<std::pair<QLayoutItem*, QRect>> row;
  const auto finishRow = [&] {
    for (auto& [item, box] : row) {
      box.moveTop(y + (rowHeight - box.height()) / 2);
      if (apply) item->setGeometry(box);
    }
    row.clear();
  };
  for (QLayoutItem* item : m_items) {
    if (item->isEmpty()) continue;
    const QSize size = item->sizeHint();
    if (x > rect.x() && x + size.width() > rect.x() + rect.width()) {
      finishRow();
      x = rect.x();
      y += rowHeight + spacing();
      rowHeight = 0;
    }
    row.emplace_back(item, QRect(QPoint(x, y), size));
    x += size.width() + spacing();
    rowHeight = std::max(rowHeight, size.height());
  }
  finishRow();
  return y + rowHeight - rect.y();
}

}  // namespace cairn::ui
