namespace LibTorch;

/// <summary>Formats a value for a notebook in one MIME type. The notebook finds its members by name.</summary>
/// <param name="mimeType">The MIME type: text/plain or text/html.</param>
/// <param name="show">Gives the text for a value.</param>
internal sealed class NotebookFormatter(string mimeType, Func<object, string?> show)
{
    public const string PlainText = "text/plain";
    public const string Html = "text/html";

    public string MimeType => mimeType;

    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(show(instance));
        return true;
    }
}
