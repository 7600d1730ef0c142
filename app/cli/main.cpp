#include <fmt/format.h>

int main() { fmt::print("cairn-cli\n"); }
