#include "ui/widgets/card.h"

#include "ui/theme/fonts.h"
#include "ui/widgets/elided_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr double kCorner = 9;
constexpr double kBarWidth = 4;
constexpr int kLeastTitle = 112;  // the note gives way first

}  // namespace

void paintCard(QPainter& painter, const QRectF& box, std::optional<Tone> bar) {
  const Tokens& t = tokens();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath shape;
  shape.addRoundedRect(box.adjusted(.5, .5, -.5, -.5), kCorner, kCorner);
  painter.fillPath(shape, t.surface);
  if (bar) {
    painter.setClipRect(QRectF(box.left(), box.top(), kBarWidth, box.height()));
    painter.fillPath(shape, toneColor(t, *bar));
    painter.setClipping(false);
  }
  painter.strokePath(shape, QPen(t.line, 1));
  if (bar) {
    painter.setClipRect(QRectF(box.left(), box.top(), kBarWidth, box.height()));
    painter.strokePath(shape, QPen(toneColor(t, *bar), 1));
  }
  painter.restore();
}

Card::Card(const QString& objectName, QWidget* parent) : QFrame(parent) {
  setObjectName(objectName);
  m_outer = new QVBoxLayout(this);
  m_outer->setContentsMargins(1, 1, 1, 1);
  m_outer->setSpacing(0);
  m_body = new QVBoxLayout;
  m_body->setContentsMargins(16, 12, 16, 16);
  m_body->setSpacing(8);
  m_outer->addLayout(m_body);
}

QHBoxLayout* Card::header() {
  if (!m_header) {
    m_header = new QHBoxLayout;
    m_header->setContentsMargins(16, 8, 8, 0);
    m_header->setSpacing(8);
    m_title = new ElidedLabel(objectName() + QStringLiteral(".title"));
    m_title->setWeight(QFont::DemiBold);
    m_note = new ElidedLabel(objectName() + QStringLiteral(".note"));
    m_note->setMode(Qt::ElideRight);
    m_note->setMuted(true);
    m_title->setMinimumHeight(28);
    m_title->setLeast(kLeastTitle);
    m_header->addWidget(m_title);
    m_header->addWidget(m_note);
    m_header->addStretch(1);
    m_outer->insertLayout(0, m_header);
    m_body->setContentsMargins(16, 4, 16, 16);
  }
  return m_header;
}

void Card::setTitle(const QString& title, const QString& note) {
  header();
  m_title->setText(title);
  m_note->setText(note);
  setAccessibleName(title);
}

QString Card::title() const { return m_title ? m_title->text() : QString(); }

void Card::setBar(std::optional<Tone> tone) {
  m_bar = tone;
  update();
}

void Card::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintCard(painter, rect(), m_bar);
}

}  // namespace cairn::ui
