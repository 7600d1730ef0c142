#include "core/restore/traceback_rules.h"

#include "core/formats/checkpoint_state.h"

#include <array>
#include <charconv>

namespace cairn::restore {
namespace {

using formats::Shape;

/// What stands between two marks; nothing when either is missing. An empty `to` is the end.
std::optional<std::string_view> between(std::string_view text, std::string_view from,
                                        std::string_view to) {
  const auto start = text.find(from);
  if (start == std::string_view::npos) return std::nullopt;
  text.remove_prefix(start + from.size());
  if (to.empty()) return text;
  const auto end = text.find(to);
  if (end == std::string_view::npos) return std::nullopt;
  return text.substr(0, end);
}

/// `[5, 6]`, `[5,6]`, `(5, 6)` or `[]` at the start of `text`.
std::optional<Shape> shapeAt(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '(')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  if (text.front() == '[') text.remove_prefix(1);
  constexpr std::size_t kMostDimensions = 254;  // TensorFlow's own limit
  Shape shape;
  while (!text.empty() && text.front() != ']' && text.front() != ')') {
    if (text.front() == ' ' || text.front() == ',') {
      text.remove_prefix(1);
      continue;
    }
    std::int64_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc() || size < 0 || shape.size() == kMostDimensions) return std::nullopt;
    shape.push_back(size);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  if (text.empty()) return std::nullopt;
  return shape;
}

std::optional<Shape> shapeAfter(std::string_view text, std::string_view mark) {
  const auto rest = between(text, mark, {});
  return rest ? shapeAt(*rest) : std::nullopt;
}

void takePath(std::string_view path, Traceback& told) {
  while (!path.empty() && (path.back() == '.' || path.back() == ' ')) path.remove_suffix(1);
  if (path.ends_with(".index")) path.remove_suffix(6);
  if (const auto data = path.rfind(".data-"); data != std::string_view::npos)
    path = path.substr(0, data);
  told.path = path;
  if (const auto step = formats::stepOfPrefix(told.path)) told.step = Step(*step);
}

bool readMissing(std::string_view line, Traceback& told) {
  if (const auto name = between(line, "Tensor name \"", "\" not found in checkpoint files ")) {
    const auto path = between(line, "not found in checkpoint files ", {});
    told.fault = path->ends_with(".index") || path->find(".data-") != std::string_view::npos
                     ? Fault::StateFile
                     : Fault::Missing;
    told.tensor = *name;
    takePath(*path, told);
    return true;
  }
  const auto name = between(line, "Key ", " not found in checkpoint");
  // TensorFlow looks for an object graph first, and its failure stands before the one that matters.
  if (!name || name->find(' ') != std::string_view::npos || name->starts_with('_')) return false;
  told.fault = Fault::Missing;
  told.tensor = *name;
  return true;
}

bool readShape(std::string_view line, Traceback& told) {
  if (line.find("shape in shape_and_slice spec ") != std::string_view::npos) {
    told.tensor = between(line, "tensor_name = ", ";").value_or("");
    told.wants = shapeAfter(line, "shape_and_slice spec ");
    told.has = shapeAfter(line, "stored in checkpoint: ");
  } else if (line.find("Assign requires shapes of both tensors to match") !=
             std::string_view::npos) {
    told.tensor.clear();  // the next line's node may tell it
    told.wants = shapeAfter(line, "lhs shape= ");
    told.has = shapeAfter(line, "rhs shape= ");
  } else if (const auto name = between(line, "Shape of variable ", " (");
             name && line.find("from checkpoint reader") != std::string_view::npos) {
    told.tensor = *name;
    told.wants = shapeAfter(line, "((");
    told.has = shapeAfter(line, "([");
  } else {
    return false;
  }
  told.fault = Fault::Shape;
  return told.wants && told.has;
}

bool readType(std::string_view line, Traceback& told) {
  const auto wants = between(line, "; expected dtype ", " does not equal original dtype ");
  if (!wants) return false;
  told.fault = Fault::DType;
  told.tensor = between(line, "tensor_name = ", ";").value_or("");
  told.wantsType = *wants;
  told.hasType = between(line, " does not equal original dtype ", {}).value_or("");
  return true;
}

bool readDamage(std::string_view line, Traceback& told) {
  constexpr std::array kWithoutPath = {
      "not an sstable (bad magic number)", "file is too short to be an sstable",
      "Read less bytes than requested", "Read fewer bytes than requested"};
  if (const auto path = between(line, "TensorBundle at ", " shard ")) {
    takePath(*path, told);
  } else if (const auto table = between(line, "Unable to open table file ", ": ")) {
    if (table->find(".data-") != std::string_view::npos ||
        line.find("Is a directory") != std::string_view::npos) {
      told.fault = Fault::StateFile;
      takePath(*table, told);
      return true;
    }
    takePath(*table, told);
  } else if (const auto file = between(line, "Unable to read file (", ")")) {
    takePath(*file, told);
  } else {
    bool known = false;
    for (const char* text : kWithoutPath)
      known = known || line.find(text) != std::string_view::npos;
    if (!known) return false;
  }
  told.fault = Fault::Damaged;
  return true;
}

bool readFiles(std::string_view line, Traceback& told) {
  struct Mark {
    std::string_view from, to;
    Fault fault;
  };
  constexpr std::array<Mark, 5> kMarks = {{
      {"The passed save_path is not a valid checkpoint: ", {}, Fault::FileGone},
      {"Failed to find any matching files for ", {}, Fault::FileGone},
      {"Invalid checkpoint state loaded from ", {}, Fault::StateFile},
      {"Could not find trained model in model_dir: ", {}, Fault::FileGone},
      {"Couldn't find trained model at ", {}, Fault::FileGone},
  }};
  for (const Mark& mark : kMarks)
    if (const auto path = between(line, mark.from, mark.to)) {
      told.fault = mark.fault;
      takePath(*path, told);
      return true;
    }
  const auto end = line.find("; No such file or directory");
  if (end == std::string_view::npos || line.find(".data-") == std::string_view::npos) return false;
  told.fault = Fault::FileGone;
  const auto start = line.rfind(' ', end == 0 ? 0 : end - 1);
  takePath(line.substr(start == std::string_view::npos ? 0 : start + 1,
                       end - (start == std::string_view::npos ? 0 : start + 1)),
           told);
  return true;
}

/// What unchecked shapes break in the first step.
bool readWhileItRan(std::string_view line, Traceback& told) {
  if (line.find("Matrix size-incompatible: In[0]: ") != std::string_view::npos) {
    const auto input = shapeAfter(line, "In[0]: ");
    told.has = shapeAfter(line, "In[1]: ");
    if (input && input->size() == 2 && told.has && told.has->size() == 2)
      told.wants = Shape{(*input)[1], (*told.has)[1]};
  } else if (line.find("Received a label value of ") == std::string_view::npos &&
             line.find("Incompatible shapes: [") == std::string_view::npos &&
             line.find("Input to reshape is a tensor with ") == std::string_view::npos &&
             line.find("is not in features dictionary") == std::string_view::npos &&
             !(line.find("indices[") != std::string_view::npos &&
               (line.find("is not in [") != std::string_view::npos ||
                line.find("out of range [") != std::string_view::npos))) {
    return false;
  }
  told.fault = Fault::WhileItRan;
  return true;
}

bool readSlices(std::string_view line, Traceback& told) {
  const auto name = between(line, "sufficient slices for partitioned tensor ", " to restore");
  if (!name) return false;
  told.fault = Fault::Shape;
  told.tensor = *name;
  return true;
}

}  // namespace

bool readSentence(std::string_view line, Traceback& told) {
  constexpr std::array kReaders = {readMissing, readShape,      readType,  readDamage,
                                   readFiles,   readWhileItRan, readSlices};
  for (const auto read : kReaders) {
    Traceback found;
    if (!read(line, found)) continue;
    told.fault = found.fault;
    told.tensor = found.tensor;
    told.wants = found.wants;
    told.has = found.has;
    told.wantsType = found.wantsType;
    told.hasType = found.hasType;
    if (!found.path.empty()) {
      told.path = found.path;
      told.step = found.step;
    }
    return true;
  }
  return false;
}

}  // namespace cairn::restore
