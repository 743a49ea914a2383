namespace LibTorch.NN;

/// <summary>Copies of a transformer's layer: each has weights of its own, with the same values.</summary>
internal static class LayerCopy
{
    /// <param name="layer">The layer.</param>
    /// <param name="count">How many copies are made.</param>
    /// <param name="make">Makes a layer of the same settings. What it draws is not drawn from the program's random numbers.</param>
    public static ModuleList<T> Of<T>(T layer, long count, Func<T, T> make)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(layer);
        var random = RngSnapshot.Of(layer.Parameters());
        var copies = new ModuleList<T>();
        for (var i = 0L; i < count; i++)
        {
            copies.Add(Filled(layer, random.Replay(() => make(layer))));
        }

        return copies;
    }

    private static T Filled<T>(T layer, T copy)
        where T : Module
    {
        foreach (var (source, target) in layer.Parameters().Zip(copy.Parameters()))
        {
            if (!ReferenceEquals(source, target))
            {
                target.Data = source.Detach().Clone();
                target.RequiresGrad_(source.RequiresGrad);
            }
        }

        foreach (var (source, target) in layer.Modules.Zip(copy.Modules))
        {
            target.Train(source.Training);
        }

        return copy;
    }
}
