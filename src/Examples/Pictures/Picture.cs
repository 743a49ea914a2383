namespace LibTorch.Examples.Pictures;

/// <summary>A picture for a page.</summary>
/// <param name="Title">What it is of.</param>
/// <param name="Svg">The picture; null where it could not be drawn, and the caption says why.</param>
/// <param name="Description">What it shows, for who does not see it.</param>
/// <param name="Caption">What there is to say beside it.</param>
/// <param name="Numbers">The numbers in it.</param>
internal sealed record Picture(string Title, string? Svg, string Description, string Caption, NumberTable? Numbers = null);
