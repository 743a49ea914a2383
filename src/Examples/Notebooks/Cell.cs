namespace LibTorch.Examples.Notebooks;

/// <summary>One cell: its C# source, its printed or displayed outputs, and the outputs recorded in the notebook.</summary>
internal sealed class Cell(string label, string source)
{
    private readonly List<string> _printed = [];
    private string[] _recorded = [];
    private bool _together;

    public string Label => label;

    /// <summary>The body's lines as they are in the file.</summary>
    public string Source => source;

    public IReadOnlyList<string> Printed => _printed;

    public string? Remark { get; private set; }

    /// <summary>Sets the recorded outputs, one text for each print or displayed value.</summary>
    public Cell Out(params string[] recorded)
    {
        _recorded = recorded;
        return this;
    }

    /// <summary>Sets the recorded output of a cell whose prints make up one report and count as one output.</summary>
    public Cell OutTogether(string recorded)
    {
        _together = true;
        return Out(recorded);
    }

    public Cell Note(string remark)
    {
        Remark = remark;
        return this;
    }

    public void Add(string text) => _printed.Add(text);

    /// <summary>Pairs each recorded output with that of this run; a missing one on either side is null.</summary>
    public IEnumerable<Output> Outputs(bool onCuda)
    {
        string[] printed = _together ? [string.Join('\n', _printed)] : [.. _printed];
        for (var i = 0; i < Math.Max(printed.Length, _recorded.Length); i++)
        {
            yield return new Output(printed.ElementAtOrDefault(i), _recorded.ElementAtOrDefault(i), onCuda);
        }
    }
}
