#pragma once

#include "core/base/workers.h"
#include "core/engine/engine.h"

namespace cairn::training {

/// `workers` as the engine takes them; null: none.
inline CairnWorkers engineWorkers(Workers* workers) {
  if (workers == nullptr || workers->threads() < 2) return {};
  return {[](void* held, int32_t parts, void (*work)(void*, int32_t), void* context) {
            static_cast<Workers*>(held)->run(parts, work, context);
          },
          workers, workers->threads()};
}

}  // namespace cairn::training
