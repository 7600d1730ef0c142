#include "ui/shell/tool_row.h"

#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace cairn::ui {
namespace {

constexpr int kNarrow = 1040;
constexpr int kSearchFrom = 1200;
constexpr int kSearchWidth = 224;

class Tab : public QAbstractButton {
 public:
  Tab(const QString& text, const QString& objectName) {
    setText(text);
    setObjectName(objectName);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
  }
  QSize sizeHint() const override {
    const QFontMetrics metrics(withWeight(font(), QFont::DemiBold));
    return {metrics.horizontalAdvance(text()) + 24, 48};
  }
  QSize minimumSizeHint() const override { return {48, 48}; }

 protected:
  // Large text in a narrow window: the whole of it is in the tooltip.
  void resizeEvent(QResizeEvent*) override {
    setToolTip(width() < sizeHint().width() ? text() : QString());
  }
  void paintEvent(QPaintEvent*) override {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setFont(withWeight(font(), isChecked() ? QFont::DemiBold : QFont::Medium));
    painter.setPen(isChecked() || underMouse() ? t.text : t.muted);
    painter.drawText(rect(), Qt::AlignCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, width() - 8));
    if (isChecked()) painter.fillRect(0, height() - 2, width(), 2, t.accent);
    if (hasFocus()) {
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(QPen(t.accent, 2));
      painter.drawRoundedRect(QRectF(rect()).adjusted(3, 9, -3, -9), 5, 5);
    }
  }
};

/// Looks like a field, with its key at the right end; a click opens the palette.
class SearchButton : public QAbstractButton {
 public:
  explicit SearchButton(const QString& text) {
    setText(text);
    setObjectName(QStringLiteral("tools.search"));
    setFixedSize(kSearchWidth, 32);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::IBeamCursor);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hasFocus() ? t.accent : t.fieldBorder, hasFocus() ? 2 : 1));
    painter.setBrush(t.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    paintIcon(painter, QStringLiteral("search"), QRectF(10, (height() - 14) / 2.0, 14, 14),
              t.muted);
    painter.setPen(t.muted);
    painter.setFont(font());
    painter.drawText(rect().adjusted(32, 0, -60, 0), Qt::AlignVCenter, text());
    const QFont small = withSize(font(), 11.0 / 13);
    const QString key = QStringLiteral("Ctrl K");
    const int width = QFontMetrics(small).horizontalAdvance(key) + 12;
    const QRectF frame(this->width() - width - 8, (height() - 19) / 2.0, width, 19);
    painter.setPen(t.line);
    painter.drawRoundedRect(frame, 4, 4);
    painter.setPen(t.muted);
    painter.setFont(small);
    painter.drawText(frame, Qt::AlignCenter, key);
  }
};

}  // namespace

TabStrip::TabStrip(QWidget* parent) : QWidget(parent), m_row(new QHBoxLayout(this)) {
  setObjectName(QStringLiteral("tabs"));
  m_row->setContentsMargins(0, 0, 0, 0);
  m_row->setSpacing(0);
}

void TabStrip::addTab(const QString& id, const QString& text) {
  auto* tab = new Tab(text, QStringLiteral("tabs.") + id);
  const int index = count();
  m_tabs.push_back(tab);
  m_row->addWidget(tab);
  connect(tab, &QAbstractButton::clicked, this, [this, index] {
    setCurrent(index);
    Q_EMIT chosen(index);
  });
  if (m_current < 0) setCurrent(0);
}

void TabStrip::setCurrent(int index) {
  m_current = index;
  for (int i = 0; i < count(); ++i)
    m_tabs[static_cast<std::size_t>(i)]->setChecked(m_marked && i == index);
}

void TabStrip::setMarked(bool marked) {
  m_marked = marked;
  setCurrent(m_current);
}

QString TabStrip::text(int index) const {
  return m_tabs.at(static_cast<std::size_t>(index))->text();
}

ToolRow::ToolRow(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("toolRow"));
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 0, 16, 1);
  row->setSpacing(8);
  m_row = new QHBoxLayout;
  m_row->setSpacing(8);
  row->addLayout(m_row);
  row->addSpacing(8);
  m_tabs = new TabStrip;
  row->addWidget(m_tabs);
  row->addStretch(1);
  m_end = new QHBoxLayout;
  row->addLayout(m_end);
  setFixedHeight(48);
}

void ToolRow::setSearch(QAction* action) {
  m_search = new SearchButton(action->text());
  m_search->setToolTip(action->toolTip());
  m_searchGlyph = new IconButton(QStringLiteral("search"), action->toolTip(),
                                 QStringLiteral("tools.searchGlyph"));
  static_cast<IconButton*>(m_searchGlyph)->setFramed(true);
  for (QAbstractButton* button : {m_search, m_searchGlyph}) {
    connect(button, &QAbstractButton::clicked, action, &QAction::trigger);
    m_end->addWidget(button);
  }
  arrange();
}

void ToolRow::arrange() {
  if (!m_search) return;
  m_search->setVisible(width() >= kSearchFrom);
  m_searchGlyph->setVisible(width() < kSearchFrom);
}

QPushButton* ToolRow::addAction(const QString& id, QAction* action, const QString& iconName,
                                bool primary, bool iconAlways) {
  auto* button = makeButton({}, primary ? ButtonKind::Primary : ButtonKind::Plain,
                            QStringLiteral("tools.") + id);
  m_tools.push_back({button, action, iconName, primary, iconAlways});
  const Tool tool = m_tools.back();
  connect(button, &QPushButton::clicked, action, &QAction::trigger);
  connect(action, &QAction::changed, this, [this, tool] { sync(tool); });
  m_row->addWidget(button);
  sync(tool);
  return button;
}

void ToolRow::addSeparator() {
  auto* line = new QWidget;
  line->setFixedSize(1, 26);
  line->setAutoFillBackground(true);
  line->setBackgroundRole(QPalette::Mid);
  m_row->addSpacing(4);
  m_row->addWidget(line);
  m_row->addSpacing(4);
}

void ToolRow::sync(const Tool& tool) {
  QString text = tool.action->text();
  text.remove(QLatin1Char('&'));
  tool.button->setEnabled(tool.action->isEnabled());
  tool.button->setText(m_narrow ? QString() : text);
  tool.button->setIconSize(m_narrow ? QSize(16, 16) : QSize(20, 16));
  tool.button->setAccessibleName(text);
  tool.button->setToolTip(tool.action->toolTip());
  if (m_narrow || tool.iconAlways)
    tool.button->setIcon(icon(tool.iconName, tool.primary ? IconColor::OnAccent : IconColor::Text));
  else
    tool.button->setIcon({});
}

void ToolRow::resizeEvent(QResizeEvent* event) {
  const bool narrow = width() < kNarrow;
  if (narrow != m_narrow) {
    m_narrow = narrow;
    for (const Tool& tool : m_tools) sync(tool);
  }
  arrange();
  QFrame::resizeEvent(event);
}

}  // namespace cairn::ui
