using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>A value that only operators look into, such as packed weights or a dictionary; <c>torch.ScriptObject</c>.</summary>
/// <remarks>Operators hand it out and take it; disposing is optional.</remarks>
public class ScriptObject : ISafeHandleOwner, IDisposable
{
    private readonly ObjectHandle _handle;

    private protected ScriptObject(ObjectHandle handle) => _handle = handle;

    /// <summary>The type as a schema writes it, such as <c>__torch__.torch.classes.rnn.CellParamsBase</c>.</summary>
    public string TypeName => ObjectCalls.TypeName(this);

    SafeHandle ISafeHandleOwner.Handle => _handle;

    /// <summary>Gives the value back; later uses throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _handle.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes over a value that libtorch handed out.</summary>
    internal static ScriptObject Own(ObjectHandle handle, ObjectKind kind) => kind switch
    {
        ObjectKind.Storage => new Storage(handle),
        ObjectKind.Stream => new DeviceStream(handle),
        _ => new ScriptObject(handle),
    };
}
