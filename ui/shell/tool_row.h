#pragma once

#include <QAbstractButton>
#include <QAction>
#include <QFrame>
#include <QStringList>
#include <vector>

class QHBoxLayout;
class QPushButton;

namespace cairn::ui {

/// The tabs: text with a line of accent under the one that is shown. Left and Right move it.
class TabStrip : public QWidget {
  Q_OBJECT
 public:
  explicit TabStrip(QWidget* parent = nullptr);
  /// The object name of the tab is `tabs.<id>`.
  void addTab(const QString& id, const QString& text);
  void setCurrent(int index);
  int current() const { return m_current; }
  /// Whether the current tab is marked: nothing is while no page is on the screen.
  void setMarked(bool marked);
  int count() const { return static_cast<int>(m_tabs.size()); }
  QString text(int index) const;

 Q_SIGNALS:
  void chosen(int index);

 private:
  std::vector<QAbstractButton*> m_tabs;
  QHBoxLayout* m_row;
  int m_current = -1;
  bool m_marked = true;
};

/// Buttons for what is done with a run, and the tabs, in one row. Every button shows an action, so
/// that menu, button and key agree; below 1040 px the buttons show glyphs alone.
class ToolRow : public QFrame {
  Q_OBJECT
 public:
  explicit ToolRow(QWidget* parent = nullptr);
  /// The button is made with the object name `tools.<id>`.
  QPushButton* addAction(const QString& id, QAction* action, const QString& iconName,
                         bool primary = false, bool iconAlways = true);
  void addSeparator();
  TabStrip* tabs() const { return m_tabs; }
  /// The field at the right end that opens the palette.
  void setSearch(QAction* action);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Tool {
    QPushButton* button;
    QAction* action;
    QString iconName;
    bool primary;
    bool iconAlways;
  };
  void sync(const Tool& tool);
  void arrange();
  std::vector<Tool> m_tools;
  QHBoxLayout* m_row;
  TabStrip* m_tabs;
  QHBoxLayout* m_end;
  QAbstractButton* m_search = nullptr;
  QAbstractButton* m_searchGlyph = nullptr;
  bool m_narrow = false;
};

}  // namespace cairn::ui
