#include "ui/config/network_view.h"

#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"

#include <QPainter>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr std::int64_t kMostUnits = 10;
constexpr int kLabels = 46;
constexpr double kRadius = 5.5;

}  // namespace

std::vector<NetworkView::Layer> networkLayers(const model::Config& config) {
  const auto& columns = config.family() == model::Family::Combined ? config.args.dnnFeatureColumns
                                                                   : config.args.featureColumns;
  std::int64_t inputs = 0;
  for (const auto& column : columns) {
    const std::int64_t dense = data::denseWidth(column);
    inputs += dense > 0 ? dense : data::bucketCount(column);
  }
  std::vector<NetworkView::Layer> layers;
  layers.push_back({QStringLiteral("features"), inputs, 0});
  std::int64_t before = inputs;
  int n = 0;
  for (const std::int64_t units : config.args.hiddenUnits) {
    const std::int64_t normalised = config.args.batchNorm ? 2 * units : 0;
    layers.push_back(
        {QStringLiteral("hiddenlayer_%1").arg(n++), units, before * units + units + normalised});
    before = units;
  }
  const std::int64_t logits = config.logitsDimension();
  layers.push_back({QStringLiteral("logits"), logits, before * logits + logits});
  return layers;
}

NetworkView::NetworkView(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("config.network"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NetworkView::setLayers(std::vector<Layer> layers) {
  if (layers == m_layers) return;
  m_layers = std::move(layers);
  QStringList spoken;
  for (const Layer& layer : m_layers)
    spoken << tr("%1: %2 units").arg(layer.name, countText(layer.units));
  setAccessibleDescription(spoken.join(QStringLiteral(", ")));
  update();
}

std::vector<QPointF> NetworkView::places(std::size_t layer) const {
  const auto shown = std::clamp<std::int64_t>(m_layers[layer].units, 1, kMostUnits);
  const double room = height() - kLabels;
  const double gap = std::min(17.0, room / static_cast<double>(kMostUnits + 1));
  const double column = width() / static_cast<double>(m_layers.size());
  const double x = column * (static_cast<double>(layer) + 0.5);
  const double top = room / 2 - gap * static_cast<double>(shown - 1) / 2;
  std::vector<QPointF> at;
  for (std::int64_t i = 0; i < shown; ++i) at.emplace_back(x, top + gap * static_cast<double>(i));
  return at;
}

void NetworkView::paintEvent(QPaintEvent*) {
  if (m_layers.empty()) return;
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QColor thread = t.muted;
  thread.setAlphaF(0.22F);
  painter.setPen(QPen(thread, 0.8));
  for (std::size_t i = 0; i + 1 < m_layers.size(); ++i)
    for (const QPointF& a : places(i))
      for (const QPointF& b : places(i + 1)) painter.drawLine(a, b);
  const QFont small = withSize(font(), 11.0 / 13);
  const double column = width() / static_cast<double>(m_layers.size());
  for (std::size_t i = 0; i < m_layers.size(); ++i) {
    const Layer& layer = m_layers[i];
    const bool edge = i == 0 || i + 1 == m_layers.size();
    painter.setPen(QPen(t.accent, 1.5));
    painter.setBrush(edge ? t.surface : t.accent);
    const auto at = places(i);
    for (const QPointF& place : at)
      painter.drawEllipse(place, edge ? kRadius - 1 : kRadius, edge ? kRadius - 1 : kRadius);
    painter.setFont(small);
    if (layer.units > kMostUnits) {
      painter.setPen(t.muted);
      painter.drawText(QRectF(at.back().x() - 20, at.back().y() + 4, 40, 14), Qt::AlignCenter,
                       QStringLiteral("…"));
    }
    const QRectF name(column * static_cast<double>(i), height() - 34, column, 16);
    painter.setPen(t.text);
    painter.drawText(
        name, Qt::AlignCenter,
        QFontMetrics(small).elidedText(layer.name, Qt::ElideMiddle, static_cast<int>(column)));
    painter.setPen(t.muted);
    painter.drawText(
        name.translated(0, 16), Qt::AlignCenter,
        i == 0 ? countText(layer.units)
               : tr("%1 · %2 par.").arg(countText(layer.units), countText(layer.parameters)));
  }
}

}  // namespace cairn::ui
