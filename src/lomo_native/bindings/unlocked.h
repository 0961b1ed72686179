// Python's lock, put down while the object lives, around native work; no Python object may be touched
// meanwhile.
//
// A record takes the lock back some five times, each time for about ten microseconds of Python. A thread that
// finds another at that goes to sleep in Python's own wait, and waking it takes longer than what it waits
// for: so it first watches for a moment whether the other is about to put the lock down again.
#pragma once

#include <pybind11/pybind11.h>

namespace lomo::bindings {

class Unlocked {
  public:
    Unlocked();
    ~Unlocked();
    Unlocked(const Unlocked&) = delete;
    Unlocked& operator=(const Unlocked&) = delete;

  private:
    PyThreadState* state_;
};

}  // namespace lomo::bindings
