namespace LibTorch.Tests.Cuda;

/// <summary>How exact products of float32 matrices are, on devices that have a choice.</summary>
[Collection(ProcessWideState.Name)]
public sealed class MatmulPrecisionTests(PythonSession python)
{
    [Theory]
    [InlineData("highest")]
    [InlineData("high")]
    [InlineData("medium")]
    [InlineData("HIGH")]
    [InlineData("exact")]
    [InlineData("")]
    public void What_is_set_is_what_Python_has_then(string precision)
    {
        const string Setup = """
            import warnings
            def after(precision):
                before = torch.get_float32_matmul_precision()
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    torch.set_float32_matmul_precision(precision)
                try:
                    return before, torch.get_float32_matmul_precision()
                finally:
                    torch.set_float32_matmul_precision(before)
            """;
        static void Ignore(object? sender, TorchWarningEventArgs warning)
        {
        }

        var before = Torch.GetFloat32MatmulPrecision();
        Torch.WarningRaised += Ignore;
        Torch.SetFloat32MatmulPrecision(precision);
        var after = Torch.GetFloat32MatmulPrecision();
        Torch.SetFloat32MatmulPrecision(before);
        Torch.WarningRaised -= Ignore;
        Assert.Equal(python.Eval($"after('{precision}')", Setup), $"('{before}', '{after}')");
    }
}
