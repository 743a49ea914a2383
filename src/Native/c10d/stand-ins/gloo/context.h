// Stands in for Gloo's header of this name; see rendezvous/store.h.
#pragma once

#include "gloo/rendezvous/store.h"
