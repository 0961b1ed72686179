// Memory for one formula: nodes and boxes are handed out in order and all given back at once. A cap turns a
// formula that grows without end into a MathError.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "value/error.h"

namespace lomo {

class Arena {
  public:
    static constexpr std::size_t kCap = std::size_t{24} << 20;

    template <class T, class... Arguments>
    T* make(Arguments&&... arguments) {
        static_assert(std::is_trivially_destructible_v<T>);
        return new (allocate(sizeof(T))) T(std::forward<Arguments>(arguments)...);
    }
    template <class T>
    T* make_array(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T> && sizeof(T) < 4096);
        if (count > kCap / sizeof(T)) too_large();
        T* const items = static_cast<T*>(allocate(count * sizeof(T)));
        for (std::size_t i = 0; i < count; ++i) new (items + i) T();
        return items;
    }
    // Keeps the first block, so that the next formula asks the system for nothing.
    void reset() {
        if (blocks_.size() > 1) blocks_.resize(1);
        total_ = blocks_.empty() ? 0 : kBlock;
        at_ = blocks_.empty() ? nullptr : blocks_[0].get();
        end_ = blocks_.empty() ? nullptr : at_ + kBlock;
    }

  private:
    static constexpr std::size_t kBlock = std::size_t{1} << 17;

    [[noreturn]] static void too_large() { throw MathError("the formula is too large", 0, 0); }

    void* allocate(std::size_t bytes) {
        bytes = (bytes + 15) & ~std::size_t{15};
        if (std::size_t(end_ - at_) < bytes) grow(bytes);
        void* const place = at_;
        at_ += bytes;
        return place;
    }
    void grow(std::size_t bytes) {
        const std::size_t size = bytes > kBlock ? bytes : kBlock;
        if (total_ + size > kCap) too_large();
        // 16-byte alignment is what operator new[] of char gives.
        blocks_.push_back(std::unique_ptr<std::byte[]>(new std::byte[size]));
        total_ += size;
        at_ = blocks_.back().get();
        end_ = at_ + size;
    }

    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::byte* at_ = nullptr;
    std::byte* end_ = nullptr;
    std::size_t total_ = 0;
};

}  // namespace lomo
