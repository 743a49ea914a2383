using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>A value whose contents only operators can read, such as packed weights or a dictionary; <c>torch.ScriptObject</c>.</summary>
/// <remarks>Operators return such values and take them as arguments; disposing is optional.</remarks>
public class ScriptObject : ISafeHandleOwner, IDisposable
{
    private readonly ObjectHandle _handle;

    private protected ScriptObject(ObjectHandle handle) => _handle = handle;

    /// <summary>The type as a schema writes it, such as <c>__torch__.torch.classes.rnn.CellParamsBase</c>.</summary>
    public string TypeName => ObjectCalls.TypeName(this);

    SafeHandle ISafeHandleOwner.Handle => _handle;

    /// <summary>Releases the value; later uses throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _handle.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes over a value from libtorch.</summary>
    internal static ScriptObject Own(ObjectHandle handle, ObjectKind kind) => kind switch
    {
        ObjectKind.Storage => new Storage(handle),
        ObjectKind.Stream => new DeviceStream(handle),
        _ => new ScriptObject(handle),
    };
}
