namespace LibTorch;

/// <summary>A value's text, in a notebook; what is derived from this has other ways beside it.</summary>
/// <param name="others">The other ways.</param>
internal class NotebookText(params NotebookFormatter[] others)
{
    private readonly NotebookFormatter[] _formatters = [new(NotebookFormatter.PlainText, value => value.ToString()), .. others];

    public NotebookText()
        : this([])
    {
    }

    public IEnumerable<object> CreateTypeFormatters() => _formatters;
}
