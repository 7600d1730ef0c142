#include "ui/config/units_editor.h"

#include "ui/widgets/button.h"
#include "ui/widgets/chip.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QRegularExpression>

namespace cairn::ui {

UnitsEditor::UnitsEditor(const QString& objectName, QWidget* parent)
    : QWidget(parent), m_row(new QHBoxLayout(this)) {
  setObjectName(objectName);
  setFocusPolicy(Qt::NoFocus);
  m_row->setContentsMargins(0, 0, 0, 0);
  m_row->setSpacing(8);
  rebuild();
}

void UnitsEditor::setUnits(const std::vector<std::int64_t>& units) {
  if (units == m_units) return;
  m_units = units;
  rebuild();
}

void UnitsEditor::rebuild() {
  // A chip may have asked for this from its own click: it is deleted once that is over.
  while (QLayoutItem* item = m_row->takeAt(0)) {
    if (QWidget* widget = item->widget()) {
      widget->setObjectName({});
      widget->hide();
      widget->deleteLater();
    }
    delete item;
  }
  for (std::size_t i = 0; i < m_units.size(); ++i) {
    auto* chip = new ValueChip(QString::number(m_units[i]),
                               objectName() + QStringLiteral(".layer%1").arg(i), this);
    chip->setAccessibleName(tr("layer %1, %2 units").arg(i).arg(m_units[i]));
    connect(chip, &QAbstractButton::clicked, this, [this, i] { edit(i); });
    connect(chip, &ValueChip::removeAsked, this, [this, i] { remove(i); });
    m_row->addWidget(chip);
  }
  auto* add = makeButton(tr("layer"), ButtonKind::Outline, objectName() + QStringLiteral(".add"),
                         QStringLiteral("plus"));
  add->setToolTip(tr("Add a layer"));
  connect(add, &QPushButton::clicked, this, [this] {
    m_units.push_back(m_units.empty() ? 10 : m_units.back());
    announce();
  });
  m_row->addWidget(add);
}

void UnitsEditor::edit(std::size_t index) {
  auto* item = m_row->itemAt(static_cast<int>(index));
  if (!item || !item->widget()) return;
  auto* field = new QLineEdit(QString::number(m_units[index]));
  field->setObjectName(objectName() + QStringLiteral(".edit"));
  field->setFixedWidth(64);
  field->installEventFilter(this);
  QWidget* chip = item->widget();
  chip->hide();
  m_row->insertWidget(static_cast<int>(index) + 1, field);
  field->setFocus();
  field->selectAll();
  connect(field, &QLineEdit::editingFinished, this, [this, field, index] {
    field->disconnect(this);
    finish(index, field->text());
  });
}

// One number replaces the layer; a whole list replaces them all.
void UnitsEditor::finish(std::size_t index, const QString& typed) {
  static const QRegularExpression number(QStringLiteral("-?\\d+"));
  std::vector<std::int64_t> numbers;
  for (auto it = number.globalMatch(typed); it.hasNext();)
    numbers.push_back(it.next().captured().toLongLong());
  const bool list = typed.contains(QLatin1Char('[')) || typed.contains(QLatin1Char(','));
  if (list && !numbers.empty())
    m_units = numbers;
  else if (numbers.size() == 1)
    m_units[index] = numbers[0];
  announce();
}

void UnitsEditor::remove(std::size_t index) {
  if (m_units.size() < 2) return;  // a network has a layer
  m_units.erase(m_units.begin() + static_cast<std::ptrdiff_t>(index));
  announce();
}

void UnitsEditor::announce() {
  rebuild();
  QStringList parts;
  for (const std::int64_t n : m_units) parts << QString::number(n);
  Q_EMIT edited(QLatin1Char('[') + parts.join(QStringLiteral(", ")) + QLatin1Char(']'));
}

void UnitsEditor::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Paste) && !m_units.empty())
    return finish(0, QGuiApplication::clipboard()->text().left(1000));
  QWidget::keyPressEvent(event);
}

bool UnitsEditor::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    watched->disconnect(this);
    rebuild();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace cairn::ui
