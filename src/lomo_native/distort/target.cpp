#include "distort/target.h"

#include <atomic>
#include <string>

#include "value/error.h"

namespace lomo {

namespace {

const Rows* fastest() {
    return usable_rows().back();
}

std::atomic<const Rows*>& chosen() {
    static std::atomic<const Rows*> rows{fastest()};
    return rows;
}

}  // namespace

std::vector<const Rows*> usable_rows() {
    std::vector<const Rows*> usable{&portable_rows()};
#if defined(__x86_64__)
    usable.push_back(&sse2_rows());
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) {
        usable.push_back(&avx2_rows());
        if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
            __builtin_cpu_supports("avx512vbmi")) {
            usable.push_back(&avx512_rows());
        }
    }
#endif
    return usable;
}

const Rows& rows() {
    return *chosen().load(std::memory_order_relaxed);
}

void choose_rows(std::string_view name) {
    std::string names;
    for (const Rows* each : usable_rows()) {
        if (each->name == name) {
            chosen().store(each, std::memory_order_relaxed);
            return;
        }
        names += names.empty() ? each->name : std::string(", ") + each->name;
    }
    throw InputError("no kernels named " + std::string(name) + " here: " + names);
}

}  // namespace lomo
