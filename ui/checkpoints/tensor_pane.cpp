#include "ui/checkpoints/tensor_pane.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSlider>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

// A caption with something muted at the right end.
QWidget* section(const QString& caption, QWidget* right, QVBoxLayout** body,
                 const QString& objectName) {
  auto* box = new QWidget;
  box->setObjectName(objectName);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 8, 0, 0);
  column->setSpacing(8);
  auto* row = new QHBoxLayout;
  row->addWidget(makeLabel(caption, TextRole::Caption));
  row->addStretch(1);
  if (right) row->addWidget(right);
  column->addLayout(row);
  *body = column;
  return box;
}

QString shownShape(const formats::Shape& shape) {
  QStringList sizes;
  for (const std::int64_t size : shape) sizes << QString::number(size);
  return sizes.join(QChar(0x00d7));
}

}  // namespace

TensorPane::TensorPane(Services services, QWidget* parent) : QWidget(parent), m_services(services) {
  setObjectName(QStringLiteral("checkpoints.pane"));
  setProperty("pane", QStringLiteral("side"));
  setAttribute(Qt::WA_StyledBackground);
  build();
  setSubject(std::nullopt);
}

void TensorPane::build() {
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("checkpoints.pane.scroll"));
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* inside = new QWidget;
  inside->setProperty("pane", QStringLiteral("side"));
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSpacing(4);
  m_hint = makeLabel(tr("Choose a tensor to see its values."), TextRole::Muted,
                     QStringLiteral("checkpoints.pane.hint"));
  m_hint->setWordWrap(true);
  column->addWidget(m_hint);
  m_body = new QWidget;
  auto* body = new QVBoxLayout(m_body);
  body->setContentsMargins(0, 0, 0, 0);
  body->setSpacing(8);
  m_name = new ElidedLabel(QStringLiteral("checkpoints.pane.name"));
  m_name->setFont(withWeight(monoFont(13.0 / 12), QFont::Bold));
  m_name->setWeight(QFont::Bold);
  m_facts = makeLabel({}, TextRole::Muted, QStringLiteral("checkpoints.pane.facts"));
  m_facts->setWordWrap(true);
  m_problem = makeLabel({}, TextRole::Error, QStringLiteral("checkpoints.pane.problem"));
  m_problem->setWordWrap(true);
  body->addWidget(m_name);
  body->addWidget(m_facts);
  body->addWidget(m_problem);

  QVBoxLayout* inner = nullptr;
  m_axes = makeLabel({}, TextRole::Muted, QStringLiteral("checkpoints.pane.axes"));
  m_mapBox = section(tr("Values"), m_axes, &inner, QStringLiteral("checkpoints.pane.values"));
  m_scalar = makeLabel({}, TextRole::Heading, QStringLiteral("checkpoints.pane.scalar"));
  m_scalar->setWordWrap(true);
  inner->addWidget(m_scalar);
  m_map = new HeatMap(QStringLiteral("checkpoints.heatMap"));
  inner->addWidget(m_map);
  m_sliceRow = new QWidget;
  auto* sliceRow = new QHBoxLayout(m_sliceRow);
  sliceRow->setContentsMargins(0, 0, 0, 0);
  m_sliceText = makeLabel({}, TextRole::Mono, QStringLiteral("checkpoints.pane.sliceText"));
  m_sliceSlider = new QSlider(Qt::Horizontal);
  m_sliceSlider->setObjectName(QStringLiteral("checkpoints.pane.slice"));
  m_sliceSlider->setAccessibleName(tr("Slice"));
  sliceRow->addWidget(m_sliceText);
  sliceRow->addWidget(m_sliceSlider, 1);
  inner->addWidget(m_sliceRow);
  connect(m_sliceSlider, &QSlider::valueChanged, this, [this](int slice) {
    if (m_slice == slice) return;
    m_slice = slice;
    read();
  });
  m_clip = new QCheckBox(tr("Clip at 99.9 %"));
  m_clip->setObjectName(QStringLiteral("checkpoints.pane.clip"));
  inner->addWidget(m_clip);
  connect(m_clip, &QCheckBox::toggled, m_map, &HeatMap::setClipped);
  body->addWidget(m_mapBox);

  m_legend = new HistogramLegend(QStringLiteral("checkpoints.pane.legend"));
  m_histogramBox =
      section(tr("Histogram"), m_legend, &inner, QStringLiteral("checkpoints.pane.histogramBox"));
  m_histogram = new HistogramChart(QStringLiteral("checkpoints.histogram"));
  inner->addWidget(m_histogram);
  body->addWidget(m_histogramBox);

  m_normBox = new QWidget;
  auto* normColumn = new QVBoxLayout(m_normBox);
  normColumn->setContentsMargins(0, 8, 0, 0);
  normColumn->addWidget(makeLabel(tr("‖w‖₂ over the checkpoints on disk"), TextRole::Muted));
  m_norm = new StepChart(QStringLiteral("checkpoints.norm"));
  m_norm->setAccessibleName(tr("Norm over the checkpoints on disk"));
  normColumn->addWidget(m_norm);
  body->addWidget(m_normBox);

  auto* buttons = new QHBoxLayout;
  auto* values =
      makeButton(tr("Values…"), ButtonKind::Outline, QStringLiteral("checkpoints.pane.table"));
  auto* save =
      makeButton(tr("Export…"), ButtonKind::Outline, QStringLiteral("checkpoints.pane.export"));
  connect(values, &QPushButton::clicked, this, &TensorPane::valuesAsked);
  connect(save, &QPushButton::clicked, this, &TensorPane::exportAsked);
  buttons->addWidget(values);
  buttons->addWidget(save);
  buttons->addStretch(1);
  body->addSpacing(4);
  body->addLayout(buttons);
  column->addWidget(m_body);
  column->addStretch(1);
  scroll->setWidget(inside);
  outer->addWidget(scroll);
}

void TensorPane::setSubject(std::optional<Subject> subject) {
  const bool same = subject && m_subject && subject->pair == m_subject->pair &&
                    subject->entry.name == m_subject->entry.name;
  const bool sameTensor = subject && m_subject && subject->entry.name == m_subject->entry.name;
  m_subject = std::move(subject);
  m_hint->setVisible(!m_subject);
  m_body->setVisible(m_subject.has_value());
  if (!m_subject) {
    m_read.cancel();
    m_history.cancel();
    m_detail = nullptr;
    return;
  }
  if (!sameTensor) m_slice = 0;
  if (same) return;
  m_name->setText(toQString(m_subject->entry.name));
  read();
  readHistory();
}

// The pictures of before stay until the new ones are there.
void TensorPane::read() {
  if (!m_subject) return;
  m_read.start(
      [subject = *m_subject, slice = m_slice](std::stop_token stop) -> Job<TensorDetail>::Payload {
        CAIRN_ASSIGN(TensorDetail detail,
                     readDetail(*subject.pair, subject.entry, subject.config, slice, stop));
        return std::make_shared<const TensorDetail>(std::move(detail));
      },
      [this](const auto& payload) { take(payload); });
}

void TensorPane::readHistory() {
  m_normBox->hide();
  if (m_subject->entry.shape.empty() || m_subject->history.size() < 2) return m_history.cancel();
  m_history.start(
      [files = m_services.files, history = m_subject->history,
       name = m_subject->entry.name](std::stop_token stop) -> Job<std::vector<StepValue>>::Payload {
        CAIRN_ASSIGN(auto norms, readNorms(*files, history, name, stop));
        return std::make_shared<const std::vector<StepValue>>(std::move(norms));
      },
      [this](const Job<std::vector<StepValue>>::Payload& norms) {
        if (!norms || (*norms)->size() < 2) return;
        m_norm->setContent(**norms, m_subject->color);
        m_normBox->show();
      });
}

void TensorPane::take(const Job<TensorDetail>::Payload& payload) {
  if (!payload) return;
  m_detail = *payload;
  const formats::BundleEntry& entry = m_detail->entry;
  const QString where = entry.slices.empty()
                            ? tr("shard %1, offset %2")
                                  .arg(entry.shard)
                                  .arg(countText(static_cast<std::int64_t>(entry.offset)))
                            : tr("%n part(s)", nullptr, static_cast<int>(entry.slices.size()));
  const QString state = m_detail->problem ? tr("✕ can't be read") : tr("✓ CRC ok");
  QStringList facts{toQString(formats::dtypeName(entry.dtype))};
  facts << (entry.shape.empty() ? tr("scalar") : shownShape(entry.shape)) << state << where;
  m_facts->setText(facts.join(QStringLiteral(" · ")));
  m_problem->setVisible(m_detail->problem.has_value());
  if (m_detail->problem)
    m_problem->setText(errorText(*m_detail->problem) + QLatin1Char('\n') +
                       errorDetail(*m_detail->problem));
  showPictures();
  Q_EMIT shown();
}

void TensorPane::showPictures() {
  const TensorDetail& detail = *m_detail;
  m_mapBox->setVisible(detail.heatMap || detail.scalar || detail.text);
  m_scalar->setVisible(detail.scalar || detail.text);
  if (detail.scalar) m_scalar->setText(numberText(*detail.scalar, 9));
  if (detail.text) m_scalar->setText(shownName(toQString(*detail.text)));
  m_map->setVisible(detail.heatMap != nullptr);
  m_map->setContent(detail.heatMap);
  const QString at =
      m_subject->stepA.isEmpty() ? tr("at A") : tr("at step %1").arg(m_subject->stepA);
  m_axes->setText(detail.axes.isEmpty() ? at : tr("%1, %2").arg(detail.axes, at));
  m_axes->setVisible(detail.heatMap != nullptr);
  const bool skewed = detail.heatMap && detail.heatMap->grid.usual > 0 &&
                      detail.heatMap->grid.largest > 1.5 * detail.heatMap->grid.usual;
  m_clip->setVisible(skewed);
  if (!skewed) m_clip->setChecked(false);
  m_sliceRow->setVisible(detail.heatMap && detail.slices > 1);
  if (detail.slices > 1) {
    m_sliceSlider->setMaximum(static_cast<int>(std::min<std::int64_t>(detail.slices - 1, 1 << 30)));
    m_sliceText->setText(tr("%1 of %2").arg(countText(detail.slice + 1), countText(detail.slices)));
  }
  const bool hasBins = !detail.histogram.a.empty();
  m_histogramBox->setVisible(hasBins);
  if (!hasBins) return;
  m_histogram->setContent(detail.histogram);
  m_legend->setTexts(
      QStringLiteral("A ") + m_subject->stepA,
      detail.histogram.b.empty() ? QString() : QStringLiteral("B ") + m_subject->stepB);
}

}  // namespace cairn::ui
