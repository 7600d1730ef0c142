#include "ui/config/field_row.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLinearGradient>
#include <QPainter>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kLabelWidth = 176;

}  // namespace

FieldRow::FieldRow(const QString& label, QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 3, 16, 3);
  column->setSpacing(2);
  m_line = new QHBoxLayout;
  m_line->setContentsMargins(0, 0, 0, 0);
  m_line->setSpacing(8);
  m_label = makeLabel(label, TextRole::Key);
  m_label->setFixedWidth(kLabelWidth);
  m_label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_line->addWidget(m_label);
  m_line->addSpacing(8);
  m_note = new ElidedLabel({});
  m_note->setMode(Qt::ElideRight);
  m_note->setMuted(true);
  m_was = makeLabel({}, TextRole::Muted);
  m_was->setProperty("role", QStringLiteral("was"));
  m_was->hide();
  m_line->addWidget(m_note);
  m_line->addWidget(m_was);
  m_line->addStretch(1);
  column->addLayout(m_line);
  m_error = makeLabel({}, TextRole::Error);
  m_error->setWordWrap(true);
  m_error->setContentsMargins(kLabelWidth + 16, 0, 0, 4);
  m_error->hide();
  column->addWidget(m_error);
}

// New editors stand before the notes.
void FieldRow::addWidget(QWidget* widget) { m_line->insertWidget(m_line->indexOf(m_note), widget); }

// A line of several fields has one place for errors; it is called after the first.
void FieldRow::nameError(const QString& objectName) {
  if (m_error->objectName().isEmpty())
    m_error->setObjectName(objectName + QStringLiteral(".error"));
}

QLineEdit* FieldRow::addText(const QString& objectName, int width) {
  auto* field = new QLineEdit;
  field->setObjectName(objectName);
  field->setAccessibleName(m_label->text());
  field->setFixedWidth(width);
  nameError(objectName);
  addWidget(field);
  return field;
}

QComboBox* FieldRow::addChoice(const QString& objectName, int width) {
  auto* box = new QComboBox;
  box->setObjectName(objectName);
  box->setAccessibleName(m_label->text());
  box->setFixedWidth(width);
  nameError(objectName);
  addWidget(box);
  return box;
}

QCheckBox* FieldRow::addCheck(const QString& objectName) {
  auto* box = new QCheckBox;
  box->setObjectName(objectName);
  addWidget(box);
  return box;
}

void FieldRow::addLabel(const QString& key) {
  QLabel* label = makeLabel(key, TextRole::Key);
  label->setContentsMargins(8, 0, 0, 0);
  addWidget(label);
}

void FieldRow::setLeading(QWidget* widget) {
  m_label->hide();
  auto* holder = new QWidget;
  holder->setFixedWidth(kLabelWidth);
  auto* row = new QHBoxLayout(holder);
  row->setContentsMargins(0, 0, 0, 0);
  row->addStretch(1);
  row->addWidget(widget);
  m_line->insertWidget(0, holder);
}

void FieldRow::setNote(const QString& note) { m_note->setText(note); }
QString FieldRow::note() const { return m_note->text(); }
QString FieldRow::error() const { return m_error->text(); }

void FieldRow::setWas(const std::optional<QString>& was) {
  m_changed = was.has_value();
  m_was->setVisible(m_changed);
  m_was->setText(was.value_or(QString()));
  update();
}

void FieldRow::setError(const QString& error) {
  m_error->setText(error);
  m_error->setVisible(!error.isEmpty());
}

void FieldRow::paintEvent(QPaintEvent*) {
  if (!m_changed) return;
  const Tokens& t = tokens();
  QPainter painter(this);
  QLinearGradient wash(0, 0, kLabelWidth * 1.6, 0);
  QColor clear = t.warnTint;
  clear.setAlpha(0);
  wash.setColorAt(0, t.warnTint);
  wash.setColorAt(0.5, t.warnTint);
  wash.setColorAt(1, clear);
  painter.fillRect(rect(), wash);
  painter.fillRect(QRect(0, 0, 3, height()), t.warn);
}

}  // namespace cairn::ui
