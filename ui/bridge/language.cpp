#include "ui/bridge/language.h"

#include <QCoreApplication>
#include <QTranslator>

namespace cairn::ui {

// Installed last is asked first. Those of the language before are taken out.
void useLanguage(QCoreApplication& app, const QLocale& locale) {
  QLocale::setDefault(locale);
  qDeleteAll(app.findChildren<QTranslator*>(QString(), Qt::FindDirectChildrenOnly));
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
