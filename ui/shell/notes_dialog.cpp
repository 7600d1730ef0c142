#include "ui/shell/notes_dialog.h"

#include "ui/bridge/convert.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/label.h"

#include <QColorDialog>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>
#include <algorithm>

namespace cairn::ui {

std::vector<std::string> readTags(const QString& text) {
  std::vector<std::string> tags;
  for (const QString& word :
       text.split(QRegularExpression(QStringLiteral("[,;\\s]+")), Qt::SkipEmptyParts))
    if (std::string tag = fromQString(word); std::find(tags.begin(), tags.end(), tag) == tags.end())
      tags.push_back(std::move(tag));
  return tags;
}

NotesDialog::NotesDialog(const QString& folderName, const runs::RunNotes& notes, QWidget* parent)
    : QDialog(parent), m_notes(notes) {
  setObjectName(QStringLiteral("notes"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Notes and tags"));
  auto* column = new QVBoxLayout(this);
  column->setSizeConstraint(QLayout::SetNoConstraint);
  column->setContentsMargins(24, 20, 24, 20);
  column->setSpacing(6);
  const auto add = [&](const QString& title, QWidget* field, const char* name) {
    field->setObjectName(QString::fromLatin1(name));
    field->setAccessibleName(title);
    column->addWidget(makeLabel(title, TextRole::Caption));
    column->addWidget(field);
    column->addSpacing(6);
  };
  m_name = new QLineEdit(toQString(notes.name));
  m_name->setPlaceholderText(folderName);
  m_name->setMaxLength(255);
  add(tr("Shown name"), m_name, "notes.name");
  QStringList tags;
  for (const std::string& tag : notes.tags) tags << toQString(tag);
  m_tags = new QLineEdit(tags.join(QStringLiteral(", ")));
  m_tags->setPlaceholderText(tr("keeper, baseline"));
  add(tr("Tags"), m_tags, "notes.tags");
  m_text = new QPlainTextEdit(toQString(notes.notes));
  m_text->setTabChangesFocus(true);
  add(tr("Notes"), m_text, "notes.text");
  auto* buttons = new QDialogButtonBox;
  auto* save = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
  save->setObjectName(QStringLiteral("notes.save"));
  save->setDefault(true);
  buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  column->addWidget(buttons);
  resize(440, 380);
}

runs::RunNotes NotesDialog::notes() const {
  runs::RunNotes notes = m_notes;
  notes.name = fromQString(m_name->text().simplified());
  notes.tags = readTags(m_tags->text());
  notes.notes = fromQString(m_text->toPlainText().trimmed());
  return notes;
}

void fillColorMenu(QMenu* menu, const std::function<void(const QString&)>& choose) {
  int number = 0;
  for (const QColor& color : tokens().runs) {
    QPixmap swatch(28, 28);
    swatch.fill(Qt::transparent);
    QPainter painter(&swatch);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(4, 4, 20, 20, 5, 5);
    painter.end();
    QAction* action = menu->addAction(QIcon(swatch), NotesDialog::tr("Colour %1").arg(++number));
    action->setObjectName(QStringLiteral("color.%1").arg(number));
    QObject::connect(action, &QAction::triggered, menu,
                     [choose, name = color.name()] { choose(name); });
  }
  menu->addSeparator();
  QObject::connect(menu->addAction(NotesDialog::tr("Other colour…")), &QAction::triggered, menu,
                   [choose, parent = menu->parentWidget()] {
                     auto* dialog = new QColorDialog(parent);
                     dialog->setAttribute(Qt::WA_DeleteOnClose);
                     QObject::connect(dialog, &QColorDialog::colorSelected, dialog,
                                      [choose](const QColor& color) { choose(color.name()); });
                     dialog->open();
                   });
  QObject::connect(menu->addAction(NotesDialog::tr("Reset colour")), &QAction::triggered, menu,
                   [choose] { choose({}); });
}

}  // namespace cairn::ui
