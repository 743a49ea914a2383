using System.Diagnostics;
using System.Reflection;

namespace LibTorch.Tests.Display;

/// <summary>What a debugger shows of a tensor, without changing anything.</summary>
public class DebuggerTests
{
    public static TheoryData<string> Kinds => ["leaf", "result", "named", "sparse", "csr", "quantized", "complex half", "meta", "conj", "inference", "parameter", "disposed"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_shown_without_a_warning_and_without_a_trace(string kind)
    {
        Assert.SkipWhen(kind == "named" && Version.Parse(Torch.Version) >= new Version(2, 14), "libtorch has no operators for names any more");
        var x = Make(kind);
        List<string> warned = [];
        void Listen(object? sender, TorchWarningEventArgs warning) => warned.Add(warning.Message);
        var state = Torch.GetRngState();
        Torch.WarningRaised += Listen;
        try
        {
            var outline = (string)typeof(Tensor).GetProperty("DebuggerText", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(x)!;
            Assert.Equal(kind == "disposed", outline == "disposed");
            if (kind == "disposed")
            {
                return;
            }

            Assert.StartsWith(x.DType.ToString()["torch.".Length..], outline, StringComparison.Ordinal);
            var view = Activator.CreateInstance(Type.GetType(typeof(Tensor).GetCustomAttribute<DebuggerTypeProxyAttribute>()!.ProxyTypeName)!, x)!;
            foreach (var property in view.GetType().GetProperties())
            {
                property.GetValue(view);
            }
        }
        finally
        {
            Torch.WarningRaised -= Listen;
        }

        Assert.Empty(warned);
        Assert.Equal(Parity.Bits(state), Parity.Bits(Torch.GetRngState()));
    }

    private static Tensor Make(string kind)
    {
        switch (kind)
        {
            case "leaf":
                return Torch.Ones([2], requiresGrad: true);
            case "result":
                return Torch.Ones([2], requiresGrad: true) * 2;
            case "named":
                return Torch.Ones(2).RefineNames(["a"]);
            case "sparse":
                return Torch.Eye(2).ToSparse();
            case "csr":
                return Torch.Eye(2).ToSparseCsr();
            case "quantized":
                return Torch.QuantizePerTensor(Torch.Ones(2), 0.1, 0, DType.QUInt8);
            case "complex half":
                return Torch.Zeros([2], dtype: DType.Complex32);
            case "meta":
                return Torch.Empty([2], device: "meta");
            case "conj":
                return Torch.Zeros([2], dtype: DType.Complex64).Conj();
            case "inference":
                using (Torch.InferenceMode())
                {
                    return Torch.Ones(2);
                }

            case "parameter":
                return new LibTorch.NN.Parameter(Torch.Ones(2));
            default:
                var gone = Torch.Ones(2);
                gone.Dispose();
                return gone;
        }
    }
}
