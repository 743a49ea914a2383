using System.Runtime.CompilerServices;

namespace LibTorch.Tests.Memory;

/// <summary>Finding out who keeps what.</summary>
[Collection(ProcessWideState.Name)]
public sealed class LivingTensorsTests : IDisposable
{
    public LivingTensorsTests() => Torch.Memory.RecordOrigins = true;

    public void Dispose() => Torch.Memory.RecordOrigins = false;

    [Fact]
    public void Each_tells_where_it_was_made()
    {
        var line = Line() + 1;
        using var x = Torch.Zeros([2, 3], dtype: DType.Float64);
        var living = Assert.Single(Torch.Memory.LivingTensors());
        Assert.Equal("torch.Size([2, 3])", living.Shape.ToString());
        Assert.Equal((DType.Float64, "cpu", 48L), (living.DType, living.Device.ToString(), living.Bytes));
        var first = living.Origin.Split('\n')[0];
        Assert.Contains(nameof(Each_tells_where_it_was_made), first, StringComparison.Ordinal);
        Assert.EndsWith($"LivingTensorsTests.cs:line {line}", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposed_and_collected_ones_are_not_among_them()
    {
        using var kept = Torch.Ones(1);
        using (Torch.Ones(2))
        {
            Forget();
        }

        Torch.Memory.Collect();
        Assert.Equal(1, Assert.Single(Torch.Memory.LivingTensors()).Shape[0]);
        for (var i = 0; i < 3000; i++)
        {
            Torch.Ones(3).Dispose();
        }

        Assert.Single(Torch.Memory.LivingTensors());
    }

    [Fact]
    public void Switched_off_it_forgets()
    {
        using var x = Torch.Ones(1);
        Torch.Memory.RecordOrigins = false;
        Assert.Empty(Torch.Memory.LivingTensors());
        using var y = Torch.Ones(1);
        Assert.Empty(Torch.Memory.LivingTensors());
    }

    private static int Line([CallerLineNumber] int line = 0) => line;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget() => _ = Torch.Ones(4);
}
