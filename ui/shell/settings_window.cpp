#include "ui/shell/settings_window.h"

#include "ui/bridge/convert.h"
#include "ui/shell/settings.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollArea>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace cairn::ui {

std::vector<std::pair<QString, QString>> SettingsWindow::titles() {
  return {{QStringLiteral("general"), tr("Language")},
          {QStringLiteral("general"), tr("Open the last workspace at start")},
          {QStringLiteral("look"), tr("Theme")},
          {QStringLiteral("look"), tr("Text size")},
          {QStringLiteral("look"), tr("Compact rows")},
          {QStringLiteral("charts"), tr("Smoothing of new windows")},
          {QStringLiteral("files"), tr("Look for changes every")},
          {QStringLiteral("training"), tr("Parallel jobs")},
          {QStringLiteral("training"), tr("Tell when a training has finished")},
          {QStringLiteral("keys"), tr("Keys")},
          {QStringLiteral("advanced"), tr("Settings as text")}};
}

SettingsWindow::SettingsWindow(Settings* settings, const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent),
      m_settings(settings),
      m_search(new QLineEdit),
      m_sections(new QListWidget),
      m_pages(new QStackedWidget) {
  setObjectName(QStringLiteral("settings"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Settings"));
  auto* row = new QHBoxLayout(this);
  row->setSizeConstraint(QLayout::SetNoConstraint);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  auto* side = new QWidget;
  side->setProperty("pane", QStringLiteral("side"));
  side->setAttribute(Qt::WA_StyledBackground);
  side->setFixedWidth(220);
  auto* sideColumn = new QVBoxLayout(side);
  sideColumn->setContentsMargins(12, 16, 12, 12);
  m_search->setObjectName(QStringLiteral("settings.search"));
  m_search->setAccessibleName(tr("Search settings"));
  m_search->setPlaceholderText(tr("Search settings"));
  m_search->addAction(icon(QStringLiteral("search"), IconColor::Muted), QLineEdit::LeadingPosition);
  connect(m_search, &QLineEdit::textChanged, this, &SettingsWindow::search);
  sideColumn->addWidget(m_search);
  m_sections->setObjectName(QStringLiteral("settings.sections"));
  m_sections->setProperty("look", QStringLiteral("sections"));
  m_sections->setAccessibleName(tr("Sections"));
  connect(m_sections, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
  sideColumn->addWidget(m_sections, 1);
  row->addWidget(side);
  row->addWidget(m_pages, 1);

  auto* general = addSection(QStringLiteral("general"), tr("General"));
  addChoice(general, QStringLiteral("language"), tr("Language"),
            {{QStringLiteral("system"), tr("As the system")},
             {QStringLiteral("en"), QStringLiteral("English")},
             {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}});
  addSwitch(general, QStringLiteral("restoreWorkspace"), tr("Open the last workspace at start"));
  auto* privacy = makeLabel(tr("Cairn looks for no updates and sends nothing anywhere."),
                            TextRole::Muted, QStringLiteral("settings.privacy"));
  general->insertWidget(general->count() - 1, privacy);
  auto* look = addSection(QStringLiteral("look"), tr("Look"));
  addChoice(look, QStringLiteral("theme"), tr("Theme"),
            {{QStringLiteral("system"), tr("As the system")},
             {QStringLiteral("light"), tr("Light")},
             {QStringLiteral("dark"), tr("Dark")}});
  addNumber(look, QStringLiteral("textScale"), tr("Text size"), 80, 200, 10, 0,
            QStringLiteral(" %"));
  addSwitch(look, QStringLiteral("compactRows"), tr("Compact rows"), tr("One line a run"));
  auto* charts = addSection(QStringLiteral("charts"), tr("Charts"));
  addNumber(charts, QStringLiteral("smoothing"), tr("Smoothing of new windows"), 0, 0.99, 0.05, 2,
            {});
  auto* files = addSection(QStringLiteral("files"), tr("Files"));
  addNumber(files, QStringLiteral("pollSeconds"), tr("Look for changes every"), 1, 600, 1, 0,
            tr(" s"));
  auto* training = addSection(QStringLiteral("training"), tr("Training"));
  addNumber(training, QStringLiteral("parallelJobs"), tr("Parallel jobs"), 1, 4, 1, 0, {});
  addSwitch(training, QStringLiteral("notify"), tr("Tell when a training has finished"));
  addKeys(addSection(QStringLiteral("keys"), tr("Keys")), actions);
  addAdvanced(addSection(QStringLiteral("advanced"), tr("Advanced")));
  m_sections->setCurrentRow(0);
  resize(760, 520);
}

QVBoxLayout* SettingsWindow::addSection(const QString& id, const QString& title) {
  auto* item = new QListWidgetItem(title, m_sections);
  item->setData(Qt::UserRole, id);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  auto* inside = new QWidget;
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(28, 20, 28, 20);
  column->setSpacing(14);
  column->addWidget(makeLabel(title, TextRole::Heading));
  column->addStretch(1);
  scroll->setWidget(inside);
  m_pages->addWidget(scroll);
  return column;
}

// The way back is there only where there is something to go back from.
void SettingsWindow::addRow(QVBoxLayout* column, const QString& key, const QString& title,
                            const QString& note, QWidget* control,
                            const std::function<void()>& sync) {
  auto* widget = new QWidget;
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(0, 0, 0, 0);
  auto* words = new QVBoxLayout;
  words->setSpacing(2);
  words->addWidget(makeLabel(title, TextRole::Body));
  if (!note.isEmpty()) words->addWidget(makeLabel(note, TextRole::Muted));
  row->addLayout(words, 1);
  auto* reset =
      makeButton(tr("Reset"), ButtonKind::Link, QStringLiteral("settings.%1.reset").arg(key));
  reset->setAccessibleName(tr("Reset %1").arg(title));
  row->addWidget(reset);
  control->setObjectName(QStringLiteral("settings.") + key);
  control->setAccessibleName(title);
  control->setMinimumWidth(160);
  row->addWidget(control);
  connect(reset, &QPushButton::clicked, this, [this, key] { m_settings->reset(key); });
  const auto show = [this, key, reset, sync] {
    sync();
    reset->setVisible(!m_settings->isDefault(key));
  };
  connect(m_settings, &Settings::changed, widget, [key, show](const QString& changed) {
    if (changed == key) show();
  });
  show();
  column->insertWidget(column->count() - 1, widget);
  m_rows.push_back(
      {widget, title + QLatin1Char(' ') + note + QLatin1Char(' ') + key, m_sections->count() - 1});
}

void SettingsWindow::addChoice(QVBoxLayout* column, const QString& key, const QString& title,
                               const std::vector<std::pair<QString, QString>>& options,
                               const QString& note) {
  auto* combo = new QComboBox;
  for (const auto& [id, text] : options) combo->addItem(text, id);
  connect(combo, &QComboBox::activated, this,
          [this, combo, key] { m_settings->set(key, combo->currentData()); });
  addRow(column, key, title, note, combo, [this, combo, key] {
    combo->setCurrentIndex(std::max(0, combo->findData(m_settings->value(key))));
  });
}

void SettingsWindow::addSwitch(QVBoxLayout* column, const QString& key, const QString& title,
                               const QString& note) {
  auto* box = new QCheckBox(tr("On"));
  connect(box, &QCheckBox::clicked, this, [this, key](bool on) { m_settings->set(key, on); });
  addRow(column, key, title, note, box,
         [this, box, key] { box->setChecked(m_settings->value(key).toBool()); });
}

void SettingsWindow::addNumber(QVBoxLayout* column, const QString& key, const QString& title,
                               double low, double high, double step, int decimals,
                               const QString& suffix) {
  auto* spin = new QDoubleSpinBox;
  spin->setLocale(QLocale::c());
  spin->setRange(low, high);
  spin->setSingleStep(step);
  spin->setDecimals(decimals);
  spin->setSuffix(suffix);
  spin->setKeyboardTracking(false);
  connect(spin, &QDoubleSpinBox::valueChanged, this, [this, key, decimals](double value) {
    m_settings->set(key, decimals == 0 ? QVariant(static_cast<int>(value)) : QVariant(value));
  });
  addRow(column, key, title, {}, spin, [this, spin, key] {
    const QSignalBlocker quiet(spin);
    spin->setValue(m_settings->value(key).toDouble());
  });
}

// A key that another action has is named beneath, and not taken.
void SettingsWindow::addKeys(QVBoxLayout* column, const QList<QAction*>& actions) {
  for (QAction* action : actions) {
    const QString name = action->objectName();
    auto* widget = new QWidget;
    auto* grid = new QVBoxLayout(widget);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(2);
    auto* row = new QHBoxLayout;
    row->addWidget(makeLabel(action->text(), TextRole::Body), 1);
    auto* edit = new QKeySequenceEdit(action->shortcut());
    edit->setObjectName(QStringLiteral("settings.key.") + name);
    edit->setAccessibleName(tr("Key of %1").arg(action->text()));
    edit->setFixedWidth(180);
    row->addWidget(edit);
    grid->addLayout(row);
    auto* wrong = makeLabel({}, TextRole::Error, QStringLiteral("settings.key.%1.error").arg(name));
    wrong->hide();
    grid->addWidget(wrong);
    connect(edit, &QKeySequenceEdit::editingFinished, this, [this, edit, wrong, action, actions] {
      const QKeySequence key = edit->keySequence();
      wrong->hide();
      for (const QAction* other : actions)
        if (other != action && !key.isEmpty() && other->shortcuts().contains(key)) {
          wrong->setText(tr("%1 has this key already").arg(other->text()));
          wrong->show();
          return;
        }
      if (key == action->shortcut()) return;
      QJsonObject keys = m_settings->keys();
      keys.insert(action->objectName(), key.toString(QKeySequence::PortableText));
      m_settings->setKeys(keys);
    });
    column->insertWidget(column->count() - 1, widget);
    m_rows.push_back({widget, action->text() + QLatin1Char(' ') + name, m_sections->count() - 1});
  }
  auto* reset =
      makeButton(tr("Reset all keys"), ButtonKind::Outline, QStringLiteral("settings.keys.reset"));
  connect(reset, &QPushButton::clicked, this, [this] { m_settings->setKeys({}); });
  column->insertWidget(1, reset, 0, Qt::AlignLeft);
}

void SettingsWindow::addAdvanced(QVBoxLayout* column) {
  auto* words =
      makeLabel(tr("All settings are kept as text. Keys that this version does not know stay "
                   "as they are."),
                TextRole::Body);
  words->setWordWrap(true);
  column->insertWidget(column->count() - 1, words);
  auto* file =
      makeLabel(pathText(m_settings->file()), TextRole::Mono, QStringLiteral("settings.file"));
  file->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  file->setWordWrap(true);
  column->insertWidget(column->count() - 1, file);
  auto* open =
      makeButton(tr("Open the file"), ButtonKind::Outline, QStringLiteral("settings.open"));
  connect(open, &QPushButton::clicked, this, [this] {
    m_settings->save();
    QDesktopServices::openUrl(QUrl::fromLocalFile(pathText(m_settings->file())));
  });
  column->insertWidget(column->count() - 1, open, 0, Qt::AlignLeft);
}

void SettingsWindow::showSection(const QString& id) {
  for (int i = 0; i < m_sections->count(); ++i)
    if (m_sections->item(i)->data(Qt::UserRole).toString() == id) m_sections->setCurrentRow(i);
}

// Rows without the words go, and with them sections that have none left.
void SettingsWindow::search(const QString& text) {
  std::vector<bool> any(static_cast<std::size_t>(m_sections->count()), text.isEmpty());
  for (const Row& row : m_rows) {
    const bool hit = text.isEmpty() || row.words.contains(text, Qt::CaseInsensitive);
    row.widget->setVisible(hit);
    if (hit) any[static_cast<std::size_t>(row.section)] = true;
  }
  int first = -1;
  for (int i = 0; i < m_sections->count(); ++i) {
    const bool shown = any[static_cast<std::size_t>(i)];
    m_sections->item(i)->setHidden(!shown);
    if (shown && first < 0) first = i;
  }
  const auto current = m_sections->currentRow();
  if (first >= 0 && (current < 0 || !any[static_cast<std::size_t>(current)]))
    m_sections->setCurrentRow(first);
}

}  // namespace cairn::ui
