using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Modules as users write them, and their Python twins.</summary>
public static partial class SampleNets
{
    /// <summary>The twins; each has its C# name.</summary>
    public const string Python = """
        import torch.nn as nn
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv1 = nn.Conv2d(1, 4, 3, padding=1)
                self.bn1 = nn.BatchNorm2d(4)
                self.features = nn.Sequential(nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25))
                self.layer_norm1 = nn.LayerNorm(4 * 4 * 4)
                self.fc1 = nn.Linear(64, 10, bias=False)
                self.scale = nn.Parameter(torch.ones(10))
                self.register_buffer("shift", torch.zeros(10))
                self.register_buffer("scratch", torch.zeros(1), persistent=False)
            def forward(self, x):
                x = self.features(self.bn1(self.conv1(x))).flatten(1)
                return self.fc1(self.layer_norm1(x)) * self.scale + self.shift
        class Deep(nn.Module):
            def __init__(self):
                super().__init__()
                self.layers = nn.ModuleList([nn.Linear(3, 3) for _ in range(3)] + [nn.Linear(3, 2)])
                self.heads = nn.ModuleDict({"a": nn.Linear(2, 1), "b": nn.Sequential(nn.Linear(2, 2), nn.Tanh())})
            def forward(self, x):
                for layer in self.layers:
                    x = layer(x)
                return self.heads["a"](x) + self.heads["b"](x)
        """;

    /// <summary>Fields and properties, with and without underscores and capitals.</summary>
    public sealed partial class Net : Module<Tensor, Tensor>
    {
        private readonly Conv2d _conv1 = new(1, 4, 3, padding: 1);
        private readonly BatchNorm2d _bn1 = new(4);
        private readonly Sequential _features = [new ReLU(), new MaxPool2d(2), new Dropout(0.25)];

        public LayerNorm LayerNorm1 { get; } = new(64);

        public Linear Fc1 { get; } = new(64, 10, bias: false);

        [Name("scale")]
        public Parameter Factor { get; } = new(Torch.Ones(10));

        public LibTorch.NN.Buffer Shift { get; } = new(Torch.Zeros(10));

        private readonly LibTorch.NN.Buffer _scratch = new(Torch.Zeros(1), persistent: false);

        public override Tensor Forward(Tensor input)
        {
            var x = _features.Call(_bn1.Call(_conv1.Call(input))).Flatten(1);
            return (Fc1.Call(LayerNorm1.Call(x)) * Factor) + Shift;
        }
    }

    /// <summary>Lists and dictionaries of modules.</summary>
    public sealed partial class Deep : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Linear> _layers = new(new Linear(3, 3), new Linear(3, 3), new Linear(3, 3), new Linear(3, 2));
        private readonly ModuleDict<Module<Tensor, Tensor>> _heads = new(("a", new Linear(2, 1)), ("b", new Sequential(new Linear(2, 2), new Tanh())));

        public override Tensor Forward(Tensor input)
        {
            foreach (var layer in _layers)
            {
                input = layer.Call(input);
            }

            return _heads["a"].Call(input) + _heads["b"].Call(input);
        }
    }

    /// <summary>The same as Net's last layers, said by hand.</summary>
    public sealed class ByHand : Module<Tensor, Tensor>
    {
        private readonly Linear _fc1;
        private readonly Parameter _scale;

        public ByHand()
        {
            Child(out _fc1, new Linear(3, 4));
            Child(out _scale, new Parameter(Torch.Ones(4)));
        }

        public override Tensor Forward(Tensor input) => _fc1.Call(input) * _scale;
    }

    /// <summary>Two inputs and two outputs.</summary>
    public sealed partial class Swapped : Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        public override (Tensor, Tensor) Forward(Tensor input1, Tensor input2) => (input1 * input2, input1 + input2);
    }

    /// <summary>Members of a type parameter, one that is null, one that is written to, and the same weight twice.</summary>
    public partial class Generic<T>(T inner) : Module<Tensor, Tensor>
        where T : Module<Tensor, Tensor>
    {
        private T? _none;

        public T Inner { get; } = inner;

        public T Again { get; set; } = inner;

        public Parameter? Bias { get; init; } = new(Torch.Ones(1));

        public override Tensor Forward(Tensor input) => Again.Call(Inner.Call(input)) + Bias! + (_none is null ? 0 : 1);

        public void Set(T inner) => _none = inner;

        /// <summary>Inside of a generic class.</summary>
        public sealed partial class Nested : Generic<T>
        {
            public Nested(T inner)
                : base(inner) => Own = inner;

            public T Own { get; }
        }
    }
}
