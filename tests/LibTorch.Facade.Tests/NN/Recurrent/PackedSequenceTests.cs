using LibTorch.NN;
using LibTorch.Tests.Operators;

namespace LibTorch.Tests.NN;

using Utils = LibTorch.NN.Utils;

/// <summary>torch.nn.utils.rnn.</summary>
[Collection(ProcessWideState.Name)]
public sealed class PackedSequenceTests(PythonSession python)
{
    private const string Setup = """
        from torch.nn.utils.rnn import *
        x = torch.arange(24.).reshape(4, 3, 2)
        three = [torch.arange(4.) + 1, torch.arange(6.).reshape(6), torch.ones(2)]
        """;

    private static Tensor X => Torch.Arange(24.0).Reshape(4, 3, 2);

    private static Tensor[] Three => [Torch.Arange(4.0) + 1, Torch.Arange(6.0), Torch.Ones(2)];

    [Theory]
    [InlineData("[4, 2, 1]", false, true)]
    [InlineData("[4, 4, 4]", false, true)]
    [InlineData("[1, 4, 2]", false, false)]
    [InlineData("[1, 3, 2, 3]", true, false)]
    public void Packing_and_padding_are_Pythons(string lengths, bool batchFirst, bool enforceSorted)
    {
        long[] given = [.. lengths.Trim('[', ']').Split(", ").Select(long.Parse)];
        var packed = Utils.Rnn.PackPaddedSequence(X, given, batchFirst, enforceSorted);
        var setup = $"{Setup}\np = pack_padded_sequence(x, {lengths}, {batchFirst}, {enforceSorted})";
        Parity.SameText(python, "p", packed, setup);
        var (data, sizes, sorted, unsorted) = packed;
        Parity.Same(python, "[t for t in p if t is not None]", new[] { data, sizes, sorted, unsorted }.OfType<Tensor>(), setup);
        foreach (var first in new[] { false, true })
        {
            var (padded, ends) = Utils.Rnn.PadPackedSequence(packed, first, -1.5, 6);
            Parity.Same(python, $"pad_packed_sequence(p, {first}, -1.5, 6)", [padded, ends], setup);
            Parity.Same(python, $"unpad_sequence(*pad_packed_sequence(p, {first}), {first})", Utils.Rnn.UnpadSequence(Utils.Rnn.PadPackedSequence(packed, first).Sequences, ends, first), setup);
        }

        Parity.Same(python, "unpack_sequence(p)", Utils.Rnn.UnpackSequence(packed), setup);
        Parity.SameText(python, "pack_padded_sequence(x, torch.tensor(" + lengths + $", dtype=torch.int32), {batchFirst}, {enforceSorted})",
            Utils.Rnn.PackPaddedSequence(X, Torch.Tensor(given).To(DType.Int32), batchFirst, enforceSorted), setup);
    }

    [Fact]
    public void Sequences_are_padded_and_packed_as_in_Python()
    {
        Parity.Same(python, "pad_sequence(three)", Utils.Rnn.PadSequence(Three), Setup);
        Parity.Same(python, "pad_sequence(three, True, 2.5)", Utils.Rnn.PadSequence(Three, true, 2.5), Setup);
        Parity.SameText(python, "pack_sequence(three, enforce_sorted=False)", Utils.Rnn.PackSequence(Three, enforceSorted: false), Setup);
        Parity.Same(python, "unpack_sequence(pack_sequence(three, False))", Utils.Rnn.UnpackSequence(Utils.Rnn.PackSequence(Three, false)), Setup);
        Parity.Same(python, "invert_permutation(torch.tensor([2, 0, 1]))", Utils.Rnn.InvertPermutation(Torch.Tensor([2L, 0L, 1L]))!, Setup);
        Assert.Null(Utils.Rnn.InvertPermutation(null));
    }

    [Fact]
    public void Sequences_are_padded_on_the_left()
    {
        Needs.AtLeast(2, 6);
        Parity.Same(python, "pad_sequence(three, True, padding_side='left')", Utils.Rnn.PadSequence(Three, true, paddingSide: "left"), Setup);
    }

    [Fact]
    public void Gradients_go_through_packing()
    {
        var x = X.RequiresGrad_();
        var (padded, _) = Utils.Rnn.PadPackedSequence(Utils.Rnn.PackPaddedSequence(x, [1, 4, 2], enforceSorted: false));
        (padded * padded).Sum().Backward();
        Parity.Same(
            python, "x.grad", x.Grad!,
            Setup + "\nx.requires_grad_()\ny = pad_packed_sequence(pack_padded_sequence(x, [1, 4, 2], enforce_sorted=False))[0]\n(y * y).sum().backward()");
    }

    [Fact]
    public void Conversions_are_Pythons()
    {
        var packed = Utils.Rnn.PackSequence(Three, enforceSorted: false);
        const string Packed = Setup + "\np = pack_sequence(three, False)";
        Dictionary<string, Func<PackedSequence>> conversions = new()
        {
            ["double"] = packed.Double, ["float"] = packed.Float, ["half"] = packed.Half, ["long"] = packed.Long, ["int"] = packed.Int,
            ["short"] = packed.Short, ["char"] = packed.Char, ["byte"] = packed.Byte, ["cpu"] = packed.Cpu,
        };
        Assert.All(conversions, conversion => Parity.SameText(python, $"p.{conversion.Key}()", conversion.Value(), Packed));
        Assert.All(conversions, conversion => Assert.Equal(python.Eval($"p.{conversion.Key}() is p", Packed), PythonBool(conversion.Value() == packed)));
        Parity.SameText(python, "p.to('cpu', torch.float64)", packed.To(Device.Cpu, DType.Float64), Packed);
        Assert.Equal(python.Eval("(p.is_cuda, p.is_pinned())", Packed), $"({PythonBool(packed.IsCuda)}, {PythonBool(packed.IsPinned())})");
    }

    [Fact]
    public void Errors_are_Pythons()
    {
        var packed = Utils.Rnn.PackSequence([Torch.Ones(2), Torch.Ones(1)]);
        Parity.SameError(python, "pack_padded_sequence(x, [1, 4, 2])", () => Utils.Rnn.PackPaddedSequence(X, [1, 4, 2]), Setup);
        Parity.SameError(python, "pack_padded_sequence(x, [4, 2, 0])", () => Utils.Rnn.PackPaddedSequence(X, [4, 2, 0]), Setup);
        Parity.SameError(python, "pack_padded_sequence(x, [4, 2])", () => Utils.Rnn.PackPaddedSequence(X, [4, 2]), Setup);
        Parity.SameError(python, "pack_sequence([torch.ones(1), torch.ones(2)])", () => Utils.Rnn.PackSequence([Torch.Ones(1), Torch.Ones(2)]), Setup);
        Parity.SameError(python, "pad_sequence([])", () => Utils.Rnn.PadSequence([]), Setup);
        Parity.SameError(
            python, "pad_packed_sequence(pack_sequence([torch.ones(2), torch.ones(1)]), total_length=1)", () => Utils.Rnn.PadPackedSequence(packed, totalLength: 1), Setup);
        Parity.SameError(
            python, "PackedSequence(x, torch.empty(2, device='meta'))", () => _ = new PackedSequence(X, Torch.Empty([2], device: new Device(DeviceType.Meta))), Setup);
        Assert.Throws<ArgumentNullException>(() => Utils.Rnn.PackSequence(null!));
        Assert.Throws<ArgumentNullException>(() => new PackedSequence(X, null!));
    }

    private static string PythonBool(bool value) => value ? "True" : "False";
}
