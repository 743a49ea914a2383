using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>The folders in which an application may bring its native libraries.</summary>
internal static class BesideTheApplication
{
    /// <summary>Where a NuGet package keeps its native libraries for this system, below its own folder or an application's.</summary>
    public static readonly string PackageFolder =
        Path.Combine("runtimes", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64", "native");

    /// <summary>
    /// The application's own folder, a package's folder in it, and the folders where the runtime says that packages or a single-file
    /// application keep theirs.
    /// </summary>
    public static IEnumerable<string> Folders
    {
        get
        {
            // The runtime also searches the framework's own folder, which never contains these libraries, so it is left out. The
            // application's folder stays even if it is the same one.
            var framework = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
            var searched = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(':')
                .Where(Path.IsPathFullyQualified).Select(Path.TrimEndingDirectorySeparator).Where(folder => folder != framework);
            var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
            return searched.Prepend(Path.Combine(own, PackageFolder)).Prepend(own).Distinct();
        }
    }
}
