namespace LibTorch.Examples.Notebooks;

/// <summary>Where a cell's random numbers come from.</summary>
internal enum Draws
{
    /// <summary>From the notebook, recovered from what it printed.</summary>
    Recovered,

    /// <summary>From the generator, with the seed that the Python twin uses.</summary>
    Seeded,
}
