using System.Runtime.CompilerServices;
using LibTorch.Tests.Interop;

namespace LibTorch.Tests.Cuda;

/// <summary>
/// A libtorch with CUDA for machines without a GPU: the libtorch at hand with StandIn/'s libtorch_cuda.so beside it, whose two
/// devices are the host's memory, and its driver. What is tested on it is what the facade does; CUDA itself is made up.
/// </summary>
public sealed class StandInCuda : IDisposable
{
    private const string Variable = "LTF_STAND_IN";

    private string? _folder;

    private static bool IsElsewhere => System.Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>What a process is told that is to have the devices.</summary>
    public (string Name, string? Value)[] Environment =>
        [("LIBTORCH", Folder), ("LD_LIBRARY_PATH", Folder), ("CUDA_VISIBLE_DEVICES", null), ("CUDA_MODULE_LOADING", null)];

    /// <summary>Runs the body of the test that calls this in a process of its own that has the devices.</summary>
    public void Elsewhere(object test, Action body, (string Name, string? Value)[]? environment = null, [CallerMemberName] string method = "")
    {
        if (IsElsewhere)
        {
            body();
            return;
        }

        var (exit, output, error) = ChildProcess.RunTests([$"{test.GetType().FullName}.{method}"], [(Variable, Folder), .. Environment, .. environment ?? []]);
        Assert.True(exit == 0, output + error);
    }

    /// <summary>What the devices answer; StandIn/questions.cpp has what they can be asked.</summary>
    public static object? Ask(string question, params object?[] arguments) => Torch.Ops[$"stand_in::{question}"].Invoke(arguments).FirstOrDefault();

    /// <summary>The driver's file, to be preloaded; the folder where there is none yet.</summary>
    public string Driver => Path.Combine(IsElsewhere ? "" : Folder, "libcuda.so.1");

    /// <summary>Where all of it lies.</summary>
    public string Folder => _folder ??= Make();

    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    // Copies, as the loader goes by where a file really lies.
    private static string Make()
    {
        var built = Repository.PathOf("artifacts/stand-in-cuda");
        Assert.SkipUnless(Directory.Exists(built), $"{built} is not there; ./build.sh test builds it");
        var folder = Directory.CreateTempSubdirectory("stand-in-cuda-").FullName;
        var libtorch = Path.GetDirectoryName(Torch.LibraryPath)!;
        foreach (var name in StandInLibTorch.Native.Libraries)
        {
            File.Copy(Path.Combine(libtorch, name), Path.Combine(folder, name));
            if (name.StartsWith("libtorch_cpu", StringComparison.Ordinal))
            {
                File.Copy(Path.Combine(built, "libstand_in_cuda.so"), Path.Combine(folder, name.Replace("_cpu", "_cuda", StringComparison.Ordinal)));
            }
        }

        foreach (var name in (string[])["libcuda.so.1", "libnvToolsExt.so.1"])
        {
            File.Copy(Path.Combine(built, name), Path.Combine(folder, name));
        }

        return folder;
    }
}
