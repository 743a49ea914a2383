// An operator as one caller uses it.
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
  std::vector<int32_t> places;        // per schema argument: the caller's place, or -1
  std::vector<c10::IValue> defaults;  // per schema argument
  std::vector<int32_t> written;       // per result: the place of the argument it is, or -1
  std::vector<std::string> unknown;   // per caller's place: its name when this schema lacks it
  bool factory = false;
  bool pins_always = false;
  int32_t pin_memory = -1;    // the caller's place of the argument that says so
  int32_t non_blocking = -1;  // as here: a copy of a device's tensor that nobody waits for is made in pinned memory
  facade::OperatorCheck check = nullptr;
  facade::Unboxed unboxed;
  ltf_operator_entry entry = &ltf_operator_call;
  ltf_operator_entry uncounted = nullptr;  // what `entry` calls first, where that counts pinned memory
};
