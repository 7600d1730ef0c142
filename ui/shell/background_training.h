#pragma once

#include <QString>

namespace cairn::ui {

class TrainQueue;

/// The `cairn-cli` that belongs to this program; empty when there is none.
QString backgroundProgram();

/// Starts a process for every job that is held after closing, and takes these jobs out of the
/// queue: each goes on from its checkpoint to where it was to end. How many were started.
int trainInBackground(TrainQueue* queue, const QString& program = backgroundProgram());

}  // namespace cairn::ui
