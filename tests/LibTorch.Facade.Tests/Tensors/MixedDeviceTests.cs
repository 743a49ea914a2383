using F = LibTorch.NN.Functional;

namespace LibTorch.Tests.Tensors;

/// <summary>Tensors of two devices in one operator: PyTorch's words, by way of the device without data.</summary>
public sealed class MixedDeviceTests(PythonSession python)
{
    // From 2.0 on Python answers for the device meta with functions of its own, and so in other words than for a real device.
    private static readonly string[] _otherwiseSince2 = ["m + c", "c * m", "torch.mm(c, m)", "torch.cat([m, c])", "torch.add(c, c, out=m)", "F.mse_loss(m, c)"];

    public static TheoryData<string> Mixed => [.. Mistakes.Keys];

    private static Dictionary<string, Func<Tensor, Tensor, object>> Mistakes => new()
    {
        ["m + c"] = (m, c) => m + c,
        ["c * m"] = (m, c) => c * m,
        ["torch.mm(m, c)"] = (m, c) => Torch.Mm(m, c),
        ["torch.mm(c, m)"] = (m, c) => Torch.Mm(c, m),
        ["torch.cat([m, c])"] = (m, c) => Torch.Cat([m, c]),
        ["c.copy_(m)"] = (m, c) => c.Copy_(m),
        ["torch.add(c, c, out=m)"] = (m, c) => Torch.AddOut(m, c, c),
        ["F.linear(m, c)"] = (m, c) => F.Linear(m, c),
        ["F.mse_loss(m, c)"] = (m, c) => F.MseLoss(m, c),
        ["m.to('cpu')"] = (m, c) => m.To("cpu"),
        ["m.cpu()"] = (m, c) => m.Cpu(),
    };

    [Theory]
    [MemberData(nameof(Mixed))]
    public void A_mistake_is_told_in_Pythons_words(string expression)
    {
        if (_otherwiseSince2.Contains(expression))
        {
            Assert.SkipWhen(Version.Parse(Torch.Version) >= new Version(2, 0), "Python answers for the device meta with functions of its own since libtorch 2.0");
        }

        const string Setup = "m, c = torch.ones(2, 2, device='meta'), torch.ones(2, 2)";
        using Tensor m = Torch.Ones([2, 2], device: "meta"), c = Torch.Ones(2, 2);
        var fails = python.Eval("f()", $"{Setup}\ndef f():\n  try:\n    {expression}\n  except Exception:\n    return True\n  return False");
        if (fails == "True")
        {
            Parity.SameError(python, expression, () => Mistakes[expression](m, c), Setup);
        }
        else
        {
            // Some of them this libtorch takes.
            Assert.Equal(python.Eval($"str(({expression}).device)", Setup), ((Tensor)Mistakes[expression](m, c)).Device.ToString());
        }
    }

    [Fact]
    public void A_copy_is_made_where_it_is_asked_for()
    {
        using var x = Torch.Arange(3.0);
        Assert.True(Overlap(x, x.To("cpu")));
        Assert.True(Overlap(x, x.Cpu()));
        Assert.False(Overlap(x, x.To("cpu", copy: true)));
        Parity.Same(python, "torch.arange(3.).to('cpu', torch.float16, False, True)", x.To("cpu", DType.Float16, nonBlocking: false, copy: true));
        using var meta = x.To("meta", DType.Float64);
        Parity.SameText(python, "torch.arange(3.).to('meta', torch.float64)", meta);
        Parity.SameText(python, "torch.arange(3).to(torch.ones(1, device='meta'))", Torch.Arange(3).To(Torch.Ones([1], device: "meta")));
    }

    private static bool Overlap(Tensor one, Tensor other) => one.AsSpan<float>().Overlaps(other.AsSpan<float>());
}
