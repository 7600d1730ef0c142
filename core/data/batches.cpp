#include "core/data/batches.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace cairn::data {
namespace {

/// The `counter`-th number of the stream `seed`: SplitMix64 of both, so that any number can be had
/// without those before it.
std::uint64_t randomAt(std::uint64_t seed, std::uint64_t counter) {
  std::uint64_t z = seed + (counter + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

/// Maps a random number to [0, count); count < 2^31, so that the bias is below 2^-32.
std::size_t below(std::uint64_t random, std::size_t count) {
  return static_cast<std::size_t>(((random >> 32) * count) >> 32);
}

}  // namespace

BatchOrder::BatchOrder(Options options) : m_options(options) {
  m_buffer.reserve(static_cast<std::size_t>(std::clamp<std::int64_t>(
      m_options.shuffleBuffer, 0, std::max<std::int64_t>(0, m_options.rows))));
}

void BatchOrder::fillBuffer() {
  while (m_nextRow < m_options.rows &&
         static_cast<std::int64_t>(m_buffer.size()) < m_options.shuffleBuffer)
    m_buffer.push_back(static_cast<std::int32_t>(m_nextRow++));
}

bool BatchOrder::nextRow(std::int32_t& row) {
  if (m_options.rows <= 0) return false;
  if (m_given == m_options.rows) {  // an epoch is drained before the next begins
    ++m_epoch;
    m_given = 0;
    m_nextRow = 0;
  }
  if (m_options.epochs && m_epoch >= *m_options.epochs) return false;
  if (m_options.shuffleBuffer <= 0) {
    row = static_cast<std::int32_t>(m_nextRow++);
  } else {
    fillBuffer();
    const auto drawn =
        static_cast<std::uint64_t>(m_epoch) * static_cast<std::uint64_t>(m_options.rows) +
        static_cast<std::uint64_t>(m_given);
    std::int32_t& slot = m_buffer[below(randomAt(m_options.seed, drawn), m_buffer.size())];
    row = slot;
    slot = m_buffer.back();
    m_buffer.pop_back();
  }
  ++m_given;
  return true;
}

bool BatchOrder::next(std::vector<std::int32_t>& rows) {
  rows.clear();
  std::int32_t row = 0;
  while (static_cast<std::int64_t>(rows.size()) < m_options.batchSize && nextRow(row))
    rows.push_back(row);
  return !rows.empty();
}

std::string BatchOrder::position() const {
  return fmt::format("{} {} {} {} {}", m_options.rows, m_options.shuffleBuffer, m_options.seed,
                     m_epoch, m_given);
}

bool BatchOrder::restore(const std::string& position) {
  std::uint64_t numbers[5] = {};
  const char* at = position.data();
  const char* const end = at + position.size();
  for (std::uint64_t& number : numbers) {
    if (&number != numbers && (at == end || *at++ != ' ')) return false;
    const auto [rest, error] = std::from_chars(at, end, number);
    if (error != std::errc()) return false;
    at = rest;
  }
  const auto rows = static_cast<std::uint64_t>(std::max<std::int64_t>(0, m_options.rows));
  if (at != end || numbers[0] != rows ||
      numbers[1] != static_cast<std::uint64_t>(m_options.shuffleBuffer) ||
      numbers[2] != m_options.seed || numbers[3] >= std::uint64_t{1} << 62 || numbers[4] > rows)
    return false;
  m_epoch = static_cast<std::int64_t>(numbers[3]);
  m_given = 0;
  m_nextRow = 0;
  m_buffer.clear();
  // The buffer is a function of the epoch's draws so far: draw them again.
  std::int32_t row = 0;
  while (m_given < static_cast<std::int64_t>(numbers[4]))
    if (!nextRow(row)) return false;
  return true;
}

}  // namespace cairn::data
