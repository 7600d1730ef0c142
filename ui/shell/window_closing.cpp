// How the main window goes while something trains.
#include "ui/shell/background_training.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/elided_label.h"

#include <QCloseEvent>
#include <QMessageBox>
#include <QPushButton>
#include <utility>

namespace cairn::ui {

QString MainWindow::closeSentence() const {
  const TrainQueue& queue = *m_shared.queue;
  QStringList names;
  for (const QueueJob& job : queue.jobs())
    if (queue.session(job.id)) names << shownName(job.request.run.name);
  if (names.size() == 1) return tr("%1 is training.").arg(names.first());
  return tr("%n run(s) are training.", nullptr, static_cast<int>(names.size()));
}

void MainWindow::askClose(const std::function<void(CloseAnswer)>& answer) {
  auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Close Cairn"), closeSentence(),
                              QMessageBox::NoButton, this);
  box->setTextFormat(Qt::PlainText);
  box->setInformativeText(
      tr("It ends after this step with a whole checkpoint, and waits in the queue to go on."));
  auto* pause = box->addButton(tr("Pause and close"), QMessageBox::AcceptRole);
  // A process of its own goes on where this one stops: only where the program is at hand.
  QPushButton* keep =
      backgroundProgram().isEmpty()
          ? nullptr
          : box->addButton(tr("Keep training in the background"), QMessageBox::AcceptRole);
  box->addButton(tr("Cancel"), QMessageBox::RejectRole);
  box->setDefaultButton(pause);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(box, &QMessageBox::finished, this, [box, pause, keep, answer] {
    const auto* clicked = box->clickedButton();
    answer(clicked == pause          ? CloseAnswer::PauseAndClose
           : keep && clicked == keep ? CloseAnswer::KeepTraining
                                     : CloseAnswer::Cancel);
  });
  box->open();
}

// The window goes when the training has ended with its checkpoint: RunControl::ended closes it.
void MainWindow::closeEvent(QCloseEvent* event) {
  TrainQueue* queue = m_shared.queue.get();
  if (!queue->anyActive()) {
    if (std::exchange(m_handOn, false)) trainInBackground(queue);
    saveMemory();
    return event->accept();
  }
  event->ignore();
  if (m_closing) return;
  m_askClose([this](CloseAnswer answer) {
    if (answer == CloseAnswer::Cancel) return;
    m_closing = true;
    m_handOn = answer == CloseAnswer::KeepTraining;
    if (!m_shared.queue->anyActive()) return static_cast<void>(close());
    m_shared.queue->setClosing(true);
    m_shared.queue->stopAll();
  });
}

}  // namespace cairn::ui
