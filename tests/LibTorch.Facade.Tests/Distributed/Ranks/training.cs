// One rank in C# that trains with DistributedDataParallel; training.py is the same in Python, line by line.
using System.Text.Json.Nodes;
using LibTorch.NN.Parallel;
using LibTorch.Optim;
using Dist = LibTorch.Torch.Distributed;

JsonObject results = [];

// As Python's float.hex().
string Hex(double value)
{
    var bits = BitConverter.DoubleToInt64Bits(value);
    return $"{(bits < 0 ? "-" : "")}0x1.{bits & 0xfffffffffffff:x13}p{((bits >> 52) & 0x7ff) - 1023:+0;-0;+0}";
}

// Divided before, where the built-in way divides later.
async Task<Tensor> Averaged(GradBucket bucket)
{
    var gradients = bucket.Buffer.Div_(Dist.GetWorldSize());
    await Dist.AllReduceAsync(gradients);
    return gradients;
}

void Train(string name, bool unused = false, bool accumulate = false, bool broadcastBuffers = true, double? bucketCapMb = null, bool findUnusedParameters = false, bool gradientAsBucketView = false, bool staticGraph = false, CommHook? hook = null, Func<GradBucket, Task<Tensor>>? ownHook = null, bool? uneven = null)
{
    Torch.ManualSeed(7 + Dist.GetRank());
    Model model = new();
    DistributedDataParallel<Tensor, Tensor> ddp = new(model, broadcastBuffers, null, bucketCapMb, findUnusedParameters, gradientAsBucketView, staticGraph);
    if (hook is { } given)
    {
        ddp.RegisterCommHook(given);
    }

    if (ownHook is not null)
    {
        ddp.RegisterCommHook(ownHook);
    }

    SGD optimizer = new(ddp.Parameters(), lr: 0.1, momentum: 0.9);
    JsonArray losses = [];

    // Ranks with unlike numbers of inputs: the gradients are divided by the number of all, or of those that go on.
    if (uneven is { } byAll)
    {
        ddp.Join(() => Steps(4 + 2 * Dist.GetRank()), divideByInitialWorldSize: byAll);
    }
    else
    {
        Steps(6);
    }

    JsonObject state = [];
    foreach (var (key, value) in ddp.StateDict())
    {
        state[key] = new JsonArray([.. value.Reshape(-1).Contiguous().View(DType.UInt8).ToArray<byte>().Select(part => JsonValue.Create(part))]);
    }

    results[name] = new JsonArray(losses, state);

    void Steps(int count)
    {
        foreach (var step in Enumerable.Range(0, count))
        {
            Step(step);
        }
    }

    void Step(int step)
    {
        model.Both = !unused || (step + Dist.GetRank()) % 3 != 0;
        Torch.ManualSeed(100 * step + Dist.GetRank());
        var (x, y) = (Torch.Randn(8, 6), Torch.Randn(8, 4));
        if (accumulate && step % 2 == 0)
        {
            using (ddp.NoSync())
            {
                Functional.MseLoss(ddp.Call(x), y).Backward();
            }

            return;
        }

        var loss = Functional.MseLoss(ddp.Call(x), y);
        loss.Backward();
        optimizer.Step();
        optimizer.ZeroGrad();
        losses.Add(Hex(loss.Item<float>()));
    }
}

Dist.InitProcessGroup("gloo", timeout: TimeSpan.FromSeconds(120));
Train("plain");
Train("small buckets", bucketCapMb: 0.0005);
Train("unused", unused: true, findUnusedParameters: true);
Train("views", gradientAsBucketView: true);
Train("static", staticGraph: true);
Train("own buffers", broadcastBuffers: false);
Train("accumulated", accumulate: true);
Train("uneven", uneven: true);
Train("uneven, divided by those that go on", uneven: false);
Train("uneven, unused", uneven: true, unused: true, findUnusedParameters: true);
Train("uneven, accumulated", uneven: true, accumulate: true);
Train("uneven, small buckets", uneven: false, bucketCapMb: 0.0005);
Train("uneven, own hook", uneven: true, ownHook: Averaged);
Train("own hook", ownHook: Averaged);
Train("own hook in small buckets", ownHook: Averaged, bucketCapMb: 0.0005);

// In Debian's 2.14 Gloo adds no number of 16 bits.
Version release = new(string.Join('.', Torch.Version.Split('.')[..2]));
if (release < new Version(2, 14))
{
    Train("float16", hook: CommHook.Fp16Compress);
    Train("float16 in small buckets", hook: CommHook.Fp16Compress, bucketCapMb: 0.0005);
}

File.WriteAllText(args[0], results.ToJsonString());
Dist.DestroyProcessGroup();

sealed class Model : Module<Tensor, Tensor>
{
    private readonly Linear _first, _left, _right;
    private readonly BatchNorm1d _norm;

    public Model()
    {
        Child(out _first, new Linear(6, 16));
        Child(out _norm, new BatchNorm1d(16));
        Child(out _left, new Linear(16, 4));
        Child(out _right, new Linear(16, 4));
    }

    public bool Both { get; set; } = true;

    public override Tensor Forward(Tensor input)
    {
        var hidden = Torch.Relu(_norm.Call(_first.Call(input)));
        return Both ? _left.Call(hidden) + _right.Call(hidden) : _left.Call(hidden);
    }
}
