#pragma once

#include <QStringList>
#include <QTimer>
#include <QWidget>
#include <functional>

class QCompleter;
class QLabel;
class QLineEdit;
class QStringListModel;

namespace cairn::ui {

/// A field for a filter: what is wrong with it stands beneath, in red; Esc clears it, Down goes
/// through the ones before; keys are completed.
/// Thread: GUI thread only.
class FilterField : public QWidget {
  Q_OBJECT
 public:
  /// `take` is given what was typed and answers what is wrong with it; empty when nothing is.
  FilterField(const QString& objectName, std::function<QString(const QString&)> take,
              QWidget* parent = nullptr);
  QLineEdit* edit() const { return m_edit; }
  void setText(const QString& text);
  QString text() const;
  QString error() const;
  void setKeys(const QStringList& keys);
  void setHistory(const QStringList& history) { m_history = history; }
  const QStringList& history() const { return m_history; }

 Q_SIGNALS:
  /// Esc in an empty field, or Enter: on to the list.
  void left();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void apply();
  void complete();
  void insertCompletion(const QString& word);
  void showHistory();
  QString wordAtCursor() const;

  std::function<QString(const QString&)> m_take;
  QLineEdit* m_edit;
  QLabel* m_error;
  QStringListModel* m_words;
  QCompleter* m_completer;
  QStringList m_history;
  QTimer m_wait;
};

}  // namespace cairn::ui
