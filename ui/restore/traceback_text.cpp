#include "ui/restore/traceback_text.h"

#include "ui/bridge/convert.h"
#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/elided_label.h"

#include <QEvent>
#include <QTextBlock>
#include <QTextDocument>

namespace cairn::ui {
namespace {

constexpr std::size_t kMostLines = 2000;  // that are laid out; the copy of a wall of text is enough
constexpr qsizetype kMostLetters = 2000;  // of a line
constexpr int kMostHeight = 320;
constexpr double kNumberWidth = 4;  // letters

/// Marks every place where `part` stands in `block`.
void mark(const QTextBlock& block, const QString& part, const QTextCharFormat& format) {
  if (part.isEmpty()) return;
  const QString text = block.text();
  for (qsizetype at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.size())) {
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + static_cast<int>(at));
    cursor.setPosition(block.position() + static_cast<int>(at + part.size()),
                       QTextCursor::KeepAnchor);
    cursor.mergeCharFormat(format);
  }
}

QString shapeText(const formats::Shape& shape) {
  QStringList sizes;
  for (const std::int64_t size : shape) sizes << QString::number(size);
  return QLatin1Char('[') + sizes.join(QLatin1Char(',')) + QLatin1Char(']');
}

}  // namespace

TracebackText::TracebackText(QWidget* parent) : QTextEdit(parent) {
  setObjectName(QStringLiteral("traceback.text"));
  setAccessibleName(tr("Pasted text"));
  setReadOnly(true);
  setTabChangesFocus(true);
  setUndoRedoEnabled(false);
  setFrameShape(QFrame::NoFrame);
  setProperty("look", QStringLiteral("bare"));
  setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

void TracebackText::setTraceback(std::shared_ptr<const restore::Traceback> told) {
  m_told = std::move(told);
  fill();
}

void TracebackText::setFolded(bool folded) {
  m_folded = folded;
  fill();
}

void TracebackText::changeEvent(QEvent* event) {
  QTextEdit::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) fill();
}

void TracebackText::resizeEvent(QResizeEvent* event) {
  QTextEdit::resizeEvent(event);
  updateGeometry();
}

QSize TracebackText::sizeHint() const {
  const int height = static_cast<int>(document()->size().height()) + 8;
  return {400, std::clamp(height, 96, kMostHeight)};
}

void TracebackText::fill() {
  clear();
  if (!m_told) return;
  const Tokens& colors = tokens();
  const QFont mono = monoFont(font().pixelSize() > 0 ? font().pixelSize() / 13.0 * 0.92 : 0.92);
  document()->setDefaultFont(mono);
  const double letter = QFontMetricsF(mono).horizontalAdvance(QLatin1Char('0'));
  QTextBlockFormat block;
  block.setLeftMargin((kNumberWidth + 1) * letter);
  block.setTextIndent(-(kNumberWidth + 1) * letter);
  block.setTabPositions({});
  QTextCharFormat plain, muted, strong;
  plain.setForeground(colors.text);
  muted.setForeground(colors.muted);
  strong.setForeground(colors.bad);
  strong.setFontWeight(QFont::Bold);
  QTextBlockFormat marked = block;
  marked.setBackground(colors.badTint);

  QTextCursor cursor(document());
  cursor.beginEditBlock();
  bool first = true;
  const auto add = [&](const QString& number, const QString& text, const QTextCharFormat& format,
                       bool counts) {
    if (!first) cursor.insertBlock();
    first = false;
    cursor.setBlockFormat(counts ? marked : block);
    cursor.insertText(number.rightJustified(static_cast<int>(kNumberWidth)) + QLatin1Char(' '),
                      muted);
    cursor.insertText(text, format);
    if (!counts) return;
    mark(cursor.block(), toQString(m_told->exception), strong);
    mark(cursor.block(), toQString(m_told->tensor), strong);
    if (m_told->wants) mark(cursor.block(), shapeText(*m_told->wants), strong);
    if (m_told->has) mark(cursor.block(), shapeText(*m_told->has), strong);
  };
  std::size_t shown = 0;
  for (std::size_t i = 0; i < m_told->lines.size() && shown < kMostLines; ++shown) {
    const restore::TracebackLine& line = m_told->lines[i];
    if (m_folded && line.isLibrary) {
      std::size_t end = i;
      while (end < m_told->lines.size() && m_told->lines[end].isLibrary) ++end;
      add(QStringLiteral("⋯"),
          tr("%n line(s) of TensorFlow folded", nullptr, static_cast<int>(end - i)), muted, false);
      i = end;
      continue;
    }
    const QString text = shownName(
        toQString(line.text).left(kMostLetters).replace(QLatin1Char('\t'), QStringLiteral("    ")));
    add(QString::number(i + 1), text, i == m_told->sentenceLine ? plain : muted,
        i == m_told->sentenceLine);
    ++i;
  }
  if (shown == kMostLines) add(QStringLiteral("⋯"), tr("More is not shown."), muted, false);
  cursor.endEditBlock();
  moveCursor(QTextCursor::Start);
  updateGeometry();
}

}  // namespace cairn::ui
