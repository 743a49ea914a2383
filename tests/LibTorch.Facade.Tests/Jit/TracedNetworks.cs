using System.Runtime.CompilerServices;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Jit;

/// <summary>Networks to trace; traced_models.py makes the same under the same names.</summary>
internal static partial class TracedNetworks
{
    /// <summary>Has Python find its networks.</summary>
    public static readonly string Setup = $"{SavedScripts.Setup}import traced_models\n";

    // The last two read sizes, which a trace keeps.
    public static readonly Dictionary<string, TracedNetwork> All = new()
    {
        ["linear"] = Plain(() => new Sequential(new Linear(3, 4), new ReLU(), new Linear(4, 2)), [2, 3], [5, 3]),
        ["convolution"] = Plain(Convolutional, [2, 2, 4, 4], [3, 2, 4, 4]),
        ["convolution in training"] = Plain(Convolutional, [2, 2, 4, 4], [3, 2, 4, 4], training: true),
        ["shared"] = Plain(() => new Shared(), [2, 3], [5, 3]),
        ["dropout"] = Plain(() => new Sequential(new Linear(3, 4), new Dropout(0.5), new Linear(4, 2)), [2, 3], [5, 3]),
        ["lstm"] = new(() => new LSTM(3, 4, numLayers: 2, batchFirst: true), (module, x) => ((LSTM)module).Call(x), [2, 5, 3], [3, 4, 3], Training: false),
        ["attention"] = new(
            () => new MultiheadAttention(8, 2, batchFirst: true), (module, x) => ((MultiheadAttention)module).Call(x, x, x), [2, 5, 8], [2, 5, 8], Training: false),
        ["encoder"] = Plain(() => new TransformerEncoderLayer(8, 2, 16, batchFirst: true), [2, 5, 8], [2, 5, 8]),
    };

    /// <summary>A result as Python's <c>bits</c> writes it.</summary>
    public static string Bits(object? result) => result switch
    {
        Tensor tensor => Parity.Bits(tensor),
        ITuple tuple => Bits(Enumerable.Range(0, tuple.Length).Select(i => tuple[i])),
        IEnumerable<object?> items => $"({string.Join("; ", items.Select(Bits))})",
        _ => PythonValue.Repr(result),
    };

    private static TracedNetwork Plain(Func<Module<Tensor, Tensor>> make, long[] example, long[] other, bool training = false) =>
        new(make, (module, x) => ((Module<Tensor, Tensor>)module).Call(x), example, other, training);

    private static Sequential Convolutional() =>
        new(new Conv2d(2, 4, 3, padding: 1), new BatchNorm2d(4), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(16, 3));

    /// <summary>A module that is used twice, and buffers, one of which is not in the state.</summary>
    private sealed partial class Shared : Module<Tensor, Tensor>
    {
        public Shared() => Again = First;

        public Sequential First { get; } = [new Linear(3, 3), new Tanh()];

        public Sequential Again { get; }

        public Parameter Scale { get; } = new(Torch.Rand(3));

        public LibTorch.NN.Buffer Shift { get; } = new(Torch.Rand(3));

        private readonly LibTorch.NN.Buffer _scratch = new(Torch.Full([3], 2f), persistent: false);

        public override Tensor Forward(Tensor input) => (Again.Call(First.Call(input)) * Scale) + Shift + _scratch;
    }
}
