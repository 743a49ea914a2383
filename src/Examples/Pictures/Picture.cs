namespace LibTorch.Examples.Pictures;

/// <summary>A picture for a page.</summary>
/// <param name="Title">The picture's title.</param>
/// <param name="Svg">The picture; null if it could not be drawn, in which case the caption says why.</param>
/// <param name="Description">A text alternative for readers who cannot see it.</param>
/// <param name="Caption">The text next to the picture.</param>
/// <param name="Numbers">The numbers in it.</param>
internal sealed record Picture(string Title, string? Svg, string Description, string Caption, NumberTable? Numbers = null);
