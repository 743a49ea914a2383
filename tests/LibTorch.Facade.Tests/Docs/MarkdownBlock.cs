namespace LibTorch.Tests.Docs;

/// <summary>A fenced block of a page.</summary>
/// <param name="Info">What its fence says: the language, and words about the block.</param>
/// <param name="Text">What is in it.</param>
/// <param name="Line">The page's line that its first one is on.</param>
/// <param name="Lead">The last line of prose between the block before and this one.</param>
internal sealed record MarkdownBlock(string Info, string Text, int Line, string Lead)
{
    public string Language => Info.Split(' ')[0];

    /// <summary>Whether its fence has this word.</summary>
    public bool Says(string word) => Info.Split(' ').Skip(1).Contains(word);
}
