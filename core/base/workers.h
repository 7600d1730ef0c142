#pragma once

#include <memory>

namespace cairn {

/// Threads that share one piece of work; the caller's own is among them. Core starts none by
/// itself: whoever calls it decides how many there are and lends them.
/// Thread: Not locked; one thread at a time.
class Workers {
 public:
  using Work = void (*)(void* context, int part);
  virtual ~Workers() = default;
  virtual int threads() const = 0;
  /// Calls work(context, part) once for each part in [0, parts), in any order and on any of the
  /// threads, and returns after the last of them. `work` throws nothing and starts no run itself.
  virtual void run(int parts, Work work, void* context) = 0;
};

/// `work(part)` for each part in [0, parts), on the caller's thread without `workers`.
template <class Function>
void forEachPart(Workers* workers, int parts, Function&& work) {
  if (workers == nullptr || parts < 2) {
    for (int part = 0; part < parts; ++part) work(part);
    return;
  }
  using Held = std::remove_reference_t<Function>;
  workers->run(
      parts, [](void* context, int part) { (*static_cast<Held*>(context))(part); },
      const_cast<void*>(static_cast<const void*>(std::addressof(work))));
}

/// Threads of this process, which end with the object. They wait for work awake for some
/// microseconds, since a training hands out parts a thousand times a second, then asleep.
/// Errors: fewer threads than asked for when the system gives no more.
std::unique_ptr<Workers> startWorkers(int threads);

}  // namespace cairn
