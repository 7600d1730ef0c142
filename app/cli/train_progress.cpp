#include "app/cli/train_progress.h"

#include <condition_variable>
#include <mutex>

namespace cairn::cli {
namespace {

constexpr std::chrono::milliseconds kInterval{100};

std::string durationText(const Session& session, double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds + 0.5);
  if (whole < 60) return session.say("{} s left", "剩余 {} 秒", whole);
  if (whole < 3600)
    return session.say("{} min {:02} s left", "剩余 {} 分 {:02} 秒", whole / 60, whole % 60);
  return session.say("{} h {:02} min left", "剩余 {} 小时 {:02} 分", whole / 3600, whole / 60 % 60);
}

}  // namespace

std::string progressText(const Session& session, const training::TrainSnapshot& snapshot) {
  const auto steps = [](Step step) {
    return grouped(static_cast<std::uint64_t>(std::max<std::int64_t>(step.value(), 0)));
  };
  std::string text = session.say("step {}", "第 {} 步", steps(snapshot.step));
  const std::int64_t wanted = snapshot.targetStep.value() - snapshot.startStep.value();
  if (wanted > 0) {
    const std::int64_t made = snapshot.step.value() - snapshot.startStep.value();
    text += fmt::format("/{} {:3}%", steps(snapshot.targetStep), 100 * made / wanted);
  }
  text += session.say("  loss {:.6g}", "  损失 {:.6g}", snapshot.loss);
  if (snapshot.stepsPerSecond > 0)
    text += session.say("  {} steps/s", "  {} 步/秒",
                        snapshot.stepsPerSecond < 100
                            ? fmt::format("{:.3g}", snapshot.stepsPerSecond)
                            : grouped(static_cast<std::uint64_t>(snapshot.stepsPerSecond)));
  if (snapshot.secondsLeft >= 0) text += "  " + durationText(session, snapshot.secondsLeft);
  return text;
}

TrainProgress::TrainProgress(Session& session, const training::SnapshotSlot& slot) {
  if (!session.onTerminal() || session.quiet) return;
  m_thread = std::jthread([&session, &slot](std::stop_token ended) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!ended.stop_requested()) {
      if (const auto snapshot = slot.newest())
        session.showProgress(progressText(session, *snapshot));
      wake.wait_for(lock, ended, kInterval, [] { return false; });
    }
    session.clearProgress();
  });
}

}  // namespace cairn::cli
