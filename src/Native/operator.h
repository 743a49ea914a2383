// A resolved operator, with the order in which its callers give the arguments.
#pragma once

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>

#include <string>
#include <utility>
#include <vector>

#include "operator_checks.h"
#include "torch_facade.h"
#include "unboxed.h"

struct ltf_operator {
  explicit ltf_operator(c10::OperatorHandle handle) : handle(std::move(handle)) {}

  c10::OperatorHandle handle;
  std::vector<int32_t> places;        // per schema argument: the caller's index, or -1
  std::vector<c10::IValue> defaults;  // per schema argument
  std::vector<int32_t> written;       // per result: the caller's index of the argument that it is, or -1
  std::vector<std::string> unknown;   // per caller's index: the argument's name if this schema lacks it
  bool factory = false;
  bool pins_always = false;
  int32_t pin_memory = -1;    // the caller's index of this argument
  int32_t non_blocking = -1;  // likewise: a non-blocking copy of a device's tensor is made in pinned memory
  facade::OperatorCheck check = nullptr;
  facade::Unboxed unboxed;
  ltf_operator_entry entry = &ltf_operator_call;
  ltf_operator_entry uncounted = nullptr;  // the entry that `entry` calls first if it counts pinned memory
};
