using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>The keys of another store that begin alike; <c>torch.distributed.PrefixStore</c>.</summary>
/// <param name="prefix">What stands before each key, with a slash between.</param>
/// <param name="store">The store itself, which this one keeps.</param>
public sealed class PrefixStore(string prefix, Store store) : Store(StoreCalls.Prefix(prefix, store));
