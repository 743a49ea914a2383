namespace LibTorch.Examples.Notebooks;

/// <summary>One cell: its C# source, what it printed or displayed, and what the notebook had recorded there.</summary>
internal sealed class Cell(string label, string source)
{
    private readonly List<string> _printed = [];
    private string[] _recorded = [];
    private bool _together;

    public string Label => label;

    /// <summary>The body's lines, as they stand in the file.</summary>
    public string Source => source;

    public IReadOnlyList<string> Printed => _printed;

    public string? Remark { get; private set; }

    /// <summary>What the notebook recorded, one text for each thing printed or displayed.</summary>
    public Cell Out(params string[] recorded)
    {
        _recorded = recorded;
        return this;
    }

    /// <summary>What the notebook recorded, where several prints make up one report and count as one output.</summary>
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

    /// <summary>Each recorded output beside the one of this run; a missing one on either side is null.</summary>
    public IEnumerable<Output> Outputs(bool onCuda)
    {
        string[] printed = _together ? [string.Join('\n', _printed)] : [.. _printed];
        for (var i = 0; i < Math.Max(printed.Length, _recorded.Length); i++)
        {
            yield return new Output(printed.ElementAtOrDefault(i), _recorded.ElementAtOrDefault(i), onCuda);
        }
    }
}
