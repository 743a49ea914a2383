using LibTorch.NN;

namespace LibTorch.Bench;

/// <summary>Small networks that read sequences of symbols and predict a symbol at each position.</summary>
internal static class Sequences
{
    private const int Length = 32;
    private const int Symbols = 64;

    public static Work Lstm() => Work(batch: 16, () => new LstmNet(Symbols));

    public static Work Transformer() => Work(batch: 8, () => new TransformerNet(Symbols, Length));

    // The data are drawn before the network is created, because creating C++'s network draws more random numbers than the others.
    private static Work Work(int batch, Func<Module<Tensor, Tensor>> make)
    {
        var (symbols, labels) = (Torch.Randint(0, Symbols, [batch, Length]), Torch.Randint(0, Symbols, [batch, Length]));
        var net = make();
        return TrainingLoop.Adam(net, () => Functional.CrossEntropy(net.Call(symbols).Flatten(0, 1), labels.Flatten()));
    }
}
