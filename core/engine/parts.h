#pragma once

#include "core/engine/engine.h"
#include "core/engine/matmul.h"

#include <algorithm>
#include <memory>

namespace cairn::engine {

/// The threads that a network's caller lends it.
/// Thread: Not locked; one thread at a time.
class Parts {
 public:
  explicit Parts(const CairnWorkers& workers) : m_workers(workers) {}
  int32_t most() const { return m_workers.run ? std::max(1, m_workers.threads) : 1; }

  /// `work(part)` for each part in [0, parts); returns after the last.
  template <class Work>
  void forEach(int32_t parts, const Work& work) const {
    if (parts < 2 || !m_workers.run) {
      for (int32_t part = 0; part < parts; ++part) work(part);
      return;
    }
    m_workers.run(
        m_workers.workers, parts,
        [](void* context, int32_t part) { (*static_cast<const Work*>(context))(part); },
        const_cast<Work*>(&work));
  }

 private:
  CairnWorkers m_workers;
};

/// The share of `part` in [0, count), its borders multiples of `grain`.
inline Range shareOf(int64_t count, int32_t part, int32_t parts, int64_t grain) {
  const int64_t grains = (count + grain - 1) / grain;
  const auto border = [&](int64_t i) { return std::min(count, grains * i / parts * grain); };
  return {border(part), border(part + 1)};
}

}  // namespace cairn::engine
