using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LibTorch;

/// <summary>
/// Drawings of the graph that ends in this node: operations are grey with the shapes of their results, leaves blue, the output green.
/// </summary>
public sealed partial class Node
{
    /// <summary>The graph in Graphviz's DOT language, like torchviz's <c>make_dot</c>.</summary>
    /// <param name="names">Names for leaves, as labels in the drawing.</param>
    public string ToDot(IReadOnlyDictionary<string, Tensor>? names = null)
    {
        GraphPicture picture = new(this, names);
        StringBuilder text = new("digraph {\n    node [shape=box style=filled fontname=monospace fontsize=10]\n");
        for (var i = 0; i < picture.Boxes.Count; i++)
        {
            var (kind, label) = picture.Boxes[i];
            var color = kind switch { GraphBoxKind.Leaf => "lightblue", GraphBoxKind.Output => "darkolivegreen1", _ => "lightgrey" };
            text.Append(CultureInfo.InvariantCulture, $"    n{i} [label=\"{Escaped(label, "\\\"", "\\n")}\" fillcolor={color}]\n");
        }

        foreach (var (from, to) in picture.Arrows)
        {
            text.Append(CultureInfo.InvariantCulture, $"    n{from} -> n{to}\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>The graph in Mermaid's language, which notebooks and web pages show.</summary>
    /// <param name="names">Names for leaves, as labels in the drawing.</param>
    public string ToMermaid(IReadOnlyDictionary<string, Tensor>? names = null)
    {
        GraphPicture picture = new(this, names);
        StringBuilder text = new("flowchart TD\n");
        for (var i = 0; i < picture.Boxes.Count; i++)
        {
            var (kind, label) = picture.Boxes[i];
            var color = kind switch { GraphBoxKind.Leaf => "leaf", GraphBoxKind.Output => "output", _ => "operation" };
            text.Append(CultureInfo.InvariantCulture, $"    n{i}[\"{Escaped(label, "#quot;", "<br/>")}\"]:::{color}\n");
        }

        foreach (var (from, to) in picture.Arrows)
        {
            text.Append(CultureInfo.InvariantCulture, $"    n{from} --> n{to}\n");
        }

        return text.Append("    classDef leaf fill:#add8e6\n    classDef output fill:#caff70\n    classDef operation fill:#d3d3d3\n").ToString();
    }

    /// <summary>The graph as an SVG picture, drawn by Graphviz.</summary>
    /// <param name="names">Names for leaves, as labels in the drawing.</param>
    /// <exception cref="InvalidOperationException">There is no program <c>dot</c> on the PATH, or it failed.</exception>
    public string ToSvg(IReadOnlyDictionary<string, Tensor>? names = null)
    {
        ProcessStartInfo start = new("dot", ["-Tsvg"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var picture = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(ToDot(names));
            process.StandardInput.Close();
            process.WaitForExit();
            return process.ExitCode == 0 ? picture.Result : throw new InvalidOperationException($"Graphviz's dot failed: {errors.Result.Trim()}");
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException("Graphviz's dot is needed to draw the graph, and is not on the PATH; ToDot and ToMermaid work without it.", error);
        }
        catch (IOException error)
        {
            throw new InvalidOperationException("Graphviz's dot ended before it had read the graph.", error);
        }
    }

    private static string Escaped(string label, string quote, string line) =>
        label.Replace("\"", quote, StringComparison.Ordinal).Replace("\n", line, StringComparison.Ordinal);
}
