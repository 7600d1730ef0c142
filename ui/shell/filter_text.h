#pragma once

#include "core/base/result.h"

#include <QString>

namespace cairn::ui {

/// What is wrong with a filter, in the window's language: "the quote is not closed, at 6".
QString filterErrorText(const Error& error);

}  // namespace cairn::ui
