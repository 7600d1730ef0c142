#pragma once

namespace cairn::cli {

/// The whole of cairn-cli: reads the words, runs the command, returns the exit code.
int runProgram(int argc, char** argv);

}  // namespace cairn::cli
