using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>A view of another store that puts a prefix before each key; <c>torch.distributed.PrefixStore</c>.</summary>
/// <param name="prefix">The prefix, followed by a slash and the key.</param>
/// <param name="store">The other store, which this one keeps alive.</param>
public sealed class PrefixStore(string prefix, Store store) : Store(StoreCalls.Prefix(prefix, store));
