#pragma once

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace cairn {

/// What kind of thing went wrong; the CLI has a fixed exit code for each.
enum class ErrorCode {
  NotFound,
  Io,
  NoSpace,
  Truncated,
  Corrupt,
  Unsupported,
  InvalidArgument,
  Cancelled,
  Busy,
  Diverged,
};

/// The code's name as JSON answers carry it: `not_found`, `no_space`, …
std::string_view codeName(ErrorCode code);

/// One failure, told so that a person can act on it.
struct Error {
  ErrorCode code = ErrorCode::InvalidArgument;
  std::string message;                       // what was found and what was wanted
  std::string where = {};                    // file, tensor, tag or config key
  std::optional<std::uint64_t> offset = {};  // bytes from the start of the file
  std::string hint = {};                     // what to do, where there is something to do
  std::string tensorflow = {};               // its own words for the same fault, where they differ

  bool operator==(const Error&) const = default;
};

/// `error` with TensorFlow's text for it.
inline Error inItsWords(Error error, std::string tensorflow) {
  error.tensorflow = std::move(tensorflow);
  return error;
}

/// One line for a log or a terminal: `where @ 0x1c: message`.
std::string describe(const Error& error);

/// A T or the Error that stands in its place.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_value(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : m_value(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return m_value.index() == 0; }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(value()); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }
  const Error& error() const {
    assert(m_value.index() == 1);
    return *std::get_if<1>(&m_value);
  }

 private:
  T& value() {
    assert(m_value.index() == 0);
    return *std::get_if<0>(&m_value);
  }
  const T& value() const {
    assert(m_value.index() == 0);
    return *std::get_if<0>(&m_value);
  }
  std::variant<T, Error> m_value;
};

/// Done, or the Error that stopped it.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : m_error(std::move(error)) {}

  explicit operator bool() const { return !m_error; }
  const Error& error() const {
    assert(m_error);
    return *m_error;
  }

 private:
  std::optional<Error> m_error;
};

}  // namespace cairn

// Leaves the enclosing function with the error of `expression`, if it has one.
#define CAIRN_TRY(expression)                                                   \
  do {                                                                          \
    if (auto cairnTried = (expression); !cairnTried) return cairnTried.error(); \
  } while (false)

#define CAIRN_CONCAT_INNER(a, b) a##b
#define CAIRN_CONCAT(a, b) CAIRN_CONCAT_INNER(a, b)
// Declares `declaration` from the value of `expression`, or leaves with its error.
#define CAIRN_ASSIGN_IMPL(result, declaration, expression) \
  auto result = (expression);                              \
  if (!result) return result.error();                      \
  declaration = *std::move(result)
#define CAIRN_ASSIGN(declaration, expression) \
  CAIRN_ASSIGN_IMPL(CAIRN_CONCAT(cairnResult, __LINE__), declaration, expression)
