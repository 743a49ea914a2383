using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Memory;

/// <summary>Training that disposes of nothing: 1,000 steps, or 10,000 where LTF_ENDURANCE=full.</summary>
[Collection(ProcessWideState.Name)]
public sealed class TrainingEnduranceTests
{
    private static readonly int s_steps = Environment.GetEnvironmentVariable("LTF_ENDURANCE") == "full" ? 10_000 : 1_000;

    [Fact]
    public void Memory_stays_flat()
    {
        var training = new SmallTraining();
        training.Run(100);
        Torch.Memory.Collect();
        var live = Torch.Memory.Live;
        var first = PeakOver(() => training.Run(s_steps / 4));
        var rest = PeakOver(() => training.Run(s_steps * 3 / 4));

        // What one step makes is far less than what the collector waits for, so the peaks differ by when it came. All that
        // these steps make, about 600 KB each, would be many times as much.
        Assert.InRange(rest, 0, (first * 3 / 2) + (16 << 20));
        Torch.Memory.Collect();
        Assert.InRange(Torch.Memory.Live, 0, live + (64 << 10));
    }

    private static long PeakOver(Action work)
    {
        Torch.Memory.ResetPeak();
        work();
        return Torch.Memory.Peak;
    }

    private sealed class SmallTraining
    {
        private readonly Sequential _net = [new Linear(64, 128), new ReLU(), new Dropout(0.1), new Linear(128, 10)];
        private readonly Adam _optimizer;
        private readonly CosineAnnealingLR _scheduler;
        private readonly Tensor _labels = Torch.Arange(64) % 10;

        public SmallTraining() => (_optimizer, _scheduler) = Prepared(_net);

        public void Run(int steps)
        {
            var criterion = new CrossEntropyLoss();
            for (var i = 0; i < steps; i++)
            {
                _optimizer.ZeroGrad();
                var loss = criterion.Call(_net.Call(Torch.Randn(64, 64)), _labels);
                loss.Backward();
                LibTorch.NN.Utils.ClipGradNorm_(_net.Parameters(), 1);
                _optimizer.Step();
                _scheduler.Step();
                Assert.True(double.IsFinite(loss.Item<float>()));
            }
        }

        private static (Adam, CosineAnnealingLR) Prepared(Sequential net)
        {
            var optimizer = new Adam(net.Parameters());
            return (optimizer, new(optimizer, 100));
        }
    }
}
