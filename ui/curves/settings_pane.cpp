#include "ui/curves/settings_pane.h"

#include "ui/curves/at_step_table.h"
#include "ui/theme/icons.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented_control.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr double kMostSmoothing = 0.99;

QCheckBox* checkBox(const QString& text, const QString& id, bool on) {
  auto* box = new QCheckBox(text);
  box->setObjectName(QStringLiteral("curves.") + id);
  box->setChecked(on);
  return box;
}

}  // namespace

SettingsPane::SettingsPane(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("curves.settings"));
  setProperty("pane", QStringLiteral("side"));
  setAttribute(Qt::WA_StyledBackground);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("curves.settings.scroll"));
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* inside = new QWidget;
  inside->setProperty("pane", QStringLiteral("side"));
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSpacing(8);
  addAxis(column);
  addSmoothing(column);
  addVertical(column);
  addTooltip(column);
  addTags(column);
  addExport(column);
  column->addStretch(1);
  for (const auto signal :
       {&SettingsPane::settingsChanged, &SettingsPane::tagsChanged, &SettingsPane::marksChanged})
    connect(this, signal, this, &SettingsPane::viewChanged);
  scroll->setWidget(inside);
  outer->addWidget(scroll);
}

void SettingsPane::addAxis(QVBoxLayout* column) {
  column->addWidget(makeLabel(tr("Horizontal axis"), TextRole::Caption));
  m_axis = new SegmentedControl({{QStringLiteral("step"), tr("Step")},
                                 {QStringLiteral("relative"), tr("Relative")},
                                 {QStringLiteral("wall"), tr("Wall")}},
                                QStringLiteral("curves.axis"));
  m_axis->setAccessibleName(tr("Horizontal axis"));
  m_axis->setFillsWidth(true);
  column->addWidget(m_axis);
  m_logX = checkBox(tr("Logarithmic"), QStringLiteral("logX"), false);
  column->addWidget(m_logX);
  connect(m_logX, &QCheckBox::toggled, this, [this](bool on) {
    m_settings.logX = on;
    Q_EMIT settingsChanged();
  });
  connect(m_axis, &SegmentedControl::chosen, this, [this](int index) {
    m_settings.xKind = static_cast<XAxisKind>(index);
    Q_EMIT settingsChanged();
  });
}

void SettingsPane::addSmoothing(QVBoxLayout* column) {
  column->addSpacing(8);
  column->addWidget(makeLabel(tr("Smoothing"), TextRole::Caption));
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  m_slider = new QSlider(Qt::Horizontal);
  m_slider->setObjectName(QStringLiteral("curves.smoothing"));
  m_slider->setAccessibleName(tr("Smoothing"));
  m_slider->setRange(0, 99);
  m_number = new QLineEdit;
  m_number->setObjectName(QStringLiteral("curves.smoothingNumber"));
  m_number->setAccessibleName(tr("Smoothing"));
  m_number->setFixedWidth(56);
  row->addWidget(m_slider, 1);
  row->addWidget(m_number);
  column->addLayout(row);
  connect(m_slider, &QSlider::valueChanged, this,
          [this](int value) { smoothingMoved(value / 100.0); });
  connect(m_number, &QLineEdit::editingFinished, this, [this] {
    QString text = m_number->text();
    bool ok = false;
    const double value = text.replace(QLatin1Char(','), QLatin1Char('.')).toDouble(&ok);
    setSmoothing(ok ? value : m_settings.smoothing);
  });
  setSmoothing(m_settings.smoothing);
  m_raw = checkBox(tr("Show raw curve behind"), QStringLiteral("raw"), m_settings.rawBehind);
  column->addWidget(m_raw);
  connect(m_raw, &QCheckBox::toggled, this, [this](bool on) {
    m_settings.rawBehind = on;
    Q_EMIT settingsChanged();
  });
}

void SettingsPane::addVertical(QVBoxLayout* column) {
  column->addSpacing(8);
  column->addWidget(makeLabel(tr("Vertical axis"), TextRole::Caption));
  m_vertical = new SegmentedControl(
      {{QStringLiteral("linear"), tr("Linear")}, {QStringLiteral("log"), tr("Log")}},
      QStringLiteral("curves.vertical"));
  m_vertical->setAccessibleName(tr("Vertical axis"));
  m_vertical->setFillsWidth(true);
  column->addWidget(m_vertical);
  connect(m_vertical, &SegmentedControl::chosen, this, [this](int index) { setLogY(index == 1); });
  m_outliers =
      checkBox(tr("Ignore outliers"), QStringLiteral("outliers"), m_settings.ignoreOutliers);
  m_link = checkBox(tr("Link axes of equal tags"), QStringLiteral("link"), true);
  m_mark = checkBox(tr("Mark checkpoints"), QStringLiteral("mark"), true);
  column->addWidget(m_outliers);
  column->addWidget(m_link);
  column->addWidget(m_mark);
  auto* legend = makeLabel(tr("◆ on disk   ◇ deleted since"), TextRole::Muted,
                           QStringLiteral("curves.markLegend"));
  legend->setContentsMargins(24, 0, 0, 0);
  column->addWidget(legend);
  connect(m_mark, &QCheckBox::toggled, legend, &QWidget::setVisible);
  m_abandoned =
      checkBox(tr("Show abandoned branches"), QStringLiteral("abandoned"), m_settings.abandoned);
  m_abandoned->setToolTip(tr("What a restart at an earlier step left behind"));
  column->addWidget(m_abandoned);
  connect(m_outliers, &QCheckBox::toggled, this, [this](bool on) {
    m_settings.ignoreOutliers = on;
    Q_EMIT settingsChanged();
  });
  connect(m_abandoned, &QCheckBox::toggled, this, [this](bool on) {
    m_settings.abandoned = on;
    Q_EMIT settingsChanged();
  });
  connect(m_link, &QCheckBox::toggled, this, &SettingsPane::viewChanged);
  connect(m_mark, &QCheckBox::toggled, this, &SettingsPane::marksChanged);
}

void SettingsPane::addTooltip(QVBoxLayout* column) {
  column->addSpacing(8);
  column->addWidget(makeLabel(tr("Tooltip order"), TextRole::Caption));
  m_order = new SegmentedControl({{QStringLiteral("run"), tr("Run")},
                                  {QStringLiteral("value"), tr("Value")},
                                  {QStringLiteral("nearest"), tr("Nearest")}},
                                 QStringLiteral("curves.order"));
  m_order->setAccessibleName(tr("Tooltip order"));
  m_order->setFillsWidth(true);
  m_order->setCurrent(static_cast<int>(TooltipOrder::Value));
  connect(m_order, &SegmentedControl::chosen, this, &SettingsPane::viewChanged);
  column->addWidget(m_order);
}

void SettingsPane::addTags(QVBoxLayout* column) {
  column->addSpacing(8);
  column->addWidget(makeLabel(tr("Tags"), TextRole::Caption));
  m_filter = new QLineEdit;
  m_filter->setObjectName(QStringLiteral("curves.tags"));
  m_filter->setAccessibleName(tr("Filter charts by tag"));
  m_filter->setPlaceholderText(tr("Regex: %1").arg(QStringLiteral("loss|accuracy")));
  m_filter->addAction(icon(QStringLiteral("search"), IconColor::Muted), QLineEdit::LeadingPosition);
  column->addWidget(m_filter);
  m_filterError = makeLabel({}, TextRole::Error, QStringLiteral("curves.tagsError"));
  m_filterError->setWordWrap(true);
  m_filterError->hide();
  column->addWidget(m_filterError);
  connect(m_filter, &QLineEdit::textChanged, this, &SettingsPane::takeTags);
  column->addSpacing(8);
  m_valuesTitle = makeLabel({}, TextRole::Caption, QStringLiteral("curves.atStepTitle"));
  m_valuesTag = makeLabel({}, TextRole::Muted, QStringLiteral("curves.atStepTag"));
  auto* titles = new QHBoxLayout;
  titles->setSpacing(6);
  titles->addWidget(m_valuesTitle);
  titles->addWidget(m_valuesTag, 1);
  column->addLayout(titles);
  m_values = new AtStepTable;
  column->addWidget(m_values);
  m_valuesTitle->hide();
  m_valuesTag->hide();
  m_values->hide();
}

void SettingsPane::addExport(QVBoxLayout* column) {
  column->addSpacing(8);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  auto* csv =
      makeButton(tr("Export CSV…"), ButtonKind::Outline, QStringLiteral("curves.exportCsv"));
  auto* picture =
      makeButton(tr("PNG / SVG…"), ButtonKind::Outline, QStringLiteral("curves.exportPicture"));
  connect(csv, &QPushButton::clicked, this, &SettingsPane::csvAsked);
  connect(picture, &QPushButton::clicked, this, &SettingsPane::pictureAsked);
  row->addWidget(csv);
  row->addWidget(picture);
  row->addStretch(1);
  column->addLayout(row);
}

void SettingsPane::setMixed(bool mixed) {
  m_vertical->setCurrent(mixed ? -1 : m_settings.logY ? 1 : 0);
  m_vertical->setToolTip(mixed ? tr("mixed: some charts have an axis of their own") : QString());
}

// A wrong pattern says what is wrong; the last right one stays.
void SettingsPane::takeTags(const QString& pattern) {
  const QRegularExpression tags(pattern, QRegularExpression::CaseInsensitiveOption);
  setLook(m_filter, "invalid", !tags.isValid());
  m_filterError->setVisible(!tags.isValid());
  if (!tags.isValid()) {
    m_filterError->setText(
        tr("%1 at character %2").arg(tags.errorString()).arg(tags.patternErrorOffset()));
    return;
  }
  m_tags = tags;
  Q_EMIT tagsChanged();
}

void SettingsPane::smoothingMoved(double value) {
  if (!m_number->hasFocus() || !m_number->isModified())
    m_number->setText(QString::number(value, 'f', 2));
  if (m_settings.smoothing == value) return;
  m_settings.smoothing = value;
  Q_EMIT settingsChanged();
}

void SettingsPane::setSmoothing(double smoothing) {
  const double value = std::clamp(smoothing, 0.0, kMostSmoothing);
  m_number->setModified(false);
  m_slider->setValue(static_cast<int>(value * 100 + 0.5));
  m_number->setText(QString::number(value, 'f', 2));
}

void SettingsPane::setLogY(bool log) {
  m_vertical->setCurrent(log ? 1 : 0);
  if (m_settings.logY == log) return;
  m_settings.logY = log;
  Q_EMIT settingsChanged();
}

CurvesSettings SettingsPane::view() const {
  return {m_settings, linkAxes(), markCheckpoints(), order(), m_tags.pattern()};
}

void SettingsPane::setView(const CurvesSettings& view) {
  const bool charts = view.charts != m_settings;
  m_settings = view.charts;
  {
    const QSignalBlocker quiet(this);
    m_axis->setCurrent(static_cast<int>(m_settings.xKind));
    m_vertical->setCurrent(m_settings.logY ? 1 : 0);
    m_logX->setChecked(m_settings.logX);
    m_raw->setChecked(m_settings.rawBehind);
    m_outliers->setChecked(m_settings.ignoreOutliers);
    m_abandoned->setChecked(m_settings.abandoned);
    m_link->setChecked(view.linkAxes);
    m_order->setCurrent(static_cast<int>(view.order));
    setSmoothing(view.charts.smoothing);
  }
  m_mark->setChecked(view.markCheckpoints);
  m_filter->setText(view.tags);
  if (charts) Q_EMIT settingsChanged();
  Q_EMIT viewChanged();
}

bool SettingsPane::linkAxes() const { return m_link->isChecked(); }
bool SettingsPane::markCheckpoints() const { return m_mark->isChecked(); }
TooltipOrder SettingsPane::order() const { return static_cast<TooltipOrder>(m_order->current()); }

void SettingsPane::setValues(const QString& title, const QString& tag, std::vector<HoverRow> rows,
                             const QString& copy) {
  m_valuesTitle->setText(title);
  m_valuesTag->setText(QStringLiteral("· ") + tag);
  m_valuesTag->setVisible(!rows.empty());
  m_valuesTitle->setVisible(!rows.empty());
  m_values->setVisible(!rows.empty());
  m_values->setRows(std::move(rows));
  m_values->setCopy(copy);
}

}  // namespace cairn::ui
