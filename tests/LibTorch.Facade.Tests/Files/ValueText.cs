using System.Collections;
using System.Globalization;
using System.Numerics;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Files;

/// <summary>A value of a file as a text in which tensors are bits, with what they know beside; and Python's function that writes the same.</summary>
internal static class ValueText
{
    /// <summary>Python's <c>text(value)</c>.</summary>
    public const string Python = """
        from collections import Counter, OrderedDict
        def tensor_text(t):
            name = 'parameter' if isinstance(t, nn.Parameter) else 'tensor'
            facts = f'{name} {t.layout} {t.device} {t.requires_grad}'
            if t.is_meta: return f'{facts} {t.dtype} {list(t.shape)} {list(t.stride())}'
            if t.is_quantized: return f'{facts} {t.qscheme()} {list(t.stride())} {bits(t.int_repr())} {bits(t.dequantize())}'
            if t.layout is torch.sparse_coo: return f'{facts} {bits(t._indices())} {bits(t._values())} {list(t.shape)}'
            if t.layout is torch.sparse_csr: return f'{facts} {bits(t.crow_indices())} {bits(t.col_indices())} {bits(t.values())} {list(t.shape)}'
            return f'{facts} {list(t.stride())} {t.storage_offset()} {t.is_conj()} {t.is_neg()} {bits(t)}'
        def text(value, above=()):
            if id(value) in above: return '...'
            inner = above + (id(value),)
            if isinstance(value, torch.Tensor): return tensor_text(value)
            if isinstance(value, Counter): return repr(value)
            if isinstance(value, dict):
                rest = '' if not isinstance(value, OrderedDict) else ' ordered ' + text(dict(vars(value)), inner)
                return '{' + ', '.join(text(k, inner) + ': ' + text(v, inner) for k, v in value.items()) + '}' + rest
            if isinstance(value, list): return '[' + ', '.join(text(v, inner) for v in value) + ']'
            if isinstance(value, torch.Size): return repr(value)
            if isinstance(value, tuple): return '(' + ', '.join(text(v, inner) for v in value) + ')'
            if isinstance(value, set): return 'set ' + ', '.join(sorted(map(repr, value)))
            if isinstance(value, bytes): return 'bytes ' + value.hex()
            return repr(value)

        """;

    public static string Of(object? value) => Of(value, []);

    private static string Of(object? value, List<object> above)
    {
        if (value is not null && above.Exists(one => ReferenceEquals(one, value)))
        {
            return "...";
        }

        List<object> inner = value is null ? above : [.. above, value];
        return value switch
        {
            Tensor tensor => TensorText(tensor),
            Counter counter => counter.ToString(),
            StateDict state => $"{Items("{", state.Select(entry => $"{Of(entry.Key)}: {Of(entry.Value)}"), "}")} ordered {Metadata(state)}",
            OrderedDict ordered => $"{Entries(ordered, inner)} ordered {Entries(ordered.Attributes, inner)}",
            IDictionary dictionary => Entries(dictionary, inner),
            List<object?> list => Items("[", list.Select(item => Of(item, inner)), "]"),
            object?[] tuple => Items("(", tuple.Select(item => Of(item, inner)), ")"),
            HashSet<object?> set => "set " + string.Join(", ", set.Select(PythonValue.Repr).Order(StringComparer.Ordinal)),
            byte[] bytes => "bytes " + Convert.ToHexStringLower(bytes),
            BigInteger number => number.ToString(CultureInfo.InvariantCulture),
            Complex number => PythonText(number),
            Size size => size.ToString(),
            Device device => device.Index < 0 ? $"device(type='{device}')" : $"device(type='{device.ToString().Split(':')[0]}', index={device.Index})",
            Layout layout => layout.TorchName(),
            QScheme scheme => scheme.TorchName(),
            _ => PythonValue.Repr(value),
        };
    }

    private static string PythonText(Complex number) =>
        number.Real == 0 && !double.IsNegative(number.Real) ? $"{PythonValue.Repr(number.Imaginary).Replace(".0", "", StringComparison.Ordinal)}j"
        : $"({PythonValue.Repr(number.Real).Replace(".0", "", StringComparison.Ordinal)}+{PythonValue.Repr(number.Imaginary).Replace(".0", "", StringComparison.Ordinal)}j)";

    private static string Metadata(StateDict state) => state.Versions.Count == 0
        ? "{}"
        : $"{{'_metadata': {Items("{", state.Versions.Select(entry => $"{Of(entry.Key)}: {{'version': {entry.Value}}}"), "}")} ordered {{}}}}";

    private static string Entries(IDictionary dictionary, List<object> above) =>
        Items("{", PythonValue.Entries(dictionary).Select(entry => $"{Of(entry.Key, above)}: {Of(entry.Value, above)}"), "}");

    private static string Items(string open, IEnumerable<string> items, string close) => open + string.Join(", ", items) + close;

    private static string TensorText(Tensor tensor)
    {
        var facts = $"{(tensor is Parameter ? "parameter" : "tensor")} {Of(tensor.Layout)} {tensor.Device} {tensor.RequiresGrad}";
        return tensor switch
        {
            { IsMeta: true } => $"{facts} {tensor.DType} [{string.Join(", ", tensor.Shape)}] [{string.Join(", ", tensor.Strides)}]",
            { IsQuantized: true } => $"{facts} {Of(tensor.Qscheme())} [{string.Join(", ", tensor.Strides)}] {Parity.Bits(tensor.IntRepr())} {Parity.Bits(tensor.Dequantize())}",
            { IsSparse: true } => $"{facts} {Parity.Bits(Part(tensor, "_indices"))} {Parity.Bits(Part(tensor, "_values"))} [{string.Join(", ", tensor.Shape)}]",
            { IsSparseCsr: true } => $"{facts} {Parity.Bits(tensor.CrowIndices())} {Parity.Bits(tensor.ColIndices())} {Parity.Bits(tensor.Values())} [{string.Join(", ", tensor.Shape)}]",
            _ => $"{facts} [{string.Join(", ", tensor.Strides)}] {tensor.StorageOffset()} {tensor.IsConj()} {tensor.IsNeg()} {Parity.Bits(tensor)}",
        };
    }

    private static Tensor Part(Tensor tensor, string name) => (Tensor)Torch.Ops["aten::" + name].Invoke(tensor)[0]!;
}
