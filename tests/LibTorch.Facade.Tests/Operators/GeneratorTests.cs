namespace LibTorch.Tests.Operators;

/// <summary>Random numbers from a generator of one's own.</summary>
public sealed class GeneratorTests(PythonSession python)
{
    [Fact]
    public void The_same_seed_gives_Pythons_numbers()
    {
        using var generator = new LibTorch.Generator().ManualSeed(5);
        Parity.Same(python, "torch.randn(4, generator=torch.Generator().manual_seed(5))", Torch.Randn(4, generator));
        Assert.Equal(5UL, generator.InitialSeed());
    }

    [Fact]
    public void A_new_one_has_Pythons_first_seed()
    {
        using var generator = new LibTorch.Generator();
        Assert.Equal(python.Eval("torch.Generator().initial_seed()"), generator.InitialSeed().ToString());
        Parity.Same(python, "torch.rand(3, generator=torch.Generator())", Torch.Rand(3, generator));
    }

    [Fact]
    public void In_place_operators_and_Invoke_take_it()
    {
        using var generator = new LibTorch.Generator().ManualSeed(1);
        const string Setup = "g = torch.Generator().manual_seed(1)";
        Parity.Same(python, "torch.empty(4).uniform_(0, 2, generator=g)", Torch.Empty(4).Uniform_(0, 2, generator), Setup);
        generator.ManualSeed(1);
        Parity.Same(python, "torch.randperm(5, generator=g)", (Tensor)Torch.Ops["aten::randperm.generator"].Invoke(5, generator)[0]!, Setup);
    }

    [Fact]
    public void A_drawn_seed_is_told_and_gives_Pythons_numbers()
    {
        using var generator = new LibTorch.Generator().ManualSeed(1);
        var seed = generator.Seed();
        Assert.Equal(seed, generator.InitialSeed());
        Assert.NotEqual(seed, generator.Seed());
        generator.ManualSeed(unchecked((long)seed));
        Parity.Same(python, $"torch.rand(3, generator=torch.Generator().manual_seed({seed}))", Torch.Rand(3, generator));
    }

    [Fact]
    public void So_is_one_for_all_devices()
    {
        var state = Torch.GetRngState();
        var seed = Torch.Seed();
        Assert.Equal(seed, Torch.InitialSeed());
        Assert.NotEqual(seed, Torch.Seed());
        Torch.SetRngState(state);
    }

    [Fact]
    public void After_Dispose_every_use_throws()
    {
        var generator = new LibTorch.Generator();
        generator.Dispose();
        generator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => generator.ManualSeed(1));
        Assert.Throws<ObjectDisposedException>(() => Torch.Rand(3, generator));
    }
}
