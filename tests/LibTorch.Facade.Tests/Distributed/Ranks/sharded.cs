// One rank in C# that trains with ZeroRedundancyOptimizer, and says its losses, weights and states; sharded.py is the same in
// Python, line by line.
using System.Text.Json.Nodes;
using LibTorch.Distributed;
using LibTorch.NN.Parallel;
using LibTorch.Optim;
using Dist = LibTorch.Torch.Distributed;

JsonObject results = [];
var checkpoint = args[0][..args[0].LastIndexOf('-')] + ".pt";

// As Python's float.hex().
string Hex(double value)
{
    var bits = BitConverter.DoubleToInt64Bits(value);
    return $"{(bits < 0 ? "-" : "")}0x1.{bits & 0xfffffffffffff:x13}p{((bits >> 52) & 0x7ff) - 1023:+0;-0;+0}";
}

JsonArray Raw(Tensor tensor) => new([.. tensor.Detach().Reshape(-1).Contiguous().View(DType.UInt8).ToArray<byte>().Select(part => JsonValue.Create(part))]);

JsonObject Weights(Module<Tensor, Tensor> model)
{
    JsonObject all = [];
    foreach (var (key, value) in model.StateDict())
    {
        all[key] = Raw(value);
    }

    return all;
}

// The state of each parameter in bytes, and the options of each group as they are printed.
JsonArray Told(StateDictionary state)
{
    JsonObject kept = [];
    foreach (var (number, entry) in state.Get<OrderedDictionary<long, StateDictionary>>("state"))
    {
        JsonObject tensors = [];
        foreach (var (key, value) in entry.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            tensors[key] = Raw((Tensor)value!);
        }

        kept[$"{number}"] = tensors;
    }

    JsonArray groups = [];
    foreach (var group in state.Get<List<object?>>("param_groups").Cast<StateDictionary>())
    {
        JsonArray options = [];
        foreach (var (key, value) in group.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            options.Add(new StateDictionary { [key] = value }.ToString());
        }

        groups.Add((JsonNode)options);
    }

    return new JsonArray(kept, groups);
}

string Refusal(Action action)
{
    try
    {
        action();
        return "nothing was refused";
    }
    catch (TorchException error)
    {
        return error.Message;
    }
}

// Layers of one size, whose order counts when the parameters are divided.
Sequential Network(int seed)
{
    Torch.ManualSeed(seed);
    return [new Linear(6, 16), new Tanh(), new Linear(16, 16), new Tanh(), new Linear(16, 4)];
}

JsonArray Steps(Module<Tensor, Tensor> model, Optimizer optimizer, int first, int end, int seed, LRScheduler? scheduler = null, bool closure = false)
{
    JsonArray losses = [];
    for (var step = first; step < end; step++)
    {
        Torch.ManualSeed(100 * step + seed);
        var (x, y) = (Torch.Randn(8, 6), Torch.Randn(8, 4));

        Tensor Evaluate()
        {
            optimizer.ZeroGrad(setToNone: true);
            var error = Functional.MseLoss(model.Call(x), y);
            error.Backward();
            return error;
        }

        var loss = closure ? optimizer.Step(Evaluate)! : Evaluate();
        if (!closure)
        {
            optimizer.Step();
        }

        scheduler?.Step();
        losses.Add(Hex(loss.Item<float>()));
    }

    return losses;
}

// Other inputs at each rank. DistributedDataParallel averages the gradients.
void Train(string name, Func<Sequential, ZeroRedundancyOptimizer> make, Sequential? model = null, bool scheduled = false, bool closure = false)
{
    var network = model ?? Network(7 + Dist.GetRank());
    DistributedDataParallel<Tensor, Tensor> ddp = new(network);
    var optimizer = make(network);
    var scheduler = scheduled ? new StepLR(optimizer, 2, gamma: 0.5) : null;
    results[name + ": losses"] = Steps(ddp, optimizer, 0, 6, Dist.GetRank(), scheduler, closure);
    results[name + ": weights"] = Weights(ddp);
}

// The same network and inputs at each rank. The buckets are built again when a parameter is frozen.
void Freeze()
{
    var model = Network(3);
    ZeroRedundancyOptimizer optimizer = new(model.Parameters(), shard => new Adam(shard, lr: 0.01), parametersAsBucketView: true);
    var weight = ((Linear)model[2]).Weight;
    Steps(model, optimizer, 0, 2, 0);
    weight.RequiresGrad = false;
    Steps(model, optimizer, 2, 4, 0);
    weight.RequiresGrad = true;
    Steps(model, optimizer, 4, 6, 0);
    results["frozen: weights"] = Weights(model);
}

void Add(string name, bool buckets)
{
    var model = Network(4);
    ZeroRedundancyOptimizer optimizer = new(model[0].Parameters(), shard => new Adam(shard, lr: 0.01), parametersAsBucketView: buckets);
    Steps(model, optimizer, 0, 2, 0);
    optimizer.AddParamGroup(new ParamGroup([.. model[2].Parameters(), .. model[4].Parameters()]) { Lr = 0.03 });
    Steps(model, optimizer, 2, 5, 0);
    results[name + ": weights"] = Weights(model);
    optimizer.ConsolidateStateDict(to: 2);
    if (Dist.GetRank() == 2)
    {
        results[name + ": state"] = Told(optimizer.StateDict());
    }
}

// Ranks 1 and 2 only, which are ranks 0 and 1 of their group.
void Some(ProcessGroup group)
{
    var model = Network(5);
    ZeroRedundancyOptimizer optimizer = new(model.Parameters(), shard => new SGD(shard, lr: 0.1, momentum: 0.9), group);
    Steps(model, optimizer, 0, 3, 0);
    results["some ranks: weights"] = Weights(model);
    optimizer.ConsolidateStateDict(to: 1);
    if (Dist.GetRank() == 2)
    {
        results["some ranks: state"] = Told(optimizer.StateDict());
    }
}

ZeroRedundancyOptimizer TwoGroups(Sequential model) => new(
    [new ParamGroup(model[0].Parameters()), new ParamGroup([.. model[2].Parameters(), .. model[4].Parameters()]) { Lr = 0.05, WeightDecay = 0.1 }],
    shard => new AdamW(shard, lr: 0.01));

void Resume()
{
    var rank = Dist.GetRank();
    var network = Network(8 + rank);
    DistributedDataParallel<Tensor, Tensor> ddp = new(network);
    var optimizer = TwoGroups(network);
    StepLR scheduler = new(optimizer, 2, gamma: 0.5);
    Steps(ddp, optimizer, 0, 3, rank, scheduler);
    optimizer.ConsolidateStateDict(to: 1);
    if (rank == 1)
    {
        results["consolidated: state"] = Told(optimizer.StateDict());
        Torch.Save(optimizer.StateDict(), checkpoint);
    }
    else
    {
        results["consolidated: state"] = Refusal(() => optimizer.StateDict());
    }

    Dist.Barrier();
    var again = TwoGroups(network);
    again.LoadStateDict(Torch.Load<StateDictionary>(checkpoint));
    results["resumed: losses"] = Steps(ddp, again, 3, 6, rank);
    results["resumed: weights"] = Weights(ddp);
    again.ConsolidateStateDict(to: 0);
    if (rank == 0)
    {
        results["resumed: state"] = Told(again.StateDict());
    }
}

void Refuse()
{
    Parameter x = new(Torch.Ones(2)), y = new(Torch.Ones([2], dtype: DType.Float64));
    Tensor[][] all = [[], [x, y], [Torch.Ones(2).ToSparse()], [x, null!], [x * 2]];
    JsonArray refusals = [];
    foreach (var parameters in all)
    {
        refusals.Add(Refusal(() => _ = new ZeroRedundancyOptimizer(parameters, shard => new SGD(shard, lr: 0.1))));
    }

    results["refused"] = refusals;
}

Dist.InitProcessGroup("gloo", timeout: TimeSpan.FromSeconds(120));
var pair = Dist.NewGroup([1, 2], TimeSpan.FromSeconds(120));
Train("Adam", model => new(model.Parameters(), shard => new Adam(shard, lr: 0.01)));
Train("SGD", model => new(model.Parameters(), shard => new SGD(shard, lr: 0.1, momentum: 0.9)), closure: true);
Train("AdamW", TwoGroups, scheduled: true);
Train("buckets", model => new(model.Parameters(), shard => new Adam(shard, lr: 0.01), parametersAsBucketView: true));

// A single parameter, which leaves nothing to two of the ranks.
foreach (var buckets in new[] { false, true })
{
    Torch.ManualSeed(6);
    Train(
        $"one parameter, {(buckets ? 1 : 0)}",
        model => new(model.Parameters(), shard => new Adam(shard, lr: 0.01), parametersAsBucketView: buckets),
        [new Linear(6, 4, bias: false)]);
}

Freeze();
Add("added", false);
Add("added to buckets", true);
Resume();
Refuse();
if (Dist.GetRank() > 0)
{
    Some(pair);
}

Dist.Barrier();
File.WriteAllText(args[0], results.ToJsonString());
Dist.DestroyProcessGroup();
