#include "ui/bridge/language.h"

#include <QCoreApplication>
#include <QTranslator>

namespace cairn::ui {

// Installed last is asked first.
void useLanguage(QCoreApplication& app, const QLocale& locale) {
  QLocale::setDefault(locale);
  const auto install = [&app](const QString& file) {
    auto* translator = new QTranslator(&app);
    if (translator->load(file))
      QCoreApplication::installTranslator(translator);
    else
      delete translator;
  };
  install(QStringLiteral(":/translations/cairn_en.qm"));
  if (locale.language() == QLocale::Chinese)
    install(QStringLiteral(":/translations/cairn_zh_CN.qm"));
}

}  // namespace cairn::ui
