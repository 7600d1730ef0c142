#pragma once

#include "core/base/bytes.h"

#include <google/protobuf/message_lite.h>

namespace cairn::formats {

/// Whether `bytes` are the message, nested no deeper than limits::kProtobufNesting.
bool parseMessage(ByteView bytes, google::protobuf::MessageLite& message);
/// Wire form; maps in the order of their keys, so equal messages give equal bytes.
Bytes encodeMessage(const google::protobuf::MessageLite& message);

}  // namespace cairn::formats
