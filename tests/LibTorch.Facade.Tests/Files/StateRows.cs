using LibTorch.NN;
using LibTorch.Optim;
using LibTorch.Tests.Optim;

namespace LibTorch.Tests.Files;

/// <summary>State dicts of modules, optimizers and schedulers, and a checkpoint of all of them.</summary>
internal static class StateRows
{
    private const string Walk = """
        from torch.optim.lr_scheduler import *
        def walk(make, steps=3):
            p = [nn.Parameter(torch.ones(2, 2)), nn.Parameter(torch.ones(3, 1))]
            opt = make(p)
            for i in range(steps):
                for parameter in p: parameter.grad = parameter.data * 2 - i
                opt.step((lambda: torch.ones(1)) if isinstance(opt, torch.optim.LBFGS) else None)
            return opt
        def scheduled(make):
            opt = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=0.1)
            scheduler = make(opt)
            for i in range(4):
                opt.step()
                scheduler.step()
            return scheduler
        """;

    private const string Checkpoint = """
        torch.manual_seed(0)
        net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
        opt = torch.optim.Adam(net.parameters(), lr=0.01)
        sched = torch.optim.lr_scheduler.StepLR(opt, 2)
        net(torch.ones(2, 3)).sum().backward()
        opt.step()
        sched.step()
        """;

    private static readonly (string Python, Func<Module> Make)[] Modules =
    [
        ("Linear(3, 4)", () => new Linear(3, 4)),
        ("Linear(3, 4, bias=False)", () => new Linear(3, 4, bias: false)),
        ("Bilinear(2, 3, 4)", () => new Bilinear(2, 3, 4)),
        ("Conv1d(2, 3, 3)", () => new Conv1d(2, 3, 3)),
        ("Conv2d(2, 4, 3, groups=2)", () => new Conv2d(2, 4, 3, groups: 2)),
        ("Conv3d(1, 2, 2)", () => new Conv3d(1, 2, 2)),
        ("ConvTranspose2d(2, 3, 3)", () => new ConvTranspose2d(2, 3, 3)),
        ("BatchNorm1d(3)", () => new BatchNorm1d(3)),
        ("BatchNorm2d(3)", () => new BatchNorm2d(3)),
        ("BatchNorm2d(3, affine=False)", () => new BatchNorm2d(3, affine: false)),
        ("LayerNorm(4)", () => new LayerNorm(4)),
        ("GroupNorm(2, 4)", () => new GroupNorm(2, 4)),
        ("InstanceNorm2d(3, affine=True, track_running_stats=True)", () => new InstanceNorm2d(3, affine: true, trackRunningStats: true)),
        ("Embedding(5, 3)", () => new Embedding(5, 3)),
        ("EmbeddingBag(5, 3)", () => new EmbeddingBag(5, 3)),
        ("PReLU(2)", () => new PReLU(2)),
        ("ReLU()", () => new ReLU()),
        ("RNN(2, 3)", () => new RNN(2, 3)),
        ("LSTM(2, 3, num_layers=2, bidirectional=True)", () => new LSTM(2, 3, numLayers: 2, bidirectional: true)),
        ("GRU(2, 3)", () => new GRU(2, 3)),
        ("LSTMCell(2, 3)", () => new LSTMCell(2, 3)),
        ("MultiheadAttention(4, 2)", () => new MultiheadAttention(4, 2)),
        ("TransformerEncoderLayer(4, 2, dim_feedforward=8)", () => new TransformerEncoderLayer(4, 2, dimFeedforward: 8)),
        ("TransformerDecoderLayer(4, 2, dim_feedforward=8)", () => new TransformerDecoderLayer(4, 2, dimFeedforward: 8)),
        ("Sequential(nn.Linear(2, 2), nn.ReLU(), nn.BatchNorm1d(2))", () => new Sequential(new Linear(2, 2), new ReLU(), new BatchNorm1d(2))),
        ("ModuleDict({'first': nn.Linear(2, 2), 'b': nn.Linear(2, 1)})", () => new ModuleDict<Module> { ["first"] = new Linear(2, 2), ["b"] = new Linear(2, 1) }),
        ("ModuleList([nn.Linear(2, 2) for _ in range(12)])", () => new ModuleList<Module>([.. Enumerable.Range(0, 12).Select(_ => new Linear(2, 2))])),
        ("ParameterList([torch.ones(2), torch.zeros(1)])", () => new ParameterList([new Parameter(Torch.Ones([2])), new Parameter(Torch.Zeros([1]))])),
    ];

    private static readonly string[] Optimizers =
    [
        "SGD(lr=0.1)", "SGD(lr=0.1, momentum=0.9)", "Adam(amsgrad=True)", "AdamW(lr=0.02, betas=(0.8, 0.9))", "Adagrad()", "Adadelta()", "Adamax()", "NAdam()", "RAdam()",
        "RMSprop(momentum=0.5, centered=True)", "Rprop()", "ASGD()",
    ];

    private static readonly string[] Schedulers =
    [
        "StepLR(step_size=3)", "ExponentialLR(gamma=0.97)", "LinearLR(total_iters=20)", "PolynomialLR(total_iters=30, power=1.7)", "CosineAnnealingLR(T_max=20)",
        "CosineAnnealingWarmRestarts(T_0=7, T_mult=2)", "MultiStepLR(milestones=[3, 3, 50])", "ConstantLR(factor=0.5, total_iters=20)",
    ];

    public static IReadOnlyList<SavedRow> All { get; } =
    [
        .. Modules.Select(row => new SavedRow("m.state_dict()", () => Seeded(row.Make).StateDict(), $"torch.manual_seed(0)\nm = nn.{row.Python}")),
        .. Modules.Take(3).Select(row => new SavedRow("m.state_dict(keep_vars=True)", () => Seeded(row.Make).StateDict(keepVars: true), $"torch.manual_seed(0)\nm = nn.{row.Python}")),
        .. Optimizers.Select(row => new SavedRow($"walk(lambda p: torch.optim.{PythonConstructor.Text(row, "p")}).state_dict()", () => Walked(row).StateDict(), Walk)),
        .. Schedulers.Select(row => new SavedRow($"scheduled(lambda opt: {Schedules.Python(row)}).state_dict()", () => Scheduled(row).StateDict(), Walk)),
        new("{'net': net.state_dict(), 'optimizer': opt.state_dict(), 'scheduler': sched.state_dict(), 'epoch': 3, 'loss': 0.25, 'best': [('a', 1), ('b', 2)], 'ema': net.state_dict()}", WholeCheckpoint, Checkpoint),
    ];

    private static Module Seeded(Func<Module> make)
    {
        Torch.ManualSeed(0);
        return make();
    }

    private static Optimizer Walked(string row)
    {
        Parameter[] parameters = [new(Torch.Ones([2, 2])), new(Torch.Ones([3, 1]))];
        var optimizer = PythonConstructor.Make<Optimizer, IEnumerable<Tensor>>(row, parameters);
        for (var i = 0; i < 3; i++)
        {
            foreach (var parameter in parameters)
            {
                parameter.Grad = (parameter.Data * 2) - i;
            }

            optimizer.Step();
        }

        return optimizer;
    }

    private static LRScheduler Scheduled(string row)
    {
        var optimizer = new SGD([new Parameter(Torch.Ones([1]))], lr: 0.1);
        var scheduler = PythonConstructor.Make<LRScheduler, Optimizer>(row, optimizer);
        Schedules.Walk(optimizer, scheduler, 4);
        return scheduler;
    }

    private static StateDictionary WholeCheckpoint()
    {
        Torch.ManualSeed(0);
        Sequential net = [new Linear(3, 4), new ReLU(), new Linear(4, 1)];
        var optimizer = new Adam(net.Parameters(), lr: 0.01);
        var scheduler = new StepLR(optimizer, 2);
        net.Call(Torch.Ones([2, 3])).Sum().Backward();
        optimizer.Step();
        scheduler.Step();
        return new StateDictionary
        {
            ["net"] = net.StateDict(), ["optimizer"] = optimizer.StateDict(), ["scheduler"] = scheduler.StateDict(), ["epoch"] = 3, ["loss"] = 0.25,
            ["best"] = new List<object?> { ("a", 1), ("b", 2) }, ["ema"] = net.StateDict(),
        };
    }
}
