#include "ui/theme/style_sheet.h"

#include <QHash>
#include <QRegularExpression>
#include <cmath>

namespace cairn::ui {
namespace {

// @name is a token, #n px of text is @t<n>.
constexpr auto kLabels = R"(
QLabel[role="title"] { font-weight: 600; }
QLabel[role="heading"] { font-size: @t16; font-weight: 600; }
QLabel[role="display"] { font-size: @t24; font-weight: 700; }
QLabel[role="lead"] { font-size: @t15; color: @muted; }
QLabel[role="muted"] { color: @muted; font-size: @t12; }
QLabel[role="caption"] { color: @muted; font-size: @t11; font-weight: 600; }
QLabel[role="mono"] { font-family: "JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono"; font-size: @t12; }
QLabel[role="key"] { font-family: "JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono"; font-size: @t12; color: @muted; }
QLabel[role="error"] { color: @bad; font-size: @t12; }
QLabel[role="was"] { color: @warn; font-size: @t12; font-weight: 600; }
QLabel[cell] { padding: 6px 8px; border-top: 1px solid @line; font-size: @t12; }
QLabel[cell="head"], QLabel[cell="first"] { border: none; font-weight: 600; }
QLabel[cell="first"] { padding-left: 16px; }
QLabel[cell="was"] { background: @badTint; }
QLabel[cell="now"] { background: @okTint; }
QFrame[look="row"] { border-top: 1px solid @line; }
QLabel[role="strong"] { font-size: @t15; font-weight: 700; }
)";

constexpr auto kButtons = R"(
QPushButton, QToolButton { border: 1px solid @line; border-radius: 6px; background: @surface;
  padding: 0 11px; min-height: 26px; font-weight: 500; outline: none; }
QToolButton { padding: 0 5px; min-width: 16px; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked { background: @pressed; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: 0 10px; min-height: 24px; }
QToolButton:focus { padding: 0 4px; min-width: 16px; }
QPushButton:disabled, QToolButton:disabled { color: @disabled; background: @surface; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[kind="primary"] { background: @accent; border-color: @accent; color: @onAccent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[kind="primary"]:pressed { background: @accentPressed; border-color: @accentPressed; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled { background: @neutralTint; border-color: @line; color: @disabled; }
QPushButton[kind="outline"] { border-color: @fieldBorder; }
QPushButton[kind="outline"]:focus { border-color: @accent; }
QPushButton[kind="outline"]:disabled { border-color: @line; }
QPushButton[kind="flat"], QToolButton[kind="flat"] { border-color: transparent; background: transparent; }
QPushButton[kind="flat"]:hover, QToolButton[kind="flat"]:hover { background: @hover; }
QPushButton[kind="flat"]:focus, QToolButton[kind="flat"]:focus { border-color: @accent; }
QPushButton[kind="link"] { border: 2px solid transparent; background: transparent; color: @accent; font-weight: 600; font-size: @t12; padding: 0 3px; min-height: 20px; }
QPushButton[kind="link"]:hover { color: @accentHover; }
QPushButton[kind="link"]:focus { border: 2px solid @accent; }
)";

constexpr auto kFields = R"(
QLineEdit, QPlainTextEdit, QTextEdit { border: 1px solid @fieldBorder; border-radius: 6px; background: @surface;
  color: @text; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit { padding: 0 8px; min-height: 26px; }
QLineEdit > QToolButton { border: none; background: transparent; padding: 0; min-height: 0; min-width: 0; }
QLineEdit:focus { border: 2px solid @accent; padding: 0 7px; min-height: 24px; }
QLineEdit[invalid="true"] { border: 2px solid @bad; padding: 0 7px; min-height: 24px; }
QLineEdit:disabled, QPlainTextEdit:disabled { border-color: @line; color: @disabled; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid @accent; }
QPlainTextEdit[look="bare"] { border: 1px solid transparent; background: @surface; }
QPlainTextEdit[look="bare"]:focus { border: 1px solid @accent; }
QFrame[look="quote"] { border: none; border-radius: 6px; background: @neutralTint; }
QTextEdit[look="bare"], QTextEdit[look="bare"]:focus { border: 1px solid transparent; background: @surface; }
QPlainTextEdit[look="quote"] { border: none; background: @window; padding: 4px; }
QComboBox QAbstractItemView { border: 1px solid @line; background: @surface; padding: 4px; outline: none; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 8px; border-radius: 4px; color: @text; }
QComboBox QAbstractItemView::item:selected { background: @accentTint; color: @text; }
QComboBox QAbstractItemView::item:disabled { color: @disabled; }
)";

constexpr auto kViews = R"(
QTreeView, QListView, QTableView { border: none; background: @surface; alternate-background-color: @surface;
  outline: none; selection-background-color: @accentTint; selection-color: @text; gridline-color: @line; }
QTreeView::item, QTableView::item { border-bottom: 1px solid @line; padding: 0 6px; color: @text; }
QTreeView::item:selected, QTableView::item:selected, QListView::item:selected { background: @accentTint; color: @text; }
QTreeView::branch { border-bottom: 1px solid @line; background: @surface; }
QTreeView::branch:selected { background: @accentTint; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; border: none; border-bottom: 1px solid @line; padding: 0 6px;
  min-height: 30px; color: @muted; font-weight: 600; font-size: @t12; }
QHeaderView::section:first { padding-left: 16px; }
QHeaderView::section:last { padding-right: 16px; }
QListView[look="sections"] { background: transparent; }
QListView[look="sections"]::item { min-height: 30px; padding: 0 8px; border-radius: 6px; color: @text; }
QTableCornerButton::section { background: @surface; border: none; }
QScrollArea, QAbstractScrollArea { border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @disabled; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

constexpr auto kFrame = R"(
QMainWindow, QDialog { background: @window; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMenuBar { background: @side; border-bottom: 1px solid @line; padding: 3px 8px; }
QMenuBar::item { padding: 3px 8px; border-radius: 5px; background: transparent; color: @text; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @pressed; }
QMenu { background: @surface; border: 1px solid @line; padding: 5px; }
QMenu::item { padding: 5px 28px 5px 26px; border-radius: 5px; color: @text; }
QMenu::item:selected { background: @accentTint; }
QMenu::item:disabled { color: @disabled; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: @line; margin: 5px 6px; }
QToolTip { background: @surface; color: @text; border: 1px solid @line; padding: 5px 8px; }
QSplitter::handle { background: @line; }
QProgressBar { border: none; border-radius: 3px; background: @line; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { border-radius: 3px; background: @accent; }
QCheckBox, QRadioButton { min-height: 24px; }
QCheckBox:disabled, QRadioButton:disabled { color: @disabled; }
*[pane="side"] { background: @side; }
*[pane="bottom"] { background: @surface; border-top: 1px solid @line; }
QPushButton[look="caption"] { font-size: @t12; font-weight: 400; color: @muted; padding: 0 4px; min-height: 24px; }
QLineEdit[look="palette"], QLineEdit[look="palette"]:focus { border: none; font-size: @t15; min-height: 30px; background: transparent; }
#palette, #toast { background: @surface; border: 1px solid @line; border-radius: 9px; }
*[pane="side"] QListView, *[pane="side"] QTreeView { background: @side; }
*[pane="side"] QTreeView::item { border: none; padding: 0; }
*[pane="side"] QHeaderView, *[pane="side"] QHeaderView::section { background: @side; }
#toolRow { background: @surface; border-bottom: 1px solid @line; }
#jobBar { background: @side; border-top: 1px solid @line; }
)";

QHash<QString, QString> values(const Tokens& t) {
  return {{"window", t.window.name()},
          {"surface", t.surface.name()},
          {"side", t.side.name()},
          {"line", t.line.name()},
          {"fieldBorder", t.fieldBorder.name()},
          {"text", t.text.name()},
          {"muted", t.muted.name()},
          {"accent", t.accent.name()},
          {"ok", t.ok.name()},
          {"bad", t.bad.name()},
          {"warn", t.warn.name()},
          {"accentTint", t.accentTint.name()},
          {"neutralTint", t.neutralTint.name()},
          {"okTint", t.okTint.name()},
          {"badTint", t.badTint.name()},
          {"accentHover", t.accentHover.name()},
          {"accentPressed", t.accentPressed.name()},
          {"onAccent", t.onAccent.name()},
          {"hover", t.hover.name()},
          {"pressed", t.pressed.name()},
          {"disabled", t.disabled.name()}};
}

}  // namespace

QString styleSheet(const Tokens& tokens, double scale) {
  QString sheet = QString::fromLatin1(kLabels) + QString::fromLatin1(kButtons) +
                  QString::fromLatin1(kFields) + QString::fromLatin1(kViews) +
                  QString::fromLatin1(kFrame);
  const QHash<QString, QString> named = values(tokens);
  static const QRegularExpression reference(QStringLiteral("@([A-Za-z]+)(\\d*)"));
  QString out;
  qsizetype from = 0;
  for (auto it = reference.globalMatch(sheet); it.hasNext();) {
    const auto match = it.next();
    out += QStringView(sheet).mid(from, match.capturedStart() - from);
    out += match.capturedLength(2) > 0
               ? QStringLiteral("%1px").arg(std::lround(match.captured(2).toInt() * scale))
               : named.value(match.captured(1));
    from = match.capturedEnd();
  }
  out += QStringView(sheet).mid(from);
  return out;
}

}  // namespace cairn::ui
