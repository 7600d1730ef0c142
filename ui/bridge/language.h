#pragma once

#include <QLocale>

class QCoreApplication;

namespace cairn::ui {

/// Loads the words of `locale`'s language, and English plural forms beneath them.
/// Thread: GUI thread only.
void useLanguage(QCoreApplication& app, const QLocale& locale);

}  // namespace cairn::ui
