#pragma once

#include "core/restore/traceback.h"

namespace cairn::restore {

/// Reads a line as one of TensorFlow's sentences about a restore, and fills in what it tells. False
/// when it is none.
bool readSentence(std::string_view line, Traceback& told);

/// The config keys (or `files.…`) that would explain what was told.
std::vector<KeyGuess> guessKeys(const Traceback& told);

}  // namespace cairn::restore
