#pragma once

#include "core/base/clock.h"
#include "core/base/file_ops.h"

#include <QColor>
#include <QString>

namespace cairn::ui {

/// The outside, handed to every page: the real one in the program, a made-up one in tests.
struct Services {
  FileOps* files = &posixFileOps();
  Clock* clock = &systemClock();
};

/// What a page is told of a run: where it lies and how it is shown. Equal by what it names.
struct RunRef {
  fs::path modelDir;   // empty: no run
  fs::path workspace;  // the folder that was opened
  QString id;          // stable while the window is open: the model_dir as text
  QString name;        // as shown; from a file, so plain text only
  QColor color;
  bool dashed = false;  // the ninth run and on

  bool isNull() const { return modelDir.empty(); }
  bool operator==(const RunRef&) const = default;
};

}  // namespace cairn::ui
