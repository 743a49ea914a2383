using System.Collections.Frozen;
using ScottPlot;

namespace LibTorch.Examples.Pictures;

/// <summary>
/// The colours of pictures. In the file each is as on white paper; in the page it is a variable, which has another value in the dark theme.
/// </summary>
internal static class Ink
{
    public static readonly Color Text = Color.FromHex("#1B2330");
    public static readonly Color Quiet = Color.FromHex("#566174");
    public static readonly Color Line = Color.FromHex("#D6DBE4");
    public static readonly Color Paper = Color.FromHex("#FDFDFE");
    public static readonly Color First = Color.FromHex("#2456C4");
    public static readonly Color Second = Color.FromHex("#C2410D");
    public static readonly Color Third = Color.FromHex("#12714B");
    public static readonly Color Fourth = Color.FromHex("#8B3FA9");

    // The colours as ScottPlot and Graphviz write them, and their names in report.css.
    private static readonly FrozenDictionary<string, string> Variables = new Dictionary<string, string>
    {
        [Text.ToHex()] = "ink", [Quiet.ToHex()] = "quiet", [Line.ToHex()] = "line", [Paper.ToHex()] = "paper",
        [First.ToHex()] = "first", [Second.ToHex()] = "second", [Third.ToHex()] = "third", [Fourth.ToHex()] = "fourth",
        ["black"] = "ink", ["lightgrey"] = "node", ["lightblue"] = "leaf", ["#caff70"] = "output",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The page's variable for a colour of a picture; null if there is none.</summary>
    public static string? Variable(string color) => Variables.GetValueOrDefault(color);
}
