using System.Runtime.Versioning;

namespace LibTorch.Tests.Examples;

/// <summary>A shell script of one line, there as long as the test.</summary>
[SupportedOSPlatform("linux")]
internal sealed class TemporaryProgram : IDisposable
{
    public TemporaryProgram(string line)
    {
        File.WriteAllText(Path, $"#!/bin/sh\n{line}\n");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());

    public void Dispose() => File.Delete(Path);
}
