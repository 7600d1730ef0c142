#include "ui/shell/filter_field.h"

#include "ui/theme/icons.h"
#include "ui/widgets/label.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QStringListModel>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kMostHistory = 20;
constexpr int kWaitMs = 60;

}  // namespace

FilterField::FilterField(const QString& objectName, std::function<QString(const QString&)> take,
                         QWidget* parent)
    : QWidget(parent),
      m_take(std::move(take)),
      m_edit(new QLineEdit),
      m_error(makeLabel({}, TextRole::Error, objectName + QStringLiteral(".error"))),
      m_words(new QStringListModel(this)),
      m_completer(new QCompleter(m_words, this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  m_edit->setObjectName(objectName);
  m_edit->addAction(icon(QStringLiteral("search"), IconColor::Muted), QLineEdit::LeadingPosition);
  m_edit->setClearButtonEnabled(true);
  m_edit->installEventFilter(this);
  m_error->setWordWrap(true);
  m_error->hide();
  column->addWidget(m_edit);
  column->addWidget(m_error);
  m_completer->setWidget(m_edit);
  m_completer->setCaseSensitivity(Qt::CaseInsensitive);
  m_completer->setFilterMode(Qt::MatchContains);
  m_completer->setMaxVisibleItems(8);
  connect(m_completer, QOverload<const QString&>::of(&QCompleter::activated), this,
          &FilterField::insertCompletion);
  m_wait.setSingleShot(true);
  m_wait.setInterval(kWaitMs);
  connect(&m_wait, &QTimer::timeout, this, &FilterField::apply);
  connect(m_edit, &QLineEdit::textChanged, this, [this] { m_wait.start(); });
  connect(m_edit, &QLineEdit::textEdited, this, &FilterField::complete);
}

void FilterField::apply() {
  m_wait.stop();
  const QString wrong = m_take(m_edit->text());
  m_error->setText(wrong);
  m_error->setVisible(!wrong.isEmpty());
  setLook(m_edit, "invalid", !wrong.isEmpty());
  m_edit->setAccessibleDescription(wrong);
}

void FilterField::setText(const QString& text) {
  if (m_edit->text() == text) return;
  m_edit->setText(text);
  apply();
}

QString FilterField::text() const { return m_edit->text(); }

QString FilterField::error() const { return m_error->isHidden() ? QString() : m_error->text(); }

void FilterField::setKeys(const QStringList& keys) {
  if (keys != m_words->stringList()) m_words->setStringList(keys);
}

QString FilterField::wordAtCursor() const {
  const QString before = m_edit->text().left(m_edit->cursorPosition());
  qsizetype start = before.size();
  while (start > 0) {
    const QChar c = before[start - 1];
    if (!c.isLetterOrNumber() && c != QLatin1Char('_') && c != QLatin1Char('.') &&
        c != QLatin1Char('/'))
      break;
    --start;
  }
  return before.mid(start);
}

void FilterField::complete() {
  const QString word = wordAtCursor();
  if (word.size() < 2) return m_completer->popup()->hide();
  m_completer->setCompletionPrefix(word);
  const bool alone =
      m_completer->completionCount() == 1 && m_completer->currentCompletion() == word;
  if (m_completer->completionCount() == 0 || alone) return m_completer->popup()->hide();
  m_completer->complete();
}

void FilterField::insertCompletion(const QString& word) {
  const QString before = wordAtCursor();
  const int at = m_edit->cursorPosition();
  m_edit->setSelection(at - static_cast<int>(before.size()), static_cast<int>(before.size()));
  m_edit->insert(word);
}

void FilterField::showHistory() {
  if (m_history.isEmpty()) return;
  auto* menu = new QMenu(m_edit);
  menu->setObjectName(objectName() + QStringLiteral(".history"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (const QString& old : m_history) {
    QString text = old;
    connect(menu->addAction(text.replace(QLatin1Char('&'), QStringLiteral("&&"))),
            &QAction::triggered, this, [this, old] { setText(old); });
  }
  menu->popup(m_edit->mapToGlobal(QPoint(0, m_edit->height())));
}

bool FilterField::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusOut && !m_edit->text().isEmpty() && error().isEmpty()) {
    m_history.removeAll(m_edit->text());
    m_history.prepend(m_edit->text());
    while (m_history.size() > kMostHistory) m_history.removeLast();
  }
  if (event->type() != QEvent::KeyPress || m_completer->popup()->isVisible())
    return QWidget::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter) {
    if (key == Qt::Key_Escape) m_edit->clear();
    apply();
    Q_EMIT left();
    return true;
  }
  if (key == Qt::Key_Down) {
    if (m_history.isEmpty())
      Q_EMIT left();
    else
      showHistory();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace cairn::ui
