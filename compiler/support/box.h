// SPDX-License-Identifier: GPL-2.0-or-later
// Box<T>: owns exactly one T on the heap and copies deeply; never null but when moved from. OptionalBox<T>: the same,
// or nothing, with the manners of std::optional. For recursive value types, and to keep rare large members out of
// types of which there are millions.
#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace rulec {

template <class T>
class Box {
  public:
    Box() : owned_(std::make_unique<T>()) {}
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

template <class T>
class OptionalBox {
  public:
    OptionalBox() = default;
    OptionalBox(std::nullopt_t) {}                                          // NOLINT: implicit, as for std::optional
    OptionalBox(T value) : owned_(std::make_unique<T>(std::move(value))) {} // NOLINT
    OptionalBox(std::optional<T> value) {                                   // NOLINT
        if (value) owned_ = std::make_unique<T>(std::move(*value));
    }
    OptionalBox(const OptionalBox& other) : owned_(other ? std::make_unique<T>(*other) : nullptr) {}
    OptionalBox(OptionalBox&&) noexcept = default;
    OptionalBox& operator=(OptionalBox other) noexcept {
        owned_ = std::move(other.owned_);
        return *this;
    }
    ~OptionalBox() = default;

    explicit operator bool() const { return owned_ != nullptr; }
    bool has_value() const { return owned_ != nullptr; }
    T& operator*() { return *owned_; }
    const T& operator*() const { return *owned_; }
    T* operator->() { return owned_.get(); }
    const T* operator->() const { return owned_.get(); }

  private:
    std::unique_ptr<T> owned_;
};

} // namespace rulec
