using System.Runtime.CompilerServices;
using LibTorch.NN;
using LibTorch.Serving;

namespace LibTorch.Tests.Serving;

/// <summary>Many callers' inputs become batches, and each caller gets the output of its own.</summary>
public sealed class BatcherTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Each_caller_gets_the_output_of_its_own_input()
    {
        Linear model = new(4, 3);
        await using Batcher batcher = new(model, maxBatch: 8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var input = Torch.Full([4], (float)(100 * caller + i));
                using var output = await batcher.RunAsync(input, Never);
                using var expected = model.Call(input);
                Assert.True(Torch.Allclose(expected, output), $"{expected} {output}");
                Assert.False(output.RequiresGrad);
            }
        })));
    }

    [Fact]
    public async Task Inputs_that_wait_become_one_batch_in_their_order()
    {
        Held model = new();
        await using Batcher batcher = new(model.Call, maxBatch: 4);
        var outputs = Enumerable.Range(0, 7).Select(i => batcher.RunAsync(Torch.Tensor([(float)i]), Never)).ToArray();
        model.Release();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], (await Task.WhenAll(outputs)).Select(output => output.Item<float>()));

        // The first one may have begun alone.
        Assert.Equal(7, model.Batches.Sum());
        Assert.InRange(model.Batches.Count, 2, 3);
        Assert.All(model.Batches, count => Assert.InRange(count, 1, 4));
    }

    [Fact]
    public async Task A_window_lets_a_batch_wait_for_more()
    {
        Held model = new();
        model.Release();
        await using Batcher batcher = new(model.Call, maxBatch: 3, window: TimeSpan.FromMinutes(5));
        var first = batcher.RunAsync(Torch.Ones(1), Never);
        await Task.Delay(50, Never);
        Assert.False(first.IsCompleted);
        await Task.WhenAll(first, batcher.RunAsync(Torch.Ones(1), Never), batcher.RunAsync(Torch.Ones(1), Never));
        Assert.Equal([3], model.Batches);

        await using Batcher short_ = new(model.Call, maxBatch: 3, window: TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, (await short_.RunAsync(Torch.Ones(1), Never)).Item<float>());
        Assert.Equal(1, (await short_.RunAsync(Torch.Ones(1), Never)).Item<float>());
        Assert.Equal([3, 1, 1], model.Batches);
    }

    [Fact]
    public async Task Other_shapes_and_dtypes_begin_batches_of_their_own()
    {
        Held model = new();
        await using Batcher batcher = new(model.Call);
        Task<Tensor>[] outputs =
        [
            batcher.RunAsync(Torch.Ones(2), Never), batcher.RunAsync(Torch.Ones(3), Never), batcher.RunAsync(Torch.Ones(3), Never),
            batcher.RunAsync(Torch.Ones([3], dtype: DType.Float64), Never), batcher.RunAsync(Torch.Ones(2), Never),
        ];
        model.Release();
        await Task.WhenAll(outputs);
        Assert.Equal([1, 2, 1, 1], model.Batches);
        Assert.Equal(["torch.Size([2])", "torch.Size([3])", "torch.Size([3])", "torch.Size([3])", "torch.Size([2])"], outputs.Select(output => output.Result.Shape.ToString()));
    }

    [Fact]
    public async Task What_the_model_throws_reaches_its_batch_and_no_other()
    {
        await using Batcher batcher = new(x => x.Matmul(Torch.Ones(2, 1)));
        await Assert.ThrowsAsync<TorchException>(() => batcher.RunAsync(Torch.Ones(3), Never));
        Assert.Equal(2, (await batcher.RunAsync(Torch.Ones(2), Never)).Item<float>());

        await using Batcher wrong = new(x => x.Sum());
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => wrong.RunAsync(Torch.Ones(3), Never));
        Assert.Contains("torch.Size([])", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_input_is_not_computed()
    {
        Held model = new();
        await using Batcher batcher = new(model.Call);
        var first = batcher.RunAsync(Torch.Ones(1), Never);
        await model.Begun;
        using CancellationTokenSource given = new();
        var cancelled = batcher.RunAsync(Torch.Ones(1), given.Token);
        var last = batcher.RunAsync(Torch.Ones(1), Never);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        model.Release();
        await Task.WhenAll(first, last);
        Assert.Equal([1, 1], model.Batches);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batcher.RunAsync(Torch.Ones(1), given.Token));
    }

    [Fact]
    public async Task Inputs_may_be_disposed_of_at_once_and_made_in_a_scope()
    {
        Held model = new();
        await using Batcher batcher = new(model.Call);
        var output = Begin(batcher);
        model.Release();
        Assert.Equal(7, (await output).Item<float>());

        static Task<Tensor> Begin(Batcher batcher)
        {
            using TensorScope scope = new();
            using var input = Torch.Tensor(7f);
            return batcher.RunAsync(input, Never);
        }
    }

    [Fact]
    public async Task Ending_waits_for_what_has_come_and_takes_no_more()
    {
        Held model = new();
        Batcher batcher = new(model.Call);
        var outputs = Enumerable.Range(0, 5).Select(_ => batcher.RunAsync(Torch.Ones(1), Never)).ToArray();
        var end = batcher.DisposeAsync();
        Assert.False(end.IsCompleted);
        model.Release();
        await end;
        Assert.All(outputs, output => Assert.True(output.IsCompletedSuccessfully));
        Assert.Throws<ObjectDisposedException>(() => { _ = batcher.RunAsync(Torch.Ones(1), Never); });
        await batcher.DisposeAsync();
    }

    [Fact]
    public async Task A_sequence_gives_its_outputs_in_order()
    {
        await using Batcher batcher = new(x => x * 2, maxBatch: 4);
        List<float> outputs = [];
        await foreach (var output in batcher.RunAsync(Numbers(30, Never), Never))
        {
            outputs.Add(output.Item<float>());
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(i => 2f * i), outputs);

        // Left in the middle, of an endless one.
        await foreach (var output in batcher.RunAsync(Numbers(int.MaxValue, Never), Never))
        {
            if (output.Item<float>() > 20)
            {
                break;
            }
        }

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var output in batcher.RunAsync(Failing(), Never))
            {
                Assert.Equal(2, output.Item<float>());
            }
        });
    }

    [Fact]
    public void Wrong_settings_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new Batcher(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batcher(x => x, maxBatch: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batcher(x => x, window: TimeSpan.FromSeconds(-1)));
    }

    private static async IAsyncEnumerable<Tensor> Numbers(int count, [EnumeratorCancellation] CancellationToken ended = default)
    {
        for (var i = 0; i < count && !ended.IsCancellationRequested; i++)
        {
            await Task.Yield();
            yield return Torch.Tensor((float)i);
        }
    }

    private static async IAsyncEnumerable<Tensor> Failing()
    {
        await Task.Yield();
        yield return Torch.Tensor(1f);
        throw new IOException("no more");
    }

    // A model whose first batch waits, and that notes how large batches are.
    private sealed class Held
    {
        private readonly TaskCompletionSource _begun = new(), _released = new();

        public List<long> Batches { get; } = [];

        public Task Begun => _begun.Task;

        public void Release() => _released.SetResult();

        public Tensor Call(Tensor batch)
        {
            _begun.TrySetResult();
            _released.Task.Wait(Never);
            Batches.Add(batch.Shape[0]);
            return batch.Clone();
        }
    }
}
