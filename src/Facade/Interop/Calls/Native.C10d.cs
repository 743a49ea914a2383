using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>The C boundary of src/Native/c10d/torch_facade_c10d.h, declaration by declaration.</summary>
internal static unsafe partial class Native
{
    /// <summary>The library for torch.distributed, which is loaded when it is first called.</summary>
    public const string C10dLibrary = "torch_facade_c10d";

    [LibraryImport(C10dLibrary)] public static partial int ltf_c10d_backends(NativeText* names);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_tcp(byte* host, TcpStoreOptions* options, nint* store, int* port);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_file(byte* path, int workers, nint* store);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_hash(nint* store);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_prefix(byte* prefix, nint inner, nint* store);
    [LibraryImport(C10dLibrary)] public static partial void ltf_store_release(nint store);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_set(nint store, byte* key, void* value, long length);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_get(nint store, byte* key, NativeText* value);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_add(nint store, byte* key, long amount, long* sum);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_compare_set(nint store, byte* key, void* expected, long expectedLength, void* desired, long desiredLength, NativeText* value);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_delete(nint store, byte* key, int* deleted);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_key_count(nint store, long* count);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_check(nint store, byte** keys, int count, int* allThere);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_wait(nint store, byte** keys, int count, long timeout);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_timeout(nint store, long* timeout);
    [LibraryImport(C10dLibrary)] public static partial int ltf_store_set_timeout(nint store, long timeout);

    [LibraryImport(C10dLibrary)] public static partial int ltf_group_create(byte* backend, nint store, byte* name, int rank, int size, long timeout, nint* group);
    [LibraryImport(C10dLibrary)] public static partial int ltf_group_create_mpi(int* ranks, int count, byte* name, nint* group, int* rank, int* size);
    [LibraryImport(C10dLibrary)] public static partial int ltf_group_is_registered(nint group, int* registered);
    [LibraryImport(C10dLibrary)] public static partial int ltf_group_agree_on_number(nint group);
    [LibraryImport(C10dLibrary)] public static partial int ltf_group_leave(nint owned, long patience, int* ended);
    [LibraryImport(C10dLibrary)] public static partial void ltf_group_release(nint group);
    [LibraryImport(C10dLibrary)] public static partial int ltf_collective_start(nint group, Collective* collective, nint* work);
    [LibraryImport(C10dLibrary)] public static partial int ltf_monitored_barrier(nint group, long timeout, int waitAllRanks);

    [LibraryImport(C10dLibrary)] public static partial void ltf_work_release(nint work);
    [LibraryImport(C10dLibrary)] public static partial int ltf_work_wait(nint work, long timeout);
    [LibraryImport(C10dLibrary)] public static partial int ltf_work_is_completed(nint work, int* completed);
    [LibraryImport(C10dLibrary)] public static partial int ltf_work_is_success(nint work, int* success);
    [LibraryImport(C10dLibrary)] public static partial int ltf_work_source_rank(nint work, int* rank);
    [LibraryImport(C10dLibrary)] public static partial int ltf_work_tell(nint work, long token, int* told);
    [LibraryImport(C10dLibrary)] public static partial int ltf_works_next(long patience, long* token);

    [LibraryImport(C10dLibrary)] public static partial int ltf_broadcast_coalesced(nint group, nint* tensors, int count, long bufferBytes, int root);
    [LibraryImport(C10dLibrary)] public static partial int ltf_verify_parameters(nint group, nint* parameters, int count);
    [LibraryImport(C10dLibrary)] public static partial int ltf_reducer_create(nint group, nint* parameters, int* sparse, int count, ReducerOptions* options, nint* reducer);
    [LibraryImport(C10dLibrary)] public static partial void ltf_reducer_release(nint reducer);
    [LibraryImport(C10dLibrary)] public static partial int ltf_reducer_compress(nint reducer, nint group, int dtype);
    [LibraryImport(C10dLibrary)] public static partial int ltf_reducer_hook(nint reducer, ManagedHandle hook);
    [LibraryImport(C10dLibrary)] public static partial int ltf_reducer_expect(nint reducer, nint work, int byAll);
    [LibraryImport(C10dLibrary)] public static partial int ltf_reducer_join(nint reducer, nint group, int findsUnused);
    [LibraryImport(C10dLibrary)] public static partial int ltf_reducer_prepare_for_forward(nint reducer);
    [LibraryImport(C10dLibrary)] public static partial int ltf_reducer_rebuild_buckets(nint reducer, int* rebuilt);
    [LibraryImport(C10dLibrary)] public static partial int ltf_reducer_prepare_for_backward(nint reducer, nint* outputs, int count);
    [LibraryImport(C10dLibrary)] public static partial int ltf_reducer_delay_all_reduce(nint reducer);
}
