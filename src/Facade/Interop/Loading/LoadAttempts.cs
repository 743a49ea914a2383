using System.Text;

namespace LibTorch.Interop;

/// <summary>What was tried to load the libraries, as a person reads it.</summary>
internal sealed class LoadAttempts
{
    private readonly StringBuilder _lines = new();
    private string _title = "";

    /// <summary>Says what the next attempts are about.</summary>
    public void Title(string title)
    {
        if (_title != title)
        {
            _lines.Append("\n  ").Append(_title = title);
        }
    }

    public void Add(string path, string finding) => _lines.Append("\n    ").Append(path).Append(": ").Append(finding.ReplaceLineEndings(" ").Trim());

    public LibTorchNotFoundException Failure(string mending) => new($"libtorch could not be loaded. Tried:{_lines}\nTo mend it: {mending}");
}
