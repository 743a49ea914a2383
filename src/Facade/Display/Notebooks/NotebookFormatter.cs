namespace LibTorch;

/// <summary>Shows a value in a notebook in one way. Its members are found by name.</summary>
/// <param name="mimeType">The way: text/plain or text/html.</param>
/// <param name="show">What is written for a value.</param>
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
