#pragma once

#include "core/model/config.h"

#include <QWidget>
#include <vector>

namespace cairn::ui {

/// The network of a config, drawn: at most ten units a layer, then "…".
class NetworkView : public QWidget {
  Q_OBJECT
 public:
  struct Layer {
    QString name;
    std::int64_t units = 0;
    std::int64_t parameters = 0;
    bool operator==(const Layer&) const = default;
  };
  explicit NetworkView(QWidget* parent = nullptr);
  void setLayers(std::vector<Layer> layers);
  const std::vector<Layer>& layers() const { return m_layers; }
  QSize sizeHint() const override { return {320, 236}; }
  QSize minimumSizeHint() const override { return {200, 200}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<QPointF> places(std::size_t layer) const;
  std::vector<Layer> m_layers;
};

/// Inputs, hidden layers and logits of a config's deep part; a linear model has no hidden layer.
std::vector<NetworkView::Layer> networkLayers(const model::Config& config);

}  // namespace cairn::ui
