#include "ui/shell/training_session.h"

#include "core/runs/provenance.h"

#include <atomic>

namespace cairn::ui {
namespace {

constexpr int kLookMs = 33;

}  // namespace

// What both threads see. `outcome` belongs to the worker until `done`, to the window after it.
struct TrainingSession::Work {
  TrainRequest request;
  training::PauseSwitch pause;
  training::TrainWishes wishes;
  training::SnapshotSlot slot;
  std::optional<Outcome> outcome;
  std::atomic<bool> done{false};

  Outcome train(const Services& services, std::stop_token stop) {
    CAIRN_ASSIGN(auto estimator, training::Estimator::create(request.config, request.run.modelDir,
                                                             *services.files, *services.clock));
    const auto workers = startWorkers(static_cast<int>(request.config.train.threads));
    estimator.useWorkers(workers.get());
    training::TrainOptions options;
    options.configFolder = request.configFolder;
    options.pause = &pause;
    options.wishes = &wishes;
    options.slot = &slot;
    // A folder outside of any repository, or one that can't be read, trains all the same.
    if (const auto code = runs::readCodeVersion(request.configFolder)) options.code = *code;
    return estimator.train(options, stop);
  }
};

TrainingSession::TrainingSession(Services services, QObject* parent)
    : QObject(parent), m_services(services) {
  m_timer.setInterval(kLookMs);
  connect(&m_timer, &QTimer::timeout, this, &TrainingSession::look);
}

TrainingSession::~TrainingSession() {
  m_thread.request_stop();
  if (m_work) m_work->pause.resume();
}

bool TrainingSession::start(TrainRequest request) {
  if (m_work) return false;
  m_run = request.run;
  m_paused = m_stopping = false;
  m_snapshot = nullptr;
  m_work = std::make_shared<Work>();
  m_work->request = std::move(request);
  m_thread = std::jthread([work = m_work, services = m_services](std::stop_token stop) {
    work->outcome = work->train(services, stop);
    work->done.store(true, std::memory_order_release);
  });
  m_timer.start();
  Q_EMIT started();
  return true;
}

void TrainingSession::pause() {
  if (!m_work) return;
  m_paused = true;
  m_work->pause.pause();
  Q_EMIT progressed();
}

void TrainingSession::resume() {
  if (!m_work) return;
  m_paused = false;
  m_work->pause.resume();
  Q_EMIT progressed();
}

void TrainingSession::saveNow() {
  if (m_work) m_work->wishes.saveNow = true;
}

void TrainingSession::stop(bool discard) {
  if (!m_work) return;
  m_work->wishes.discard = discard;
  m_stopping = true;
  m_thread.request_stop();
  m_work->pause.resume();
  Q_EMIT progressed();
}

void TrainingSession::look() {
  if (!m_work) return;
  const bool done = m_work->done.load(std::memory_order_acquire);
  if (auto newest = m_work->slot.newest(); newest && newest != m_snapshot) {
    m_snapshot = std::move(newest);
    Q_EMIT progressed();
  }
  if (!done) return;
  m_timer.stop();
  m_thread.join();
  const Outcome outcome = *m_work->outcome;
  m_work.reset();
  m_paused = m_stopping = false;
  Q_EMIT ended(m_run, outcome);
}

}  // namespace cairn::ui
