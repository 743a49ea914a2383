using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace LibTorch.Tests.Data;

/// <summary>Batches and indices, written as session.py's <c>bits</c> writes Python's.</summary>
internal static class PythonLike
{
    /// <summary>What every Python setup of these tests begins with.</summary>
    /// <remarks>Before libtorch 2, <c>from torch.utils.data import *</c> fails.</remarks>
    public const string Import = """
        import torch.utils.data
        from torch.utils.data.distributed import DistributedSampler
        globals().update({name: item for name, item in vars(torch.utils.data).items() if name[0] != '_'})

        """;

    /// <summary>The random numbers of the process stand where they stand in Python.</summary>
    public const string State = "torch.get_rng_state()";

    public static string Bits(object? value) => value switch
    {
        Tensor tensor => Parity.Bits(tensor),
        string text => PythonText.Quoted(text),
        double number => PythonText.Float(number),
        bool truth => truth ? "True" : "False",
        ITuple tuple => Several(Enumerable.Range(0, tuple.Length).Select(i => tuple[i])),
        IDictionary dictionary => Several(dictionary.Keys.Cast<object>().Select(key => (object)(key, dictionary[key]))),
        IEnumerable items => Several(items.Cast<object?>()),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    private static string Several(IEnumerable<object?> items) => $"({string.Join("; ", items.Select(Bits))})";
}
