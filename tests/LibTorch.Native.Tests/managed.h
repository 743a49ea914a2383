// Stands for the managed side: handles that are counted, and do as they are told when they are called.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "tensors.h"

struct Managed {
  // Gets the gradients that a call has (borrowed), may set what goes back, and says how it ended.
  using Body = std::function<int32_t(const std::vector<ltf_tensor*>& first, ltf_tensor** results, int32_t room, int32_t* replaced)>;

  explicit Managed(Body body = {}) : body(std::move(body)) {
    alive++;
  }
  ~Managed() {
    alive--;
  }
  Body body;
  static std::atomic<int> alive;
};

// A copy of the managed side.
ltf_owner* add_owner(bool may_end);

// The object, in the copy that all tests share.
ltf_managed handle_on(Managed* object);
