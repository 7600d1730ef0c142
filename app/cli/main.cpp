#include "app/cli/program.h"

int main(int argc, char** argv) { return cairn::cli::runProgram(argc, argv); }
