#pragma once

#include <QAction>
#include <QDialog>
#include <functional>
#include <vector>

class QLineEdit;
class QListWidget;
class QStackedWidget;
class QVBoxLayout;

namespace cairn::ui {

class Settings;

/// All settings in one window: searchable, applied at once, each with a way back.
/// Thread: GUI thread only.
class SettingsWindow : public QDialog {
  Q_OBJECT
 public:
  /// `actions`: those whose keys can be changed; each has an object name.
  SettingsWindow(Settings* settings, const QList<QAction*>& actions, QWidget* parent = nullptr);
  void showSection(const QString& id);
  /// Where settings are, for the palette: section id and title.
  static std::vector<std::pair<QString, QString>> titles();

 private:
  struct Row {
    QWidget* widget;
    QString words;
    int section;
  };
  QVBoxLayout* addSection(const QString& id, const QString& title);
  void addRow(QVBoxLayout* column, const QString& key, const QString& title, const QString& note,
              QWidget* control, const std::function<void()>& sync);
  void addChoice(QVBoxLayout* column, const QString& key, const QString& title,
                 const std::vector<std::pair<QString, QString>>& options, const QString& note = {});
  void addSwitch(QVBoxLayout* column, const QString& key, const QString& title,
                 const QString& note = {});
  void addNumber(QVBoxLayout* column, const QString& key, const QString& title, double low,
                 double high, double step, int decimals, const QString& suffix);
  void addKeys(QVBoxLayout* column, const QList<QAction*>& actions);
  void addAdvanced(QVBoxLayout* column);
  void search(const QString& text);

  Settings* m_settings;
  QLineEdit* m_search;
  QListWidget* m_sections;
  QStackedWidget* m_pages;
  std::vector<Row> m_rows;
};

}  // namespace cairn::ui
