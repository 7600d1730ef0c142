#pragma once

#include "core/restore/report.h"

#include <vector>

namespace cairn::restore {

/// What a person can do about a report, most kept first. Only what Cairn can do today is offered.
std::vector<WayOut> waysOutOf(const Report& report);

}  // namespace cairn::restore
