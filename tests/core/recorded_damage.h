#pragma once

#include "core/formats/checkpoint_state.h"
#include "core/formats/tensor_bundle.h"
#include "tests/core/fixture_scope.h"

#include <fstream>

namespace cairn::tests {

/// Whether the files of a recorded bad_restore case hold damage, judged by its cause and by what
/// TensorFlow said: what the config wants and the files never had is no damage of theirs, nor is a
/// path from before a move, which Cairn makes up for.
inline bool filesAreDamaged(const std::filesystem::path& folder) {
  const auto load = [&](const char* name) {
    return nlohmann::json::parse(std::ifstream(folder / name));
  };
  const nlohmann::json causes =
      load("expected_cause.json").value("causes", nlohmann::json::array());
  const auto has = [&](const char* cause) {
    return std::find(causes.begin(), causes.end(), cause) != causes.end();
  };
  if (!has("files.checkpoint") && !has("files.index") && !has("files.data")) return false;
  const nlohmann::json train = load("tensorflow.json").value("train", nlohmann::json::object());
  const bool wentOn = train.value("ok", false) && train["steps"][0]["step"] > 1;
  if (wentOn) return false;
  if (!has("files.checkpoint"))
    return train.value("message", "").find("not found in checkpoint") == std::string::npos;
  const fs::path directory = folder / "model_dir";
  const auto text = readTextFile(posixFileOps(), directory / "checkpoint", 1 << 20);
  if (!text) return true;
  const auto state = formats::parseCheckpointState(*text, "checkpoint");
  if (!state) return true;
  const fs::path named = state->modelCheckpointPath;
  const bool isMoved = named.is_absolute() &&
                       exists(posixFileOps(), formats::indexPath(directory / named.filename()));
  return !isMoved;
}

}  // namespace cairn::tests
