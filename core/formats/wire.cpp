#include "core/formats/wire.h"

#include "core/base/limits.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>

namespace cairn::formats {

namespace io = google::protobuf::io;

bool parseMessage(ByteView bytes, google::protobuf::MessageLite& message) {
  if (bytes.size() > limits::kRecordBytes) return false;
  const google::protobuf::LogSilencer silence;  // bad UTF-8 would be told on standard error
  const std::string_view text = asText(bytes);
  io::ArrayInputStream array(text.data(), static_cast<int>(text.size()));
  io::CodedInputStream input(&array);
  input.SetRecursionLimit(limits::kProtobufNesting);
  return message.ParseFromCodedStream(&input) && input.ConsumedEntireMessage();
}

Bytes encodeMessage(const google::protobuf::MessageLite& message) {
  std::string text;
  {
    io::StringOutputStream stream(&text);
    io::CodedOutputStream output(&stream);
    output.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&output);
  }
  Bytes bytes;
  append(bytes, asBytes(text));
  return bytes;
}

}  // namespace cairn::formats
