#include "ui/theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <cmath>

namespace cairn::ui {
namespace {

QPixmap tinted(const QString& name, const QSize& devicePixels, const QColor& color) {
  const QString key = QStringLiteral("cairn-icon/%1/%2x%3/%4")
                          .arg(name)
                          .arg(devicePixels.width())
                          .arg(devicePixels.height())
                          .arg(color.rgba());
  QPixmap pixmap;
  if (QPixmapCache::find(key, &pixmap)) return pixmap;
  pixmap = QPixmap(devicePixels);
  pixmap.fill(Qt::transparent);
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  if (file.open(QIODevice::ReadOnly)) {
    // The files are drawn in black; the token's colour takes its place.
    QByteArray svg = file.readAll();
    svg.replace("#000", color.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    QPainter painter(&pixmap);
    painter.setOpacity(color.alphaF());
    renderer.render(&painter, QRectF(QPointF(), devicePixels));
  }
  QPixmapCache::insert(key, pixmap);
  return pixmap;
}

class TintedIcon : public QIconEngine {
 public:
  TintedIcon(QString name, IconColor color) : m_name(std::move(name)), m_color(color) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    // A wider box leaves room between the icon and a button's text.
    const int side = std::min(rect.width(), rect.height());
    paintIcon(*painter, m_name, QRectF(rect.x(), rect.y(), side, side), colorFor(mode));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
    const int side = std::min(size.width(), size.height());
    if (size.width() == size.height()) return tinted(m_name, size, colorFor(mode));
    QPixmap wide(size);
    wide.fill(Qt::transparent);
    QPainter painter(&wide);
    painter.drawPixmap(0, 0, tinted(m_name, {side, side}, colorFor(mode)));
    return wide;
  }
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override {
    return pixmap(size, mode, state);
  }
  bool isNull() override { return false; }
  QIconEngine* clone() const override { return new TintedIcon(m_name, m_color); }

 private:
  QColor colorFor(QIcon::Mode mode) const {
    return mode == QIcon::Disabled ? tokens().disabled : iconColor(tokens(), m_color);
  }
  QString m_name;
  IconColor m_color;
};

}  // namespace

QColor iconColor(const Tokens& tokens, IconColor color) {
  switch (color) {
    case IconColor::Text:
      return tokens.text;
    case IconColor::Muted:
      return tokens.muted;
    case IconColor::Accent:
      return tokens.accent;
    case IconColor::OnAccent:
      return tokens.onAccent;
    case IconColor::Ok:
      return tokens.ok;
    case IconColor::Bad:
      return tokens.bad;
    case IconColor::Warn:
      return tokens.warn;
  }
  return tokens.text;
}

QIcon icon(const QString& name, IconColor color) { return QIcon(new TintedIcon(name, color)); }

void paintIcon(QPainter& painter, const QString& name, const QRectF& box, const QColor& color) {
  const qreal ratio = painter.device()->devicePixelRatioF();
  const QSize pixels(static_cast<int>(std::ceil(box.width() * ratio)),
                     static_cast<int>(std::ceil(box.height() * ratio)));
  QPixmap pixmap = tinted(name, pixels, color);
  pixmap.setDevicePixelRatio(ratio);
  painter.drawPixmap(box.topLeft(), pixmap);
}

}  // namespace cairn::ui
