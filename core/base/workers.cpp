#include "core/base/workers.h"

#include <atomic>
#include <cstdint>
#include <system_error>
#include <thread>
#include <vector>

namespace cairn {
namespace {

// About 30 us: longer than the gaps between the parts of a training step.
constexpr int kSpins = 600;

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#else
  std::this_thread::yield();
#endif
}

/// Waits until `value` is no longer `old`: awake at first, where there is a processor to spare.
template <class T>
void waitWhile(const std::atomic<T>& value, T old, bool awake) {
  for (int i = 0; awake && i < kSpins; ++i) {
    if (value.load(std::memory_order_acquire) != old) return;
    relax();
  }
  value.wait(old, std::memory_order_acquire);
}

class ThreadWorkers : public Workers {
 public:
  explicit ThreadWorkers(int threads)
      : m_awake(threads <= static_cast<int>(std::thread::hardware_concurrency())) {
    try {
      for (int i = 1; i < threads; ++i) m_threads.emplace_back([this] { serve(); });
    } catch (const std::system_error&) {
      // Those that started do the work.
    }
  }
  ~ThreadWorkers() override {
    m_ending = true;
    announce(0);
    for (std::thread& thread : m_threads) thread.join();
  }

  int threads() const override { return static_cast<int>(m_threads.size()) + 1; }

  void run(int parts, Work work, void* context) override {
    if (m_threads.empty() || parts < 2) {
      for (int part = 0; part < parts; ++part) work(context, part);
      return;
    }
    m_work = work;
    m_context = context;
    m_left.store(parts, std::memory_order_relaxed);
    const std::uint32_t turn = announce(static_cast<std::uint32_t>(parts));
    takeParts(turn);
    for (int left = m_left.load(std::memory_order_acquire); left != 0;
         left = m_left.load(std::memory_order_acquire))
      waitWhile(m_left, left, m_awake);
  }

 private:
  // The turn in the upper half and the parts that nobody took in the lower one: a thread that comes
  // late finds another turn and takes none of its parts by mistake.
  static constexpr std::uint64_t kTurn = std::uint64_t{1} << 32;

  std::uint32_t announce(std::uint32_t parts) {
    ++m_turn;
    m_open.store(m_turn * kTurn + parts, std::memory_order_release);
    m_open.notify_all();
    return m_turn;
  }

  void takeParts(std::uint32_t turn) {
    std::uint64_t open = m_open.load(std::memory_order_acquire);
    while (open / kTurn == turn && open % kTurn != 0) {
      if (!m_open.compare_exchange_weak(open, open - 1, std::memory_order_acq_rel,
                                        std::memory_order_acquire))
        continue;
      // This part is not done, so the turn is not over and its work stays in place.
      m_work(m_context, static_cast<int>(open % kTurn) - 1);
      if (m_left.fetch_sub(1, std::memory_order_acq_rel) == 1) m_left.notify_one();
      open = m_open.load(std::memory_order_acquire);
    }
  }

  void serve() {
    std::uint64_t seen = 0;
    for (;;) {
      waitWhile(m_open, seen, m_awake);
      seen = m_open.load(std::memory_order_acquire);
      if (m_ending) return;
      takeParts(static_cast<std::uint32_t>(seen / kTurn));
      seen = m_open.load(std::memory_order_acquire);
    }
  }

  const bool m_awake;
  Work m_work = nullptr;
  void* m_context = nullptr;
  std::uint32_t m_turn = 0;
  std::atomic<std::uint64_t> m_open{0};
  std::atomic<int> m_left{0};
  std::atomic<bool> m_ending{false};
  std::vector<std::thread> m_threads;
};

}  // namespace

std::unique_ptr<Workers> startWorkers(int threads) {
  return std::make_unique<ThreadWorkers>(threads);
}

}  // namespace cairn
