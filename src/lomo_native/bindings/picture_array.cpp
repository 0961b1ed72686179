// See picture_array.h. NumPy asks whom its context names for an array's memory, and gives it back to the same
// (NEP 49); pybind11 does not know these two functions, which are found by their numbers in NumPy's table.
#include "bindings/picture_array.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <new>

#include "value/buffer.h"

namespace lomo::bindings {

namespace {

namespace py = pybind11;

// NumPy's PyDataMem_Handler, version 1, and the places of its functions: both are part of its binary
// interface.
struct Allocator {
    void* context;
    void* (*take)(void*, std::size_t);
    void* (*take_zeros)(void*, std::size_t, std::size_t);
    void* (*resize)(void*, void*, std::size_t);
    void (*give)(void*, void*, std::size_t);
};
struct Handler {
    char name[127];
    std::uint8_t version;
    Allocator allocator;
};
constexpr std::size_t kSetHandler = 304;
using SetHandler = PyObject* (*)(PyObject*);

// What the array sees begins behind the Buffer that it lies in.
constexpr std::size_t kHead = kBufferAlignment;
static_assert(sizeof(Buffer) <= kHead);

Buffer buffer_of(void* memory) {
    Buffer found;
    std::memcpy(&found, static_cast<std::uint8_t*>(memory) - kHead, sizeof found);
    return found;
}

void* take(void*, std::size_t bytes) {
    if (bytes > std::numeric_limits<std::size_t>::max() / 2) return nullptr;
    try {
        const Buffer buffer = take_buffer(kHead + bytes);
        std::memcpy(buffer.memory, &buffer, sizeof buffer);
        return buffer.memory + kHead;
    } catch (const std::bad_alloc&) {
        return nullptr;  // NumPy raises MemoryError
    }
}

void* take_zeros(void*, std::size_t count, std::size_t size) {
    if (size != 0 && count > std::numeric_limits<std::size_t>::max() / size) return nullptr;
    void* const memory = take(nullptr, count * size);
    return memory == nullptr ? nullptr : std::memset(memory, 0, count * size);
}

void give(void*, void* memory, std::size_t) {
    if (memory != nullptr) give_buffer(buffer_of(memory));
}

void* resize(void*, void* memory, std::size_t bytes) {
    void* const larger = take(nullptr, bytes);
    if (memory == nullptr || larger == nullptr) return larger;
    std::memcpy(larger, memory, std::min(bytes, buffer_of(memory).bytes - kHead));
    give(nullptr, memory, 0);
    return larger;
}

Handler handler{"lomo", 1, {nullptr, &take, &take_zeros, &resize, &give}};

SetHandler set_handler() {
    PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<SetHandler> found;
    return found
        .call_once_and_store_result([] {
            const py::object table = py::detail::import_numpy_core_submodule("multiarray").attr("_ARRAY_API");
            auto** const functions = static_cast<void**>(PyCapsule_GetPointer(table.ptr(), nullptr));
            if (functions == nullptr) throw py::error_already_set();
            return reinterpret_cast<SetHandler>(functions[kSetHandler]);
        })
        .get_stored();
}

// While it lives, new arrays of this thread's context lie in Buffers.
class InBuffers {
  public:
    InBuffers() : set_(set_handler()) {
        PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::object> mine;
        const py::object& capsule = mine.call_once_and_store_result([] {
                                            PyObject* const made =
                                                PyCapsule_New(&handler, "mem_handler", nullptr);
                                            if (made == nullptr) throw py::error_already_set();
                                            return py::reinterpret_steal<py::object>(made);
                                        })
                                        .get_stored();
        before_ = py::reinterpret_steal<py::object>(set_(capsule.ptr()));
        if (!before_) throw py::error_already_set();
    }
    ~InBuffers() {
        py::object mine = py::reinterpret_steal<py::object>(set_(before_.ptr()));
        if (!mine) PyErr_Clear();
    }
    InBuffers(const InBuffers&) = delete;
    InBuffers& operator=(const InBuffers&) = delete;

  private:
    SetHandler set_;
    py::object before_;
};

}  // namespace

py::array_t<std::uint8_t> new_picture(std::int32_t height, std::int32_t width, std::int32_t channels) {
    const std::size_t bytes = std::size_t(height) * std::size_t(width) * std::size_t(channels);
    if (bytes < kLargeBuffer) return py::array_t<std::uint8_t>({height, width, channels});
    const InBuffers from_here;
    return py::array_t<std::uint8_t>({height, width, channels});
}

}  // namespace lomo::bindings
