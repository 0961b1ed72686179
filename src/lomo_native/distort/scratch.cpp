#include "distort/scratch.h"

namespace lomo {

Scratch::Scratch(std::size_t bytes) : buffer_(take_buffer(bytes)) {}

Scratch::~Scratch() {
    give_buffer(buffer_);
}

}  // namespace lomo
