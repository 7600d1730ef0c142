#include "core/training/progress_publisher.h"

#include <algorithm>

namespace cairn::training {
namespace {

constexpr std::size_t kMostLosses = 1024;
constexpr std::chrono::nanoseconds kBetween = std::chrono::nanoseconds(1'000'000'000 / 30);
constexpr std::chrono::nanoseconds kRateWindow = std::chrono::seconds(10);

}  // namespace

ProgressPublisher::ProgressPublisher(SnapshotSlot* slot, Step start, Step target)
    : m_slot(slot), m_start(start), m_target(target), m_step(start) {
  if (m_slot != nullptr) m_losses.reserve(kMostLosses);
}

void ProgressPublisher::keep(Step step, float loss) {
  if (m_losses.size() == kMostLosses) {
    m_stride *= 2;
    std::erase_if(m_losses, [&](const auto& one) { return one.first.value() % m_stride != 0; });
    if (step.value() % m_stride != 0) return;
  }
  m_losses.emplace_back(step, loss);
}

double ProgressPublisher::rate(std::chrono::nanoseconds now) {
  const std::size_t kept = std::min(m_marks, kMarks);
  Mark oldest{now, m_step};
  for (std::size_t back = 1; back <= kept; ++back) {
    const Mark& mark = m_ring[(m_marks - back) % kMarks];
    if (now - mark.time > kRateWindow && back > 1) break;
    oldest = mark;
  }
  m_ring[m_marks++ % kMarks] = {now, m_step};
  const double seconds = std::chrono::duration<double>(now - oldest.time).count();
  const auto steps = static_cast<double>(m_step.value() - oldest.step.value());
  return seconds > 0 ? steps / seconds : 0;
}

void ProgressPublisher::offer(std::chrono::nanoseconds now) {
  if (m_slot != nullptr && now - m_last >= kBetween) publish(Phase::Running, now);
}

void ProgressPublisher::publish(Phase phase, std::chrono::nanoseconds now, std::string message) {
  if (m_slot == nullptr) return;
  m_last = now;
  auto snapshot = std::make_shared<TrainSnapshot>();
  snapshot->phase = phase;
  snapshot->step = m_step;
  snapshot->startStep = m_start;
  snapshot->targetStep = m_target;
  snapshot->loss = m_loss;
  snapshot->stepsPerSecond = rate(now);
  if (m_target > m_step && snapshot->stepsPerSecond > 0)
    snapshot->secondsLeft =
        static_cast<double>(m_target.value() - m_step.value()) / snapshot->stepsPerSecond;
  snapshot->savedStep = m_saved;
  snapshot->newLosses.assign(m_losses.begin(), m_losses.end());
  snapshot->message = std::move(message);
  m_losses.clear();
  m_stride = 1;
  m_slot->publish(std::move(snapshot));
}

}  // namespace cairn::training
