using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace LibTorch.Interop;

/// <summary>The C boundary of src/Native/torch_facade.h, declaration by declaration.</summary>
internal static unsafe partial class Native
{
    public const string Library = "torch_facade";

    // The C library's own loader: it can resolve all symbols of a library at once, and says which one is missing.
    private const string SystemLoader = "libdl.so.2";

    private const string CLibrary = "libc.so.6";

    static Native() => NativeLoader.Register();

    [LibraryImport(SystemLoader)] public static partial nint dlopen(byte* path, int flags);
    [LibraryImport(SystemLoader)] public static partial byte* dlerror();

    [LibraryImport(CLibrary)] public static partial int sigaction(int signal, byte* action, byte* old);
    [LibraryImport(CLibrary)] public static partial int madvise(nint address, nuint length, int advice);
    [LibraryImport(CLibrary)] public static partial int memfd_create(byte* name, uint flags);
    [LibraryImport(CLibrary)] public static partial int statx(int folder, byte* path, int flags, uint mask, OwnFiles.Fields* fields);
    [LibraryImport(CLibrary)] public static partial uint geteuid();

    [LibraryImport(Library)] public static partial void ltf_last_error(NativeText* message, NativeText* backtrace);
    [LibraryImport(Library)] public static partial int ltf_backtrace_names(byte* backtrace, NativeText* text);
    [LibraryImport(Library)] public static partial void ltf_last_error_trace(NativeText* trace);
    [LibraryImport(Library)] public static partial void ltf_last_error_exception(nint runtime, nint* exception);
    [LibraryImport(Library)] public static partial int ltf_owner_register(CallbackTable* callbacks, int mayEnd, nint* owner);
    [LibraryImport(Library)] public static partial void ltf_owner_leaves();
    [LibraryImport(Library)] public static partial int ltf_owner_end(nint owner, int* ended);
    [LibraryImport(Library)] public static partial void ltf_process_ends();

    [LibraryImport(Library)] public static partial int ltf_operator_resolve(byte* name, byte* overload, byte** names, int count, nint* result);
    [LibraryImport(Library)] public static partial int ltf_operator_describe(nint op, NativeText* schema, int* results, OperatorEntry* entry);
    [LibraryImport(Library)] public static partial int ltf_meta_kernel_register(byte* name, byte* overload, ManagedHandle kernel, int* registered);
    [LibraryImport(Library)] public static partial int ltf_kernel_arguments(Value* values, int room, int* count);
    [LibraryImport(Library)] public static partial int ltf_library_load(byte* path);
    [LibraryImport(Library)] public static partial int ltf_set_fast_paths(int enabled);
    [LibraryImport(Library)] public static partial int ltf_operator_schemas(NativeText* lines);
    [LibraryImport(Library)] public static partial void ltf_value_release(Value* value);

    [LibraryImport(Library)] public static partial void ltf_object_release(nint value);
    [LibraryImport(Library)] public static partial int ltf_object_type(nint value, NativeText* type);
    [LibraryImport(Library)] public static partial int ltf_tensor_storage(nint tensor, nint* storage);
    [LibraryImport(Library)] public static partial int ltf_tensor_export(nint tensor, void** data, nint* storage);
    [LibraryImport(Library)] public static partial void ltf_tensor_fit(nint tensor);
    [LibraryImport(Library)] public static partial int ltf_storage_describe(nint storage, StorageInfo* info);
    [LibraryImport(Library)] public static partial int ltf_storage_slice(nint storage, long offset, long bytes, nint* slice);

    [LibraryImport(Library)] public static partial int ltf_archive_create(byte* name, nint* archive);
    [LibraryImport(Library)] public static partial int ltf_archive_add(nint archive, byte* name, void* data, long size, NativeText* head, NativeText* tail);
    [LibraryImport(Library)] public static partial int ltf_archive_finish(nint archive, NativeText* rest);
    [LibraryImport(Library)] public static partial void ltf_archive_release(nint archive);

    [LibraryImport(Library)] public static partial int ltf_script_load(ByteSource* source, int deviceType, int deviceIndex, nint* module);
    [LibraryImport(Library)] public static partial int ltf_script_save(nint module, byte* name, NativeText* extraNames, NativeText* extraFiles, int extraCount, ByteSink* sink);
    [LibraryImport(Library)] public static partial int ltf_script_copy(nint module, nint* copy);
    [LibraryImport(Library)] public static partial int ltf_script_methods(nint module, NativeText* names);
    [LibraryImport(Library)] public static partial int ltf_script_schema(nint module, byte* method, NativeText* schema);
    [LibraryImport(Library)] public static partial int ltf_script_code(nint module, byte* method, NativeText* code);
    [LibraryImport(Library)] public static partial int ltf_script_member_count(nint module, int* count);
    [LibraryImport(Library)] public static partial int ltf_script_member_describe(nint module, int index, ScriptMemberInfo* member);
    [LibraryImport(Library)] public static partial int ltf_script_member_get(nint module, int index, Value* value);
    [LibraryImport(Library)] public static partial int ltf_script_member_set(nint module, int index, Value* value);
    [LibraryImport(Library)] public static partial int ltf_script_call(nint module, byte* method, Value* arguments, int count, byte** names, int named, Value* result);

    [LibraryImport(Library)] public static partial int ltf_script_create(byte* name, int training, nint* module);
    [LibraryImport(Library)] public static partial int ltf_script_add_tensor(nint module, byte* name, nint tensor, ScriptMemberKind kind);
    [LibraryImport(Library)] public static partial int ltf_script_add_module(nint module, byte* name, nint added);
    [LibraryImport(Library)] public static partial int ltf_script_trace(nint module, nint* inputs, int count, int strict, TracedCode* code);
    [LibraryImport(Library)] public static partial int ltf_script_take_result(nint receiver, Value* result);
    [LibraryImport(Library)] public static partial int ltf_script_record(int recorded, int* before);
    [LibraryImport(Library)] public static partial int ltf_script_freeze(nint module, int optimizeNumerics, nint* frozen);
    [LibraryImport(Library)] public static partial int ltf_script_optimize(nint module, nint* optimized);
    [LibraryImport(Library)] public static partial int ltf_package_load(byte* path, byte* model, nint* package);
    [LibraryImport(Library)] public static partial void ltf_package_release(nint package);
    [LibraryImport(Library)] public static partial int ltf_package_describe(nint package, Value* metadata, Value* call);
    [LibraryImport(Library)] public static partial int ltf_package_run(nint package, nint* inputs, int count, Value* results);

    [LibraryImport(Library)] public static partial void ltf_tensor_release(nint tensor);
    [LibraryImport(Library)] public static partial void ltf_tensor_retain(nint tensor);
    [LibraryImport(Library)] public static partial int ltf_tensor_from_native(nint native, nint* result);
    [LibraryImport(Library)] public static partial int ltf_tensor_to_native(nint tensor, nint* native);
    [LibraryImport(Library)] public static partial void ltf_native_release(nint native);
    [LibraryImport(Library)] public static partial int ltf_tensor_from_memory(void* data, long* sizes, long* strides, int dimensions, int dtype, ManagedHandle memory, nint* result);
    [LibraryImport(Library)] public static partial int ltf_tensor_to_dlpack(nint tensor, nint* dlpack);
    [LibraryImport(Library)] public static partial int ltf_tensor_from_dlpack(nint dlpack, nint* result);
    [LibraryImport(Library)] public static partial void ltf_dlpack_release(nint dlpack);
    [LibraryImport(Library)] public static partial int ltf_tensor_describe(nint tensor, TensorInfo* info);
    [LibraryImport(Library)] public static partial int ltf_tensor_data(nint tensor, void** data);
    [LibraryImport(Library), SuppressGCTransition] public static partial void ltf_tensor_item(nint tensor, Value* value, double* parts);
    [LibraryImport(Library)] public static partial int ltf_tensor_version(nint tensor, long* version);
    [LibraryImport(Library)] public static partial int ltf_tensor_strides(nint tensor, long* strides);
    [LibraryImport(Library)] public static partial int ltf_tensor_is_contiguous(nint tensor, int format, int* contiguous);
    [LibraryImport(Library)] public static partial int ltf_tensor_storage_offset(nint tensor, long* offset);
    [LibraryImport(Library)] public static partial int ltf_tensor_names(nint tensor, NativeText* names);
    [LibraryImport(Library)] public static partial int ltf_tensor_variable_data(nint tensor, nint* result);
    [LibraryImport(Library)] public static partial int ltf_tensor_set_data(nint tensor, nint data);
    [LibraryImport(Library)] public static partial int ltf_tensor_get_item(nint tensor, Value* items, int count, int isTuple, nint* result);
    [LibraryImport(Library)] public static partial int ltf_tensor_set_item(nint tensor, Value* items, int count, int isTuple, nint value);
    [LibraryImport(Library)] public static partial int ltf_tensor_of_number(Value* number, nint* result);

    [LibraryImport(Library)] public static partial MemoryCounters* ltf_memory_counters();

    [LibraryImport(Library)] public static partial int ltf_tensor_grad(nint tensor, nint* grad);
    [LibraryImport(Library)] public static partial int ltf_tensor_set_grad(nint tensor, nint grad);
    [LibraryImport(Library)] public static partial int ltf_tensor_set_requires_grad(nint tensor, int value);
    [LibraryImport(Library)] public static partial int ltf_tensor_retain_grad(nint tensor);
    [LibraryImport(Library)] public static partial int ltf_tensor_output_nr(nint tensor, long* number);
    [LibraryImport(Library)] public static partial int ltf_tensor_grad_fn(nint tensor, nint* node);
    [LibraryImport(Library)] public static partial void ltf_node_release(nint node);
    [LibraryImport(Library)] public static partial int ltf_node_name(nint node, NativeText* name);
    [LibraryImport(Library)] public static partial int ltf_node_describe(nint node, NodeInfo* info);
    [LibraryImport(Library)] public static partial int ltf_node_next(nint node, int index, nint* next, long* inputNr);
    [LibraryImport(Library)] public static partial int ltf_node_input(nint node, int index, long* sizes, int room, int* dimensions);
    [LibraryImport(Library)] public static partial int ltf_node_variable(nint node, nint* variable);
    [LibraryImport(Library)] public static partial int ltf_node_metadata(nint node, ManagedHandle fresh, nint* held);

    [LibraryImport(Library)]
    public static partial int ltf_autograd_run(
        nint* outputs, nint* gradients, int count, nint* inputs, int inputCount, AutogradFlags flags, ManagedHandle caller, nint* results);

    [LibraryImport(Library)] public static partial int ltf_tensor_gradient_edge(nint tensor, nint* node, long* number);
    [LibraryImport(Library)] public static partial int ltf_node_input_zeros(nint node, long number, nint* zeros);
    [LibraryImport(Library)] public static partial int ltf_autograd_run_edges(Edges* outputs, nint* gradients, Edges* inputs, AutogradFlags flags, ManagedHandle caller, nint* results);
    [LibraryImport(Library)] public static partial int ltf_backward_task(long* task);
    [LibraryImport(Library)] public static partial int ltf_backward_keep(ManagedHandle target);
    [LibraryImport(Library)] public static partial int ltf_watch_make(nint tensor, nint* watch);
    [LibraryImport(Library)] public static partial void ltf_watch_release(nint watch);
    [LibraryImport(Library)] public static partial int ltf_watch_will_execute(nint watch, int* will);
    [LibraryImport(Library)] public static partial int ltf_anchors_make(nint* tensors, int count, nint node, nint* anchors);
    [LibraryImport(Library)] public static partial void ltf_anchors_release(nint anchors);
    [LibraryImport(Library)] public static partial int ltf_anchors_held_by(nint anchors, int* holders, int nodeHolders, int atRest, int* held);
    [LibraryImport(Library)] public static partial int ltf_dual_enter(long* level);
    [LibraryImport(Library)] public static partial int ltf_dual_exit(long level);
    [LibraryImport(Library)] public static partial int ltf_forward_grad_mode();
    [LibraryImport(Library)] public static partial void ltf_set_forward_grad_mode(int enabled);
    [LibraryImport(Library)] public static partial int ltf_undefined_grad(nint tensor, nint* result);

    [LibraryImport(Library)] public static partial int ltf_transform_push(Transform transform, long batchSize, int randomness, byte* refusal, long* level);
    [LibraryImport(Library)] public static partial int ltf_transform_pop();
    [LibraryImport(Library)] public static partial int ltf_transform_top(Transform* transform, long* level);
    [LibraryImport(Library)] public static partial int ltf_transform_lower(nint* layer);
    [LibraryImport(Library)] public static partial int ltf_transform_raise(nint layer);
    [LibraryImport(Library)] public static partial int ltf_transforms_active(int* active);
    [LibraryImport(Library)] public static partial int ltf_transforms_pass_by(int passBy, int* before);
    [LibraryImport(Library)] public static partial int ltf_transform_wrap(nint tensor, long level, nint* result);
    [LibraryImport(Library)] public static partial int ltf_transform_unwrap(nint tensor, long level, nint* result);
    [LibraryImport(Library)] public static partial int ltf_transform_check_requires_grad();
    [LibraryImport(Library)] public static partial int ltf_transform_require_grad(nint tensor);
    [LibraryImport(Library)] public static partial int ltf_transform_describe(nint tensor, WrappedTensor* wrapped);
    [LibraryImport(Library)] public static partial int ltf_batch_add(nint tensor, long dimension, long level, nint* result);
    [LibraryImport(Library)] public static partial int ltf_batch_remove(nint tensor, long level, long batchSize, long dimension, nint* result);
    [LibraryImport(Library)] public static partial int ltf_batch_mode(int enter, long* level);

    [LibraryImport(Library), SuppressGCTransition] public static partial int ltf_grad_mode();
    [LibraryImport(Library), SuppressGCTransition] public static partial int ltf_set_grad_mode(int enabled);
    [LibraryImport(Library)] public static partial int ltf_checkpoint_valid(int* valid);
    [LibraryImport(Library)] public static partial void ltf_anomaly_mode(int* enabled, int* checkNan);
    [LibraryImport(Library)] public static partial void ltf_set_anomaly_mode(int enabled, int checkNan);
    [LibraryImport(Library)] public static partial int ltf_tensor_add_hook(nint tensor, byte* name, ManagedHandle target, nint* hook);
    [LibraryImport(Library)] public static partial int ltf_tensor_add_accumulated_hook(nint tensor, byte* name, ManagedHandle target, nint* hook, nint* keeper);
    [LibraryImport(Library)] public static partial int ltf_node_add_hook(nint node, int before, byte* name, ManagedHandle target, nint* hook);
    [LibraryImport(Library)] public static partial int ltf_hook_remove(nint hook);
    [LibraryImport(Library)] public static partial void ltf_hook_release(nint hook);
    [LibraryImport(Library)] public static partial int ltf_function_begin(byte* name, nint* inputs, int count, ManagedHandle target, nint* node);
    [LibraryImport(Library)] public static partial int ltf_function_end(nint node, FunctionOutcome* outcome, nint* results);
    [LibraryImport(Library)] public static partial int ltf_function_saved(nint node, nint* results, int room, int* count);
    [LibraryImport(Library)] public static partial int ltf_delayed_error(byte* message, nint* tensors, int count, nint* results);
    [LibraryImport(Library)] public static partial int ltf_saved_hooks_enter(ManagedHandle target, nint* guard);
    [LibraryImport(Library)] public static partial void ltf_saved_hooks_exit(nint guard);
    [LibraryImport(Library)] public static partial int ltf_saved_hooks_disabled(int* disabled, NativeText* message);
    [LibraryImport(Library)] public static partial int ltf_saved_hooks_disable(byte* message);

    [LibraryImport(Library)] public static partial int ltf_inference_mode();
    [LibraryImport(Library)] public static partial int ltf_inference_mode_enter(int enabled, nint* guard);
    [LibraryImport(Library)] public static partial void ltf_inference_mode_exit(nint guard);

    [LibraryImport(Library)] public static partial int ltf_autocast_state(int deviceType, AutocastState* state);
    [LibraryImport(Library)] public static partial int ltf_autocast_enter(int deviceType, AutocastState* state);
    [LibraryImport(Library)] public static partial int ltf_autocast_exit(int deviceType, AutocastState* previous);

    [LibraryImport(Library)] public static partial int ltf_cuda_require();
    [LibraryImport(Library)] public static partial int ltf_cuda_is_built(int* built);
    [LibraryImport(Library)] public static partial int ltf_cuda_cudnn_version(long* version);
    [LibraryImport(Library)] public static partial int ltf_cuda_device_count(int* count);
    [LibraryImport(Library)] public static partial int ltf_cuda_synchronize(int index);
    [LibraryImport(Library)] public static partial int ltf_cuda_seed(int index, ulong seed);
    [LibraryImport(Library)] public static partial int ltf_cuda_describe(int index, CudaProperties* properties, NativeText* name);
    [LibraryImport(Library)] public static partial int ltf_cuda_memory_info(int index, long* free, long* total);
    [LibraryImport(Library)] public static partial int ltf_cuda_can_access_peer(int index, int peer, int* can);
    [LibraryImport(Library)] public static partial int ltf_cuda_priority_range(int* least, int* greatest);
    [LibraryImport(Library)] public static partial int ltf_device_memory_figures(int type, int index, long* figures);
    [LibraryImport(Library)] public static partial int ltf_device_memory_reset_accumulated(int type, int index);
    [LibraryImport(Library)] public static partial int ltf_device_memory_reset_peak(int type, int index);
    [LibraryImport(Library)] public static partial int ltf_device_memory_empty_cache(int type);
    [LibraryImport(Library)] public static partial int ltf_device_current(int type, int* index);
    [LibraryImport(Library)] public static partial int ltf_device_set(int type, int index);
    [LibraryImport(Library)] public static partial int ltf_device_restore(int type, int index);
    [LibraryImport(Library)] public static partial int ltf_stream_create(int deviceType, int deviceIndex, long id, nint* stream);
    [LibraryImport(Library)] public static partial int ltf_stream_external(int deviceIndex, nint native, nint* stream);
    [LibraryImport(Library)] public static partial int ltf_stream_new(int deviceType, int deviceIndex, int priority, nint* stream);
    [LibraryImport(Library)] public static partial int ltf_stream_current(int deviceType, int deviceIndex, nint* stream);
    [LibraryImport(Library)] public static partial int ltf_stream_default(int deviceType, int deviceIndex, nint* stream);
    [LibraryImport(Library)] public static partial int ltf_stream_describe(nint stream, int* type, int* index, long* id);
    [LibraryImport(Library)] public static partial int ltf_stream_set(nint stream);
    [LibraryImport(Library)] public static partial int ltf_stream_query(nint stream, int* done);
    [LibraryImport(Library)] public static partial int ltf_stream_synchronize(nint stream);
    [LibraryImport(Library)] public static partial int ltf_event_create(int deviceType, int timing, nint* made);
    [LibraryImport(Library)] public static partial void ltf_event_release(nint mark);
    [LibraryImport(Library)] public static partial int ltf_event_record(nint mark, nint stream);
    [LibraryImport(Library)] public static partial int ltf_event_block(nint mark, nint stream);
    [LibraryImport(Library)] public static partial int ltf_event_synchronize(nint mark);
    [LibraryImport(Library)] public static partial int ltf_event_query(nint mark, int* past);
    [LibraryImport(Library)] public static partial int ltf_event_elapsed(nint start, nint end, double* milliseconds);

    [LibraryImport(Library)] public static partial int ltf_adam_step(AdamStep* options, nint* tensors, nint* counters, int count, int* stepped);
    [LibraryImport(Library)] public static partial int ltf_sgd_step(SgdStep* options, nint* tensors, int count, int* stepped);

    [LibraryImport(Library)] public static partial void ltf_warnings_deliver(delegate* unmanaged[Cdecl]<byte*, long, int> handler);

    [LibraryImport(Library)] public static partial int ltf_library(NativeText* version, NativeText* path);
    [LibraryImport(Library)] public static partial int ltf_device_parse(byte* text, int* type, int* index);
    [LibraryImport(Library)] public static partial int ltf_device_text(int type, int index, NativeText* text);
    [LibraryImport(Library)] public static partial int ltf_manual_seed(ulong seed);
    [LibraryImport(Library)] public static partial int ltf_initial_seed(ulong* seed);
    [LibraryImport(Library)] public static partial int ltf_generator_create(int deviceType, int deviceIndex, nint* generator);
    [LibraryImport(Library)] public static partial void ltf_generator_release(nint generator);
    [LibraryImport(Library)] public static partial int ltf_generator_seed(nint generator, ulong seed);
    [LibraryImport(Library)] public static partial int ltf_generator_draw_seed(nint generator, ulong* seed);
    [LibraryImport(Library)] public static partial int ltf_generator_initial_seed(nint generator, ulong* seed);
    [LibraryImport(Library)] public static partial int ltf_generator_of_device(int deviceType, int deviceIndex, nint* generator);
    [LibraryImport(Library)] public static partial int ltf_generator_state(nint generator, nint* state);
    [LibraryImport(Library)] public static partial int ltf_generator_set_state(nint generator, nint state);
    [LibraryImport(Library)] public static partial int ltf_rng_state(int deviceType, int deviceIndex, nint* state);
    [LibraryImport(Library)] public static partial int ltf_set_rng_state(int deviceType, int deviceIndex, nint state);
    [LibraryImport(Library)] public static partial int ltf_default_dtype(int* dtype);
    [LibraryImport(Library)] public static partial int ltf_set_default_dtype(int dtype);
    [LibraryImport(Library)] public static partial int ltf_library_config(NativeText* config);
    [LibraryImport(Library)] public static partial int ltf_allocator(NativeText* path);
    [LibraryImport(Library)] public static partial int ltf_threads(int* count);
    [LibraryImport(Library)] public static partial int ltf_interop_threads(int* count);
    [LibraryImport(Library)] public static partial int ltf_set_threads(int count);
    [LibraryImport(Library)] public static partial int ltf_matmul_precision(NativeText* precision);
    [LibraryImport(Library)] public static partial int ltf_set_matmul_precision(byte* precision);
    [LibraryImport(Library)] public static partial int ltf_deterministic(int* enabled, int* warnOnly);
    [LibraryImport(Library)] public static partial int ltf_set_deterministic(int enabled, int warnOnly);
    [LibraryImport(Library)] public static partial int ltf_backend_flag(int flag, long* value);
    [LibraryImport(Library)] public static partial int ltf_set_backend_flag(int flag, long value);

    [LibraryImport(Library)] public static partial int ltf_nvtx_range_push(byte* message, int* depth);
    [LibraryImport(Library)] public static partial int ltf_nvtx_range_pop(int* depth);
    [LibraryImport(Library)] public static partial int ltf_nvtx_range_start(byte* message, ulong* range);
    [LibraryImport(Library)] public static partial int ltf_nvtx_range_end(ulong range);
    [LibraryImport(Library)] public static partial int ltf_nvtx_mark(byte* message);
}
