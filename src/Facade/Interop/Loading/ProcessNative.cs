namespace LibTorch.Interop;

/// <summary>
/// The native library of the process. All copies of this assembly share it: two native libraries would each replace libtorch's engine. It
/// is recorded in the runtime's AppContext, which all load contexts share, with types of the runtime's own, so that no load context is kept
/// alive.
/// </summary>
internal static class ProcessNative
{
    private const string Name = "LibTorch.Facade.NativeLibrary";

    /// <summary>The file and the handle; null if no copy has loaded the library.</summary>
    public static (string File, nint Handle)? Loaded
    {
        get => AppContext.GetData(Name) as ValueTuple<string, nint>?;
        set => AppContext.SetData(Name, value);
    }

    /// <summary>Lets one copy at a time search and load.</summary>
    public static ProcessWideLock Enter() => ProcessWideLock.Enter(Name);
}
