using System.Text;

namespace LibTorch.Interop;

/// <summary>The attempts to load the libraries, as text for the error message.</summary>
/// <param name="natives">The places where the native library was looked for.</param>
internal sealed class LoadAttempts(NativePlaces natives)
{
    private readonly StringBuilder _libtorchs = new();

    /// <summary>Adds a place where libtorch was looked for, and what was found there.</summary>
    public void Add(string path, string finding) => Add(_libtorchs, $"{path}: {finding}");

    public LibTorchNotFoundException Failure(string mending)
    {
        StringBuilder lines = new("libtorch could not be loaded. Tried:\n  the native library:");
        foreach (var line in natives.Lines())
        {
            Add(lines, line);
        }

        var libtorchs = _libtorchs.Length == 0 ? "" : $"\n  libtorch:{_libtorchs}";
        return new($"{lines}{libtorchs}\nTo mend it: {mending}");
    }

    private static void Add(StringBuilder lines, string line) => lines.Append("\n    ").Append(line.ReplaceLineEndings(" ").Trim());
}
