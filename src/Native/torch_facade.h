/* The whole C boundary between the C# facade and libtorch.
 *
 * Rules:
 *  - Every function that can fail returns a status and gives its results through out-parameters,
 *    which are untouched unless the status is LTF_OK. No C++ exception leaves a function.
 *  - A tensor is a TensorImpl pointer. "owned" means the receiver holds one reference and releases
 *    it with ltf_tensor_release; "borrowed" means the pointer is valid during the call only. NULL is
 *    the undefined tensor.
 *  - An ltf_text returned to the caller is borrowed: it stays valid until the same thread's next
 *    call that returns an ltf_text.
 *  - Operators are called by name, so a new operator never needs a change in this file.
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
  /* For torch_facade_c10d.h: c10d's own errors, and the other exceptions that its stores and backends throw. */
  LTF_DIST_ERROR = 12,
  LTF_DIST_BACKEND_ERROR = 13,
  LTF_DIST_STORE_ERROR = 14,
  LTF_DIST_NETWORK_ERROR = 15,
  LTF_DIST_TIMEOUT_ERROR = 16,
  /* A bit added to any status: libtorch warned during the call, and ltf_warnings_deliver hands over the warnings. */
  LTF_WARNED = 0x100
} ltf_status;

typedef struct ltf_tensor ltf_tensor;       /* a c10::TensorImpl */
typedef struct ltf_generator ltf_generator; /* a c10::GeneratorImpl */
typedef struct ltf_operator ltf_operator;   /* resolved operator; lives as long as the process */
typedef struct ltf_object ltf_object;       /* a c10::IValue of a type that has no ltf_tag */
typedef struct ltf_node ltf_node;           /* a shared pointer to a torch::autograd::Node */
typedef struct ltf_hook ltf_hook;           /* the registration of a hook, by which it is removed */
typedef struct ltf_watch ltf_watch;         /* a weak reference to a tensor's node */
typedef struct ltf_anchors ltf_anchors;     /* weak references to what a callback is registered on */
typedef struct ltf_event ltf_event;         /* an event of a device: a point in a stream's work */
typedef struct ltf_owner ltf_owner;         /* a copy of the managed library; lives as long as the process */
typedef struct ltf_archive ltf_archive;     /* a zip archive that is being written */
typedef struct ltf_package ltf_package;     /* a model that AOTInductor compiled ahead of time */

typedef struct ltf_text {
  const char* data; /* UTF-8, not terminated */
  int64_t length;
} ltf_text;

typedef enum ltf_tag {
  LTF_DEFAULT = 0, /* argument only: the schema's default */
  LTF_NONE = 1,
  LTF_TENSOR = 2,
  LTF_INT = 3, /* count 1: also accepted for a list argument of any length, as in C#'s x.Sum(0) */
  LTF_DOUBLE = 4,
  LTF_BOOL = 5,
  LTF_COMPLEX = 6,      /* pointer to two doubles */
  LTF_STRING = 7,       /* UTF-8, count = number of bytes */
  LTF_DEVICE = 8,       /* low 32 bits: type, high 32 bits: index (-1: none) */
  LTF_INT_LIST = 9,     /* pointer to count int64_t */
  LTF_DOUBLE_LIST = 10, /* pointer to count double */
  LTF_BOOL_LIST = 11,   /* pointer to count bytes */
  LTF_TENSOR_LIST = 12, /* pointer to count ltf_tensor* */
  LTF_LIST = 13,        /* pointer to count ltf_value */
  LTF_GENERATOR = 14,
  LTF_ARGUMENT = 15, /* result only: the result is the argument at this index, which was modified in place */
  LTF_OBJECT = 16,   /* an ltf_object; as a result, count = its ltf_object_kind */
  LTF_DTYPE = 17,    /* argument only, like the next three: the value of c10's enum */
  LTF_LAYOUT = 18,
  LTF_MEMORY_FORMAT = 19,
  LTF_QSCHEME = 20,
  LTF_TUPLE = 21, /* pointer to count ltf_value; for TorchScript only, like LTF_DICT */
  LTF_DICT = 22,  /* pointer to count ltf_value: each key is followed by its value */
  LTF_UINT = 23   /* an int above INT64_MAX: `integer` holds its 64 bits. Since libtorch 2.3 */
} ltf_tag;

typedef enum ltf_object_kind { LTF_OTHER_OBJECT = 0, LTF_STORAGE = 1, LTF_STREAM = 2 } ltf_object_kind;

/* One argument or result. In an argument, everything it points to is borrowed. A result owns what it points to: the
 * receiver takes over a tensor or object, and everything else is freed by ltf_value_release. */
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
/* The backtrace with the names of its functions instead of bare addresses. Looking the names up is slow. */
LTF_API int32_t ltf_backtrace_names(const char* backtrace, ltf_text* text);

/* In anomaly mode, the stack of the forward call that created the failing node (borrowed until the next failure). */
LTF_API void ltf_last_error_trace(ltf_text* trace);
/* The exception that a callback threw, as the GCHandle that its owner's `exception` returned (owned). This call clears
 * the stored exception. NULL where there is none, or where the caller's .NET runtime (see ltf_callbacks) cannot read
 * it. */
LTF_API void ltf_last_error_exception(const void* runtime, void** exception);

/* ---- callbacks ------------------------------------------------------------------------------ */

/* Receives a libtorch warning on the thread that raised it. The text (UTF-8) is borrowed during the call,
 * which must not throw. If the handler returns 0, the next handler gets the warning; if all do, it is written
 * to standard error. */
typedef int32_t (*ltf_warning_handler)(const char* text, int64_t length);

/* The functions that libtorch calls in managed code. A `void*` is a handle of a managed object; its owner frees it with
 * `release`. None of these functions may throw: one that fails returns a status other than LTF_OK, with the exception
 * in `error` (owned, or NULL). They may be called on any thread. */
typedef struct ltf_callbacks {
  /* Calls `target` (borrowed). `caller` (borrowed, or NULL) is the context that the thread which started the backward
   * pass handed to the callbacks on other threads. The callee owns `node`, and all tensors in `first` and `second`.
   * `replaced` tells whether the callee filled `results` with `room` owned tensors or NULLs. */
  int32_t (*call)(void* target, void* caller, ltf_node* node, ltf_tensor* const* first, int32_t first_count,
                  ltf_tensor* const* second, int32_t second_count, ltf_tensor** results, int32_t room,
                  int32_t* replaced, void** error);
  /* Asks `target` (borrowed) to pack `tensor` (owned by the callee), as a pack hook does. Calling `packed` (owned by
   * the caller) later returns the tensor. */
  int32_t (*pack)(void* target, void* caller, ltf_tensor* tensor, void** packed, void** error);
  /* Captures the calling thread's managed stack (owned by the caller, or NULL); and formats a captured stack as text
   * (borrowed until the thread's next one). */
  void* (*stack)(void);
  void (*stack_text)(void* stack, ltf_text* text);
  /* A GCHandle (owned by the caller) of the same object, which every copy of the managed library in `runtime`
   * can read. */
  void* (*exception)(void* handle);
  /* Receives the warnings raised on libtorch's own threads. */
  ltf_warning_handler warning;
  void (*release)(void* handle);
  /* Frees tensors that nothing references any more, and returns whether it freed any. `free` is how many bytes are left
   * on the device whose allocator needs more. It must not wait for another thread, since the allocator's locks are
   * held. May be NULL. */
  int32_t (*make_room)(int64_t free);
  /* An address that identifies the .NET runtime: copies of the library in the same runtime have the same one. */
  const void* runtime;
} ltf_callbacks;

/* A managed object. It is called and released through the copy of the library that created it, its owner. */
typedef struct ltf_managed {
  void* handle;
  ltf_owner* owner;
} ltf_managed;

/* Registers a copy of the managed library. A process may have several: .NET loads one for each load context that brings
 * its own. `may_end`: the copy's load context can be unloaded, and the copy calls ltf_owner_end then. */
LTF_API int32_t ltf_owner_register(const ltf_callbacks* callbacks, int32_t may_end, ltf_owner** owner);
/* The copy's load context is being unloaded, so the copy will not call ltf_process_ends. Threads that enter libtorch
 * while the process ends are held back all the same. */
LTF_API void ltf_owner_leaves(void);
/* Unregisters the copy: it is not called any more, and its code may be unloaded. If a call is running inside the copy,
 * `ended` is 0 and nothing has changed. A callback of the copy that is still in libtorch fails when it is called. */
LTF_API int32_t ltf_owner_end(ltf_owner* owner, int32_t* ended);
/* The process begins to exit. From here on no managed handle is released; and once the application's last code has run,
 * calls of other threads do not return. */
LTF_API void ltf_process_ends(void);

/* ---- operators ------------------------------------------------------------------------------ */

/* Finds an operator. Callers pass its arguments in the order of `names`, which are matched with the running libtorch's
 * schema ("from_|from" matches either name). With names == NULL the order is the schema's own. The result is never
 * freed. */
LTF_API int32_t ltf_operator_resolve(const char* name, const char* overload, const char* const* names, int32_t count,
                                     ltf_operator** result);

/* Calls an operator. `results` has room for as many values as ltf_operator_describe says. */
typedef int32_t (*ltf_operator_entry)(const ltf_operator* op, const ltf_value* arguments, int32_t count,
                                      ltf_value* results);
/* The general entry, which works for every operator; some operators have a faster one. */
LTF_API int32_t ltf_operator_call(const ltf_operator* op, const ltf_value* arguments, int32_t count,
                                  ltf_value* results);

/* The operator's schema as text, the number of its results, and the function to call it by. */
LTF_API int32_t ltf_operator_describe(const ltf_operator* op, ltf_text* schema, int32_t* results,
                                      ltf_operator_entry* entry);

/* Registers `kernel` (taken over) as the operator's kernel for the meta device, if this libtorch has none; `registered`
 * tells whether it did. The kernel is called like ltf_callbacks' `call`, without tensors, and fills in the results. It
 * is never unregistered. */
LTF_API int32_t ltf_meta_kernel_register(const char* name, const char* overload, ltf_managed kernel, int32_t* registered);

/* The arguments of the meta kernel that is running on this thread, in the form of results; there are `count`
 * of them. */
LTF_API int32_t ltf_kernel_arguments(ltf_value* values, int32_t room, int32_t* count);

/* Loads a shared library and never unloads it, so that the operators it registers stay available. `path` is an absolute
 * path. */
LTF_API int32_t ltf_library_load(const char* path);

/* For tests: whether calls and backward passes may take the shortcuts of fast_paths.h, which must not change any
 * result. They are enabled at first. Set this only while no other thread is inside libtorch. */
LTF_API int32_t ltf_set_fast_paths(int32_t enabled);

/* The schemas of all registered operators, one a line. */
LTF_API int32_t ltf_operator_schemas(ltf_text* lines);

/* Frees what a result owns, if the receiver did not take it over. */
LTF_API void ltf_value_release(ltf_value* value);

/* ---- objects -------------------------------------------------------------------------------- */

LTF_API void ltf_object_release(ltf_object* object);
/* The object's type as a schema writes it: "Storage", "__torch__.torch.classes.rnn.CellParamsBase". */
LTF_API int32_t ltf_object_type(const ltf_object* object, ltf_text* type);
/* The tensor's storage (owned). */
LTF_API int32_t ltf_tensor_storage(ltf_tensor* tensor, ltf_object** storage);
/* The address of the tensor's elements for use outside libtorch, and the storage that keeps the memory alive (owned;
 * not returned where `storage` is NULL). From then on the memory does not move: resizing the storage fails, as after
 * Python's numpy(). */
LTF_API int32_t ltf_tensor_export(ltf_tensor* tensor, void** data, ltf_object** storage);
/* A failed call may have given the tensor a shape that its storage is too small for. Such a tensor becomes
 * one-dimensional, with as many elements as the storage has room for. */
LTF_API void ltf_tensor_fit(ltf_tensor* tensor);

/* Everything here is borrowed from the storage. `data` is NULL where there are no bytes, or where the host cannot read
 * them. */
typedef struct ltf_storage_info {
  void* data;
  int64_t bytes;
  const void* identity; /* the same for every reference to a storage; not to be dereferenced */
  int32_t device_type;
  int32_t device_index;
} ltf_storage_info;

LTF_API int32_t ltf_storage_describe(const ltf_object* storage, ltf_storage_info* info);
/* A new storage (owned) of `bytes` bytes of this one from `offset` on, which keeps this one alive. In the host's memory
 * only. */
LTF_API int32_t ltf_storage_slice(const ltf_object* storage, int64_t offset, int64_t bytes, ltf_object** slice);

/* ---- archives ------------------------------------------------------------------------------- */

/* Creates a zip archive as torch.save writes it, with its records in a folder called `name`. The caller writes the
 * bytes to the file: for each record the head, the data and the tail, and at the end the rest. These texts are borrowed
 * until the next call with the archive. */
LTF_API int32_t ltf_archive_create(const char* name, ltf_archive** archive);
LTF_API int32_t ltf_archive_add(ltf_archive* archive, const char* name, const void* data, int64_t size, ltf_text* head,
                                ltf_text* tail);
LTF_API int32_t ltf_archive_finish(ltf_archive* archive, ltf_text* rest);
LTF_API void ltf_archive_release(ltf_archive* archive);

/* ---- TorchScript ---------------------------------------------------------------------------- */

/* A source or a destination of bytes on the caller's side. The functions are called during the call only, on the
 * calling thread, and must not throw: the caller keeps a failure until the call has returned. `read` returns how many
 * bytes it read. */
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
  const void* identity; /* of a module: the same for every reference to one module; not to be dereferenced */
  int32_t kind;
} ltf_script_member;

/* Loads a module (owned) from an archive that torch.jit.save wrote. The module's code may run while it is loaded. With
 * device_type -1, tensors go to the device that they were saved on. */
LTF_API int32_t ltf_script_load(const ltf_source* source, int32_t device_type, int32_t device_index, ltf_object** module);
/* Writes the module as torch.jit.save does, with the archive's records in the folder `name`. The caller looks for a
 * failure of the sink only after this call has returned. */
LTF_API int32_t ltf_script_save(const ltf_object* module, const char* name, const ltf_text* extra_names,
                                const ltf_text* extra_files, int32_t extra_count, const ltf_sink* sink);
/* A deep copy of the module (owned), with its own copies of the tensors. */
LTF_API int32_t ltf_script_copy(const ltf_object* module, ltf_object** copy);
/* The names of the module's methods, one a line; the schema of a method, and its code as TorchScript prints it. */
LTF_API int32_t ltf_script_methods(const ltf_object* module, ltf_text* names);
LTF_API int32_t ltf_script_schema(const ltf_object* module, const char* method, ltf_text* schema);
LTF_API int32_t ltf_script_code(const ltf_object* module, const char* method, ltf_text* code);
/* The module's members in order, the value of a member, and setting it to another value of its type. */
LTF_API int32_t ltf_script_member_count(const ltf_object* module, int32_t* count);
LTF_API int32_t ltf_script_member_describe(const ltf_object* module, int32_t index, ltf_script_member* member);
LTF_API int32_t ltf_script_member_get(const ltf_object* module, int32_t index, ltf_value* value);
LTF_API int32_t ltf_script_member_set(const ltf_object* module, int32_t index, const ltf_value* value);
/* Calls a method. The last `named` arguments are keyword arguments with these names. */
LTF_API int32_t ltf_script_call(const ltf_object* module, const char* method, const ltf_value* arguments, int32_t count,
                                const char* const* names, int32_t named, ltf_value* result);

/* Creates a module (owned) without methods, and adds parameters, buffers and modules to it. */
LTF_API int32_t ltf_script_create(const char* name, int32_t training, ltf_object** module);
LTF_API int32_t ltf_script_add_tensor(const ltf_object* module, const char* name, ltf_tensor* tensor, int32_t kind);
LTF_API int32_t ltf_script_add_module(const ltf_object* module, const char* name, const ltf_object* added);

/* Code whose operators are to be recorded. `run` owns the inputs, and hands its result to ltf_script_take_result before
 * it returns. It may not throw; if it fails, it returns a status other than LTF_OK. */
typedef struct ltf_traced {
  void* target;
  int32_t (*run)(void* target, ltf_tensor* const* inputs, int32_t count, void* receiver);
} ltf_traced;

/* Runs the code, and makes the operators that it calls the module's method `forward`. `strict` warns of a list in the
 * result, and refuses a dict. */
LTF_API int32_t ltf_script_trace(const ltf_object* module, ltf_tensor* const* inputs, int32_t count, int32_t strict,
                                 const ltf_traced* code);
LTF_API int32_t ltf_script_take_result(void* receiver, const ltf_value* result);
/* Whether the code's operators are recorded: sets it for the calling thread, and gives what it was before. */
LTF_API int32_t ltf_script_record(int32_t recorded, int32_t* before);
/* A copy of the module (owned) whose parameters are constants of its code; and one with code that is faster where no
 * gradients are needed. */
LTF_API int32_t ltf_script_freeze(const ltf_object* module, int32_t optimize_numerics, ltf_object** frozen);
LTF_API int32_t ltf_script_optimize(const ltf_object* module, ltf_object** optimized);

/* Loads a package (owned) that AOTInductor compiled, with its machine code. Before libtorch 2.6 all package functions
 * fail. */
LTF_API int32_t ltf_package_load(const char* path, const char* model, ltf_package** package);
LTF_API void ltf_package_release(ltf_package* package);
/* The package's metadata, a dict of strings; and how the arguments and results are nested, two strings of JSON. */
LTF_API int32_t ltf_package_describe(ltf_package* package, ltf_value* metadata, ltf_value* call);
/* Runs the package; the result is a list of tensors. */
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
  LTF_IS_WRAPPED = 256, /* a wrapper that belongs to a function transform, without memory of its own */
  LTF_IS_NESTED = 512,
  LTF_HAS_NAMES = 1024
};

typedef struct ltf_tensor_info {
  const int64_t* sizes;   /* borrowed from the tensor; NULL for a nested tensor, whose parts have different sizes */
  const int64_t* strides; /* borrowed; NULL where the layout has no strides */
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
/* Adds a reference, which the caller owns. */
LTF_API void ltf_tensor_retain(ltf_tensor* tensor);
/* The tensor of an at::Tensor* (borrowed) that belongs to other C++ code using this libtorch; the result is owned. */
LTF_API int32_t ltf_tensor_from_native(const void* native, ltf_tensor** result);
/* A new at::Tensor* of the tensor, owned by the receiver, who deletes it in C++ or with ltf_native_release. */
LTF_API int32_t ltf_tensor_to_native(ltf_tensor* tensor, void** native);
LTF_API void ltf_native_release(void* native);
/* A tensor on host memory that the managed side provides, starting at `data`. The strides are in elements; NULL means
 * row-major order. `memory` is taken over, even on failure, and released when no tensor uses the memory any more. */
LTF_API int32_t ltf_tensor_from_memory(void* data, const int64_t* sizes, const int64_t* strides, int32_t dimensions,
                                       int32_t dtype, ltf_managed memory, ltf_tensor** result);
/* A DLManagedTensor* of the tensor, owned by the receiver: its deleter is called by the library that takes it over, or
 * by ltf_dlpack_release. */
LTF_API int32_t ltf_tensor_to_dlpack(ltf_tensor* tensor, void** dlpack);
/* The tensor (owned) of a DLManagedTensor*, which is taken over unless the call fails. Its deleter is called once, when
 * no tensor uses its memory any more. */
LTF_API int32_t ltf_tensor_from_dlpack(void* dlpack, ltf_tensor** result);
LTF_API void ltf_dlpack_release(void* dlpack);
LTF_API int32_t ltf_tensor_describe(ltf_tensor* tensor, ltf_tensor_info* info);
/* The address of the first element (borrowed from the tensor; NULL when it has no elements). */
LTF_API int32_t ltf_tensor_data(ltf_tensor* tensor, void** data);
/* The element of a one-element tensor in host memory, read directly. A complex number has its real and imaginary parts
 * in `parts`. The tag is LTF_NONE where the caller has to use the operator instead. The function neither waits nor
 * calls back. */
LTF_API void ltf_tensor_item(ltf_tensor* tensor, ltf_value* value, double* parts);
LTF_API int32_t ltf_tensor_version(ltf_tensor* tensor, int64_t* version);
/* `strides` has room for one number for each dimension. */
LTF_API int32_t ltf_tensor_strides(ltf_tensor* tensor, int64_t* strides);
LTF_API int32_t ltf_tensor_is_contiguous(ltf_tensor* tensor, int32_t format, int32_t* contiguous);
/* How many elements of the storage lie before the tensor's first one. */
LTF_API int32_t ltf_tensor_storage_offset(ltf_tensor* tensor, int64_t* offset);
/* The names of the dimensions, one a line; "*" for a dimension without a name. */
LTF_API int32_t ltf_tensor_names(ltf_tensor* tensor, ltf_text* names);
/* A tensor that shares the data but is outside the graph and has its own version counter (owned), as
 * Tensor::variable_data. */
LTF_API int32_t ltf_tensor_variable_data(ltf_tensor* tensor, ltf_tensor** result);
LTF_API int32_t ltf_tensor_set_data(ltf_tensor* tensor, ltf_tensor* data);

/* x[...] with the meaning of Python's brackets (owned). An item is an LTF_INT, an LTF_BOOL, an LTF_TENSOR (with count =
 * 1 if it was made from a list), LTF_NONE for a new axis, LTF_DEFAULT for the ellipsis, or a slice: an LTF_INT_LIST of
 * start, stop and step. `is_tuple` distinguishes x[(i,)] from x[i], which autograd records differently. */
LTF_API int32_t ltf_tensor_get_item(ltf_tensor* tensor, const ltf_value* items, int32_t count, int32_t is_tuple,
                                    ltf_tensor** result);
/* x[...] = v. A `value` made by ltf_tensor_of_number is converted to the dtype of x. */
LTF_API int32_t ltf_tensor_set_item(ltf_tensor* tensor, const ltf_value* items, int32_t count, int32_t is_tuple,
                                    ltf_tensor* value);
/* A number as a 0-dim "wrapped number" tensor (owned), which does not take part in deciding the result's dtype. */
LTF_API int32_t ltf_tensor_of_number(const ltf_value* number, ltf_tensor** result);

/* ---- memory ---------------------------------------------------------------------------------- */

/* Bytes of host memory that tensors hold, counted in the allocator's real block sizes. The counters may be read at any
 * time. `device_made` only grows: it is the CUDA memory of all tensors that were ever returned to the caller. */
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
  const void* identity; /* the same for every reference to a node; not to be dereferenced */
  uint64_t sequence_nr;
  int32_t inputs;  /* number of incoming gradients */
  int32_t outputs; /* number of outgoing gradients, and of next nodes */
} ltf_node_info;

LTF_API int32_t ltf_node_describe(ltf_node* node, ltf_node_info* info);
/* The next node, to which outgoing gradient `index` goes (owned, or NULL), and the index of that node's input. */
LTF_API int32_t ltf_node_next(ltf_node* node, int32_t index, ltf_node** next, int64_t* input_nr);
/* The sizes of incoming gradient `index`; dimensions is -1 where the node does not know them. */
LTF_API int32_t ltf_node_input(ltf_node* node, int32_t index, int64_t* sizes, int32_t room, int32_t* dimensions);
/* The leaf into whose .grad an AccumulateGrad node accumulates (owned), or NULL for another node. */
LTF_API int32_t ltf_node_variable(ltf_node* node, ltf_tensor** variable);
/* The managed object attached to the node (borrowed from it) by `fresh`'s owner. If the owner has attached none yet,
 * `fresh` becomes that object. `fresh` is taken over in any case. */
LTF_API int32_t ltf_node_metadata(ltf_node* node, ltf_managed fresh, void** held);

/* Runs the autograd engine from `outputs` with as many `gradients`. With LTF_ACCUMULATE it accumulates into the .grad
 * of the leaves (only of `inputs`, if any are given). Without it, `results` gets one owned gradient, or NULL, for each
 * input. `caller` (taken over, or none) is passed to the callbacks of the pass, which may run on other threads. */
LTF_API int32_t ltf_autograd_run(ltf_tensor* const* outputs, ltf_tensor* const* gradients, int32_t count,
                                 ltf_tensor* const* inputs, int32_t input_count, int32_t flags, ltf_managed caller,
                                 ltf_tensor** results);

/* Gradient edges: for each, a node and the index of that node's input. All borrowed. */
typedef struct ltf_edges {
  ltf_node* const* nodes;
  const int64_t* numbers;
  int32_t count;
} ltf_edges;

/* The tensor's gradient edge: its node, or a leaf's AccumulateGrad node (owned; NULL where no gradient is required). */
LTF_API int32_t ltf_tensor_gradient_edge(ltf_tensor* tensor, ltf_node** node, int64_t* number);
/* Zeros (owned) with the shape, dtype and device of the node's incoming gradient `number`. */
LTF_API int32_t ltf_node_input_zeros(ltf_node* node, int64_t number, ltf_tensor** zeros);
/* Like ltf_autograd_run, with edges for outputs and inputs. */
LTF_API int32_t ltf_autograd_run_edges(const ltf_edges* outputs, ltf_tensor* const* gradients, const ltf_edges* inputs,
                                       int32_t flags, ltf_managed caller, ltf_tensor** results);

/* The number of the backward pass that the calling thread is in, or -1. */
LTF_API int32_t ltf_backward_task(int64_t* task);
/* Takes the target over and releases it when that pass has ended, whether or not it failed. Fails outside of a pass. */
LTF_API int32_t ltf_backward_keep(ltf_managed target);
/* The watch is owned; it keeps neither the tensor nor the node alive. */
LTF_API int32_t ltf_watch_make(ltf_tensor* tensor, ltf_watch** watch);
LTF_API void ltf_watch_release(ltf_watch* watch);
/* Whether the backward pass that the calling thread is in will execute the node. */
LTF_API int32_t ltf_watch_will_execute(ltf_watch* watch, int32_t* will);

/* Weak references to the tensors and the node that a callback is registered on. With node == NULL and a single tensor,
 * that tensor's node is used. */
LTF_API int32_t ltf_anchors_make(ltf_tensor* const* tensors, int32_t count, ltf_node* node, ltf_anchors** anchors);
LTF_API void ltf_anchors_release(ltf_anchors* anchors);
/* Whether nothing else references them: only holders[i] references on each tensor, node_holders on the node, and the
 * references that the tensors and the node have on each other. `at_rest`: no other thread uses them, so the references
 * on each other can be checked too. */
LTF_API int32_t ltf_anchors_held_by(ltf_anchors* anchors, const int32_t* holders, int32_t node_holders, int32_t at_rest,
                                   int32_t* held);

/* ---- forward mode --------------------------------------------------------------------------- */

/* Enters and leaves a level of dual numbers (forward-mode AD). libtorch has one level at a time, for the whole
 * process. */
LTF_API int32_t ltf_dual_enter(int64_t* level);
LTF_API int32_t ltf_dual_exit(int64_t level);
/* Whether forward-mode gradients are enabled on the calling thread. */
LTF_API int32_t ltf_forward_grad_mode(void);
LTF_API void ltf_set_forward_grad_mode(int32_t enabled);
/* The tensor (owned) behind an UndefinedGrad node, which turns its gradient into an undefined tensor. */
LTF_API int32_t ltf_undefined_grad(ltf_tensor* tensor, ltf_tensor** result);

/* ---- function transforms (levels of the calling thread) -------------------------------------- */

enum { LTF_NO_TRANSFORM = -1, LTF_VMAP = 0, LTF_GRAD = 1, LTF_JVP = 2 };
enum { LTF_RANDOM_ERROR = 0, LTF_RANDOM_SAME = 1, LTF_RANDOM_DIFFERENT = 2 };

/* The tensor inside a functorch wrapper (owned; NULL where the tensor is no wrapper), and the level that the wrapper
 * belongs to. */
typedef struct ltf_wrapped {
  ltf_tensor* value;
  int64_t level;
  int64_t dimension; /* the batch dimension */
  int32_t transform;
} ltf_wrapped;

/* Pushes a level on top of the thread's others; batch_size and randomness are for LTF_VMAP. If `refusal` is not NULL,
 * saved-tensor hooks fail with this message until the level is popped. */
LTF_API int32_t ltf_transform_push(int32_t transform, int64_t batch_size, int32_t randomness, const char* refusal,
                                   int64_t* level);
LTF_API int32_t ltf_transform_pop(void);
LTF_API int32_t ltf_transforms_active(int32_t* active);
/* Makes the thread's operators ignore its levels, or no longer ignore them; `before` is the previous setting. */
LTF_API int32_t ltf_transforms_pass_by(int32_t pass_by, int32_t* before);
/* The innermost level; and popping it for a while (owned; ltf_transform_raise pushes it again). lower and raise need
 * libtorch 2.0. */
LTF_API int32_t ltf_transform_top(int32_t* transform, int64_t* level);
LTF_API int32_t ltf_transform_lower(void** layer);
LTF_API int32_t ltf_transform_raise(void* layer);
/* Wraps a tensor for the autograd graph of the level, and unwraps it (owned). */
LTF_API int32_t ltf_transform_wrap(ltf_tensor* tensor, int64_t level, ltf_tensor** result);
LTF_API int32_t ltf_transform_unwrap(ltf_tensor* tensor, int64_t level, ltf_tensor** result);
/* Users may not call requires_grad_() inside a transformed function: the first function fails there. The transforms
 * themselves do it with the second one. */
LTF_API int32_t ltf_transform_check_requires_grad(void);
LTF_API int32_t ltf_transform_require_grad(ltf_tensor* tensor);
LTF_API int32_t ltf_transform_describe(ltf_tensor* tensor, ltf_wrapped* wrapped);
/* Wraps a tensor so that `dimension` is the batch dimension of the level, and unwraps it (owned). */
LTF_API int32_t ltf_batch_add(ltf_tensor* tensor, int64_t dimension, int64_t level, ltf_tensor** result);
LTF_API int32_t ltf_batch_remove(ltf_tensor* tensor, int64_t level, int64_t batch_size, int64_t dimension,
                                 ltf_tensor** result);
/* Enters or leaves a level of the older, pre-functorch batching (VmapMode). */
LTF_API int32_t ltf_batch_mode(int32_t enter, int64_t* level);
/* Whether checkpoints may recompute in the running backward pass: only in one without `inputs`. */
LTF_API int32_t ltf_checkpoint_valid(int32_t* valid);

/* Anomaly mode, which applies to the whole process. */
LTF_API void ltf_anomaly_mode(int32_t* enabled, int32_t* check_nan);
LTF_API void ltf_set_anomaly_mode(int32_t enabled, int32_t check_nan);

/* Hooks. `target` is taken over, even on failure. The hook is owned; releasing it does not unregister it, and removing
 * it twice does nothing. A tensor's hook is called with its gradient, and may replace it. */
LTF_API int32_t ltf_tensor_add_hook(ltf_tensor* tensor, const char* name, ltf_managed target, ltf_hook** hook);
/* The hook is called with the leaf after its gradient was accumulated into .grad. The caller must keep `keeper` (owned,
 * or NULL) for as long as the hook is to work. */
LTF_API int32_t ltf_tensor_add_accumulated_hook(ltf_tensor* tensor, const char* name, ltf_managed target, ltf_hook** hook,
                                                ltf_node** keeper);
/* The hook is called before the node with the incoming gradients, or after it with the outgoing and the
 * incoming ones. */
LTF_API int32_t ltf_node_add_hook(ltf_node* node, int32_t before, const char* name, ltf_managed target, ltf_hook** hook);
LTF_API int32_t ltf_hook_remove(ltf_hook* hook);
LTF_API void ltf_hook_release(ltf_hook* hook);

/* What the forward of a custom autograd function did; all borrowed. Inputs and outputs may be NULL. */
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

/* Call before the forward of a custom function. Creates the node (owned) that will call `target` (taken over) with the
 * gradients of the outputs; NULL where no gradient is recorded. */
LTF_API int32_t ltf_function_begin(const char* name, ltf_tensor* const* inputs, int32_t count, ltf_managed target,
                                   ltf_node** node);
/* Call after the forward. Gives the outputs, connected to the graph (owned, as many as the outcome has). */
LTF_API int32_t ltf_function_end(ltf_node* node, const ltf_function_outcome* outcome, ltf_tensor** results);
/* The tensors saved for backward (owned). With results == NULL, only how many there are. */
LTF_API int32_t ltf_function_saved(ltf_node* node, ltf_tensor** results, int32_t room, int32_t* count);
/* The same tensors (owned) behind a DelayedError node, whose backward fails with this message. */
LTF_API int32_t ltf_delayed_error(const char* message, ltf_tensor* const* tensors, int32_t count, ltf_tensor** results);

/* Until the guard is released, tensors that the calling thread saves for backward are packed by `target` (taken over).
 * The guard is owned and must be released on the same thread, the innermost one first. */
LTF_API int32_t ltf_saved_hooks_enter(ltf_managed target, void** guard);
LTF_API void ltf_saved_hooks_exit(void* guard);
/* Whether saved-tensor hooks are disabled on the calling thread, and the message that ltf_saved_hooks_enter
 * fails with. */
LTF_API int32_t ltf_saved_hooks_disabled(int32_t* disabled, ltf_text* message);
/* Disables them with this message, or enables them again: NULL. */
LTF_API int32_t ltf_saved_hooks_disable(const char* message);

/* ---- modes (of the calling thread) ---------------------------------------------------------- */

LTF_API int32_t ltf_grad_mode(void);
/* Returns the previous setting. */
LTF_API int32_t ltf_set_grad_mode(int32_t enabled);
LTF_API int32_t ltf_inference_mode(void);
/* The guard is owned and must be released on the same thread. */
LTF_API int32_t ltf_inference_mode_enter(int32_t enabled, void** guard);
LTF_API void ltf_inference_mode_exit(void* guard);

/* Autocast for one device type: whether it is on, in which dtype it computes, and whether converted weights
 * are cached. */
typedef struct ltf_autocast {
  int32_t enabled;
  int32_t dtype;
  int32_t cache;
} ltf_autocast;

LTF_API int32_t ltf_autocast_state(int32_t device_type, ltf_autocast* state);
/* Each enter needs an exit on the same thread, which gets the state from before the enter. */
LTF_API int32_t ltf_autocast_enter(int32_t device_type, const ltf_autocast* state);
LTF_API int32_t ltf_autocast_exit(int32_t device_type, const ltf_autocast* previous);

/* ---- devices, their streams and events ------------------------------------------------------ */

/* Loads libtorch_cuda, which every function for a CUDA device needs. Fails with the reason why CUDA cannot be used. */
LTF_API int32_t ltf_cuda_require(void);
/* Whether libtorch comes with libtorch_cuda; does not load it. */
LTF_API int32_t ltf_cuda_is_built(int32_t* built);
/* The version of libtorch_cuda's cuDNN, as cudnnGetVersion counts; 0 where CUDA or cuDNN cannot be used. */
LTF_API int32_t ltf_cuda_cudnn_version(int64_t* version);
/* The count is 0 where CUDA cannot be used. */
LTF_API int32_t ltf_cuda_device_count(int32_t* count);
LTF_API int32_t ltf_cuda_synchronize(int32_t index);
LTF_API int32_t ltf_cuda_seed(int32_t index, uint64_t seed);

/* The properties that torch.cuda.get_device_properties gives. */
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
/* The free and the total memory of the device, in bytes. */
LTF_API int32_t ltf_cuda_memory_info(int32_t index, int64_t* free, int64_t* total);

/* Whether kernels of one device can read and write the peer's memory. */
LTF_API int32_t ltf_cuda_can_access_peer(int32_t index, int32_t peer, int32_t* can);
/* The least and the greatest priority of a stream; a lower number is a greater priority. */
LTF_API int32_t ltf_cuda_priority_range(int32_t* least, int32_t* greatest);

/* The statistics of libtorch's caching allocator for a device, LTF_DEVICE_FIGURES numbers. device_memory.cpp has their
 * order. */
enum { LTF_DEVICE_FIGURES = 9 * 3 * 4 + 2 * 4 + 6 };

LTF_API int32_t ltf_device_memory_figures(int32_t type, int32_t index, int64_t* figures);
LTF_API int32_t ltf_device_memory_reset_accumulated(int32_t type, int32_t index);
LTF_API int32_t ltf_device_memory_reset_peak(int32_t type, int32_t index);
LTF_API int32_t ltf_device_memory_empty_cache(int32_t type);

/* The calling thread's current device of a type. */
LTF_API int32_t ltf_device_current(int32_t type, int32_t* index);
LTF_API int32_t ltf_device_set(int32_t type, int32_t index);
/* Makes the previous device current again. A device that has no context yet is left alone, because setting it may
 * create a context, which takes memory. */
LTF_API int32_t ltf_device_restore(int32_t type, int32_t index);

/* The stream with this id, the number by which the device's library knows it (owned). On a CUDA device it must be the
 * id of a stream that this library has handed out. Without an index, the device is the current one. */
LTF_API int32_t ltf_stream_create(int32_t device_type, int32_t device_index, int64_t id, ltf_object** stream);
/* A stream that other code created on the current or given CUDA device: a cudaStream_t, which that code still owns. The
 * result is owned. */
LTF_API int32_t ltf_stream_external(int32_t device_index, void* native, ltf_object** stream);
/* A stream (owned): a new one from the device's pool, where a lower number means a higher priority; the calling
 * thread's current one; and the device's default one. */
LTF_API int32_t ltf_stream_new(int32_t device_type, int32_t device_index, int32_t priority, ltf_object** stream);
LTF_API int32_t ltf_stream_current(int32_t device_type, int32_t device_index, ltf_object** stream);
LTF_API int32_t ltf_stream_default(int32_t device_type, int32_t device_index, ltf_object** stream);
LTF_API int32_t ltf_stream_describe(const ltf_object* stream, int32_t* type, int32_t* index, int64_t* id);
/* Makes this stream the calling thread's current one on its device. */
LTF_API int32_t ltf_stream_set(const ltf_object* stream);
/* Whether all work of the stream is done; and waiting for that. */
LTF_API int32_t ltf_stream_query(const ltf_object* stream, int32_t* done);
LTF_API int32_t ltf_stream_synchronize(const ltf_object* stream);

/* An event (owned). */
LTF_API int32_t ltf_event_create(int32_t device_type, int32_t timing, ltf_event** event);
LTF_API void ltf_event_release(ltf_event* event);
LTF_API int32_t ltf_event_record(ltf_event* event, const ltf_object* stream);
/* Makes the stream, or the calling thread, wait for the event. An event that was never recorded counts as completed. */
LTF_API int32_t ltf_event_block(ltf_event* event, const ltf_object* stream);
LTF_API int32_t ltf_event_synchronize(ltf_event* event);
LTF_API int32_t ltf_event_query(ltf_event* event, int32_t* past);
LTF_API int32_t ltf_event_elapsed(ltf_event* start, ltf_event* end, double* milliseconds);

/* NVTX marks for profilers, where NVIDIA's tools library is installed. Messages are zero-terminated. A range of the
 * first kind (push and pop) belongs to the calling thread and has a depth; one of the second kind (start and end) may
 * end on another thread. */
LTF_API int32_t ltf_nvtx_range_push(const char* message, int32_t* depth);
LTF_API int32_t ltf_nvtx_range_pop(int32_t* depth);
LTF_API int32_t ltf_nvtx_range_start(const char* message, uint64_t* range);
LTF_API int32_t ltf_nvtx_range_end(uint64_t range);
LTF_API int32_t ltf_nvtx_mark(const char* message);

/* ---- optimizers ----------------------------------------------------------------------------- */

/* The options of a step of Adam. `decoupled`: weight decay is applied to the parameters (AdamW), not added to the
 * gradients. `lerps`: the gradient's average is updated with lerp_, as PyTorch does since 2.1, rather than mul_
 * and add_. */
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

/* Steps `count` parameters, with exactly the results of calling the operators one by one. `tensors` (borrowed) has five
 * for each parameter: the parameter, its gradient, exp_avg, exp_avg_sq, and max_exp_avg_sq or NULL; `counters` has its
 * step counter. `stepped` is 0, and nothing was changed, unless all are plain dense tensors in host memory. */
LTF_API int32_t ltf_adam_step(const ltf_adam* options, ltf_tensor* const* tensors, ltf_tensor* const* counters,
                              int32_t count, int32_t* stepped);
/* The same for SGD, with three tensors for each parameter: the parameter, its gradient, and the momentum buffer or
 * NULL. */
LTF_API int32_t ltf_sgd_step(const ltf_sgd* options, ltf_tensor* const* tensors, int32_t count, int32_t* stepped);

/* ---- warnings ------------------------------------------------------------------------------- */

/* Passes the warnings of the calling thread's last call to the handler, so that the caller who caused a warning gets
 * it. */
LTF_API void ltf_warnings_deliver(ltf_warning_handler handler);

/* ---- the library ---------------------------------------------------------------------------- */

/* What this library was built for, as one line, which is read from the file before the library is loaded:
 * "ltf_built_for libtorch=VERSION cxx11_abi=0|1 boundary=HASH folder=FOLDER". */
LTF_API extern const char ltf_built_for[];
/* The libtorch version that this library was built for, and the file from which libtorch was loaded. */
LTF_API int32_t ltf_library(ltf_text* version, ltf_text* path);
/* The functions that this project's other native libraries call in this one: a Services, see services.h. */
LTF_API const void* ltf_services(void);
/* How libtorch was built and which libraries it uses, as several lines of text. */
LTF_API int32_t ltf_library_config(ltf_text* config);
/* The file of the allocator for tensors in host memory; empty where libtorch's own is used. */
LTF_API int32_t ltf_allocator(ltf_text* path);
/* Parses a device such as "cuda:1"; and formats one (index -1: without an index). */
LTF_API int32_t ltf_device_parse(const char* text, int32_t* type, int32_t* index);
LTF_API int32_t ltf_device_text(int32_t type, int32_t index, ltf_text* text);
LTF_API int32_t ltf_manual_seed(uint64_t seed);
LTF_API int32_t ltf_initial_seed(uint64_t* seed);
/* A new generator on the device (owned). */
LTF_API int32_t ltf_generator_create(int32_t device_type, int32_t device_index, ltf_generator** generator);
/* The device's default generator (owned). */
LTF_API int32_t ltf_generator_of_device(int32_t device_type, int32_t device_index, ltf_generator** generator);
LTF_API void ltf_generator_release(ltf_generator* generator);
LTF_API int32_t ltf_generator_seed(ltf_generator* generator, uint64_t seed);
/* Seeds the generator with a random number from the system, and returns that number. */
LTF_API int32_t ltf_generator_draw_seed(ltf_generator* generator, uint64_t* seed);
LTF_API int32_t ltf_generator_initial_seed(ltf_generator* generator, uint64_t* seed);
/* The generator's state (owned); and setting the state. */
LTF_API int32_t ltf_generator_state(ltf_generator* generator, ltf_tensor** state);
LTF_API int32_t ltf_generator_set_state(ltf_generator* generator, ltf_tensor* state);
/* The state of a device's default generator (owned). */
LTF_API int32_t ltf_rng_state(int32_t device_type, int32_t device_index, ltf_tensor** state);
LTF_API int32_t ltf_set_rng_state(int32_t device_type, int32_t device_index, ltf_tensor* state);
LTF_API int32_t ltf_default_dtype(int32_t* dtype);
LTF_API int32_t ltf_set_default_dtype(int32_t dtype);
LTF_API int32_t ltf_threads(int32_t* count);
LTF_API int32_t ltf_set_threads(int32_t count);
LTF_API int32_t ltf_interop_threads(int32_t* count);
/* The precision of float32 matrix products: "highest", "high" or "medium". The precision to set is zero-terminated. */
LTF_API int32_t ltf_matmul_precision(ltf_text* precision);
LTF_API int32_t ltf_set_matmul_precision(const char* precision);
/* Whether nondeterministic operators are refused, and whether they only warn instead. */
LTF_API int32_t ltf_deterministic(int32_t* enabled, int32_t* warn_only);
LTF_API int32_t ltf_set_deterministic(int32_t enabled, int32_t warn_only);

/* Process-wide choices between kernels: of cuDNN, of matrix products, of attention. A flag that this libtorch lacks
 * fails. */
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
