#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cairn::data {

/// Row numbers in the order in which tf.data's `shuffle(buffer).repeat(epochs).batch(size)` draws
/// them (the rule, not the random stream). The same seed gives the same order.
/// Thread: Not locked; one thread at a time.
class BatchOrder {
 public:
  struct Options {
    std::int64_t rows = 0;
    std::int64_t batchSize = 1;
    std::int64_t shuffleBuffer = 0;          // 0: in file order
    std::optional<std::int64_t> epochs = 1;  // nothing: for ever
    std::uint64_t seed = 0;
    bool operator==(const Options&) const = default;
  };
  explicit BatchOrder(Options options);

  /// Fills `rows` with the next batch, the last of an input that ends may be shorter; false at its
  /// end. No allocation once `rows` has its capacity.
  bool next(std::vector<std::int32_t>& rows);
  std::int64_t epoch() const { return m_epoch; }

  /// Where the input stands, to be handed to `restore` of an order with the same options.
  std::string position() const;
  bool restore(const std::string& position);

 private:
  bool nextRow(std::int32_t& row);
  void fillBuffer();
  Options m_options;
  std::int64_t m_epoch = 0;
  std::int64_t m_nextRow = 0;  // of the epoch, not yet in the buffer
  std::uint64_t m_drawn = 0;   // random numbers used
  std::vector<std::int32_t> m_buffer;
};

}  // namespace cairn::data
