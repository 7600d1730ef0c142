#pragma once

#include "core/base/result.h"

#include <QString>
#include <vector>

namespace cairn::ui {

/// One sentence for people: what can't be done, and why. The same code gives the same sentence
/// everywhere.
QString errorText(const Error& error);
/// The line to copy: `where @ 0x1c: message`.
QString errorDetail(const Error& error);
/// Both, one under the other, and the hint where there is one.
QString errorCopy(const Error& error);

/// What the field below a config key says: what was found, then what would do.
QString fieldError(const Error& error);

/// Errors that say the same of several files are told once: "… and 12 more files like this".
QString foldedText(const std::vector<Error>& errors);

}  // namespace cairn::ui
