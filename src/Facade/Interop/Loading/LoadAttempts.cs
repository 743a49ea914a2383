using System.Text;

namespace LibTorch.Interop;

/// <summary>What was tried to load the libraries, as a person reads it.</summary>
/// <param name="natives">Where the native library was looked for.</param>
internal sealed class LoadAttempts(NativePlaces natives)
{
    private readonly StringBuilder _libtorchs = new();

    /// <summary>Says what was found where libtorch was looked for.</summary>
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
