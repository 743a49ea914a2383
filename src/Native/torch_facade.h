/* The whole C boundary between the C# facade and libtorch.
 *
 * Rules:
 *  - Every function that can fail returns a status and gives its results through out-parameters,
 *    which are untouched unless the status is LTF_OK. No C++ exception leaves a function.
 *  - A tensor is a TensorImpl pointer. "owned" means the receiver holds one reference and gives it
 *    back with ltf_tensor_release; "borrowed" means it is valid during the call only. NULL is the
 *    undefined tensor.
 *  - A text handed out (ltf_text) is borrowed: it stays valid until the same thread's next call
 *    that hands one out.
 *  - A new operator never changes this file.
 */
#ifndef TORCH_FACADE_H
#define TORCH_FACADE_H

#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

#define LTF_API __attribute__((visibility("default")))

typedef enum ltf_status {
  LTF_OK = 0,
  LTF_ERROR = 1,
  LTF_INDEX_ERROR = 2,
  LTF_TYPE_ERROR = 3,
  LTF_VALUE_ERROR = 4,
  LTF_NOT_IMPLEMENTED_ERROR = 5,
  LTF_OUT_OF_MEMORY_ERROR = 6,
  LTF_LINALG_ERROR = 7,
  LTF_OPERATOR_NOT_FOUND = 8, /* this libtorch has no such operator or argument */
  LTF_BAD_ARGUMENT = 9,       /* an argument does not fit the operator's schema */
  LTF_MANAGED_ERROR = 10,     /* a callback threw; ltf_last_error_exception has the exception */
  LTF_CANNOT_LOAD = 11,       /* no shared library, or one that does not fit */
  /* Of torch_facade_c10d.h: c10d's errors, and what its stores and backends throw besides. */
  LTF_DIST_ERROR = 12,
  LTF_DIST_BACKEND_ERROR = 13,
  LTF_DIST_STORE_ERROR = 14,
  LTF_DIST_NETWORK_ERROR = 15,
  LTF_DIST_TIMEOUT_ERROR = 16,
  /* Added to any of them: libtorch warned during the call, and ltf_warnings_deliver has what about. */
  LTF_WARNED = 0x100
} ltf_status;

typedef struct ltf_tensor ltf_tensor;       /* a c10::TensorImpl */
typedef struct ltf_generator ltf_generator; /* a c10::GeneratorImpl */
typedef struct ltf_operator ltf_operator;   /* resolved operator; lives as long as the process */
typedef struct ltf_object ltf_object;       /* a c10::IValue of a type without a tag of its own */
typedef struct ltf_node ltf_node;           /* a shared pointer to a torch::autograd::Node */
typedef struct ltf_hook ltf_hook;           /* where a hook was registered */
typedef struct ltf_watch ltf_watch;         /* a weak reference on a tensor's node */
typedef struct ltf_anchors ltf_anchors;     /* what a callback hangs on, held weakly */
typedef struct ltf_event ltf_event;         /* a mark in a stream of a device */
typedef struct ltf_owner ltf_owner;         /* a copy of the managed library; lives as long as the process */
typedef struct ltf_archive ltf_archive;     /* a zip archive that is being written */
typedef struct ltf_package ltf_package;     /* a network that was compiled ahead of time */

typedef struct ltf_text {
  const char* data; /* UTF-8, not terminated */
  int64_t length;
} ltf_text;

typedef enum ltf_tag {
  LTF_DEFAULT = 0, /* argument only: the schema's default */
  LTF_NONE = 1,
  LTF_TENSOR = 2,
  LTF_INT = 3, /* count 1: one that also stands for a list of any length, as C#'s x.Sum(0) */
  LTF_DOUBLE = 4,
  LTF_BOOL = 5,
  LTF_COMPLEX = 6,      /* pointer to two doubles */
  LTF_STRING = 7,       /* UTF-8 bytes, count = their number */
  LTF_DEVICE = 8,       /* low half: type, high half: index (-1: none) */
  LTF_INT_LIST = 9,     /* pointer to count int64_t */
  LTF_DOUBLE_LIST = 10, /* pointer to count double */
  LTF_BOOL_LIST = 11,   /* pointer to count bytes */
  LTF_TENSOR_LIST = 12, /* pointer to count ltf_tensor* */
  LTF_LIST = 13,        /* pointer to count ltf_value */
  LTF_GENERATOR = 14,
  LTF_ARGUMENT = 15, /* result only: the argument at this place, written in place */
  LTF_OBJECT = 16,   /* an ltf_object; as a result, count = its ltf_object_kind */
  LTF_DTYPE = 17,    /* argument only, as the next three: c10's number of it */
  LTF_LAYOUT = 18,
  LTF_MEMORY_FORMAT = 19,
  LTF_QSCHEME = 20,
  LTF_TUPLE = 21, /* pointer to count ltf_value; of TorchScript's values only, as the next one */
  LTF_DICT = 22,  /* pointer to count ltf_value: each key, and its value behind it */
  LTF_UINT = 23   /* an int above INT64_MAX: integer holds its 64 bits. From libtorch 2.3 on */
} ltf_tag;

typedef enum ltf_object_kind { LTF_OTHER_OBJECT = 0, LTF_STORAGE = 1, LTF_STREAM = 2 } ltf_object_kind;

/* One argument or result. As an argument everything it points to is borrowed. As a result it owns
 * what it points to: a tensor or object is taken over by the receiver, all else goes with ltf_value_release. */
typedef struct ltf_value {
  union {
    int64_t integer;
    double real;
    void* pointer;
  };
  int32_t tag;
  int32_t count;
} ltf_value;

/* ---- errors --------------------------------------------------------------------------------- */

/* The message and the C++ backtrace of this thread's last failure (borrowed until its next one). */
LTF_API void ltf_last_error(ltf_text* message, ltf_text* backtrace);
/* A backtrace with its frames' names instead of bare addresses, which is slow. */
LTF_API int32_t ltf_backtrace_names(const char* backtrace, ltf_text* text);

/* In anomaly mode, where the forward pass made the node that failed (borrowed until the next failure). */
LTF_API void ltf_last_error_trace(ltf_text* trace);
/* The exception that a callback threw, as the GCHandle of its owner's `exception` (owned), which is forgotten here; NULL
 * where there is none, or none that a caller of this runtime (see ltf_callbacks) can read. */
LTF_API void ltf_last_error_exception(const void* runtime, void** exception);

/* ---- callbacks ------------------------------------------------------------------------------ */

/* Who hears a warning of libtorch's, on the thread that raised it; the text (UTF-8) is borrowed during the call, which
 * must not throw. Where it answers 0, the warning goes to the next one, and last to standard error. */
typedef int32_t (*ltf_warning_handler)(const char* text, int64_t length);

/* What libtorch calls in managed code. A `void*` is a handle on a managed object; whoever owns one gives
 * it back with `release`. None of these may throw: what fails returns another status than LTF_OK, with
 * the exception in `error` (owned, or NULL). They may be called on any thread. */
typedef struct ltf_callbacks {
  /* Calls `target` (borrowed). `caller` (borrowed, or NULL) is what the thread that started the backward pass gave it for
   * the others. `node`, `first` and `second` are owned by the callee, all of their tensors too. `replaced` tells whether
   * `results` was filled, with `room` owned tensors or NULLs. */
  int32_t (*call)(void* target, void* caller, ltf_node* node, ltf_tensor* const* first, int32_t first_count,
                  ltf_tensor* const* second, int32_t second_count, ltf_tensor** results, int32_t room,
                  int32_t* replaced, void** error);
  /* Has `target` (borrowed) keep what `tensor` (owned by the callee) can be made of again: calling `packed`
   * (owned by the caller) gives it. */
  int32_t (*pack)(void* target, void* caller, ltf_tensor* tensor, void** packed, void** error);
  /* The calling thread's managed stack (owned by the caller, or NULL), and a stack's text (borrowed until
   * the thread's next one). */
  void* (*stack)(void);
  void (*stack_text)(void* stack, ltf_text* text);
  /* A GCHandle (owned by the caller) on the same object, which every copy of the library in `runtime` can read. */
  void* (*exception)(void* handle);
  /* Hears what libtorch's own threads are warned about. */
  ltf_warning_handler warning;
  void (*release)(void* handle);
  /* Frees tensors that nobody holds any more, without waiting for another thread, as locks of libtorch's are held;
   * `free` is how many bytes are left of the device that more is to be taken of. Whether it freed any. May be NULL. */
  int32_t (*make_room)(int64_t free);
  /* An address that only copies of the same managed runtime have in common. */
  const void* runtime;
} ltf_callbacks;

/* An object of managed code: what calls it, or gives it back, does so in the copy of the library that made it. */
typedef struct ltf_managed {
  void* handle;
  ltf_owner* owner;
} ltf_managed;

/* A copy of the managed library, of which a process may have several: .NET has one for each of its load contexts that
 * brings its own. `may_end`: it may be unloaded, and then says when. */
LTF_API int32_t ltf_owner_register(const ltf_callbacks* callbacks, int32_t may_end, ltf_owner** owner);
/* The copy is about to be unloaded, and hears no more of the process's end: others' calls are held back then all the same. */
LTF_API void ltf_owner_leaves(void);
/* The copy is not called any more, and its code may go; not while a call is inside of it: then `ended` is 0, and nothing has changed. What
 * is left of it in libtorch fails when it is to be called. */
LTF_API int32_t ltf_owner_end(ltf_owner* owner, int32_t* ended);
/* The process begins to end. From here on no handle is given back; and when the last code of the application's
 * own has run, other threads' calls do not return. */
LTF_API void ltf_process_ends(void);

/* ---- operators ------------------------------------------------------------------------------ */

/* Finds an operator. Callers give its arguments in the order of `names`, which are matched with the
 * running libtorch's schema ("from_|from" matches either); with names == NULL the order is the schema's own. The result is
 * borrowed from the process for good. */
LTF_API int32_t ltf_operator_resolve(const char* name, const char* overload, const char* const* names, int32_t count,
                                     ltf_operator** result);

/* Calls it. `results` has room for as many values as ltf_operator_describe says. */
typedef int32_t (*ltf_operator_entry)(const ltf_operator* op, const ltf_value* arguments, int32_t count,
                                      ltf_value* results);
/* The entry that every operator has; some have a faster one. */
LTF_API int32_t ltf_operator_call(const ltf_operator* op, const ltf_value* arguments, int32_t count,
                                  ltf_value* results);

/* The operator's schema as text, how many results a call gives, and what it is to be called by. */
LTF_API int32_t ltf_operator_describe(const ltf_operator* op, ltf_text* schema, int32_t* results,
                                      ltf_operator_entry* entry);

/* Has `kernel` (taken over) compute what the operator gives on the device meta, where this libtorch has no kernel of its own for
 * it; `registered` tells. It is called as ltf_callbacks' `call`, without tensors, and fills in the results. It stays for good. */
LTF_API int32_t ltf_meta_kernel_register(const char* name, const char* overload, ltf_managed kernel, int32_t* registered);

/* The arguments of the kernel that runs on this thread, as results are given; `count` of them. */
LTF_API int32_t ltf_kernel_arguments(ltf_value* values, int32_t room, int32_t* count);

/* Loads a shared library for good, so that what it registers is there; `path` is a whole one. */
LTF_API int32_t ltf_library_load(const char* path);

/* For tests: whether calls and backward passes take the ways round libtorch that should make no difference (they do
 * from the start). To be set while no other thread is inside libtorch. */
LTF_API int32_t ltf_set_fast_paths(int32_t enabled);

/* All schemas of the registry, a line each. */
LTF_API int32_t ltf_operator_schemas(ltf_text* lines);

/* Gives back what a result that was not taken over owns. */
LTF_API void ltf_value_release(ltf_value* value);

/* ---- objects -------------------------------------------------------------------------------- */

LTF_API void ltf_object_release(ltf_object* object);
/* The type as a schema writes it: "Storage", "__torch__.torch.classes.rnn.CellParamsBase". */
LTF_API int32_t ltf_object_type(const ltf_object* object, ltf_text* type);
/* The memory that a tensor lies in (owned). */
LTF_API int32_t ltf_tensor_storage(ltf_tensor* tensor, ltf_object** storage);
/* The memory that a tensor's elements lie in, for others to use, and what keeps it (owned; none where `storage` is
 * NULL). From then on it does not move: to make it larger fails, as after Python's numpy(). */
LTF_API int32_t ltf_tensor_export(ltf_tensor* tensor, void** data, ltf_object** storage);
/* A failed call may have given the tensor a shape that its memory is too small for. Then it is as much as there is, in
 * one dimension. */
LTF_API void ltf_tensor_fit(ltf_tensor* tensor);

/* All that is borrowed from the storage; data is NULL where there are no bytes, or none that the host can read. */
typedef struct ltf_storage_info {
  void* data;
  int64_t bytes;
  const void* identity; /* the same for every reference on a storage; not to be followed */
  int32_t device_type;
  int32_t device_index;
} ltf_storage_info;

LTF_API int32_t ltf_storage_describe(const ltf_object* storage, ltf_storage_info* info);
/* Another storage (owned) of the bytes from `offset` on, which keeps this one. In the host's memory only. */
LTF_API int32_t ltf_storage_slice(const ltf_object* storage, int64_t offset, int64_t bytes, ltf_object** slice);

/* ---- archives ------------------------------------------------------------------------------- */

/* The zip archive that torch.save writes, whose records lie in a folder of this name. What is written is for the caller to
 * put into a file: for each record the head, the data and the tail, and then the rest. They are borrowed until the next call
 * with the archive. */
LTF_API int32_t ltf_archive_create(const char* name, ltf_archive** archive);
LTF_API int32_t ltf_archive_add(ltf_archive* archive, const char* name, const void* data, int64_t size, ltf_text* head,
                                ltf_text* tail);
LTF_API int32_t ltf_archive_finish(ltf_archive* archive, ltf_text* rest);
LTF_API void ltf_archive_release(ltf_archive* archive);

/* ---- TorchScript ---------------------------------------------------------------------------- */

/* Bytes that the caller has, or takes. The functions are called during the call only, on the calling thread, and must not
 * throw: a failure waits with the caller. `read` gives how many bytes there were. */
typedef struct ltf_source {
  void* target;
  int64_t size;
  int64_t (*read)(void* target, int64_t offset, void* bytes, int64_t count);
} ltf_source;

typedef struct ltf_sink {
  void* target;
  void (*write)(void* target, const void* bytes, int64_t count);
} ltf_sink;

typedef enum ltf_script_kind {
  LTF_SCRIPT_ATTRIBUTE = 0,
  LTF_SCRIPT_PARAMETER = 1,
  LTF_SCRIPT_BUFFER = 2,
  LTF_SCRIPT_MODULE = 3
} ltf_script_kind;

typedef struct ltf_script_member {
  ltf_text name;        /* borrowed from the module */
  const void* identity; /* of a module: the same for all that are the same one; not to be followed */
  int32_t kind;
} ltf_script_member;

/* A module (owned) of an archive that torch.jit.save wrote. Its code may run while it is read. `device_type` -1: tensors go
 * where they were. */
LTF_API int32_t ltf_script_load(const ltf_source* source, int32_t device_type, int32_t device_index, ltf_object** module);
/* Writes it as torch.jit.save does; the archive's records lie in the folder `name`. All of it is written before a failure
 * of the sink's is to be looked at. */
LTF_API int32_t ltf_script_save(const ltf_object* module, const char* name, const ltf_text* extra_names,
                                const ltf_text* extra_files, int32_t extra_count, const ltf_sink* sink);
/* Another module (owned) with equal tensors of its own. */
LTF_API int32_t ltf_script_copy(const ltf_object* module, ltf_object** copy);
/* The names of its methods, a line each; one's schema, and its code as TorchScript writes it. */
LTF_API int32_t ltf_script_methods(const ltf_object* module, ltf_text* names);
LTF_API int32_t ltf_script_schema(const ltf_object* module, const char* method, ltf_text* schema);
LTF_API int32_t ltf_script_code(const ltf_object* module, const char* method, ltf_text* code);
/* Its members, in order; what one holds, and having it hold something else of its type. */
LTF_API int32_t ltf_script_member_count(const ltf_object* module, int32_t* count);
LTF_API int32_t ltf_script_member_describe(const ltf_object* module, int32_t index, ltf_script_member* member);
LTF_API int32_t ltf_script_member_get(const ltf_object* module, int32_t index, ltf_value* value);
LTF_API int32_t ltf_script_member_set(const ltf_object* module, int32_t index, const ltf_value* value);
/* Calls a method; the last arguments are given by these names. */
LTF_API int32_t ltf_script_call(const ltf_object* module, const char* method, const ltf_value* arguments, int32_t count,
                                const char* const* names, int32_t named, ltf_value* result);

/* A package (owned) that AOTInductor compiled, whose machine code is loaded. Before libtorch 2.6 all of this fails. */
LTF_API int32_t ltf_package_load(const char* path, const char* model, ltf_package** package);
LTF_API void ltf_package_release(ltf_package* package);
/* What was noted when it was compiled, a dict of texts; and how arguments and results are nested, two texts of JSON. */
LTF_API int32_t ltf_package_describe(ltf_package* package, ltf_value* metadata, ltf_value* call);
/* Runs it; the result is a list of tensors. */
LTF_API int32_t ltf_package_run(ltf_package* package, ltf_tensor* const* inputs, int32_t count, ltf_value* results);

/* ---- tensors -------------------------------------------------------------------------------- */

enum {
  LTF_IS_REQUIRES_GRAD = 1,
  LTF_IS_LEAF = 2,
  LTF_IS_CONTIGUOUS = 4,
  LTF_IS_INFERENCE = 8,
  LTF_IS_CONJ = 16,
  LTF_IS_NEG = 32,
  LTF_IS_RETAINS_GRAD = 64,
  LTF_IS_VIEW = 128,
  LTF_IS_WRAPPED = 256, /* belongs to a function transform: it has no memory of its own */
  LTF_IS_NESTED = 512,
  LTF_HAS_NAMES = 1024
};

typedef struct ltf_tensor_info {
  const int64_t* sizes;   /* borrowed from the tensor; NULL for a nested one, whose parts differ */
  const int64_t* strides; /* borrowed; NULL where the layout has none */
  int64_t dimensions;
  int64_t elements;
  int32_t dtype;
  int32_t layout;
  int32_t device_type;
  int32_t device_index;
  int32_t item_size;
  int32_t flags;
} ltf_tensor_info;

LTF_API void ltf_tensor_release(ltf_tensor* tensor);
/* One more reference, for the caller. */
LTF_API void ltf_tensor_retain(ltf_tensor* tensor);
/* The tensor of an at::Tensor* (borrowed) of other C++ code on this libtorch; the result is owned. */
LTF_API int32_t ltf_tensor_from_native(const void* native, ltf_tensor** result);
/* A new at::Tensor* on it, owned by the receiver: deleted in C++, or by ltf_native_release. */
LTF_API int32_t ltf_tensor_to_native(ltf_tensor* tensor, void** native);
LTF_API void ltf_native_release(void* native);
/* A tensor on the host's memory that the managed side lends, from `data` on, with strides in elements or, with NULL, in
 * row-major order. `memory` is taken over, also where it fails, and given back when no tensor lies there any more. */
LTF_API int32_t ltf_tensor_from_memory(void* data, const int64_t* sizes, const int64_t* strides, int32_t dimensions,
                                       int32_t dtype, ltf_managed memory, ltf_tensor** result);
/* A DLManagedTensor* on it, owned by the receiver: whoever takes it over calls its deleter, or ltf_dlpack_release does. */
LTF_API int32_t ltf_tensor_to_dlpack(ltf_tensor* tensor, void** dlpack);
/* The tensor of a DLManagedTensor*, which is taken over, unless it fails: its deleter is called once, when no tensor lies
 * in its memory any more. The result is owned. */
LTF_API int32_t ltf_tensor_from_dlpack(void* dlpack, ltf_tensor** result);
LTF_API void ltf_dlpack_release(void* dlpack);
LTF_API int32_t ltf_tensor_describe(ltf_tensor* tensor, ltf_tensor_info* info);
/* The address of the first element (borrowed from the tensor; NULL when it has no elements). */
LTF_API int32_t ltf_tensor_data(ltf_tensor* tensor, void** data);
/* The only element of a tensor in the host's memory, read where it lies: a number, with its two parts in `parts` for a
 * complex one. LTF_NONE where an operator has to be asked. It neither waits nor calls back. */
LTF_API void ltf_tensor_item(ltf_tensor* tensor, ltf_value* value, double* parts);
LTF_API int32_t ltf_tensor_version(ltf_tensor* tensor, int64_t* version);
/* How many elements of its storage lie before the first one. */
/* `strides` has room for one for each dimension. */
LTF_API int32_t ltf_tensor_strides(ltf_tensor* tensor, int64_t* strides);
LTF_API int32_t ltf_tensor_is_contiguous(ltf_tensor* tensor, int32_t format, int32_t* contiguous);
LTF_API int32_t ltf_tensor_storage_offset(ltf_tensor* tensor, int64_t* offset);
/* The dimensions' names, a line each; "*" for one without. */
LTF_API int32_t ltf_tensor_names(ltf_tensor* tensor, ltf_text* names);
/* Another tensor on the same data, outside the graph, with a version counter of its own (owned). */
LTF_API int32_t ltf_tensor_variable_data(ltf_tensor* tensor, ltf_tensor** result);
LTF_API int32_t ltf_tensor_set_data(ltf_tensor* tensor, ltf_tensor* data);

/* x[...], as Python's brackets mean it (owned). An item is an LTF_INT, an LTF_BOOL, an LTF_TENSOR (with count = 1 if it
 * was made of a list), LTF_NONE for a new axis, LTF_DEFAULT for the ellipsis, or a slice: an LTF_INT_LIST of its start,
 * stop and step. `is_tuple` tells x[(i,)] from x[i], which differ in how they are recorded. */
LTF_API int32_t ltf_tensor_get_item(ltf_tensor* tensor, const ltf_value* items, int32_t count, int32_t is_tuple,
                                    ltf_tensor** result);
/* x[...] = v; a number, as ltf_tensor_of_number makes one, becomes one of x's dtype. */
LTF_API int32_t ltf_tensor_set_item(ltf_tensor* tensor, const ltf_value* items, int32_t count, int32_t is_tuple,
                                    ltf_tensor* value);
/* A number in a tensor's place, which does not decide the dtype of a result (owned). */
LTF_API int32_t ltf_tensor_of_number(const ltf_value* number, ltf_tensor** result);

/* ---- memory ---------------------------------------------------------------------------------- */

/* Bytes of the host's memory that tensors hold, as large as the blocks really are. Read them at any time. `device_made`
 * only grows: the bytes of CUDA devices' memory in the tensors that were handed out. */
typedef struct ltf_memory {
  int64_t live;
  int64_t peak;
  int64_t device_made;
} ltf_memory;

LTF_API const ltf_memory* ltf_memory_counters(void);

/* ---- autograd ------------------------------------------------------------------------------- */

enum { LTF_RETAIN_GRAPH = 1, LTF_CREATE_GRAPH = 2, LTF_ALLOW_UNREACHABLE = 4, LTF_ACCUMULATE = 8 };

LTF_API int32_t ltf_tensor_grad(ltf_tensor* tensor, ltf_tensor** grad); /* owned, or NULL */
LTF_API int32_t ltf_tensor_set_grad(ltf_tensor* tensor, ltf_tensor* grad);
LTF_API int32_t ltf_tensor_set_requires_grad(ltf_tensor* tensor, int32_t value);
LTF_API int32_t ltf_tensor_retain_grad(ltf_tensor* tensor);
LTF_API int32_t ltf_tensor_output_nr(ltf_tensor* tensor, int64_t* number);
LTF_API int32_t ltf_tensor_grad_fn(ltf_tensor* tensor, ltf_node** node); /* owned, or NULL for a leaf */
LTF_API void ltf_node_release(ltf_node* node);
LTF_API int32_t ltf_node_name(ltf_node* node, ltf_text* name);

typedef struct ltf_node_info {
  const void* identity; /* the same for every reference on a node; not to be followed */
  uint64_t sequence_nr;
  int32_t inputs;  /* how many gradients come in */
  int32_t outputs; /* how many go out: the number of next nodes */
} ltf_node_info;

LTF_API int32_t ltf_node_describe(ltf_node* node, ltf_node_info* info);
/* The node that gradient `index` goes to (owned, or NULL), and which of that node's inputs it is. */
LTF_API int32_t ltf_node_next(ltf_node* node, int32_t index, ltf_node** next, int64_t* input_nr);
/* The sizes of the tensor whose gradient comes in at `index`; dimensions is -1 where it has none to tell. */
LTF_API int32_t ltf_node_input(ltf_node* node, int32_t index, int64_t* sizes, int32_t room, int32_t* dimensions);
/* The leaf that an AccumulateGrad node fills (owned), or NULL for another node. */
LTF_API int32_t ltf_node_variable(ltf_node* node, ltf_tensor** variable);
/* The managed object that goes with the node (borrowed from it), of those of `fresh`'s owner: what it has, or else `fresh`, which is
 * taken over. */
LTF_API int32_t ltf_node_metadata(ltf_node* node, ltf_managed fresh, void** held);

/* Runs the engine from `outputs` with `gradients` (as many). With LTF_ACCUMULATE the leaves' grads
 * grow (only those of `inputs`, if any are given); without it `results` has room for one owned
 * gradient, or NULL, for each input. `caller` (taken over, or none) goes to the callbacks of the pass, which
 * may run on other threads. */
LTF_API int32_t ltf_autograd_run(ltf_tensor* const* outputs, ltf_tensor* const* gradients, int32_t count,
                                 ltf_tensor* const* inputs, int32_t input_count, int32_t flags, ltf_managed caller,
                                 ltf_tensor** results);

/* Places of gradients in the graph: node i, and which of its inputs. All borrowed. */
typedef struct ltf_edges {
  ltf_node* const* nodes;
  const int64_t* numbers;
  int32_t count;
} ltf_edges;

/* Where the tensor's gradient is computed: its node, or what fills the leaf's .grad (owned; NULL without grad). */
LTF_API int32_t ltf_tensor_gradient_edge(ltf_tensor* tensor, ltf_node** node, int64_t* number);
/* Zeros (owned) of the shape, dtype and device that a gradient has there. */
LTF_API int32_t ltf_node_input_zeros(ltf_node* node, int64_t number, ltf_tensor** zeros);
/* As ltf_autograd_run, from edges to edges. */
LTF_API int32_t ltf_autograd_run_edges(const ltf_edges* outputs, ltf_tensor* const* gradients, const ltf_edges* inputs,
                                       int32_t flags, ltf_managed caller, ltf_tensor** results);

/* Which backward pass the calling thread is in, or -1. */
LTF_API int32_t ltf_backward_task(int64_t* task);
/* Takes the target over until that pass has ended, well or not; fails outside of one. */
LTF_API int32_t ltf_backward_keep(ltf_managed target);
/* The watch is owned, and keeps neither tensor nor node alive. */
LTF_API int32_t ltf_watch_make(ltf_tensor* tensor, ltf_watch** watch);
LTF_API void ltf_watch_release(ltf_watch* watch);
/* Whether the backward pass that the calling thread is in comes to the node. */
LTF_API int32_t ltf_watch_will_execute(ltf_watch* watch, int32_t* will);

/* What a callback hangs on: tensors and a node, without keeping them alive. Without a node that of the only tensor. */
LTF_API int32_t ltf_anchors_make(ltf_tensor* const* tensors, int32_t count, ltf_node* node, ltf_anchors** anchors);
LTF_API void ltf_anchors_release(ltf_anchors* anchors);
/* Whether there are no other references on them than these on each tensor, those on the node, and their own on each
 * other. `at_rest`: nobody uses them, so that it is made sure of. */
LTF_API int32_t ltf_anchors_held_by(ltf_anchors* anchors, const int32_t* holders, int32_t node_holders, int32_t at_rest,
                                   int32_t* held);

/* ---- forward mode --------------------------------------------------------------------------- */

/* A level of dual numbers; libtorch has one at a time, for the whole process. */
LTF_API int32_t ltf_dual_enter(int64_t* level);
LTF_API int32_t ltf_dual_exit(int64_t level);
/* Whether the calling thread computes tangents. */
LTF_API int32_t ltf_forward_grad_mode(void);
LTF_API void ltf_set_forward_grad_mode(int32_t enabled);
/* The same tensor (owned), whose gradient arrives as an undefined one. */
LTF_API int32_t ltf_undefined_grad(ltf_tensor* tensor, ltf_tensor** result);

/* ---- function transforms (levels of the calling thread) -------------------------------------- */

enum { LTF_NO_TRANSFORM = -1, LTF_VMAP = 0, LTF_GRAD = 1, LTF_JVP = 2 };
enum { LTF_RANDOM_ERROR = 0, LTF_RANDOM_SAME = 1, LTF_RANDOM_DIFFERENT = 2 };

/* A tensor that belongs to a level, and the one inside it (owned; NULL without a transform). */
typedef struct ltf_wrapped {
  ltf_tensor* value;
  int64_t level;
  int64_t dimension; /* of the batch */
  int32_t transform;
} ltf_wrapped;

/* Starts a level on top of the thread's others; batch_size and randomness are for LTF_VMAP. With
 * refusal, hooks on saved tensors fail with this message until the level is popped. */
LTF_API int32_t ltf_transform_push(int32_t transform, int64_t batch_size, int32_t randomness, const char* refusal,
                                   int64_t* level);
LTF_API int32_t ltf_transform_pop(void);
LTF_API int32_t ltf_transforms_active(int32_t* active);
/* Whether the thread's operators pass its levels by, as if there were none; gives what it was before. */
LTF_API int32_t ltf_transforms_pass_by(int32_t pass_by, int32_t* before);
/* The innermost level; and taking it off for a while (owned, given back by raise). Since libtorch 2.0. */
LTF_API int32_t ltf_transform_top(int32_t* transform, int64_t* level);
LTF_API int32_t ltf_transform_lower(void** layer);
LTF_API int32_t ltf_transform_raise(void* layer);
/* The tensor with a place of its own in the graph of the level, and back (owned). */
LTF_API int32_t ltf_transform_wrap(ltf_tensor* tensor, int64_t level, ltf_tensor** result);
LTF_API int32_t ltf_transform_unwrap(ltf_tensor* tensor, int64_t level, ltf_tensor** result);
/* Users may not change what records inside a transformed function; the transforms themselves may. */
LTF_API int32_t ltf_transform_check_requires_grad(void);
LTF_API int32_t ltf_transform_require_grad(ltf_tensor* tensor);
LTF_API int32_t ltf_transform_describe(ltf_tensor* tensor, ltf_wrapped* wrapped);
/* The tensor without the dimension, which becomes the level's batch, and back (owned). */
LTF_API int32_t ltf_batch_add(ltf_tensor* tensor, int64_t dimension, int64_t level, ltf_tensor** result);
LTF_API int32_t ltf_batch_remove(ltf_tensor* tensor, int64_t level, int64_t batch_size, int64_t dimension,
                                 ltf_tensor** result);
/* Enters or leaves a level of the older batching, which libtorch 1.13 has besides. */
LTF_API int32_t ltf_batch_mode(int32_t enter, int64_t* level);
/* Whether a backward pass is running that checkpoints may recompute in: one without inputs. */
LTF_API int32_t ltf_checkpoint_valid(int32_t* valid);

/* Anomaly mode, of the whole process. */
LTF_API void ltf_anomaly_mode(int32_t* enabled, int32_t* check_nan);
LTF_API void ltf_set_anomaly_mode(int32_t enabled, int32_t check_nan);

/* Hooks. `target` is taken over, also on failure; the hook is owned, and giving it back leaves it in place.
 * Removing it twice does nothing. A tensor's hook is called with its gradient, and may replace it. */
LTF_API int32_t ltf_tensor_add_hook(ltf_tensor* tensor, const char* name, ltf_managed target, ltf_hook** hook);
/* Called with the leaf, after its .grad has grown. `keeper` (owned, or NULL) must live as long as the hook is to work. */
LTF_API int32_t ltf_tensor_add_accumulated_hook(ltf_tensor* tensor, const char* name, ltf_managed target, ltf_hook** hook,
                                                ltf_node** keeper);
/* Called before the node with the gradients that come in, or after it with those that go out and those that came in. */
LTF_API int32_t ltf_node_add_hook(ltf_node* node, int32_t before, const char* name, ltf_managed target, ltf_hook** hook);
LTF_API int32_t ltf_hook_remove(ltf_hook* hook);
LTF_API void ltf_hook_release(ltf_hook* hook);

/* What the forward of a custom function did; all borrowed. Inputs and outputs may be NULL. */
typedef struct ltf_function_outcome {
  ltf_tensor* const* inputs;
  ltf_tensor* const* outputs;
  ltf_tensor* const* dirty;
  ltf_tensor* const* non_differentiable;
  ltf_tensor* const* saved;
  int32_t input_count;
  int32_t output_count;
  int32_t dirty_count;
  int32_t non_differentiable_count;
  int32_t saved_count;
  int32_t materialize;
} ltf_function_outcome;

/* Before the forward of a custom function: the node (owned) that will call `target` (taken over) with the
 * gradients of the outputs; NULL where nothing is recorded. */
LTF_API int32_t ltf_function_begin(const char* name, ltf_tensor* const* inputs, int32_t count, ltf_managed target,
                                   ltf_node** node);
/* After it: the outputs as parts of the graph (owned, as many as the outcome has). */
LTF_API int32_t ltf_function_end(ltf_node* node, const ltf_function_outcome* outcome, ltf_tensor** results);
/* The tensors saved for backward (owned); with results == NULL only how many. */
LTF_API int32_t ltf_function_saved(ltf_node* node, ltf_tensor** results, int32_t room, int32_t* count);
/* The same tensors (owned), with a history that fails with this message. */
LTF_API int32_t ltf_delayed_error(const char* message, ltf_tensor* const* tensors, int32_t count, ltf_tensor** results);

/* While the guard lasts, what the calling thread saves for backward is packed by `target` (taken over). The
 * guard is owned and must be given back on the same thread, the innermost one first. */
LTF_API int32_t ltf_saved_hooks_enter(ltf_managed target, void** guard);
LTF_API void ltf_saved_hooks_exit(void* guard);
/* Whether entering is forbidden on the calling thread, and the message that it fails with. */
LTF_API int32_t ltf_saved_hooks_disabled(int32_t* disabled, ltf_text* message);
/* Forbids it with this message, or allows it again: NULL. */
LTF_API int32_t ltf_saved_hooks_disable(const char* message);

/* ---- modes (of the calling thread) ---------------------------------------------------------- */

LTF_API int32_t ltf_grad_mode(void);
/* Gives what it was before. */
LTF_API int32_t ltf_set_grad_mode(int32_t enabled);
LTF_API int32_t ltf_inference_mode(void);
/* The guard is owned and must be given back on the same thread. */
LTF_API int32_t ltf_inference_mode_enter(int32_t enabled, void** guard);
LTF_API void ltf_inference_mode_exit(void* guard);

/* Which operators of a kind of device compute in a smaller dtype, and whether converted weights are kept. */
typedef struct ltf_autocast {
  int32_t enabled;
  int32_t dtype;
  int32_t cache;
} ltf_autocast;

LTF_API int32_t ltf_autocast_state(int32_t device_type, ltf_autocast* state);
/* Each enter needs its exit, on the same thread, which is given the state before it. */
LTF_API int32_t ltf_autocast_enter(int32_t device_type, const ltf_autocast* state);
LTF_API int32_t ltf_autocast_exit(int32_t device_type, const ltf_autocast* previous);

/* ---- devices, their streams and events ------------------------------------------------------ */

/* Loads libtorch's CUDA half, which every function for a CUDA device needs; fails with the reason why it cannot
 * be used. */
LTF_API int32_t ltf_cuda_require(void);
/* Whether libtorch has a CUDA half; it is not loaded. */
LTF_API int32_t ltf_cuda_is_built(int32_t* built);
/* That of the cuDNN that libtorch's CUDA half stands on, as cudnnGetVersion counts; 0 where CUDA cannot be used. */
LTF_API int32_t ltf_cuda_cudnn_version(int64_t* version);
/* 0 where CUDA cannot be used. */
LTF_API int32_t ltf_cuda_device_count(int32_t* count);
LTF_API int32_t ltf_cuda_synchronize(int32_t index);
LTF_API int32_t ltf_cuda_seed(int32_t index, uint64_t seed);

/* As torch.cuda.get_device_properties calls them. */
typedef struct ltf_cuda_properties {
  int64_t total_memory;
  int32_t major;
  int32_t minor;
  int32_t multi_processor_count;
  int32_t max_threads_per_multi_processor;
  int32_t warp_size;
  int32_t regs_per_multiprocessor;
  int32_t shared_memory_per_block;
  int32_t shared_memory_per_block_optin;
  int32_t shared_memory_per_multiprocessor;
  int32_t l2_cache_size;
  int32_t is_integrated;
  int32_t is_multi_gpu_board;
  int32_t pci_bus_id;
  int32_t pci_device_id;
  int32_t pci_domain_id;
  uint8_t uuid[16];
} ltf_cuda_properties;

LTF_API int32_t ltf_cuda_describe(int32_t index, ltf_cuda_properties* properties, ltf_text* name);
/* The device's own memory. */
LTF_API int32_t ltf_cuda_memory_info(int32_t index, int64_t* free, int64_t* total);

/* Whether kernels of a device can read and write the other's memory. */
LTF_API int32_t ltf_cuda_can_access_peer(int32_t index, int32_t peer, int32_t* can);
/* The least and the greatest priority of a stream; the greater, the lower the number. */
LTF_API int32_t ltf_cuda_priority_range(int32_t* least, int32_t* greatest);

/* The figures that libtorch's allocator keeps of a device's memory, as many as LTF_DEVICE_FIGURES. device_memory.cpp has
 * their order. */
enum { LTF_DEVICE_FIGURES = 9 * 3 * 4 + 2 * 4 + 6 };

LTF_API int32_t ltf_device_memory_figures(int32_t type, int32_t index, int64_t* figures);
LTF_API int32_t ltf_device_memory_reset_accumulated(int32_t type, int32_t index);
LTF_API int32_t ltf_device_memory_reset_peak(int32_t type, int32_t index);
LTF_API int32_t ltf_device_memory_empty_cache(int32_t type);

/* The calling thread's device of a type. */
LTF_API int32_t ltf_device_current(int32_t type, int32_t* index);
LTF_API int32_t ltf_device_set(int32_t type, int32_t index);
/* Goes back to the one before: a device that nothing was done on yet is left alone, where setting it may take memory. */
LTF_API int32_t ltf_device_restore(int32_t type, int32_t index);

/* A queue of work on a device, by the number that the device's library knows it by (owned). On a CUDA device it is one
 * that a stream handed out here has; without an index the device is the current one. */
LTF_API int32_t ltf_stream_create(int32_t device_type, int32_t device_index, int64_t id, ltf_object** stream);
/* One that other code made on the current or given CUDA device: a cudaStream_t, which stays that code's (owned). */
LTF_API int32_t ltf_stream_external(int32_t device_index, void* native, ltf_object** stream);
/* Another one of the device's pool, whose work goes before that of larger numbers; the one that the calling thread's work goes to; and the one that it goes to
 * unless told otherwise (owned). */
LTF_API int32_t ltf_stream_new(int32_t device_type, int32_t device_index, int32_t priority, ltf_object** stream);
LTF_API int32_t ltf_stream_current(int32_t device_type, int32_t device_index, ltf_object** stream);
LTF_API int32_t ltf_stream_default(int32_t device_type, int32_t device_index, ltf_object** stream);
LTF_API int32_t ltf_stream_describe(const ltf_object* stream, int32_t* type, int32_t* index, int64_t* id);
/* Has the calling thread's work on the stream's device go to it. */
LTF_API int32_t ltf_stream_set(const ltf_object* stream);
/* Whether all of its work is done; and waiting for that. */
LTF_API int32_t ltf_stream_query(const ltf_object* stream, int32_t* done);
LTF_API int32_t ltf_stream_synchronize(const ltf_object* stream);

/* A mark in a stream (owned). */
LTF_API int32_t ltf_event_create(int32_t device_type, int32_t timing, ltf_event** event);
LTF_API void ltf_event_release(ltf_event* event);
LTF_API int32_t ltf_event_record(ltf_event* event, const ltf_object* stream);
/* Has the stream wait for it, and the calling thread. One that was never recorded is past. */
LTF_API int32_t ltf_event_block(ltf_event* event, const ltf_object* stream);
LTF_API int32_t ltf_event_synchronize(ltf_event* event);
LTF_API int32_t ltf_event_query(ltf_event* event, int32_t* past);
LTF_API int32_t ltf_event_elapsed(ltf_event* start, ltf_event* end, double* milliseconds);

/* Marks for profilers, where NVIDIA's tools library is installed. Messages end with a zero. A range of the first kind is
 * the calling thread's, and has a depth; one of the second kind may end on another thread. */
LTF_API int32_t ltf_nvtx_range_push(const char* message, int32_t* depth);
LTF_API int32_t ltf_nvtx_range_pop(int32_t* depth);
LTF_API int32_t ltf_nvtx_range_start(const char* message, uint64_t* range);
LTF_API int32_t ltf_nvtx_range_end(uint64_t range);
LTF_API int32_t ltf_nvtx_mark(const char* message);

/* ---- optimizers ----------------------------------------------------------------------------- */

/* The options of a step of Adam: the weight decay is decoupled or goes into the gradients, the averages move by lerp_ or by
 * mul_ and add_, as libtorch's Python does. */
typedef struct ltf_adam {
  double lr;
  double beta1;
  double beta2;
  double eps;
  double weight_decay;
  int32_t decoupled;
  int32_t maximize;
  int32_t lerps;
} ltf_adam;

/* The options of a step of SGD. */
typedef struct ltf_sgd {
  double lr;
  double momentum;
  double dampening;
  double weight_decay;
  int32_t nesterov;
  int32_t maximize;
} ltf_sgd;

/* Steps `count` parameters, with the numbers that the operators one by one would give. `tensors` (borrowed) has for each a
 * parameter, its gradient, the averages of the gradient and of its square, and the largest of the latter or NULL; `counters`
 * its counter of steps. `stepped` tells whether it was done: not for tensors that are no plain ones in the host's memory,
 * of which nothing is changed then. */
LTF_API int32_t ltf_adam_step(const ltf_adam* options, ltf_tensor* const* tensors, ltf_tensor* const* counters,
                              int32_t count, int32_t* stepped);
/* The same for SGD: a parameter, its gradient, and the momentum buffer or NULL. */
LTF_API int32_t ltf_sgd_step(const ltf_sgd* options, ltf_tensor* const* tensors, int32_t count, int32_t* stepped);

/* ---- warnings ------------------------------------------------------------------------------- */

/* Gives the handler what the calling thread's last call was warned about: whoever makes a call hears of it. */
LTF_API void ltf_warnings_deliver(ltf_warning_handler handler);

/* ---- the library ---------------------------------------------------------------------------- */

/* What this shim was built for, as one line. It is read in the file, before that is loaded:
 * "ltf_built_for libtorch=VERSION cxx11_abi=0|1 boundary=HASH folder=FOLDER". */
LTF_API extern const char ltf_built_for[];
/* The libtorch version this shim was built for, and the file its symbols come from. */
LTF_API int32_t ltf_library(ltf_text* version, ltf_text* path);
/* What the other native libraries of this project call in this one: a Services, see services.h. */
LTF_API const void* ltf_services(void);
/* How libtorch was built and what it uses, several lines. */
LTF_API int32_t ltf_library_config(ltf_text* config);
/* The file of the allocator that tensors' memory in the host comes from; empty where it is libtorch's own. */
LTF_API int32_t ltf_allocator(ltf_text* path);
/* Reads a device such as "cuda:1"; and its text (index -1: none is shown). */
LTF_API int32_t ltf_device_parse(const char* text, int32_t* type, int32_t* index);
LTF_API int32_t ltf_device_text(int32_t type, int32_t index, ltf_text* text);
LTF_API int32_t ltf_manual_seed(uint64_t seed);
LTF_API int32_t ltf_initial_seed(uint64_t* seed);
/* A generator of its own on the device (owned). */
LTF_API int32_t ltf_generator_create(int32_t device_type, int32_t device_index, ltf_generator** generator);
/* The device's own one (owned). */
LTF_API int32_t ltf_generator_of_device(int32_t device_type, int32_t device_index, ltf_generator** generator);
LTF_API void ltf_generator_release(ltf_generator* generator);
LTF_API int32_t ltf_generator_seed(ltf_generator* generator, uint64_t seed);
/* The same with a seed that the system draws. */
LTF_API int32_t ltf_generator_draw_seed(ltf_generator* generator, uint64_t* seed);
LTF_API int32_t ltf_generator_initial_seed(ltf_generator* generator, uint64_t* seed);
/* Where it stands (owned), and having it go on from there. */
LTF_API int32_t ltf_generator_state(ltf_generator* generator, ltf_tensor** state);
LTF_API int32_t ltf_generator_set_state(ltf_generator* generator, ltf_tensor* state);
/* The state of a device's own generator (owned). */
LTF_API int32_t ltf_rng_state(int32_t device_type, int32_t device_index, ltf_tensor** state);
LTF_API int32_t ltf_set_rng_state(int32_t device_type, int32_t device_index, ltf_tensor* state);
LTF_API int32_t ltf_default_dtype(int32_t* dtype);
LTF_API int32_t ltf_set_default_dtype(int32_t dtype);
LTF_API int32_t ltf_threads(int32_t* count);
LTF_API int32_t ltf_set_threads(int32_t count);
LTF_API int32_t ltf_interop_threads(int32_t* count);
/* How exact products of float32 matrices are: "highest", "high" or "medium". What it is set to ends with a zero. */
LTF_API int32_t ltf_matmul_precision(ltf_text* precision);
LTF_API int32_t ltf_set_matmul_precision(const char* precision);
/* Whether operators that are not deterministic are refused, and whether they only warn instead. */
LTF_API int32_t ltf_deterministic(int32_t* enabled, int32_t* warn_only);
LTF_API int32_t ltf_set_deterministic(int32_t enabled, int32_t warn_only);

/* Choices between kernels for the whole process: of cuDNN, of products of matrices, of attention. One that this libtorch has
 * not fails. */
typedef enum ltf_backend_flag_name {
  LTF_CUDNN_ENABLED = 0,
  LTF_CUDNN_BENCHMARK = 1,
  LTF_CUDNN_BENCHMARK_LIMIT = 2, /* a number, all others are 0 or 1 */
  LTF_CUDNN_DETERMINISTIC = 3,
  LTF_CUDNN_ALLOW_TF32 = 4,
  LTF_MATMUL_ALLOW_TF32 = 5,
  LTF_MATMUL_ALLOW_FP16_REDUCTION = 6,
  LTF_MATMUL_ALLOW_BF16_REDUCTION = 7,
  LTF_MATMUL_ALLOW_FP16_ACCUMULATION = 8,
  LTF_FLASH_SDP = 9,
  LTF_MATH_SDP = 10,
  LTF_MEM_EFFICIENT_SDP = 11,
  LTF_CUDNN_SDP = 12,
  LTF_BACKEND_FLAGS = 13
} ltf_backend_flag_name;

LTF_API int32_t ltf_backend_flag(int32_t flag, int64_t* value);
LTF_API int32_t ltf_set_backend_flag(int32_t flag, int64_t value);

#if defined(__cplusplus)
}
#endif

#endif
