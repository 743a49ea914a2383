using System.Runtime.InteropServices;

namespace LibTorch.Tests.OwnOperators;

/// <summary>Native/foreign.cpp: a library with tensors of its own.</summary>
internal static unsafe class ForeignLibrary
{
    private static readonly Lazy<nint> Library = new(() =>
    {
        // Its libtorch is the one that the facade has loaded.
        _ = Torch.Version;
        var path = Repository.PathOf("artifacts/own-operators/libforeign.so");
        Assert.SkipUnless(File.Exists(path), $"{path} is not built; ./build.sh test builds it");
        return NativeLibrary.Load(path);
    });

    public static nint Make(double value) => ((delegate* unmanaged<double, nint>)Function("make"))(value);

    public static nint Undefined() => ((delegate* unmanaged<nint>)Function("undefined"))();

    public static nint Cube(nint x) => ((delegate* unmanaged<nint, nint>)Function("cube"))(x);

    public static void Increase(nint x) => ((delegate* unmanaged<nint, void>)Function("increase"))(x);

    public static void Backward(nint x) => ((delegate* unmanaged<nint, void>)Function("backward"))(x);

    public static nint Data(nint x) => ((delegate* unmanaged<nint, nint>)Function("data"))(x);

    public static long Holders(nint x) => ((delegate* unmanaged<nint, long>)Function("holders"))(x);

    public static void Dispose(nint x) => ((delegate* unmanaged<nint, void>)Function("dispose"))(x);

    private static nint Function(string name) => NativeLibrary.GetExport(Library.Value, "foreign_" + name);
}
