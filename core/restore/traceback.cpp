#include "core/restore/traceback.h"

#include "core/formats/checkpoint_state.h"
#include "core/restore/traceback_rules.h"

#include <array>
#include <charconv>

namespace cairn::restore {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// `tensorflow.python.framework.errors_impl.NotFoundError: …`: the class, and what follows.
struct Raised {
  std::string_view exception, message;
};

std::optional<Raised> raisedAt(std::string_view line) {
  constexpr std::size_t kLongest = 200;
  std::size_t end = 0;
  std::size_t start = 0;
  while (end < line.size() && end < kLongest && line[end] != ':') {
    const char letter = line[end];
    const bool isName = letter == '_' || letter == '.' || (letter >= '0' && letter <= '9') ||
                        (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    if (!isName) return std::nullopt;
    if (letter == '.') start = end + 1;
    ++end;
  }
  const std::string_view name = line.substr(start, end - start);
  if (!name.ends_with("Error") && !name.ends_with("Exception")) return std::nullopt;
  return Raised{name, trimmed(end < line.size() ? line.substr(end + 1) : std::string_view())};
}

std::size_t indentOf(std::string_view line) {
  const auto at = line.find_first_not_of(" \t");
  return at == std::string_view::npos ? line.size() : at;
}

bool isFrame(std::string_view line) { return trimmed(line).starts_with("File \""); }

bool isLibraryFrame(std::string_view line) {
  constexpr std::array kPlaces = {"site-packages", "dist-packages", "/tensorflow", "<frozen",
                                  "/lib/python"};
  if (!isFrame(line)) return false;
  for (const char* place : kPlaces)
    if (line.find(place) != std::string_view::npos) return true;
  return false;
}

void takeNumber(std::string_view line, std::string_view mark, std::int64_t& number) {
  const auto at = line.find(mark);
  if (at == std::string_view::npos) return;
  const char* first = line.data() + at + mark.size();
  std::from_chars(first, line.data() + line.size(), number);
}

void takeLogPath(std::string_view line, Traceback& told) {
  constexpr std::string_view kMark = "Restoring parameters from ";
  const auto at = line.find(kMark);
  if (at == std::string_view::npos) return;
  told.path = trimmed(line.substr(at + kMark.size()));
  if (const auto step = formats::stepOfPrefix(told.path)) told.step = Step(*step);
}

void takeModelDir(std::string_view line, Traceback& told) {
  constexpr std::string_view kMark = "model_dir=";
  const auto at = line.find(kMark);
  if (at == std::string_view::npos || !told.path.empty()) return;
  std::string_view rest = line.substr(at + kMark.size());
  if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return;
  const char quote = rest.front();
  rest.remove_prefix(1);
  if (const auto end = rest.find(quote); end != std::string_view::npos)
    told.path = rest.substr(0, end);
}

/// Line by line; the last exception wins, and the sentence that it comes with.
class Reader {
 public:
  explicit Reader(Traceback& told) : m_told(told) {}

  void take(std::string_view line) {
    fold(line);
    takeMode(line);
    if (line.find("[[Node: ") != std::string_view::npos) m_told.version = "1.x";
    if (line.find("Graph execution error") != std::string_view::npos ||
        line.find("[[{{node") != std::string_view::npos)
      m_told.version = "2.x";
    if (m_told.lines.back().isLibrary) return;
    if (!isFrame(line)) {
      takeNumber(line, "max_steps=", m_told.steps);
      if (m_told.steps == 0) takeNumber(line, "steps=", m_told.steps);
    }
    takeModelDir(line, m_told);
    takeLogPath(line, m_told);
    takeNode(line);
    takeSentence(line);
  }
  bool raised() const { return m_raised; }

 private:
  // A library's frame takes the code below it along.
  void fold(std::string_view line) {
    if (isFrame(line)) {
      m_library = isLibraryFrame(line);
      m_indent = indentOf(line);
    } else if (m_library && indentOf(line) <= m_indent) {
      m_library = false;
    }
    m_told.lines.push_back({std::string(line), m_library});
  }

  void takeMode(std::string_view line) {
    if (!isFrame(line) || line.find("estimator.py\"") == std::string_view::npos) return;
    for (const char* mode : {"train", "evaluate", "predict"})
      if (line.ends_with(std::string(", in ") + mode)) m_told.mode = mode;
  }

  void takeNode(std::string_view line) {
    constexpr std::string_view kNode = "Node: '";
    if (line.starts_with(kNode)) {
      const auto end = line.find('\'', kNode.size());
      if (end != std::string_view::npos)
        m_told.node = line.substr(kNode.size(), end - kNode.size());
    }
    // An Assign names its variable in the attributes that TensorFlow 1 prints.
    constexpr std::string_view kClass = "_class=[\"loc:@";
    const auto at = line.find(kClass);
    if (at == std::string_view::npos || m_told.fault != Fault::Shape || !m_told.tensor.empty())
      return;
    const auto rest = line.substr(at + kClass.size());
    m_told.tensor = rest.substr(0, rest.find('"'));
  }

  void takeSentence(std::string_view line) {
    const auto raised = raisedAt(line);
    std::string_view sentence = trimmed(line);
    if (raised) {
      sentence = raised->message;
      m_exception = raised->exception;
    }
    if (sentence.empty() || sentence.front() == '[') return;
    if (readSentence(sentence, m_told)) {
      m_raised = true;
      m_fits = true;
      m_told.sentence = sentence;
      m_told.sentenceLine = m_told.lines.size() - 1;
      if (!m_exception.empty()) m_told.exception = m_exception;
      return;
    }
    // An exception of another kind counts as long as none that is known has come.
    const bool retry = sentence.find("_CHECKPOINTABLE_OBJECT_GRAPH") != std::string_view::npos;
    if (!raised || m_fits || retry) return;
    m_raised = true;
    m_told.exception = raised->exception;
    m_told.sentence = raised->message;
    m_told.sentenceLine = m_told.lines.size() - 1;
  }

  Traceback& m_told;
  std::string m_exception;
  bool m_library = false;
  std::size_t m_indent = 0;
  bool m_raised = false;
  bool m_fits = false;
};

/// What an exception of TensorFlow's is called when only its sentence was pasted.
std::string usualException(Fault fault) {
  switch (fault) {
    case Fault::Missing:
      return "NotFoundError";
    case Fault::Damaged:
      return "DataLossError";
    case Fault::FileGone:
    case Fault::StateFile:
      return "ValueError";
    default:
      return "InvalidArgumentError";
  }
}

}  // namespace

Result<Traceback> readTraceback(std::string_view text) {
  Traceback told;
  told.bytes = text.size();
  told.cut = text.size() > kMostTracebackBytes;
  if (told.cut) text = text.substr(0, kMostTracebackBytes);
  Reader reader(told);
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    reader.take(line);
  }
  if (!reader.raised())
    return Error{ErrorCode::InvalidArgument,
                 "the text holds no Python exception",
                 {},
                 {},
                 "paste all that Python printed, to the last line"};
  if (told.exception.empty()) told.exception = usualException(told.fault);
  told.keys = guessKeys(told);
  return told;
}

}  // namespace cairn::restore
