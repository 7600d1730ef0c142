#pragma once

#include "core/restore/report.h"

#include <string>

namespace cairn::restore {

/// The report in one sentence.
std::string verdictOf(const Report& report, const std::string& fileFault);

}  // namespace cairn::restore
