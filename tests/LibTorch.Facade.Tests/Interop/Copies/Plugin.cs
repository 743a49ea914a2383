using System.Globalization;

namespace LibTorch.Tests.Interop;

/// <summary>What works in each of several load contexts. Tensors come and go as native pointers, all else as what .NET itself has.</summary>
public static class Plugin
{
    private static readonly List<string> Heard = [];
    private static readonly List<object> Kept = [];
    private static int _calls;

    /// <summary>How often code of this copy was called by libtorch.</summary>
    public static int Calls() => _calls;

    public static nint Leaf() => Torch.Tensor([1f, 2f], requiresGrad: true).ToNative();

    /// <summary>Hooks of every kind on the leaf and on a node that leads to it, and a custom function: the gradient grows by the factor each time.</summary>
    public static nint Work(nint leaf, float factor)
    {
        var x = Tensor.FromNative(leaf);
        x.RegisterHook(gradient => Count(gradient * factor));
        if (x.IsLeaf)
        {
            x.RegisterPostAccumulateGradHook(tensor => Count(tensor));
        }

        var y = new Scaling(factor).Apply(x);
        y.GradFn!.RegisterPrehook(gradients => [Count(gradients[0]! * factor)]);
        y.GradFn!.RegisterHook((gradients, _) => [Count(gradients[0]! * factor)]);
        Torch.Autograd.Graph.RegisterMultiGradHook([x, y], gradients => Count(gradients[0]!));
        using (Torch.Autograd.Graph.SavedTensorsHooks(tensor => (Count(tensor).Clone(), 1), packed => Count(packed.Item1)))
        {
            // Its gradient is that of its input: exp is saved, and zero here.
            return (y + ((y * 0).Exp() - 1)).ToNative();
        }
    }

    /// <summary>A tensor recomputed in the backward pass, by this copy.</summary>
    public static nint Checkpoint(nint tensor, float factor) => Torch.Utils.Checkpoint(input => Count(input * factor), Tensor.FromNative(tensor)).ToNative();

    public static nint Sum(nint one, nint other) => (Tensor.FromNative(one) + Tensor.FromNative(other)).ToNative();

    public static void Backward(nint tensor) => Tensor.FromNative(tensor).Sum().Backward();

    /// <summary>The gradient that has gathered, which is forgotten.</summary>
    public static float[] Gradient(nint leaf)
    {
        var x = Tensor.FromNative(leaf);
        var gradient = x.Grad!.ToArray<float>();
        x.Grad = null;
        return gradient;
    }

    public static void FailingHook(nint tensor, string message, bool ours) => Tensor.FromNative(tensor).RegisterHook(gradient =>
    {
        throw ours ? new TorchValueException(message) : new InvalidDataException(message);
    });

    /// <summary>Has the host do something in the midst of a backward pass, and this copy go on.</summary>
    public static void HookThat(nint tensor, Action action, float factor) => Tensor.FromNative(tensor).RegisterHook(gradient =>
    {
        action();
        return Count(gradient * factor);
    });

    /// <summary>How the backward pass ended.</summary>
    public static string Outcome(nint tensor)
    {
        try
        {
            Backward(tensor);
            return "";
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message}\n{error.StackTrace}";
        }
    }

    public static string Note(nint tensor, string text)
    {
        var notes = Tensor.FromNative(tensor).GradFn!.Metadata;
        notes["text"] = text;
        return string.Join(' ', notes.Values);
    }

    public static string Noted(nint tensor) => (string)Tensor.FromNative(tensor).GradFn!.Metadata["text"]!;

    /// <summary>An error in anomaly mode tells where the forward pass was, in whichever copy.</summary>
    public static nint NanInBackward(nint leaf)
    {
        using var anomalies = Torch.Autograd.SetDetectAnomaly(true);
        return (Tensor.FromNative(leaf) * 0).Sqrt().Mul(0).ToNative();
    }

    public static string TraceOfAnomaly(nint tensor)
    {
        using var anomalies = Torch.Autograd.SetDetectAnomaly(true);
        return Assert.ThrowsAny<TorchException>(() => Backward(tensor)).ForwardTrace;
    }

    public static void Listen() => Torch.WarningRaised += (_, warning) => Heard.Add(warning.Message);

    /// <summary>Resizes a result, which libtorch warns about, of as many elements.</summary>
    public static void Warn(int elements) => Torch.AddOut(Torch.Ones(elements), Torch.Ones(elements + 1), Torch.Ones(elements + 1));

    public static string[] Warnings() => [.. Heard];

    /// <summary>The tangent of 3x, computed beside other copies.</summary>
    public static float Tangent(Barrier together)
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        together.SignalAndWait();
        var dual = Torch.Autograd.ForwardAD.MakeDual(Torch.Tensor(2f), Torch.Tensor(1f)) * 3;
        var tangent = (float)Torch.Autograd.ForwardAD.UnpackDual(dual).Tangent!;
        together.SignalAndWait();
        return tangent;
    }

    /// <summary>Of x², computed with transforms inside one another.</summary>
    public static float Derivative(float x) => (float)Torch.Func.Grad((Tensor input) => Torch.Func.Vmap((Tensor row) => row * row)(input.Reshape(1)).Sum())(Torch.Tensor(x));

    /// <summary>What a copy may leave when it goes: tensors in use and forgotten, hooks, guards, origins, and a thread that has ended.</summary>
    public static void LeaveTraces(nint leaf, int elements)
    {
        Torch.Memory.RecordOrigins = true;
        Listen();
        Warn(3);
        Kept.Add(Torch.Ones([elements], requiresGrad: true));
        Kept.Add(Tensor.FromNative(leaf));
        Kept.Add((Tensor.FromNative(leaf) * 2).GradFn!);
        _ = Torch.Ones(elements);
        Backward(Work(leaf, 1));
        Outcome(Checkpoint(leaf, 2));
        Note(Checkpoint(leaf, 2), "noted");
        Torch.NoGrad(async () => await Task.Yield()).GetAwaiter().GetResult();
        _ = Torch.Ops["aten::add.Tensor"].Invoke(Torch.Ones(2), Torch.Ones(2)).ToString();
        _ = Torch.Func.Vmap(Torch.Func.Grad((Tensor x) => x.Sin().Sum()))(Torch.Ones(2, 2)).ToString();
        Kept.Add(new Finalized());
        var thread = new Thread(() => Kept.Add(Torch.Ones(2) + 1));
        thread.Start();
        thread.Join();
        Torch.Memory.Collect();
    }

    /// <summary>Works for ever on a thread in the background.</summary>
    public static void WorkOn() => new Thread(() =>
    {
        while (true)
        {
            var leaf = Leaf();
            Backward(Work(leaf, 2));
            Tensor.ReleaseNative(leaf);
        }
    })
    { IsBackground = true }.Start();

    private static Tensor Count(Tensor tensor)
    {
        Interlocked.Increment(ref _calls);
        return tensor;
    }

    private sealed class Scaling(float factor) : UnaryFunction
    {
        protected override Tensor Forward(FunctionContext ctx, Tensor input)
        {
            ctx.SaveForBackward(input);
            return input * factor;
        }

        protected override Tensor Backward(FunctionContext ctx, Tensor gradOutput)
        {
            Assert.Equal(2, ctx.SavedTensors[0]!.Numel);
            return Count(gradOutput * factor);
        }
    }

    // A finalizer of the application's may use the library to the last.
    private sealed class Finalized
    {
        private readonly Tensor _tensor = Torch.Ones(4);

        ~Finalized() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"finalized {(float)_tensor.Sum()}"));
    }
}
