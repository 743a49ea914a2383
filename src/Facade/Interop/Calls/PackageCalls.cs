namespace LibTorch.Interop;

/// <summary>Networks that were compiled ahead of time.</summary>
internal static unsafe class PackageCalls
{
    /// <summary>Loads a network of a package's, with its machine code.</summary>
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
