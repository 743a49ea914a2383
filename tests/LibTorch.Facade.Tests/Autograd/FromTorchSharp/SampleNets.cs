using LibTorch.NN;

namespace LibTorch.Tests.Autograd.FromTorchSharp;

/// <summary>Networks with the same parameters in C# and Python. No random numbers are drawn, so tests do not disturb each other.</summary>
internal static partial class SampleNets
{
    /// <summary>The same classes in Python.</summary>
    public const string Python = """
        class Branching(nn.Module):
            def __init__(self, is_short):
                super().__init__()
                self.is_short = is_short
                self.first = nn.Linear(6, 4, bias=False)
                self.shortcut = nn.Linear(4, 2, bias=False)
                self.detour = nn.Linear(4, 3, bias=False)
                self.end = nn.Linear(3, 2, bias=False)
            def forward(self, x):
                x = self.first(x)
                return self.shortcut(x) if self.is_short else self.end(self.detour(x))
        class Derived(nn.Sequential):
            def __init__(self): super().__init__(nn.Linear(6, 4, bias=False), nn.Linear(4, 2, bias=False))
        class Mixed(nn.Module):
            def __init__(self):
                super().__init__()
                self.matrix = nn.Parameter(torch.zeros(6, 6))
                self.last = nn.Linear(6, 2)
            def forward(self, x): return self.last(x.matmul(self.matrix))
        def evenly(m):
            with torch.no_grad():
                for p in m.parameters(): p.copy_(torch.linspace(-.5, .75, p.numel()).view_as(p))
            return m
        x = torch.linspace(-1, 1, 18).reshape(3, 6).requires_grad_()
        y = torch.linspace(2, -1, 6).reshape(3, 2).requires_grad_()

        """;

    public static Tensor X => Torch.Linspace(-1, 1, 18).Reshape(3, 6).RequiresGrad_();

    public static Tensor Y => Torch.Linspace(2, -1, 6).Reshape(3, 2).RequiresGrad_();

    /// <summary>Fills each parameter with evenly spaced numbers.</summary>
    public static T Evenly<T>(T module)
        where T : Module
    {
        using var mode = Torch.NoGrad();
        foreach (var parameter in module.Parameters())
        {
            parameter.Copy_(Torch.Linspace(-0.5, 0.75, parameter.Numel).ViewAs(parameter));
        }

        return module;
    }

    /// <summary>A module that calls two or three of its four layers.</summary>
    public sealed partial class Branching(bool isShort) : Module<Tensor, Tensor>
    {
        private readonly Linear _first = new(6, 4, bias: false);
        private readonly Linear _shortcut = new(4, 2, bias: false);
        private readonly Linear _detour = new(4, 3, bias: false);
        private readonly Linear _end = new(3, 2, bias: false);

        public override Tensor Forward(Tensor input)
        {
            var hidden = _first.Call(input);
            return isShort ? _shortcut.Call(hidden) : _end.Call(_detour.Call(hidden));
        }
    }

    /// <summary>In Python and TorchSharp this class derives from Sequential; here it contains one, since Sequential is sealed.</summary>
    public sealed partial class Derived : Module<Tensor, Tensor>
    {
        private readonly Sequential _layers = [new Linear(6, 4, bias: false), new Linear(4, 2, bias: false)];

        public override Tensor Forward(Tensor input) => _layers.Call(input);
    }

    /// <summary>A module with a parameter and a layer.</summary>
    public sealed partial class Mixed : Module<Tensor, Tensor>
    {
        private readonly Parameter _matrix = new(Torch.Zeros(6, 6));
        private readonly Linear _last = new(6, 2);

        public override Tensor Forward(Tensor input) => _last.Call(input.Matmul(_matrix));
    }
}
