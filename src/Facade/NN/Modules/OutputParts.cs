namespace LibTorch.NN;

/// <summary>Splits a module's input or output into the parts that hooks see: a tensor, or the elements of a tuple or record.</summary>
internal static class OutputParts
{
    public static T Change<T>(T output, Func<object?[], object?[]> change) => (T)Changed(output, change)!;

    // The usual tuples are created without reflection, because a trimmer may have removed their constructors.
    private static object? Changed(object? output, Func<object?[], object?[]> change)
    {
        switch (output)
        {
            case ValueTuple<Tensor, Tensor> two:
                var pair = change([two.Item1, two.Item2]);
                return ((Tensor)pair[0]!, (Tensor)pair[1]!);
            case ValueTuple<Tensor, Tensor, Tensor> three:
                var triple = change([three.Item1, three.Item2, three.Item3]);
                return ((Tensor)triple[0]!, (Tensor)triple[1]!, (Tensor)triple[2]!);
            case ValueTuple<Tensor, (Tensor, Tensor)> recurrent:
                var parts = change([recurrent.Item1, recurrent.Item2]);
                return ((Tensor)parts[0]!, ((Tensor, Tensor))parts[1]!);
            case not null and not Tensor when TreeType.Find(output) is { } type:
                return type.Build(change(type.Read(output)));
            default:
                return change([output])[0];
        }
    }
}
