using System.Runtime.Versioning;

namespace LibTorch.Tests.Build;

/// <summary>A checkout that build.sh cannot write in.</summary>
[SupportedOSPlatform("linux")]
public sealed class OutputFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-read-only-").FullName;

    public void Dispose()
    {
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void It_is_said_in_one_line()
    {
        // It and all that it sources.
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("src"), "*.sh", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.PathOf("tests/Matrix"), "*.sh")).Select(file => Path.GetRelativePath(Repository.Root, file)).Prepend("build.sh"))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, file))!);
            File.Copy(Repository.PathOf(file), Path.Combine(_folder, file));
        }

        File.SetUnixFileMode(_folder, (UnixFileMode)0b101_101_101);

        // Root may write everywhere, so somebody else has to try.
        string[] nobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        string[] command = [.. nobody, "bash", Path.Combine(_folder, "build.sh"), "native"];
        var (exit, _, said) = ChildProcess.Run(command[0], command[1..]);
        var error = said.TrimEnd('\n').Split('\n');

        Assert.Equal(1, exit);
        Assert.Equal($"build.sh: the output folder {_folder}/artifacts cannot be written to", error[^1]);
        Assert.StartsWith("libtorch ", Assert.Single(error[..^1]), StringComparison.Ordinal);
    }
}
