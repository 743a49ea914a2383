using LibTorch.Examples.Notebooks;

namespace LibTorch.Examples.Running;

/// <summary>A notebook in the list: its number, its name on the command line, its Python twin, its constructor, and its topic.</summary>
internal sealed record NotebookEntry(string Number, string Name, string Twin, Func<Device, Draws, Notebook> Make, string About = "")
{
    public override string ToString() => $"{Number} ({Name})";

    public bool IsCalled(string name) =>
        name.Equals(Number, StringComparison.OrdinalIgnoreCase) || name.Equals(Name, StringComparison.OrdinalIgnoreCase);
}
