namespace LibTorch.Examples.Notebooks;

/// <summary>The source of a cell's random numbers.</summary>
internal enum Draws
{
    /// <summary>The notebook's own numbers, recovered from its printed outputs.</summary>
    Recovered,

    /// <summary>The generator's numbers, with the seed that the Python twin uses.</summary>
    Seeded,
}
