#pragma once

#include <cstdint>
#include <optional>
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
  /// Of the newest row; the first is 0.
  std::int64_t epoch() const { return m_epoch; }

  /// Where the input stands, to be handed to `restore` of an order with the same options.
  std::string position() const;
  /// False, and the order stands anywhere, when `position` is of other rows, buffer or seed. The
  /// batch size may differ. Cost: draws the rows of one epoch again.
  bool restore(const std::string& position);

 private:
  bool nextRow(std::int32_t& row);
  void fillBuffer();
  Options m_options;
  std::int64_t m_epoch = 0;
  std::int64_t m_given = 0;    // rows of the epoch so far, a random number each
  std::int64_t m_nextRow = 0;  // of the epoch, not yet in the buffer
  std::vector<std::int32_t> m_buffer;
};

}  // namespace cairn::data
