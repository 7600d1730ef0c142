#include "ui/shell/palette.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 472;
constexpr std::size_t kMostHits = 60;
constexpr int kMostRecent = 50;
constexpr int kRecentBonus = 12;

enum Role { EntryRole = Qt::UserRole + 1, PlacesRole, WhereRole, KeyRole, IconRole, HeadRole };

using Kind = PaletteEntry::Kind;

QString kindText(Kind kind) {
  switch (kind) {
    case Kind::Command:
      return Palette::tr("Commands");
    case Kind::Run:
      return Palette::tr("Runs");
    case Kind::Tag:
      return Palette::tr("Tags");
    case Kind::Step:
      return Palette::tr("Checkpoints");
    case Kind::Key:
      return Palette::tr("Config");
    case Kind::Setting:
      return Palette::tr("Settings");
    case Kind::Folder:
      return Palette::tr("Recent folders");
  }
  return {};
}

std::optional<Kind> kindOf(QChar prefix) {
  switch (prefix.unicode()) {
    case '>':
      return Kind::Command;
    case '@':
      return Kind::Run;
    case '#':
      return Kind::Tag;
    case ':':
      return Kind::Step;
    default:
      return std::nullopt;
  }
}

/// Darkens the window behind the palette.
class Shade : public QWidget {
 public:
  using QWidget::QWidget;

 protected:
  void paintEvent(QPaintEvent*) override {
    QColor color = tokens().inverse;
    color.setAlpha(tokens().dark ? 30 : 50);
    QPainter(this).fillRect(rect(), color);
  }
};

class RowDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const int line = option.fontMetrics.height();
    return {100, index.data(HeadRole).toBool() ? line + 12 : std::max(36, line + 18)};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const Tokens& t = tokens();
    const QRect box = option.rect.adjusted(8, 0, -8, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(HeadRole).toBool()) {
      QFont font = withWeight(withSize(option.font, 11.0 / 13), QFont::DemiBold);
      font.setCapitalization(QFont::AllUppercase);
      painter->setFont(font);
      painter->setPen(t.muted);
      painter->drawText(box.adjusted(12, 4, 0, 0), Qt::AlignVCenter, index.data().toString());
      painter->restore();
      return;
    }
    if (option.state.testFlag(QStyle::State_Selected)) {
      painter->setPen(Qt::NoPen);
      painter->setBrush(t.accentTint);
      painter->drawRoundedRect(box, 6, 6);
    }
    const bool enabled =
        index.flags().testFlag(Qt::ItemIsEnabled) && !index.data(Qt::UserRole).toBool();
    paintIcon(*painter, index.data(IconRole).toString(),
              QRectF(box.left() + 12, box.center().y() - 7, 14, 14), t.muted);
    int right = box.right() - 12;
    if (const QString key = index.data(KeyRole).toString(); !key.isEmpty()) {
      const QFont font = withSize(option.font, 11.0 / 13);
      const int width = QFontMetrics(font).horizontalAdvance(key) + 12;
      const QRectF frame(right - width, box.center().y() - 9, width, 19);
      painter->setPen(t.line);
      painter->setBrush(t.surface);
      painter->drawRoundedRect(frame, 4, 4);
      painter->setPen(t.muted);
      painter->setFont(font);
      painter->drawText(frame, Qt::AlignCenter, key);
      right -= width + 12;
    }
    int left = box.left() + 40;
    left = paintName(painter, option, index, QRect(left, box.top(), right - left, box.height()),
                     enabled ? t.text : t.muted);
    const QString where = index.data(WhereRole).toString();
    const QFont small = withSize(option.font, 12.0 / 13);
    painter->setFont(small);
    painter->setPen(t.muted);
    const QRect rest(left + 12, box.top(), std::max(0, right - left - 12), box.height());
    painter->drawText(rest, Qt::AlignVCenter,
                      QFontMetrics(small).elidedText(where, Qt::ElideMiddle, rest.width()));
    painter->restore();
  }

 private:
  // Letter by letter: what matched is bold. Gives where the name ends.
  static int paintName(QPainter* painter, const QStyleOptionViewItem& option,
                       const QModelIndex& index, const QRect& box, const QColor& color) {
    const QList<QVariant> places = index.data(PlacesRole).toList();
    const QString name = index.data().toString();
    const QFont bold = withWeight(option.font, QFont::Bold);
    int x = box.left();
    qsizetype place = 0;
    for (qsizetype i = 0; i < name.size() && x < box.right();) {
      const bool hit = place < places.size() && places[place].toInt() == i;
      qsizetype end = i;
      while (end < name.size() && (place < places.size() && places[place].toInt() == end) == hit) {
        if (hit) ++place;
        ++end;
      }
      const QString piece = name.mid(i, end - i);
      painter->setFont(hit ? bold : option.font);
      painter->setPen(hit ? tokens().accent : color);
      painter->drawText(QRect(x, box.top(), box.right() - x, box.height()), Qt::AlignVCenter,
                        piece);
      x += QFontMetrics(painter->font()).horizontalAdvance(piece);
      i = end;
    }
    return std::min(x, box.right());
  }
};

}  // namespace

Palette::Palette(QWidget* window)
    : QFrame(window),
      m_field(new QLineEdit),
      m_count(makeLabel({}, TextRole::Muted)),
      m_list(new QListView),
      m_nothing(makeLabel({}, TextRole::Muted)),
      m_shade(new Shade(window)),
      m_model(new QStandardItemModel(this)) {
  setObjectName(QStringLiteral("palette"));
  setAttribute(Qt::WA_StyledBackground);
  build();
  window->installEventFilter(this);
  m_shade->installEventFilter(this);
  m_shade->hide();
  hide();
}

void Palette::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(12, 8, 16, 8);
  m_field->setObjectName(QStringLiteral("palette.field"));
  m_field->setAccessibleName(tr("Search or run a command"));
  m_field->setFrame(false);
  m_field->addAction(icon(QStringLiteral("search"), IconColor::Muted), QLineEdit::LeadingPosition);
  m_field->installEventFilter(this);
  setLook(m_field, "look", QStringLiteral("palette"));
  connect(m_field, &QLineEdit::textChanged, this, &Palette::search);
  head->addWidget(m_field, 1);
  m_count->setObjectName(QStringLiteral("palette.count"));
  head->addWidget(m_count);
  column->addLayout(head);
  m_list->setObjectName(QStringLiteral("palette.list"));
  m_list->setAccessibleName(tr("What was found"));
  m_list->setModel(m_model);
  m_list->setItemDelegate(new RowDelegate(m_list));
  m_list->setFocusPolicy(Qt::NoFocus);
  m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  connect(m_list, &QAbstractItemView::clicked, this, [this] { choose(false); });
  column->addWidget(m_list, 1);
  m_nothing->setObjectName(QStringLiteral("palette.nothing"));
  m_nothing->setAlignment(Qt::AlignCenter);
  m_nothing->setWordWrap(true);
  column->addWidget(m_nothing, 1);
  auto* foot = makeLabel(tr("↑ ↓ choose    Enter run    Ctrl+Enter second action    "
                            "> commands  @ runs  # tags  : step  ? help"),
                         TextRole::Muted, QStringLiteral("palette.foot"));
  foot->setContentsMargins(20, 8, 20, 8);
  column->addWidget(foot);
}

void Palette::open(const QString& text) {
  if (isVisible()) return close();
  m_before = QApplication::focusWidget();
  m_entries = m_source ? m_source() : std::vector<PaletteEntry>();
  place();
  m_shade->show();
  m_shade->raise();
  QFrame::show();
  raise();
  m_field->setText(text);
  m_field->setFocus(Qt::PopupFocusReason);
  search();
}

void Palette::close() {
  m_job.cancel();
  hide();
  m_shade->hide();
  if (m_before) m_before->setFocus(Qt::PopupFocusReason);
}

void Palette::place() {
  const QRect window = parentWidget()->rect();
  m_shade->setGeometry(window);
  const int width = std::min(kWidth, window.width() - 32);
  setGeometry((window.width() - width) / 2, std::min(72, window.height() / 10), width,
              std::min(kHeight, window.height() - 96));
}

// Names go to the worker as they are; what they do stays here.
void Palette::search() {
  struct Name {
    Kind kind;
    QString text;
    int bonus;
  };
  QString query = m_field->text();
  std::optional<Kind> only;
  if (!query.isEmpty()) only = kindOf(query[0]);
  if (only) query.remove(0, 1);
  query = query.trimmed().toLower();
  std::vector<Name> names;
  names.reserve(m_entries.size());
  for (const PaletteEntry& entry : m_entries) {
    const auto place = m_recent.indexOf(entry.id);
    const int bonus = place < 0 ? 0 : std::max(1, kRecentBonus - static_cast<int>(place));
    names.push_back({entry.kind, entry.name, bonus});
  }
  m_job.start(
      [names = std::move(names), query, only](std::stop_token stop) -> Job<Hits>::Payload {
        Hits hits;
        for (std::size_t i = 0; i < names.size(); ++i) {
          if (i % 1024 == 0 && stop.stop_requested())
            return Error{ErrorCode::Cancelled, "asked anew"};
          if (only && names[i].kind != *only) continue;
          auto match = fuzzyMatch(query, names[i].text);
          if (!match) continue;
          match->score += names[i].bonus;
          hits.push_back({i, std::move(*match)});
        }
        std::stable_sort(hits.begin(), hits.end(),
                         [](const Hit& a, const Hit& b) { return a.match.score > b.match.score; });
        if (hits.size() > kMostHits) hits.resize(kMostHits);
        return std::make_shared<const Hits>(std::move(hits));
      },
      [this](const auto& hits) {
        if (hits) show(**hits);
      });
}

// Grouped by kind; the group of the best hit comes first.
void Palette::show(const Hits& hits) {
  m_model->clear();
  std::vector<Kind> kinds;
  for (const Hit& hit : hits)
    if (const Kind kind = m_entries[hit.entry].kind;
        std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
      kinds.push_back(kind);
  for (const Kind kind : kinds) {
    auto* head = new QStandardItem(kindText(kind));
    head->setData(true, HeadRole);
    head->setFlags(Qt::NoItemFlags);
    m_model->appendRow(head);
    for (const Hit& hit : hits)
      if (m_entries[hit.entry].kind == kind) addRow(hit);
  }
  const bool help = m_field->text().startsWith(QLatin1Char('?'));
  m_count->setText(tr("%n result(s)", nullptr, static_cast<int>(hits.size())));
  m_nothing->setText(help
                         ? tr("> commands    @ runs    # tags    : steps    nothing before it: all")
                         : tr("Nothing is called that."));
  m_nothing->setVisible(hits.empty());
  m_list->setVisible(!hits.empty());
  if (m_model->rowCount() > 1) m_list->setCurrentIndex(m_model->index(1, 0));
}

void Palette::addRow(const Hit& hit) {
  const PaletteEntry& entry = m_entries[hit.entry];
  auto* row = new QStandardItem(entry.name);
  QList<QVariant> places;
  for (const int place : hit.match.places) places << place;
  row->setData(static_cast<qulonglong>(hit.entry), EntryRole);
  row->setData(places, PlacesRole);
  row->setData(entry.where, WhereRole);
  row->setData(entry.key, KeyRole);
  row->setData(entry.icon, IconRole);
  row->setData(!entry.enabled, Qt::UserRole);
  row->setData(entry.where.isEmpty() ? entry.name : entry.name + QStringLiteral(", ") + entry.where,
               Qt::AccessibleTextRole);
  m_model->appendRow(row);
}

void Palette::move(int by) {
  const int count = m_model->rowCount();
  int row = m_list->currentIndex().row();
  for (int i = 0; i < count; ++i) {
    row = (row + by + count) % count;
    if (!m_model->index(row, 0).data(HeadRole).toBool()) break;
  }
  m_list->setCurrentIndex(m_model->index(row, 0));
}

// A command that can't act stays on the screen with its reason.
void Palette::choose(bool second) {
  const QModelIndex index = m_list->currentIndex();
  if (!index.isValid() || index.data(HeadRole).toBool()) return;
  const PaletteEntry entry = m_entries[index.data(EntryRole).toULongLong()];
  if (!entry.enabled) return;
  m_recent.removeAll(entry.id);
  m_recent.prepend(entry.id);
  while (m_recent.size() > kMostRecent) m_recent.removeLast();
  close();
  const auto& act = second && entry.second ? entry.second : entry.act;
  if (act) act();
  Q_EMIT chosen();
}

bool Palette::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) place();
  if (watched == m_shade && event->type() == QEvent::MouseButtonPress) {
    close();
    return true;
  }
  if (watched != m_field || event->type() != QEvent::KeyPress)
    return QFrame::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  switch (key->key()) {
    case Qt::Key_Escape:
      close();
      return true;
    case Qt::Key_Up:
      move(-1);
      return true;
    case Qt::Key_Down:
      move(1);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      choose(key->modifiers().testFlag(Qt::ControlModifier));
      return true;
    default:
      return QFrame::eventFilter(watched, event);
  }
}

}  // namespace cairn::ui
