#include "ui/config/source_card.h"

#include "ui/bridge/convert.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSet>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

/// Strings in the accent's colour, the rest quiet.
class Highlighter : public QSyntaxHighlighter {
 public:
  using QSyntaxHighlighter::QSyntaxHighlighter;

 protected:
  void highlightBlock(const QString& text) override {
    static const QRegularExpression string(QStringLiteral("'[^']*'|\"[^\"]*\""));
    static const QRegularExpression word(
        QStringLiteral("\\b(import|as|from|def|return|for|in|lambda|None|True|False)\\b"));
    for (auto it = word.globalMatch(text); it.hasNext();) {
      const auto match = it.next();
      setFormat(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()),
                tokens().muted);
    }
    for (auto it = string.globalMatch(text); it.hasNext();) {
      const auto match = it.next();
      setFormat(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()),
                tokens().accent);
    }
  }
};

}  // namespace

SourceCard::SourceCard(QWidget* parent) : Card(QStringLiteral("config.source"), parent) {
  setTitle(tr("As Python"));
  auto* copy = makeButton(tr("Copy"), ButtonKind::Plain, QStringLiteral("config.source.copy"),
                          QStringLiteral("copy"));
  m_switch =
      makeButton(QStringLiteral("JSON"), ButtonKind::Plain, QStringLiteral("config.source.switch"));
  header()->addWidget(copy);
  header()->addWidget(m_switch);
  header()->setContentsMargins(16, 8, 12, 0);
  m_text = new QPlainTextEdit;
  m_text->setObjectName(QStringLiteral("config.source.text"));
  m_text->setAccessibleName(tr("The config as a program"));
  m_text->setProperty("look", QStringLiteral("bare"));
  m_text->setReadOnly(true);
  m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_text->setFrameShape(QFrame::NoFrame);
  m_text->setFont(monoFont());
  m_text->setMinimumHeight(220);
  m_text->document()->setDocumentMargin(4);
  new Highlighter(m_text->document());
  body()->setContentsMargins(12, 0, 4, 8);
  body()->addWidget(m_text);
  connect(copy, &QPushButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
  connect(m_switch, &QPushButton::clicked, this, [this] {
    m_json = !m_json;
    refresh();
  });
}

void SourceCard::setConfig(const model::Config& config,
                           const std::optional<model::Config>& recorded, const QString& modelDir) {
  m_config = config;
  m_recorded = recorded;
  m_modelDir = modelDir;
  refresh();
}

QString SourceCard::text() const { return m_text->toPlainText(); }

void SourceCard::refresh() {
  const auto written = [this](const model::Config& config) {
    return toQString(m_json ? model::configText(config)
                            : model::configPython(config, fromQString(m_modelDir)));
  };
  setTitle(m_json ? tr("As JSON") : tr("As Python"));
  m_switch->setText(m_json ? QStringLiteral("Python") : QStringLiteral("JSON"));
  const QString now = written(m_config);
  if (now != m_text->toPlainText()) m_text->setPlainText(now);
  tint(m_recorded ? written(*m_recorded) : now);
}

void SourceCard::tint(const QString& before) {
  const QStringList lines = before.split(QLatin1Char('\n'));
  const QSet<QString> known(lines.begin(), lines.end());
  QList<QTextEdit::ExtraSelection> changed;
  for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next()) {
    if (known.contains(block.text())) continue;
    QTextEdit::ExtraSelection line;
    line.format.setBackground(tokens().okTint);
    line.format.setForeground(tokens().ok);
    line.format.setProperty(QTextFormat::FullWidthSelection, true);
    line.cursor = QTextCursor(block);
    changed << line;
  }
  m_text->setExtraSelections(changed);
}

void SourceCard::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    m_text->setPlainText({});
    refresh();
  }
  Card::changeEvent(event);
}

}  // namespace cairn::ui
