#include "encode/match.h"

#include <atomic>
#include <string>

#include "value/error.h"

namespace lomo {

namespace {

std::atomic<const Search*>& chosen() {
    static std::atomic<const Search*> search{usable_searches().back()};
    return search;
}

}  // namespace

std::vector<const Search*> usable_searches() {
    std::vector<const Search*> usable{&portable_search()};
#if defined(__x86_64__)
    usable.push_back(&sse2_search());
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")) {
        usable.push_back(&avx2_search());
    }
#endif
    return usable;
}

const Search& search() {
    return *chosen().load(std::memory_order_relaxed);
}

void choose_search(std::string_view name) {
    std::string names;
    for (const Search* each : usable_searches()) {
        if (each->name == name) {
            chosen().store(each, std::memory_order_relaxed);
            return;
        }
        names += names.empty() ? each->name : std::string(", ") + each->name;
    }
    throw InputError("no search for copies named " + std::string(name) + " here: " + names);
}

}  // namespace lomo
