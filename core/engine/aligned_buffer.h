#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace cairn::engine {

/// Zeroed floats that start on a cache line. Throws std::bad_alloc, which the border catches.
class AlignedBuffer {
 public:
  AlignedBuffer() = default;
  explicit AlignedBuffer(std::size_t count) : m_floats(new (kLine) float[count]()) {}
  float* data() { return m_floats.get(); }
  const float* data() const { return m_floats.get(); }

 private:
  static constexpr std::align_val_t kLine{64};
  struct Free {
    void operator()(float* floats) const { ::operator delete[](floats, kLine); }
  };
  std::unique_ptr<float[], Free> m_floats;
};

}  // namespace cairn::engine
