#pragma once

#include <QString>
#include <cstdint>
#include <filesystem>
#include <optional>

class QMimeData;

namespace cairn::ui {

/// What a drop on the window would do; said while it is dragged.
struct DropPlan {
  enum class What {
    Nothing,  // refused by the cursor
    Folder,
    Config,
    Events,         // the run that holds the file
    Checkpoint,     // … at its checkpoint
    TrainingData,   // a CSV file, on Config
    TracebackText,  // on Restore check
    TracebackFile
  };
  What what = What::Nothing;
  std::filesystem::path path;  // to open, or of the data
  std::optional<std::int64_t> step;
  QString text;
  QString sentence;
};

/// `tab` is the page under the drop.
DropPlan planDrop(const QMimeData& data, const QString& tab);

}  // namespace cairn::ui
