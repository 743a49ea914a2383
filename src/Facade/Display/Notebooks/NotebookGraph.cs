using System.Net;

namespace LibTorch;

/// <summary>A node in a notebook: its text or, where HTML is asked for, a picture of the graph that ends in it.</summary>
internal sealed class NotebookGraph() : NotebookText(new NotebookFormatter(NotebookFormatter.Html, node => Picture((Node)node)))
{
    private static string Picture(Node node)
    {
        try
        {
            // Leaves out the XML declaration and Graphviz's document type, which HTML does not allow there.
            var svg = node.ToSvg();
            return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
        }
        catch (InvalidOperationException noGraphviz)
        {
            return $"<p>{WebUtility.HtmlEncode(noGraphviz.Message)}</p><pre>{WebUtility.HtmlEncode(node.ToDot())}</pre>";
        }
    }
}
