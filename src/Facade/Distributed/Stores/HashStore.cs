using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>A store for the threads of one process; <c>torch.distributed.HashStore</c>.</summary>
public sealed class HashStore() : Store(StoreCalls.Hash());
