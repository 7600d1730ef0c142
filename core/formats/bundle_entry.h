#pragma once

#include "core/formats/tensor_slice.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cairn::formats {

/// An error that hardly ever is there, in the room of a pointer; ten thousand entries of an index
/// are listed in a millisecond only while they are small.
class RareError {
 public:
  RareError() = default;
  RareError(Error error) : m_error(std::make_unique<Error>(std::move(error))) {}
  RareError(std::optional<Error> error) {
    if (error) m_error = std::make_unique<Error>(*std::move(error));
  }
  RareError(const RareError& other)
      : m_error(other.m_error ? std::make_unique<Error>(*other.m_error) : nullptr) {}
  RareError(RareError&&) noexcept = default;
  RareError& operator=(RareError other) noexcept {
    m_error = std::move(other.m_error);
    return *this;
  }
  ~RareError() = default;

  explicit operator bool() const { return m_error != nullptr; }
  Error& operator*() { return *m_error; }
  const Error& operator*() const { return *m_error; }
  Error* operator->() { return m_error.get(); }
  const Error* operator->() const { return m_error.get(); }
  bool operator==(const RareError& other) const {
    return m_error && other.m_error ? *m_error == *other.m_error : !m_error && !other.m_error;
  }

 private:
  std::unique_ptr<Error> m_error;
};

/// What a checkpoint's index says of one tensor.
struct BundleEntry {
  std::string name;
  DType dtype = DType::Invalid;
  Shape shape;
  std::int32_t shard = 0;
  std::uint64_t offset = 0;   // in its shard's data file
  std::uint64_t size = 0;     // bytes; of a partitioned variable all of its parts'
  std::uint32_t crc = 0;      // masked CRC-32C of the bytes, as stored; else over the parts' ones
  std::vector<Slice> slices;  // of a partitioned variable; its data stand in entries of their own
  RareError problem;          // why its values can't be read, as far as the index tells

  bool operator==(const BundleEntry&) const = default;
};

}  // namespace cairn::formats
