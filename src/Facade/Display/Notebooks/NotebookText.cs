namespace LibTorch;

/// <summary>Shows a value's text in a notebook. Derived classes add other MIME types.</summary>
/// <param name="others">The formatters for other MIME types.</param>
internal class NotebookText(params NotebookFormatter[] others)
{
    private readonly NotebookFormatter[] _formatters = [new(NotebookFormatter.PlainText, value => value.ToString()), .. others];

    public NotebookText()
        : this([])
    {
    }

    public IEnumerable<object> CreateTypeFormatters() => _formatters;
}
