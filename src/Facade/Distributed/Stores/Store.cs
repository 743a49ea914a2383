using System.Runtime.InteropServices;
using System.Text;
using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>A key-value store that processes share to find each other; <c>torch.distributed.Store</c>.</summary>
/// <remarks>
/// Every call throws a <see cref="TorchDistException"/> if the store cannot be reached, or if a key is not set within the timeout.
/// </remarks>
public abstract class Store : ISafeHandleOwner, IDisposable
{
    private readonly StoreHandle _handle;

    private protected Store(StoreHandle handle) => _handle = handle;

    SafeHandle ISafeHandleOwner.Handle => _handle;

    /// <summary>How long a call waits for a key; <c>store.timeout</c> and <c>store.set_timeout</c>.</summary>
    public TimeSpan Timeout
    {
        get => TimeSpan.FromMilliseconds(StoreCalls.Timeout(this));
        set => StoreCalls.SetTimeout(this, Waiting.Milliseconds(value));
    }

    /// <summary>Sets a key's value; <c>store.set</c>.</summary>
    public void Set(string key, ReadOnlySpan<byte> value) => StoreCalls.Set(this, key, value);

    /// <summary>Sets a key's value to a string, encoded as UTF-8; <c>store.set</c>.</summary>
    public void Set(string key, string value) => StoreCalls.Set(this, key, Encoding.UTF8.GetBytes(value));

    /// <summary>The key's value; waits until the key is set; <c>store.get</c>.</summary>
    /// <exception cref="TorchDistTimeoutException">The key was not set within the timeout.</exception>
    public byte[] Get(string key) => StoreCalls.Get(this, key);

    /// <summary>The key's value as a string; waits until the key is set; <c>store.get</c>.</summary>
    /// <exception cref="TorchDistTimeoutException">The key was not set within the timeout.</exception>
    public string GetText(string key) => Encoding.UTF8.GetString(Get(key));

    /// <summary>Adds to a key's counter, which begins at 0, and returns the new value; <c>store.add</c>.</summary>
    public long Add(string key, long amount) => StoreCalls.Add(this, key, amount);

    /// <summary>
    /// Sets the value if the current one equals the expected one, or if the key is new and the expected one is empty;
    /// <c>store.compare_set</c>.
    /// </summary>
    /// <returns>The key's value afterwards.</returns>
    public byte[] CompareSet(string key, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> desired) => StoreCalls.CompareSet(this, key, expected, desired);

    /// <summary>Removes a key. True if the key existed; <c>store.delete_key</c>.</summary>
    public bool DeleteKey(string key) => StoreCalls.Delete(this, key);

    /// <summary>The number of keys, including keys that the store itself has set; <c>store.num_keys</c>.</summary>
    public long NumKeys() => StoreCalls.KeyCount(this);

    /// <summary>Whether all of these keys are set; <c>store.check</c>.</summary>
    public bool Check(params IReadOnlyList<string> keys) => StoreCalls.Check(this, keys);

    /// <summary>Waits until all of these keys are set; <c>store.wait</c>.</summary>
    /// <exception cref="TorchDistTimeoutException">Not all keys were set within the timeout.</exception>
    public void Wait(IReadOnlyList<string> keys, TimeSpan? timeout = null) => StoreCalls.Wait(this, keys, Waiting.Milliseconds(timeout));

    /// <summary>
    /// Releases this object's reference to the store. If this process serves the store, the server ends with the last group that uses it.
    /// </summary>
    public void Dispose()
    {
        _handle.Dispose();
        GC.SuppressFinalize(this);
    }
}
