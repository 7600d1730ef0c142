#include "ui/shell/filter_text.h"

#include "ui/bridge/convert.h"

#include <QCoreApplication>
#include <array>

namespace cairn::ui {
namespace {

struct FilterText {
  Q_DECLARE_TR_FUNCTIONS(FilterText)
};

// Core's words, here so that they are translated.
constexpr std::array kSentences = {
    QT_TRANSLATE_NOOP("FilterText", "the quote is not closed"),
    QT_TRANSLATE_NOOP("FilterText", "the pattern has no closing /"),
    QT_TRANSLATE_NOOP("FilterText", "the ( is not closed"),
    QT_TRANSLATE_NOOP("FilterText", "a ) without its ("),
    QT_TRANSLATE_NOOP("FilterText", "a condition is missing"),
    QT_TRANSLATE_NOOP("FilterText", "brackets nest too deep"),
    QT_TRANSLATE_NOOP("FilterText", "nothing behind not"),
    QT_TRANSLATE_NOOP("FilterText", "nothing behind and"),
    QT_TRANSLATE_NOOP("FilterText", "! stands alone; != or not is meant"),
};

}  // namespace

QString filterErrorText(const Error& error) {
  QString text = toQString(error.message);
  for (const char* sentence : kSentences)
    if (error.message == sentence) text = QCoreApplication::translate("FilterText", sentence);
  if (!error.offset) return text;
  return FilterText::tr("%1, at character %2").arg(text).arg(*error.offset + 1);
}

}  // namespace cairn::ui
