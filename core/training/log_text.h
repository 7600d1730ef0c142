#pragma once

#include <string>

namespace cairn::training {

/// A float32 as NumPy prints it, as it stands in TensorFlow's log: `5.5451775`, `2.0`, `1e-05`.
std::string floatText(float value);

}  // namespace cairn::training
