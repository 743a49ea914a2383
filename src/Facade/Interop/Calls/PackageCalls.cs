namespace LibTorch.Interop;

/// <summary>Models that AOTInductor compiled ahead of time.</summary>
internal static unsafe class PackageCalls
{
    /// <summary>Loads a model of a package, with its machine code.</summary>
    public static PackageHandle Load(string path, string model)
    {
        nint package;
        fixed (byte* file = NativeText.Terminated(path), name = NativeText.Terminated(model))
        {
            NativeError.Check(Native.ltf_package_load(file, name, &package));
        }

        return new PackageHandle(package);
    }
}
