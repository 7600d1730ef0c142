#include "ui/bridge/convert.h"

#include <QStringDecoder>

namespace cairn::ui {
namespace {

bool isUtf8(std::string_view bytes) {
  QStringDecoder decoder(QStringDecoder::Utf8);
  const QString text =
      decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
  return !text.isNull() && !decoder.hasError();
}

}  // namespace

QString toQString(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string fromQString(const QString& text) { return text.toStdString(); }

QString pathText(const std::filesystem::path& path) {
  const std::string& bytes = path.native();
  if (isUtf8(bytes)) return toQString(bytes);
  QString out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && byte != '%')
      out += QChar(byte);
    else
      out += QStringLiteral("%%1").arg(byte, 2, 16, QLatin1Char('0'));
  }
  return out;
}

std::filesystem::path toPath(const QString& text) {
  return std::filesystem::path(fromQString(text));
}

QString fileName(const std::filesystem::path& path) {
  const auto name = path.filename();
  return pathText(name.empty() ? path.parent_path().filename() : name);
}

}  // namespace cairn::ui
