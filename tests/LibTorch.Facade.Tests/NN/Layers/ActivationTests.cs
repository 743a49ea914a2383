using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Activations and dropout beside Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ActivationTests(PythonSession python)
{
    internal static readonly LayerRow[] Rows =
    [
        new("ReLU()", () => new ReLU(), "r(3, 4)"),
        new("ReLU(inplace=True)", () => new ReLU(inplace: true), "r(3, 4).exp()"),
        new("ReLU6()", () => new ReLU6(), "r(3, 4) * 9"),
        new("ReLU6(True)", () => new ReLU6(true), "(r(3, 4) * 9).exp()"),
        new("Sigmoid()", () => new Sigmoid(), "r(3, 4)"),
        new("Tanh()", () => new Tanh(), "r(3, 4)"),
        new("LogSigmoid()", () => new LogSigmoid(), "r(3, 4)"),
        new("Softsign()", () => new Softsign(), "r(3, 4)"),
        new("Tanhshrink()", () => new Tanhshrink(), "r(3, 4)"),
        new("SiLU()", () => new SiLU(), "r(3, 4)"),
        new("Mish()", () => new Mish(), "r(3, 4)"),
        new("SELU()", () => new SELU(), "r(3, 4)"),
        new("ELU()", () => new ELU(), "r(3, 4)"),
        new("ELU(2, inplace=False)", () => new ELU(2), "r(3, 4)"),
        new("ELU(0.5)", () => new ELU(0.5), "r(3, 4)"),
        new("CELU(alpha=1.5)", () => new CELU(1.5), "r(3, 4)"),
        new("GELU()", () => new GELU(), "r(3, 4)"),
        new("GELU('tanh')", () => new GELU("tanh"), "r(3, 4)"),
        new("Hardswish()", () => new Hardswish(), "r(3, 4) * 4"),
        new("Hardsigmoid()", () => new Hardsigmoid(), "r(3, 4) * 4"),
        new("Hardtanh()", () => new Hardtanh(), "r(3, 4)"),
        new("Hardtanh(-2, 0.5)", () => new Hardtanh(-2, 0.5), "r(3, 4)"),
        new("LeakyReLU()", () => new LeakyReLU(), "r(3, 4)"),
        new("LeakyReLU(0.2, True)", () => new LeakyReLU(0.2, true), "r(3, 4).exp()"),
        new("RReLU()", () => new RReLU(), "r(3, 4)"),
        new("Softplus()", () => new Softplus(), "r(3, 4)"),
        new("Softplus(2, 5.5)", () => new Softplus(2, 5.5), "r(3, 4)"),
        new("Hardshrink()", () => new Hardshrink(), "r(3, 4)"),
        new("Softshrink(1)", () => new Softshrink(1), "r(3, 4)"),
        new("Threshold(0.1, 20)", () => new Threshold(0.1, 20), "r(3, 4)"),
        new("GLU()", () => new GLU(), "r(3, 4)"),
        new("Softmax(dim=1)", () => new Softmax(1), "r(3, 4)"),
        new("Softmax()", () => new Softmax(), "r(3, 4)"),
        new("LogSoftmax(-1)", () => new LogSoftmax(-1), "r(3, 4)"),
        new("Softmin(0)", () => new Softmin(0), "r(3, 4)"),
        new("Dropout()", () => new Dropout(), "r(3, 40)"),
        new("Dropout(0, True)", () => new Dropout(0, true), "r(3, 4).exp()"),
        new("Dropout1d(0.3)", () => new Dropout1d(0.3), "r(3, 4, 5)"),
        new("Dropout2d(0.3)", () => new Dropout2d(0.3), "r(3, 4, 5, 6)"),
        new("Dropout3d(0.3)", () => new Dropout3d(0.3), "r(3, 4, 2, 3, 2)"),
        new("AlphaDropout()", () => new AlphaDropout(), "r(3, 4)"),
        new("FeatureAlphaDropout()", () => new FeatureAlphaDropout(), "r(3, 4, 5, 2)"),
        new("SELU(True)", () => new SELU(true), "r(3, 4).exp()"),
        new("CELU(2, True)", () => new CELU(2, true), "r(3, 4).exp()"),
        new("SiLU(True)", () => new SiLU(true), "r(3, 4).exp()"),
        new("Mish(inplace=True)", () => new Mish(inplace: true), "r(3, 4).exp()"),
        new("Hardshrink(1)", () => new Hardshrink(1), "r(3, 4)"),
        new("Softshrink()", () => new Softshrink(), "r(3, 4)"),
        new("Threshold(1, -0.5, True)", () => new Threshold(1, -0.5, true), "r(3, 4).exp()"),
        new("Hardtanh(min_val=-0.5, max_val=2, inplace=True)", () => new Hardtanh(minVal: -0.5, maxVal: 2, inplace: true), "r(3, 4).exp()"),
        new("RReLU(0.1, 0.9)", () => new RReLU(0.1, 0.9), "r(3, 4)"),
        new("RReLU(0, 1, True)", () => new RReLU(0, 1, true), "r(3, 4).exp()"),
        new("GLU(1)", () => new GLU(1), "r(3, 4, 5)"),
        new("GLU(0)", () => new GLU(0), "r(4)"),
        new("LogSoftmax()", () => new LogSoftmax(), "r(3, 4)"),
        new("Softmin()", () => new Softmin(), "r(3, 4)"),
        new("Softmax(-1)", () => new Softmax(-1), "r(3, 4, 2)"),
        new("Softmax2d()", () => new Softmax2d(), "r(2, 3, 4, 2)"),
        new("Softmax2d() ", () => new Softmax2d(), "r(3, 4, 2)"),
        new("Tanh() ", () => new Tanh(), "r(3, 4).double()"),
        new("LeakyReLU(-0.5)", () => new LeakyReLU(-0.5), "r(3, 4)"),
        new("Dropout(1)", () => new Dropout(1), "r(3, 40)"),
        new("Dropout(p=0.25)", () => new Dropout(p: 0.25), "r(3, 40).double()"),
        new("Dropout1d()", () => new Dropout1d(), "r(4, 5)"),
        new("Dropout2d()", () => new Dropout2d(), "r(8, 3, 2, 2)"),
        new("Dropout3d(1.0)", () => new Dropout3d(1.0), "r(3, 4, 2, 3, 2)"),
        new("AlphaDropout(0.2)", () => new AlphaDropout(0.2), "r(3, 40)"),
        new("FeatureAlphaDropout(0.9)", () => new FeatureAlphaDropout(0.9), "r(8, 4, 2)"),
    ];

    public static TheoryData<string> Names => LayerRow.Names(Rows);

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_Pythons(string name) => LayerParity.Check(python, LayerRow.Of(Rows, name));
}
