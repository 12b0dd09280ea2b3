// SPDX-License-Identifier: GPL-2.0-or-later
// Box<T>: owns exactly one T on the heap and copies deeply. For recursive value types; never null but when moved from.
#pragma once

#include <memory>
#include <utility>

namespace rulec {

template <class T>
class Box {
  public:
    Box(T value) : owned_(std::make_unique<T>(std::move(value))) {} // NOLINT: implicit, like the value itself
    Box(const Box& other) : owned_(std::make_unique<T>(*other.owned_)) {}
    Box(Box&&) noexcept = default;
    Box& operator=(Box other) noexcept {
        owned_ = std::move(other.owned_);
        return *this;
    }
    ~Box() = default;

    T& operator*() { return *owned_; }
    const T& operator*() const { return *owned_; }
    T* operator->() { return owned_.get(); }
    const T* operator->() const { return owned_.get(); }

  private:
    std::unique_ptr<T> owned_;
};

} // namespace rulec
