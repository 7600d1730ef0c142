#pragma once

#include <cstdint>
#include <functional>
#include <utility>  // has <compare>, which Qt 6.4's moc can't read as the first header of a file

namespace cairn {

/// An integer that can't be taken for another kind of integer.
template <class Tag, class Value = std::int64_t>
class StrongId {
 public:
  constexpr StrongId() = default;
  constexpr explicit StrongId(Value value) : m_value(value) {}
  constexpr Value value() const { return m_value; }
  constexpr auto operator<=>(const StrongId&) const = default;

 private:
  Value m_value{};
};

/// TensorFlow's `global_step`: how many updates the variables have seen.
using Step = StrongId<struct StepTag>;

}  // namespace cairn

template <class Tag, class Value>
struct std::hash<cairn::StrongId<Tag, Value>> {
  std::size_t operator()(const cairn::StrongId<Tag, Value>& id) const noexcept {
    return std::hash<Value>{}(id.value());
  }
};
