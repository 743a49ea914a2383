using System.Reflection;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>Finds the native library beside the application and says, when it cannot, what was tried.</summary>
internal static class NativeLoader
{
    private const string FileName = "libtorch_facade.so";

    private static readonly Lock Loading = new();
    private static nint _library;

    public static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);

    /// <summary>Where the library is looked for, in order.</summary>
    internal static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("LIBTORCH_FACADE_NATIVE") is { Length: > 0 } chosen)
        {
            // A library that was named on purpose is the only one that will do.
            yield return chosen;
            yield break;
        }

        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName);
    }

    // The runtime asks once for each function.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Native.Library)
        {
            return 0;
        }

        lock (Loading)
        {
            if (_library == 0)
            {
                _library = Load();
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => Native.ltf_process_ends();
            }

            return _library;
        }
    }

    private static nint Load()
    {
        var tried = new List<string>();
        foreach (var path in Candidates())
        {
            if (!File.Exists(path))
            {
                tried.Add($"{path}: no such file");
                continue;
            }

            try
            {
                return NativeLibrary.Load(path);
            }
            catch (DllNotFoundException error)
            {
                tried.Add($"{path}: {error.Message.ReplaceLineEndings(" ").Trim()}");
            }
        }

        throw new LibTorchNotFoundException(
            "libtorch could not be loaded. Build the native library with ./build.sh, which finds libtorch in $LIBTORCH or on the system. Tried:"
            + string.Concat(tried.Select(line => "\n  " + line)));
    }
}
