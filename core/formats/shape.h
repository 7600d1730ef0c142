#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <span>
#include <vector>

namespace cairn::formats {

/// Sizes of a tensor's dimensions, outermost first; none is a scalar. As wide as a vector, but two
/// dimensions stand in it without an allocation: indexes list them by the ten thousand.
/// Thread: as a vector.
class Shape {
 public:
  using value_type = std::int64_t;
  using iterator = std::int64_t*;
  using const_iterator = const std::int64_t*;

  Shape() = default;
  Shape(std::initializer_list<std::int64_t> sizes) : Shape(sizes.begin(), sizes.end()) {}
  Shape(const std::vector<std::int64_t>& sizes) : Shape(sizes.begin(), sizes.end()) {}
  template <std::input_iterator Iterator>
  Shape(Iterator first, Iterator last) {
    for (; first != last; ++first) push_back(*first);
  }
  explicit Shape(std::size_t rank, std::int64_t size = 0) { resize(rank, size); }
  Shape(const Shape& other) : Shape(other.begin(), other.end()) {}
  Shape(Shape&& other) noexcept { swap(other); }
  Shape& operator=(Shape other) noexcept {
    swap(other);
    return *this;
  }
  ~Shape() {
    if (!isInline()) delete[] m_sizes.far;
  }

  std::size_t size() const { return m_size; }
  bool empty() const { return m_size == 0; }
  std::int64_t* data() { return isInline() ? m_sizes.here : m_sizes.far; }
  const std::int64_t* data() const { return isInline() ? m_sizes.here : m_sizes.far; }
  iterator begin() { return data(); }
  iterator end() { return data() + m_size; }
  const_iterator begin() const { return data(); }
  const_iterator end() const { return data() + m_size; }
  std::int64_t& operator[](std::size_t i) { return data()[i]; }
  std::int64_t operator[](std::size_t i) const { return data()[i]; }
  std::int64_t& front() { return *begin(); }
  std::int64_t front() const { return *begin(); }
  std::int64_t& back() { return *(end() - 1); }
  std::int64_t back() const { return *(end() - 1); }

  void push_back(std::int64_t size) {
    if (m_size == m_capacity) reserve(2 * std::size_t{m_capacity});
    data()[m_size++] = size;
  }
  iterator insert(const_iterator at, std::int64_t size) { return insert(at, &size, &size + 1); }
  template <std::input_iterator Iterator>
  iterator insert(const_iterator at, Iterator first, Iterator last) {
    const std::ptrdiff_t place = at - begin();
    const std::size_t before = m_size;
    for (; first != last; ++first) push_back(*first);
    std::rotate(begin() + place, begin() + before, end());
    return begin() + place;
  }
  void pop_back() { --m_size; }
  void clear() { m_size = 0; }
  void resize(std::size_t rank, std::int64_t size = 0) {
    reserve(rank);
    for (std::size_t i = m_size; i < rank; ++i) data()[i] = size;
    m_size = static_cast<std::uint32_t>(rank);
  }
  void reserve(std::size_t rank) {
    if (rank <= m_capacity) return;
    auto* grown = new std::int64_t[rank];
    std::copy(begin(), end(), grown);
    if (!isInline()) delete[] m_sizes.far;
    m_sizes.far = grown;
    m_capacity = static_cast<std::uint32_t>(rank);
  }

  operator std::span<const std::int64_t>() const { return {data(), m_size}; }
  bool operator==(const Shape& other) const {
    return std::equal(begin(), end(), other.begin(), other.end());
  }
  std::strong_ordering operator<=>(const Shape& other) const {
    return std::lexicographical_compare_three_way(begin(), end(), other.begin(), other.end());
  }

 private:
  static constexpr std::uint32_t kHere = 2;
  bool isInline() const { return m_capacity == kHere; }
  void swap(Shape& other) noexcept {
    std::swap(m_sizes, other.m_sizes);
    std::swap(m_size, other.m_size);
    std::swap(m_capacity, other.m_capacity);
  }

  union {
    std::int64_t here[kHere];
    std::int64_t* far;
  } m_sizes{};
  std::uint32_t m_size = 0;
  std::uint32_t m_capacity = kHere;
};

}  // namespace cairn::formats
