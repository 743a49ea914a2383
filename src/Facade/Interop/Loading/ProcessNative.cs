namespace LibTorch.Interop;

/// <summary>
/// The native library of the process, which all copies of this assembly share: two would each replace libtorch's engine.
/// It is told by what the runtime keeps for all load contexts, and by types of the runtime's own, so no context is held.
/// </summary>
internal static class ProcessNative
{
    private const string Name = "LibTorch.Facade.NativeLibrary";

    /// <summary>The file and the handle; null where no copy has loaded one.</summary>
    public static (string File, nint Handle)? Loaded
    {
        get => AppContext.GetData(Name) as ValueTuple<string, nint>?;
        set => AppContext.SetData(Name, value);
    }

    /// <summary>Has one copy at a time look and load.</summary>
    public static ProcessWideLock Enter() => ProcessWideLock.Enter(Name);
}
