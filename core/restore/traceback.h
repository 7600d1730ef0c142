#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/formats/shape.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::restore {

/// What Python complained of.
enum class Fault {
  Missing,     // a key that the checkpoint does not hold
  Shape,       // a tensor of another shape
  DType,       // … of another type
  Damaged,     // a file whose bytes are not what was written
  FileGone,    // a file or checkpoint that is not where it is said to be
  StateFile,   // the `checkpoint` file leads nowhere
  WhileItRan,  // it restored, and broke in the first step
  Other        // none of these: an exception all the same
};

/// A config key that would explain it, best first. Values are JSON text; empty: the text does not
/// tell.
struct KeyGuess {
  std::string key;  // `args.hidden_units[1]`
  std::string was = {};
  std::string now = {};
  bool operator==(const KeyGuess&) const = default;
};

struct TracebackLine {
  std::string text;
  bool isLibrary = false;  // a stack frame of TensorFlow or Python, with its code
};

/// What a pasted traceback tells by itself. An empty field is not in the text.
struct Traceback {
  Fault fault = Fault::Other;
  std::string exception;         // `InvalidArgumentError`
  std::string sentence;          // the one that matters, without the exception's name
  std::size_t sentenceLine = 0;  // its place in `lines`
  std::string tensor;            // that it names
  std::string node;              // of the graph, where it broke while it ran
  std::optional<formats::Shape> wants;
  std::optional<formats::Shape> has;
  std::string wantsType;  // TensorFlow's C++ names: `float`, `double`
  std::string hasType;
  std::string path;          // a checkpoint's prefix or a directory, as printed
  std::optional<Step> step;  // by the checkpoint's name
  std::string mode;          // `train`, `evaluate`, `predict`, by the stack
  std::int64_t steps = 0;    // that the script asked for; 0: not told
  std::string version;       // of TensorFlow: `1.x`, `2.x`
  std::vector<KeyGuess> keys;
  std::vector<TracebackLine> lines;
  std::size_t bytes = 0;  // of the whole text
  bool cut = false;       // only the first kMostTracebackBytes were read
};

inline constexpr std::size_t kMostTracebackBytes = 4U << 20;

/// Reads what Python printed: the last exception that is not TensorFlow's own retry, whatever
/// stands around it.
/// Errors: InvalidArgument when the text holds no exception.
Result<Traceback> readTraceback(std::string_view text);

}  // namespace cairn::restore
