#include "bindings/unlocked.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

namespace lomo::bindings {

namespace {

using Clock = std::chrono::steady_clock;

// The thread that came back last from native work and has not gone on with such since, and when it came. It
// may have put the lock down elsewhere, or keep it for long: whoever watches it gives up `kWatched` after
// that.
constexpr std::int64_t kWatched = 40'000;  // ns
constexpr int kPauses = 32;                // between two looks at the clock

std::atomic<const void*> holder{nullptr};
std::atomic<std::int64_t> since{0};

std::int64_t now_ns() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count();
}

const void* this_thread() {
    static thread_local const char mark = 0;
    return &mark;
}

void pause() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

void watch_holder() {
    while (holder.load(std::memory_order_relaxed) != nullptr &&
           now_ns() - since.load(std::memory_order_relaxed) < kWatched) {
        for (int i = 0; i < kPauses && holder.load(std::memory_order_relaxed) != nullptr; ++i) pause();
    }
}

}  // namespace

Unlocked::Unlocked() {
    const void* own = this_thread();
    holder.compare_exchange_strong(own, nullptr, std::memory_order_relaxed);
    state_ = PyEval_SaveThread();
}

Unlocked::~Unlocked() {
    watch_holder();
    PyEval_RestoreThread(state_);
    since.store(now_ns(), std::memory_order_relaxed);
    holder.store(this_thread(), std::memory_order_relaxed);
}

}  // namespace lomo::bindings
