#include "ui/curves/chart_saver.h"

#include "core/base/atomic_file.h"
#include "ui/bridge/convert.h"

#include <QBuffer>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMimeData>
#include <span>

namespace cairn::ui {
namespace {

constexpr double kPngScale = 2;
constexpr qsizetype kMostCopied = 64 << 20;  // bytes of text on the clipboard

QString fileNameFor(const QString& title, const QString& suffix) {
  QString name = title.left(120);
  return name.replace(QLatin1Char('/'), QLatin1Char('.')) + suffix;
}

QByteArray pngOf(const QByteArray& svg) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  svgImage(svg, kPngScale).save(&buffer, "PNG");
  return bytes;
}

}  // namespace

ChartSaver::ChartSaver(Services services, QWidget* window)
    : QObject(window), m_services(services), m_window(window) {}

void ChartSaver::ask(const ChartExport& chart) {
  auto* dialog = new QFileDialog(m_window, tr("Export %1").arg(chart.title));
  dialog->setObjectName(QStringLiteral("curves.exportDialog"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setNameFilters({tr("Picture (*.png)"), tr("Drawing (*.svg)"), tr("Data (*.csv)")});
  dialog->setDefaultSuffix(QStringLiteral("png"));
  dialog->selectFile(fileNameFor(chart.title, QStringLiteral(".png")));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
    dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
  });
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, chart](const QString& file) { save(chart, toPath(file)); });
  dialog->open();
}

void ChartSaver::askCsv(const std::vector<ChartSeries>& series, double smoothing) {
  auto* dialog = new QFileDialog(m_window, tr("Export all points"));
  dialog->setObjectName(QStringLiteral("curves.csvDialog"));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setNameFilters({tr("Data (*.csv)")});
  dialog->setDefaultSuffix(QStringLiteral("csv"));
  dialog->selectFile(QStringLiteral("scalars.csv"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  ChartExport all;
  all.series = series;
  all.settings.smoothing = smoothing;
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, all](const QString& file) { save(all, toPath(file)); });
  dialog->open();
}

void ChartSaver::save(const ChartExport& chart, const fs::path& file) {
  const bool isCsv = file.extension() == ".csv";
  m_make.start(
      [chart, isCsv](std::stop_token stop) -> Job<Texts>::Payload {
        auto texts = std::make_shared<Texts>();
        if (isCsv) {
          CAIRN_ASSIGN(texts->csv, seriesCsv(chart.series, chart.settings.smoothing, stop));
        } else {
          CAIRN_ASSIGN(texts->svg, chartSvg(chart, stop));
        }
        return std::shared_ptr<const Texts>(std::move(texts));
      },
      [this, file, isCsv](const Job<Texts>::Payload& texts) {
        if (!texts) return Q_EMIT failed(texts.error());
        if (isCsv) return write(file, (*texts)->csv);
        write(file, file.extension() == ".svg" ? (*texts)->svg : pngOf((*texts)->svg));
      });
}

void ChartSaver::write(const fs::path& file, const QByteArray& bytes) {
  m_write.start(
      [files = m_services.files, file, bytes](std::stop_token) -> Job<quint64>::Payload {
        CAIRN_TRY(writeFileAtomically(
            *files, file,
            std::as_bytes(std::span(bytes.data(), static_cast<std::size_t>(bytes.size())))));
        return std::make_shared<const quint64>(static_cast<quint64>(bytes.size()));
      },
      [this, file](const Job<quint64>::Payload& written) {
        if (!written) return Q_EMIT failed(written.error());
        Q_EMIT saved(file, **written);
      });
}

void ChartSaver::copy(const ChartExport& chart) {
  m_make.start(
      [chart](std::stop_token stop) -> Job<Texts>::Payload {
        auto texts = std::make_shared<Texts>();
        CAIRN_ASSIGN(texts->svg, chartSvg(chart, stop));
        CAIRN_ASSIGN(texts->csv, seriesCsv(chart.series, chart.settings.smoothing, stop));
        return std::shared_ptr<const Texts>(std::move(texts));
      },
      [this](const Job<Texts>::Payload& texts) {
        if (!texts) return Q_EMIT failed(texts.error());
        auto* data = new QMimeData;
        data->setImageData(svgImage((*texts)->svg, kPngScale));
        if ((*texts)->csv.size() <= kMostCopied) {
          data->setData(QStringLiteral("text/csv"), (*texts)->csv);
          data->setText(QString::fromUtf8((*texts)->csv));
        }
        QGuiApplication::clipboard()->setMimeData(data);
        Q_EMIT copied();
      });
}

}  // namespace cairn::ui
