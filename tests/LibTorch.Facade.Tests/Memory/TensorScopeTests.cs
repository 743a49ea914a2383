using System.Collections.Immutable;
using LibTorch.Interop;

namespace LibTorch.Tests.Memory;

/// <summary>What a scope disposes of, and what it leaves alone.</summary>
[Collection(ProcessWideState.Name)]
public sealed class TensorScopeTests
{
    [Fact]
    public void What_is_made_in_it_dies_with_it_but_for_what_is_kept()
    {
        var x = Torch.Ones(3);
        Tensor temporary, kept;
        using (var scope = new TensorScope())
        {
            temporary = x + 1;
            kept = scope.Keep(temporary * 2);
            Assert.Same(x, scope.Keep(x));
        }

        Assert.Throws<ObjectDisposedException>(() => temporary.Sum());
        Assert.Equal([4f, 4f, 4f], kept.ToArray<float>());
        Assert.Equal(3f, x.Sum().Item<float>());
    }

    [Fact]
    public void What_is_kept_belongs_to_the_scope_around_it()
    {
        Tensor inner, middle, outer;
        using (var outermost = new TensorScope())
        {
            using (var scope = new TensorScope())
            {
                inner = Torch.Ones(1);
                middle = scope.Keep(Torch.Ones(1));
                outer = outermost.Keep(Torch.Ones(1));
            }

            Assert.Throws<ObjectDisposedException>(() => inner.Sum());
            Assert.Equal(1f, middle.Sum().Item<float>());
            Assert.Equal(1f, outer.Sum().Item<float>());
        }

        Assert.Throws<ObjectDisposedException>(() => middle.Sum());
        Assert.Equal(1f, outer.Sum().Item<float>());
    }

    [Fact]
    public void Run_keeps_what_its_result_holds()
    {
        List<Tensor> made = [];
        Tensor Made(Tensor tensor)
        {
            made.Add(tensor);
            return tensor;
        }

        var (one, two) = TensorScope.Run(() => (Made(Torch.Ones(1) + 1), Made(Torch.Ones(2))));
        var array = TensorScope.Run(() => new[] { Made(Torch.Ones(3)) });
        var record = TensorScope.Run(() => new Pair(Made(Torch.Ones(4)), Made(Torch.Ones(5))));
        var number = TensorScope.Run(() => Made(Torch.Ones(6)).Sum().Item<float>());
        Assert.Equal((2f, 2L, 3L, 4L, 5L, 6f), (one.Item<float>(), two.Numel, array[0].Numel, record.First.Numel, record.Second.Numel, number));
        Assert.Throws<ObjectDisposedException>(() => made[^1].Sum());
        TensorScope.Run(() => { Made(Torch.Ones(7)); });
        Assert.Throws<ObjectDisposedException>(() => made[^1].Sum());
        Assert.Null(TensorScope.Run<Tensor?>(() => null));
    }

    [Fact]
    public void An_exception_leaves_nothing_behind()
    {
        Tensor? made = null;
        Assert.Throws<InvalidDataException>(() => TensorScope.Run(() =>
        {
            made = Torch.Ones(1);
            throw new InvalidDataException();
        }));
        Assert.Throws<ObjectDisposedException>(() => made!.Sum());
        var after = Torch.Ones(1);
        Assert.Equal(1f, after.Sum().Item<float>());
    }

    [Fact]
    public void Left_twice_or_out_of_order_it_disposes_once_and_of_its_own_only()
    {
        var outer = new TensorScope();
        var inner = new TensorScope();
        var made = Torch.Ones(1);
        outer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => made.Sum());
        var later = Torch.Ones(1);
        inner.Dispose();
        outer.Dispose();
        default(TensorScope).Dispose();
        Assert.Equal(1f, later.Sum().Item<float>());
    }

    [Fact]
    public void Disposing_early_frees_and_a_successor_is_another_tensor()
    {
        Tensor kept;
        using (var scope = new TensorScope())
        {
            for (var i = 0; i < 5000; i++)
            {
                Torch.Ones(1).Dispose();
            }

            // Held as the last of these was.
            kept = scope.Keep(Torch.Full([1], 7));
        }

        Assert.Equal(7, kept.Item<long>());
    }

    [Fact]
    public void Gradients_hooks_and_saved_tensors_go_on()
    {
        using var x = Torch.Tensor([1.0, 2.0], requiresGrad: true);
        Tensor? seen = null;
        Tensor loss;
        x.RegisterHook(grad => { seen = grad; });
        using (var scope = new TensorScope())
        {
            using (Torch.Autograd.Graph.SavedTensorsHooks(tensor => tensor * 1, packed => packed))
            {
                loss = scope.Keep((x.Exp() * x).Sum());
            }

            (x * 3).Sum().Backward();
        }

        Assert.Throws<ObjectDisposedException>(() => seen!.Sum());
        Assert.Equal([3.0, 3.0], x.Grad!.ToArray<double>());

        // The graph outlives the scope that it was made in, and so does what its hooks packed.
        loss.Backward();
        using var expected = 3 + x.Detach().Exp() * (1 + x.Detach());

        // The two sums are rounded in another order.
        Assert.All(expected.ToArray<double>().Zip(x.Grad!.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    // All that is drawn at random has to come out the same the second time.
    [Theory]
    [InlineData("checkpoint")]
    [InlineData("reentrant checkpoint")]
    [InlineData("vjp")]
    [InlineData("linearize")]
    public void What_the_library_keeps_for_later_outlives_the_scope_and_its_arguments(string way)
    {
        Torch.ManualSeed(3);
        var free = Prepare(way, Torch.Arange(4.0))();
        Torch.ManualSeed(3);
        Func<Tensor> later;
        Tensor x;
        using (new TensorScope())
        {
            x = Torch.Arange(4.0);
            later = Prepare(way, x);
        }

        Assert.Throws<ObjectDisposedException>(() => x.Sum());
        Assert.Equal(Parity.Bits(free), Parity.Bits(later()));
    }

    private static Func<Tensor> Prepare(string way, Tensor x)
    {
        if (way.EndsWith("checkpoint", StringComparison.Ordinal))
        {
            // As a whole block may stand in a scope, but for what is kept.
            using var scope = new TensorScope();
            Tensor w;
            using (new OutsideFrames())
            {
                w = Torch.Ones([4], requiresGrad: true);
            }

            var loss = Torch.Utils.Checkpoint(inputs => [(Torch.Dropout(inputs[0] * 1, 0.5, train: true).Exp() * inputs[1]).Sum()], [w * 2, x], useReentrant: way[0] == 'r')[0].ForLater();
            return () =>
            {
                loss.Backward();
                return w.Grad!;
            };
        }

        if (way == "vjp")
        {
            var product = Torch.Func.Vjp(a => a.Sin(), x).VjpFunc;
            return () => product(Torch.Ones(4));
        }

        var linear = Torch.Func.Linearize(a => a.Sin(), x).JvpFunc;
        return () => linear(Torch.Ones(4));
    }

    // Each kind with types of its own: what was looked at before must not matter.
    [Fact]
    public void All_kinds_of_containers_are_looked_into_the_first_time_too()
    {
        Kept("array of records", () => new[] { new First(Torch.Ones(1), 2) }, kept => kept[0].Value);
        Kept("array of arrays of tuples", () => new[] { new[] { (Torch.Ones(1), 1) } }, kept => kept[0][0].Item1);
        Kept("array of two dimensions", () => new[,] { { Torch.Ones(1) } }, kept => kept[0, 0]);
        Kept("record in a tuple", () => (1, new Second([Torch.Ones(1)])), kept => kept.Item2.Values[0]);
        Kept("list of records", () => new List<Third> { new(Torch.Ones(1)) }, kept => kept[0].Value);
        Kept("dictionary of lists", () => new Dictionary<int, List<Tensor>> { [3] = [Torch.Ones(1)] }, kept => kept[3][0]);
        Kept("sorted dictionary", () => new SortedDictionary<string, Fourth> { ["a"] = new(Torch.Ones(1)) }, kept => kept["a"].Value);
        Kept("immutable array", () => ImmutableArray.Create(Torch.Ones(1)), kept => kept[0]);
        Kept("immutable array of records", () => ImmutableArray.Create(new Fifth(Torch.Ones(1))), kept => kept[0].Value);
        Kept("set", () => new HashSet<Tensor> { Torch.Ones(1) }, kept => kept.Single());
        Kept("objects", () => new object?[] { 1, "x", null, Torch.Ones(1), DType.Float32, new object() }, kept => (Tensor)kept[3]!);
        Kept("anonymous", () => new { Value = Torch.Ones(1), Other = 1.5 }, kept => kept.Value);
        Kept("struct of the library's", () => new UnpackedDualTensor(Torch.Ones(1), null), kept => kept.Primal);
        Kept("with a function", () => (Torch.Ones(1), new Func<int>(() => 3)), kept => kept.Item1);
    }

    [Fact]
    public void What_nobody_can_look_into_is_refused()
    {
        Refused(() => new Opaque());
        Refused(() => new[] { new Opaque() });
        Refused(() => (Torch.Ones(1), new Opaque()));
        Refused(() => new Lazy<Opaque>(new Opaque()));
        Refused<object>(() => new Opaque());
        Refused(() => Task.FromResult(Torch.Ones(1)));
        Refused(() => Torch.Ones(1).ToArray<float>().Select(_ => Torch.Ones(1)));
        Assert.Throws<ArgumentException>(() => Torch.Func.Vjp(x => x, new Opaque()));
    }

    [Fact]
    public void Without_tensors_it_may_be_anything_of_the_systems()
    {
        Assert.Equal([1, 2], TensorScope.Run(() => new List<int> { 1, 2 }));
        Assert.Equal("x", TensorScope.Run(() => "x"));
        Assert.Equal(new DateTime(2000, 1, 1), TensorScope.Run(() => new DateTime(2000, 1, 1)));
        Assert.Equal(new[,] { { 1.0 } }, TensorScope.Run(() => new[,] { { 1.0 } }));
        Assert.Equal([2], TensorScope.Run(() => Torch.Ones(2).Shape));
        Assert.Equal(["a"], TensorScope.Run(() => new HashSet<string> { "a" }));
    }

    private static void Kept<T>(string kind, Func<T> make, Func<T, Tensor> tensor)
    {
        var kept = TensorScope.Run(make);
        Assert.True(Record.Exception(() => tensor(kept).Sum()) is null, kind);
    }

    private static void Refused<T>(Func<T> make) => Assert.Contains("cannot be found", Assert.Throws<ArgumentException>(() => TensorScope.Run(make)).Message, StringComparison.Ordinal);

    private sealed record First(Tensor Value, int Number);

    private sealed record Second(Tensor[] Values);

    private sealed record Third(Tensor Value);

    private sealed record Fourth(Tensor Value);

    private sealed record Fifth(Tensor Value);

    private sealed class Opaque
    {
        public Tensor? Hidden { get; set; }
    }

    [Fact]
    public void Other_threads_tensors_belong_to_no_scope_of_this_one()
    {
        Tensor[] made = new Tensor[8];
        using (new TensorScope())
        {
            OwnThread.Run(() => made[0] = Torch.Ones(1));
        }

        Assert.Equal(1f, made[0].Item<float>());
    }

    private sealed record Pair(Tensor First, Tensor Second);
}
