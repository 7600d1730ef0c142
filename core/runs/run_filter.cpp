#include "core/runs/run_filter.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <regex>
#include <vector>

namespace cairn::runs {

struct RunFilter::Node {
  enum class Kind { And, Or, Not, Word, Pattern, Compare } kind = Kind::And;
  std::vector<std::shared_ptr<const Node>> parts;
  std::string key;  // Compare
  std::string op;
  std::string text;  // lower case for Word
  std::optional<double> number;
  std::optional<std::regex> pattern;
};

namespace {

using Node = RunFilter::Node;
using NodePtr = std::shared_ptr<const Node>;

constexpr std::size_t kMostBytes = 4096;
constexpr std::size_t kMostPattern = 256;
constexpr std::size_t kMostSearched = 4096;  // bytes of a run's text that a pattern looks at
constexpr int kDeepest = 64;

// Only ASCII: other scripts match as they are written.
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool contains(std::string_view text, std::string_view wantedLower) {
  return std::search(text.begin(), text.end(), wantedLower.begin(), wantedLower.end(),
                     [](char a, char b) { return lower(a) == b; }) != text.end();
}

struct Token {
  enum class Kind { End, Word, Quoted, Pattern, Op, Open, Close } kind = Kind::End;
  std::string text;
  std::size_t at = 0;
};

Error wrong(std::string message, std::size_t at) {
  return {ErrorCode::InvalidArgument, std::move(message), {}, at};
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : m_text(text) {}

  Result<std::vector<Token>> tokens() {
    std::vector<Token> out;
    for (;;) {
      while (m_at < m_text.size() && isSpace(m_text[m_at])) ++m_at;
      if (m_at == m_text.size()) break;
      CAIRN_ASSIGN(Token token, next(out));
      out.push_back(std::move(token));
    }
    out.push_back({Token::Kind::End, {}, m_text.size()});
    return out;
  }

 private:
  static bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  static bool isOp(char c) { return c == '=' || c == '!' || c == '<' || c == '>' || c == '~'; }

  Result<Token> next(const std::vector<Token>& before) {
    const std::size_t start = m_at;
    const char c = m_text[m_at];
    if (c == '(' || c == ')') {
      ++m_at;
      return Token{c == '(' ? Token::Kind::Open : Token::Kind::Close, std::string(1, c), start};
    }
    if (c == '"') return until('"', Token::Kind::Quoted, "the quote is not closed");
    // A pattern begins a term; behind an operator a slash begins a path.
    const bool isValue = !before.empty() && before.back().kind == Token::Kind::Op;
    if (c == '/' && (!isValue || before.back().text == "~"))
      return until('/', Token::Kind::Pattern, "the pattern has no closing /");
    if (isOp(c)) {
      ++m_at;
      if (m_at < m_text.size() && m_text[m_at] == '=' && c != '~') ++m_at;
      std::string op(m_text.substr(start, m_at - start));
      if (op == "!") return wrong("! stands alone; != or not is meant", start);
      if (op == "==") op = "=";
      return Token{Token::Kind::Op, std::move(op), start};
    }
    // A list's own commas and brackets are part of the value: `[10, 10]`.
    int depth = 0;
    while (m_at < m_text.size()) {
      const char d = m_text[m_at];
      if (d == '[') ++depth;
      if (d == ']') --depth;
      if (depth <= 0 && (isSpace(d) || isOp(d) || d == '(' || d == ')' || d == '"')) break;
      ++m_at;
    }
    return Token{Token::Kind::Word, std::string(m_text.substr(start, m_at - start)), start};
  }

  Result<Token> until(char end, Token::Kind kind, const char* why) {
    const std::size_t start = m_at++;
    std::string text;
    while (m_at < m_text.size() && m_text[m_at] != end) {
      if (m_text[m_at] == '\\' && m_at + 1 < m_text.size() && m_text[m_at + 1] == end) ++m_at;
      text += m_text[m_at++];
    }
    if (m_at == m_text.size()) return wrong(why, start);
    ++m_at;
    return Token{kind, std::move(text), start};
  }

  std::string_view m_text;
  std::size_t m_at = 0;
};

Result<std::regex> compile(const std::string& pattern, std::size_t at) {
  if (pattern.size() > kMostPattern)
    return wrong(fmt::format("a pattern of {} bytes; at most {}", pattern.size(), kMostPattern),
                 at);
  try {
    auto flags = std::regex::ECMAScript | std::regex::icase;
#ifdef __GLIBCXX__
    // Linear in the text, whatever the pattern: a filter can't be made to hang.
    flags |= std::regex_constants::__polynomial;
#endif
    return std::regex(pattern, flags);
  } catch (const std::regex_error&) {
    return wrong(fmt::format("/{}/ is not a regular expression", pattern), at);
  }
}

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

  Result<NodePtr> parse() {
    CAIRN_ASSIGN(NodePtr root, alternatives(0));
    if (peek().kind == Token::Kind::Close) return wrong("a ) without its (", peek().at);
    return root;
  }

 private:
  const Token& peek() const { return m_tokens[m_at]; }
  Token take() { return m_tokens[m_at++]; }
  bool isWord(std::string_view word) const {
    return peek().kind == Token::Kind::Word && lowered(peek().text) == word &&
           m_tokens[m_at + 1].kind != Token::Kind::Op;
  }

  static NodePtr joined(Node::Kind kind, std::vector<NodePtr> parts) {
    if (parts.size() == 1) return parts.front();
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->parts = std::move(parts);
    return node;
  }

  Result<NodePtr> alternatives(int depth) {
    if (depth > kDeepest) return wrong("brackets nest too deep", peek().at);
    std::vector<NodePtr> parts;
    for (;;) {
      CAIRN_ASSIGN(NodePtr part, terms(depth));
      parts.push_back(std::move(part));
      if (!isWord("or")) break;
      take();
    }
    return joined(Node::Kind::Or, std::move(parts));
  }

  Result<NodePtr> terms(int depth) {
    std::vector<NodePtr> parts;
    while (peek().kind != Token::Kind::End && peek().kind != Token::Kind::Close && !isWord("or")) {
      if (isWord("and") && !parts.empty()) {
        take();
        if (peek().kind == Token::Kind::End) return wrong("nothing behind and", peek().at);
        continue;
      }
      CAIRN_ASSIGN(NodePtr part, term(depth));
      parts.push_back(std::move(part));
    }
    if (parts.empty()) return wrong("a condition is missing", peek().at);
    return joined(Node::Kind::And, std::move(parts));
  }

  Result<NodePtr> term(int depth) {
    if (depth > kDeepest) return wrong("brackets nest too deep", peek().at);
    if (isWord("not")) {
      take();
      if (peek().kind == Token::Kind::End) return wrong("nothing behind not", peek().at);
      CAIRN_ASSIGN(NodePtr part, term(depth + 1));
      auto node = std::make_shared<Node>();
      node->kind = Node::Kind::Not;
      node->parts.push_back(std::move(part));
      return NodePtr(node);
    }
    const Token token = take();
    switch (token.kind) {
      case Token::Kind::Open: {
        CAIRN_ASSIGN(NodePtr inside, alternatives(depth + 1));
        if (take().kind != Token::Kind::Close) return wrong("the ( is not closed", token.at);
        return inside;
      }
      case Token::Kind::Pattern:
        return pattern(token);
      case Token::Kind::Op:
        return wrong(fmt::format("{} needs a key before it", token.text), token.at);
      case Token::Kind::Close:
        return wrong("a ) without its (", token.at);
      default:
        break;
    }
    if (peek().kind == Token::Kind::Op) return comparison(token);
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::Word;
    node->text = lowered(token.text);
    return NodePtr(node);
  }

  static Result<NodePtr> pattern(const Token& token) {
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::Pattern;
    CAIRN_ASSIGN(node->pattern, compile(token.text, token.at));
    return NodePtr(node);
  }

  Result<NodePtr> comparison(const Token& key) {
    const Token op = take();
    const Token value = peek();
    const bool isValue = value.kind == Token::Kind::Word || value.kind == Token::Kind::Quoted ||
                         value.kind == Token::Kind::Pattern;
    if (!isValue) return wrong(fmt::format("{} {} needs a value", key.text, op.text), op.at);
    take();
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::Compare;
    node->key = key.text;
    node->op = op.text;
    node->text = value.text;
    if (value.kind == Token::Kind::Pattern) {
      CAIRN_ASSIGN(node->pattern, compile(value.text, value.at));
      return NodePtr(node);
    }
    double number = 0;
    if (value.kind == Token::Kind::Word && readNumber(value.text, number)) node->number = number;
    const bool isOrder = op.text[0] == '<' || op.text[0] == '>';
    if (isOrder && !node->number)
      return wrong(fmt::format("{} {} needs a number, found {}", key.text, op.text, value.text),
                   value.at);
    return NodePtr(node);
  }

  std::vector<Token> m_tokens;
  std::size_t m_at = 0;
};

bool equalText(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

bool found(const std::regex& pattern, const std::string& text) {
  const std::size_t size = std::min(text.size(), kMostSearched);
  try {
    return std::regex_search(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size),
                             pattern);
  } catch (const std::regex_error&) {
    return false;
  }
}

bool holds(const Node& node, const FactValue& value) {
  const std::string& op = node.op;
  if (op == "~") {
    const std::string text = factText(value);
    return node.pattern ? found(*node.pattern, text) : contains(text, lowered(node.text));
  }
  const auto* number = std::get_if<double>(&value);
  if (op == "=" || op == "!=") {
    // Numbers in files are mostly float32: what was typed is compared as such too.
    if (number && node.number)
      return *number == *node.number || (std::isnan(*number) && std::isnan(*node.number)) ||
             static_cast<float>(*number) == static_cast<float>(*node.number);
    return equalText(factText(value), node.text);
  }
  if (!number || !node.number) return false;
  if (op == "<") return *number < *node.number;
  if (op == "<=") return *number <= *node.number;
  if (op == ">") return *number > *node.number;
  return *number >= *node.number;
}

bool compares(const Node& node, const RunFacts& run) {
  // `optimizer` is that key; only where no run's key is called so does a last part answer.
  bool any = false;
  const bool isExact = std::any_of(run.facts.begin(), run.facts.end(),
                                   [&](const Fact& fact) { return fact.key == node.key; });
  for (const Fact& fact : run.facts) {
    if (isExact ? fact.key != node.key : !answersTo(fact, node.key)) continue;
    any = any || holds(node, fact.value);
  }
  return node.op == "!=" ? !any : any;
}

bool passes(const Node& node, const RunFacts& run) {
  switch (node.kind) {
    case Node::Kind::And:
      return std::all_of(node.parts.begin(), node.parts.end(),
                         [&](const NodePtr& part) { return passes(*part, run); });
    case Node::Kind::Or:
      return std::any_of(node.parts.begin(), node.parts.end(),
                         [&](const NodePtr& part) { return passes(*part, run); });
    case Node::Kind::Not:
      return !passes(*node.parts.front(), run);
    case Node::Kind::Word:
      return contains(run.text, node.text);
    case Node::Kind::Pattern:
      return found(*node.pattern, run.text);
    case Node::Kind::Compare:
      return compares(node, run);
  }
  return false;
}

}  // namespace

Result<RunFilter> RunFilter::parse(std::string_view text) {
  RunFilter filter;
  if (text.size() > kMostBytes)
    return wrong(fmt::format("a filter of {} bytes; at most {}", text.size(), kMostBytes), 0);
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return filter;
  CAIRN_ASSIGN(auto tokens, Lexer(text).tokens());
  CAIRN_ASSIGN(filter.m_root, Parser(std::move(tokens)).parse());
  return filter;
}

bool RunFilter::passes(const RunFacts& run) const {
  return m_root == nullptr || runs::passes(*m_root, run);
}

}  // namespace cairn::runs
