namespace LibTorch.NN;

/// <summary>Calls a parametrization and its right inverse, for any number of tensors.</summary>
internal static class RightInverses
{
    public static bool Has(Module parametrization) =>
        parametrization is IRightInverse<Tensor> or IRightInverse<(Tensor, Tensor)> or IRightInverse<(Tensor, Tensor, Tensor)>;

    /// <summary>The originals for a value: one tensor, or several if the parametrization takes several.</summary>
    public static (Tensor[] Values, bool IsTensor) Of(Module parametrization, Tensor value)
    {
        switch (parametrization)
        {
            case IRightInverse<Tensor> one:
                return ([one.RightInverse(value)], true);
            case IRightInverse<(Tensor, Tensor)> two:
                var (first, second) = two.RightInverse(value);
                return ([first, second], false);
            case IRightInverse<(Tensor, Tensor, Tensor)> three:
                var parts = three.RightInverse(value);
                return ([parts.Item1, parts.Item2, parts.Item3], false);
            default:
                return ([value], true);
        }
    }

    public static Tensor Call(Module parametrization, Tensor[] originals) => (parametrization, originals) switch
    {
        (Module<Tensor, Tensor> one, [var x]) => one.Call(x),
        (Module<Tensor, Tensor, Tensor> two, [var x, var y]) => two.Call(x, y),
        (Module<Tensor, Tensor, Tensor, Tensor> three, [var x, var y, var z]) => three.Call(x, y, z),
        _ => throw new ArgumentException($"A {parametrization.ShownName} is not a module that takes {originals.Length} tensors and returns one."),
    };
}
