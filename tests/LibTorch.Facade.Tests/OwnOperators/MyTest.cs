namespace LibTorch.Tests.OwnOperators;

/// <summary>The typed methods of Native/mytest.cpp's operators.</summary>
[OperatorLibrary("mytest")]
internal static partial class MyTest
{
    private static readonly string Path = Repository.PathOf("artifacts/own-operators/libmytest.so");

    /// <summary>Loads the library here, and gives the Python that loads it there.</summary>
    public static string Load()
    {
        Assert.SkipUnless(File.Exists(Path), $"{Path} is not built; ./build.sh test builds it");
        Torch.Ops.LoadLibrary(Path);
        return $"torch.ops.load_library({PythonText(Path)}); my = torch.ops.mytest\n";
    }

    private static string PythonText(string text) => "'" + text.Replace("\\", "\\\\").Replace("'", "\\'") + "'";
}
